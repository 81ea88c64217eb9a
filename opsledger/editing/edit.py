"""What an edit is: a stretch of one file replaced by another, and what the file must say afterwards."""

from __future__ import annotations

from dataclasses import fields
from typing import NamedTuple, Protocol

from opsledger.diagnostics import Diagnostic
from opsledger.models.record import Record
from opsledger.reading.kinds import Kind
from opsledger.source import SourceFile, Span


class EditRefused(Exception):
    """An edit cannot be made as asked, and nothing was written; says why, with the faults it would bring.

    hint: what would be right. is_told_by_problems: whether the faults alone say what the message says.
    """

    def __init__(
        self,
        message: str,
        problems: tuple[Diagnostic, ...] = (),
        *,
        hint: str | None = None,
        is_told_by_problems: bool = False,
    ) -> None:
        super().__init__(message)
        self.problems = problems
        self.hint = hint
        self.is_told_by_problems = is_told_by_problems


class Splice(NamedTuple):
    """A stretch of a text, by offsets, and what takes its place."""

    start: int
    end: int
    text: str

    def applied(self, text: str) -> str:
        """The text after it."""
        return text[: self.start] + self.text + text[self.end :]

    def moved(self, offset: int) -> int:
        """Where an offset of the text before is afterwards."""
        if offset < self.end:
            return min(offset, self.start)
        return offset + len(self.text) - (self.end - self.start)

    @property
    def stop(self) -> int:
        """Where what it put in ends."""
        return self.start + len(self.text)


class Reading(NamedTuple):
    """A record's file as it was read: its kind, its text, what it says, and the faults found."""

    kind: Kind
    source: SourceFile
    record: Record
    problems: tuple[Diagnostic, ...]


class Edit(Protocol):
    """One thing that is to change in one file."""

    @property
    def path(self) -> str:
        """The file, relative to the ledger."""

    @property
    def new_text(self) -> str | None:
        """What the file begins with if it is not there yet; None if it must be."""

    def splice(self, before: Reading) -> Splice:
        """The smallest change of the text that does it. Raises EditRefused."""

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the file, read again, says what was asked and otherwise what it said before."""


def plain_facts(record: Record) -> dict[str, object]:
    """What a record says, without the places where it says it."""
    left_out = ("id", "document", "front", "frozen")
    return {
        field.name: without_places(getattr(record, field.name))
        for field in fields(record)
        if field.name not in left_out
    }


def without_places(value: object) -> object:
    """A value of a record without the places in it."""
    if isinstance(value, Span):
        return None
    if isinstance(value, tuple):
        return tuple(map(without_places, value))
    return value


class ShownLine(NamedTuple):
    """A line that an edit wrote, or took away: its number and its text."""

    number: int
    text: str
    is_gone: bool = False


class ChangedFile(NamedTuple):
    """What one file held before and holds after; None if it is not there.

    shown: the lines that were written, or taken away. warnings: what is odd about them all the same.
    """

    path: str
    before: bytes | None
    after: bytes | None
    shown: tuple[ShownLine, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether the file was made."""
        return self.before is None

    @property
    def is_none(self) -> bool:
        """Whether the file says already what was asked."""
        return self.before == self.after
