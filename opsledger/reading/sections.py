"""From a body to its dated lines: each data section has one grammar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

from opsledger.diagnostics import Diagnostic
from opsledger.models.lines import Action, Block, CostLine, LogLine, MarketingLine
from opsledger.patterns import pattern
from opsledger.reading.astray import ItemReaders, tell_astray, tell_unread, tell_wrong_section
from opsledger.reading.blocks import DayOf, read_block_item, read_block_run
from opsledger.reading.body import Body, Item
from opsledger.reading.decisions import read_action
from opsledger.reading.lines import Cursor, Grammar, LineText, read_item, text_of
from opsledger.reading.log import read_log_item, read_log_run
from opsledger.reading.loosely import tell_dressed
from opsledger.reading.week_lines import read_cost, read_marketing
from opsledger.reading.words import words_of
from opsledger.source import SourceFile

AnyLine = TypeVar("AnyLine")
ReadRun = Callable[[tuple[int, int]], Iterator[AnyLine | Item]]
ReadItem = Callable[[LineText, Item], tuple[AnyLine | None, Sequence[Diagnostic]]]

_RUN_LINE = pattern(r"- ([^\n]*)\n|[ \t]*\r?\n")


class SectionReader:
    """Reads the data sections of one file; faults gather in `problems`.

    readers: by section what reads one of its items. failed: the items that cannot be read, with their faults.
    """

    def __init__(self, source: SourceFile, body: Body, grammar: Grammar) -> None:
        self.source = source
        self.body = body
        self.grammar = grammar
        self.text = text_of(source, body.comments, grammar.day)
        self.problems: list[Diagnostic] = []
        self.readers: ItemReaders = {}
        self.failed: list[tuple[str, Item, Sequence[Diagnostic]]] = []

    def log(self, kind: str) -> tuple[LogLine, ...]:
        """The lines of the `## Log`, by day, those of one day in the order they are written."""
        words = words_of(kind, self.grammar)
        lines = self._lines(
            "Log",
            lambda text, item: read_log_item(text, item, words, self.grammar.stages),
            lambda run: read_log_run(self.text, run, words),
        )
        lines.sort(key=_day_of)
        return tuple(lines)

    def blocks(self, section: str, days: DayOf) -> tuple[Block, ...]:
        """The blocks of a `## Plan` or `## Actual`, in the order they are written."""
        return tuple(
            self._lines(
                section,
                lambda text, item: read_block_item(text, item, days, self.grammar),
                lambda run: read_block_run(self.text, run, days, self.grammar),
            )
        )

    def costs(self, days: DayOf) -> tuple[CostLine, ...]:
        """The lines of a week's `## Costs`, in the order they are written."""
        return tuple(self._lines("Costs", self._by(lambda cursor: read_cost(cursor, days, self.grammar.vat))))

    def marketing(self, days: DayOf) -> tuple[MarketingLine, ...]:
        """The lines of a week's `## Marketing`, in the order they are written."""
        return tuple(self._lines("Marketing", self._by(lambda cursor: read_marketing(cursor, days))))

    def decisions(self, review: date) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        """The actions of a review's `## Decisions`, numbered from 1 in the order they are written.

        Beside them those that were read in part, for the checks to tell all that is wrong with them in one run.
        """
        in_part: list[tuple[Action, Diagnostic]] = []

        def read(text: LineText, item: Item) -> tuple[Action | None, Sequence[Diagnostic]]:
            action, faults = read_item(text, item, lambda cursor: read_action(cursor, review))
            wrong = next((fault for fault in faults if fault.is_error), None)
            if action is None or wrong is None:
                return action, faults
            in_part.append((action, wrong))
            return None, faults

        actions = self._lines("Decisions", read)
        told = {id(fault) for _, _, faults in self.failed for fault in faults}  # others are only tried
        return (
            tuple(action._replace(number=number) for number, action in enumerate(actions, 1)),
            tuple(action for action, fault in in_part if id(fault) in told),
        )

    def _by(self, read: Callable[[Cursor], AnyLine]) -> ReadItem[AnyLine]:
        return lambda text, item: read_item(text, item, read)

    def _run_items(self, run: tuple[int, int]) -> Iterator[Item]:
        """The items of a run, none read yet."""
        for found in _RUN_LINE.finditer(self.text.plain, *run):
            if (content := found[1]) is not None:
                start = found.start(1)
                end = start + len(content.rstrip())
                yield Item(start, end, end)

    def _lines(self, name: str, read: ReadItem[AnyLine], read_run: ReadRun[AnyLine] | None = None) -> list[AnyLine]:
        """The lines of the sections of a name; what `read_run` leaves as items is read one by one."""
        self.readers[name] = read
        lines: list[AnyLine] = []
        for section in self.body.sections:
            if section.name != name:
                continue
            run = (read_run or self._run_items)(section.run)
            for part in chain(run, section.items):
                if type(part) is not Item:
                    lines.append(part)  # type: ignore[arg-type]
                    continue
                line, faults = read(self.text, part)
                if line is not None:
                    self.problems += faults
                    lines.append(line)
                else:
                    self.failed.append((name, part, faults))
            if section.astray:
                self.problems += tell_astray(self.text, section, read)
        return lines

    def tell(self) -> None:
        """Tell of items that cannot be read, of those in another section's place, and of those in none."""
        for name, item, faults in self.failed:
            self.problems += (
                tell_wrong_section(self.text, name, item, faults, self.readers)
                or tell_dressed(self.text, item, faults, self.readers[name])
                or faults
            )
        self.problems += tell_unread(self.text, self.body.unread, self.readers)


def _day_of(line: LogLine) -> date:
    return line.day
