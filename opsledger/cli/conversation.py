"""A conversation on a terminal: a question, lines of answers, each written as it is understood or asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

import click

from opsledger.cli.edits import refusal_of_fault, survey_ledger, tell_weekdays
from opsledger.cli.opening import look_again, open_quietly
from opsledger.cli.output import columns, tell, tell_text
from opsledger.values.visible import visible
from opsledger.values.written import listed

if TYPE_CHECKING:
    from opsledger.capturing.facts import LineContext
    from opsledger.capturing.stock_jobs import Answered
    from opsledger.cli.opening import Opened
    from opsledger.editing.edit import Edit
    from opsledger.editing.journal import FileEdit
    from opsledger.figures.standing import Standing


class AskAgain(Exception):
    """The answer to the question before was taken back."""


class GoBack(Exception):
    """An answer of an earlier part was taken back, so that its question comes again."""

    def __init__(self, part: int) -> None:
        super().__init__(part)
        self.part = part


class _LeftOut(Exception):
    """`undo` was typed at a question about an answer that is not written yet."""


AnyAsked = TypeVar("AnyAsked")
_NONE = ("no", "none", "nothing", "nobody", "-", "0")


class Conversation:
    """What is asked and written about one ledger. part: the number of the part that asks.

    parts_written: the part of each answer that was written, in their order.
    """

    def __init__(self, ctx: click.Context, opened: Opened) -> None:
        self.ctx = ctx
        self.opened = opened
        self.day = opened.day
        self.part = 0
        self.parts_written: list[int] = []

    @property
    def written(self) -> int:
        """How many answers were written."""
        return len(self.parts_written)

    @property
    def known(self) -> LineContext:
        """By what the answers are read."""
        from opsledger.capturing.facts import LineContext

        settings = self.opened.ledger.settings
        return LineContext(settings.currency, self.day, settings.day)

    def one(self, title: str, answered: Callable[[str], Answered]) -> None:
        """Ask once, and again as long as the answer is not understood.

        Raises AskAgain if the answer before it was taken back.
        """
        start = self.written
        for text in self.typed(title, is_one=True):
            before = self.written
            self.write(text, answered)
            if self.written > before:
                return
        if self.written < start:
            raise AskAgain

    def each(self, found: Sequence[AnyAsked], ask: Callable[[AnyAsked], None]) -> None:
        """Ask of one after the other; of the last that was answered once more if that answer is taken back."""
        at, answered = 0, list[int]()
        while at < len(found):
            before = self.written
            try:
                ask(found[at])
            except AskAgain:
                at = answered.pop() if answered else at
                continue
            answered += [at] * (self.written - before)
            at += 1

    def write(self, text: str, answered: Callable[[str], Answered | None]) -> None:
        """Write what an answer comes to, or say what of it is not understood."""
        tell_weekdays((text,), self.day, "  ")
        with self.told_misread(), suppress(_LeftOut):
            if answer := answered(text):
                self.carry_out(answer.edits, text, answer.told)

    def carry_out(self, edits: Sequence[Edit], text: str, told: str, beside: Sequence[FileEdit] = ()) -> None:
        """Write an answer and say what was understood; what is in its way is told, and nothing is written."""
        from opsledger.editing.edit import EditRefused
        from opsledger.editing.locking import LedgerBusy
        from opsledger.editing.performing import perform
        from opsledger.reporting.edits import refusal_lines

        try:
            changes = perform(survey_ledger(self.ctx), edits, visible(f"take-stock: {text}"), self.day, beside=beside)
        except EditRefused as fault:
            for line in refusal_lines(fault):
                tell(f"  {line}")
            return
        except LedgerBusy as busy:
            tell(f"  {busy}")
            return
        except OSError as fault:
            raise refusal_of_fault(fault) from None
        self.parts_written.append(self.part)
        places = [change.path for change in changes if not change.is_none] or [file.path for file in beside]
        _tell_wrapped(f"  {told}  → {listed(places, 3)}")

    def typed(self, prompt: str, *, is_one: bool = False) -> Iterator[str]:
        """What is typed, line by line, until somebody presses Enter; `undo` takes the last answer back.

        is_one: one answer is asked for, and an `undo` ends it. Raises GoBack if that was the answer of an earlier part.
        """
        while text := self.prompt(prompt):
            if text.casefold() in _NONE:
                return
            if text.casefold() == "undo":
                before = self.written
                self._undo()
                if is_one and self.written < before:
                    return
                continue
            yield text

    def _undo(self) -> None:
        from opsledger.editing.edit import EditRefused
        from opsledger.editing.undoing import take_back

        if not self.written:
            tell("  nothing is written yet")
            return
        try:
            entry, _ = take_back(survey_ledger(self.ctx).root)
        except EditRefused as fault:
            tell(f"  {fault}")
            return
        part = self.parts_written.pop()
        tell(f"  Taken back: {entry.command.removeprefix('take-stock: ')}")
        if part != self.part:
            raise GoBack(part)

    def follow_up(self, text: str, default: str = "") -> str:
        """What is typed at a question about an answer; with `undo` that answer is left out, and typed anew."""
        typed = self.prompt(text, default)
        if typed.casefold() == "undo":
            tell("  Left out.")
            raise _LeftOut
        return typed

    def confirmed(self, question: str) -> bool:
        """Whether somebody says yes at a question about an answer; Enter is no."""
        return self.follow_up(f"  {question} (y or n)", "n").casefold() in ("y", "yes")

    def prompt(self, text: str, default: str = "") -> str:
        """What is typed behind a prompt; nothing if it is only Enter."""
        while True:
            typed = str(click.prompt(visible(text), default=default, show_default=bool(default), err=True))
            answer = " ".join(typed.split())
            if visible(answer) == answer:
                return answer
            tell("  that holds control characters, which no file may hold")

    def say(self, *lines: str) -> None:
        """A question, after an empty line."""
        tell("")
        for line in filter(None, lines):
            _tell_wrapped(line)

    def tell_unsaid(self, words: Sequence[str]) -> None:
        """Say which words of an answer say nothing that is known."""
        if words:
            tell(f"  Not understood: {' '.join(words).strip(' ,;')}")

    def standing(self) -> Standing:
        """The ledger as it is now."""
        look_again(self.ctx)
        return open_quietly(self.ctx, self.day).standing

    @contextmanager
    def told_misread(self) -> Iterator[None]:
        """Say what is not understood, so that it can be typed again."""
        from opsledger.editing.edit import EditRefused
        from opsledger.values.misread import Misread

        try:
            yield
        except Misread as misread:
            tell(f"  {misread.message}" + (f" ({misread.hint})" if misread.hint else ""))
        except EditRefused as fault:
            tell(f"  {fault}")


def _tell_wrapped(line: str) -> None:
    """Print a line on standard error; on a terminal it is broken between words."""
    width = columns(err=True)
    if width is None:
        tell(line)
        return
    from opsledger.reporting.width import wrapped

    tell_text(wrapped(f"{visible(line)}\n", width))
