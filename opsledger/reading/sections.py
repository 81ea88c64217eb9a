"""From a body to its dated lines: each data section has one grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import TypeVar

from opsledger.diagnostics import Diagnostic, Hint, at
from opsledger.models.lines import Action, Block, CostLine, LogLine, MarketingLine
from opsledger.reading.blocks import DayOf, read_block_item, read_block_run
from opsledger.reading.body import Body, Item, Section
from opsledger.reading.decisions import read_action
from opsledger.reading.lines import LINE_BULLET, LINE_INDENTED, LINE_NO_SECTION, Cursor, Grammar, plain_text, read_item
from opsledger.reading.log import read_log_item, read_log_run
from opsledger.reading.week_lines import read_cost, read_marketing
from opsledger.reading.words import words_of
from opsledger.source import SourceFile, Span
from opsledger.values.days import known_date

AnyLine = TypeVar("AnyLine")
ReadRun = Callable[[tuple[int, int]], Iterator[AnyLine | Item]]
ReadItem = Callable[[Item], tuple[AnyLine | None, Sequence[Diagnostic]]]

_RUN_LINE = re.compile(r"- ([^\n]*)\n|[ \t]*\r?\n")
_UNBULLETED = re.compile(r"(?:[^\w\s]*[ \t]*|[0-9]+[.)]?[ \t]+)(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])")


class SectionReader:
    """Reads the data sections of one file; faults gather in `problems`."""

    def __init__(self, source: SourceFile, body: Body, grammar: Grammar) -> None:
        self.source = source
        self.body = body
        self.grammar = grammar
        self.plain = plain_text(source)
        self.problems: list[Diagnostic] = []

    def log(self, kind: str) -> tuple[LogLine, ...]:
        """The lines of the `## Log`, by day, those of one day in the order they stand."""
        words = words_of(kind, self.grammar)
        lines = self._lines(
            "Log",
            lambda item: read_log_item(self.source, self.plain, item, words, self.grammar.stages),
            lambda run: read_log_run(self.source, self.plain, run, words),
        )
        lines.sort(key=_day_of)
        return tuple(lines)

    def blocks(self, section: str, days: DayOf) -> tuple[Block, ...]:
        """The blocks of a `## Plan` or `## Actual`, in the order they stand."""
        return tuple(
            self._lines(
                section,
                lambda item: read_block_item(self.source, self.plain, item, days, self.grammar),
                lambda run: read_block_run(self.source, self.plain, run, days, self.grammar),
            )
        )

    def costs(self, days: DayOf) -> tuple[CostLine, ...]:
        """The lines of a week's `## Costs`, in the order they stand."""
        return tuple(self._lines("Costs", self._by(lambda cursor: read_cost(cursor, days))))

    def marketing(self, days: DayOf) -> tuple[MarketingLine, ...]:
        """The lines of a week's `## Marketing`, in the order they stand."""
        return tuple(self._lines("Marketing", self._by(lambda cursor: read_marketing(cursor, days))))

    def decisions(self, review: date) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
        """The actions of a review's `## Decisions`, numbered from 1 in the order they stand.

        Beside them those that were read in part, for the checks to tell all that is wrong with them in one run.
        """
        in_part: list[tuple[Action, Diagnostic]] = []

        def read(item: Item) -> tuple[Action | None, Sequence[Diagnostic]]:
            action, faults = read_item(self.source, self.plain, item, lambda cursor: read_action(cursor, review))
            wrong = next((fault for fault in faults if fault.is_error), None)
            if action is None or wrong is None:
                return action, faults
            in_part.append((action, wrong))
            return None, faults

        actions = self._lines("Decisions", read)
        told = set(map(id, self.problems))  # a line that is no event is read to see whether it reads as one
        return (
            tuple(action._replace(number=number) for number, action in enumerate(actions, 1)),
            tuple(action for action, fault in in_part if id(fault) in told),
        )

    def _by(self, read: Callable[[Cursor], AnyLine]) -> ReadItem[AnyLine]:
        return lambda item: read_item(self.source, self.plain, item, read)

    def _run_items(self, run: tuple[int, int]) -> Iterator[Item]:
        """The items of a run, none read yet."""
        for found in _RUN_LINE.finditer(self.plain, *run):
            if (content := found[1]) is not None:
                start = found.start(1)
                end = start + len(content.rstrip())
                yield Item(start, end, end)

    def _lines(self, name: str, read: ReadItem[AnyLine], read_run: ReadRun[AnyLine] | None = None) -> list[AnyLine]:
        """The lines of the sections of a name; what `read_run` leaves as items is read one by one."""
        lines: list[AnyLine] = []
        for section in self.body.sections:
            if section.name != name:
                continue
            run = (read_run or self._run_items)(section.run)
            for part in chain(run, section.items):
                if type(part) is not Item:
                    lines.append(part)  # type: ignore[arg-type]
                    continue
                line, faults = read(part)
                if faults:
                    self.problems += faults
                if line is not None:
                    lines.append(line)
            if section.astray:
                self._astray(section, read)
        for start, end in self.body.unsectioned:
            line, _ = read(Item(start + 1 + (self.plain[start + 1 : start + 2] == " "), end, end))
            if line is not None:
                message = "this line reads as an event, but stands above all sections and is not read"
                self.problems.append(
                    at(LINE_NO_SECTION, Span(self.source, start, end), message, f"put it below `## {name}`")
                )
        return lines

    def _astray(self, section: Section, read: ReadItem[AnyLine]) -> None:
        """Tell of lines that read as events and are none: indented, or without a bullet."""
        for start, end, is_inner in section.astray:
            span = Span(self.source, start, end)
            dated = None if is_inner else _UNBULLETED.match(self.plain, start, end)
            begins = dated.start("date") if dated and known_date(dated["date"]) else start
            if begins == start and not dated and read(Item(start, end, end))[0] is None:
                continue
            written = self.source.text[begins:end]
            if is_inner:
                message = "an indented line is text of the line above, and no event of its own"
                self.problems.append(at(LINE_INDENTED, span, message, "begin it at the list's own indent if it is one"))
            else:
                message = "a line of this section is a list item with `-`"
                hint = Hint(f"write `- {written[:60]}`", f"- {written}")
                self.problems.append(at(LINE_BULLET, span, message, hint))


def _day_of(line: LogLine) -> date:
    return line.day
