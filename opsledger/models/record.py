"""What every record of a ledger has in common. What follows from its lines is derived, never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Self

from opsledger.dataclass import dataclass
from opsledger.models.lines import Dated, LogLine
from opsledger.source import SourceFile, Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Record:
    """What every file of the ledger has in common.

    front: where the value of each front-matter key stands. extra: keys that are the user's own, as text.
    """

    id: str
    document: SourceFile
    front: Mapping[str, Span]
    extra: Mapping[str, str | list[str]]

    @property
    def file(self) -> str:
        """The file's path relative to the ledger."""
        return self.document.path

    @property
    def whole(self) -> Span:
        """The place that stands for the record: its first line."""
        return Span(self.document, 0, len(self.document.line_text(1)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoggedRecord(Record):
    """A record with a `## Log`: its lines by day, those of one day in the order they are written."""

    name: str | None
    log: tuple[LogLine, ...]

    @property
    def title(self) -> str:
        """Its name, or its id if it has none."""
        return self.name or self.id

    @property
    def first_day(self) -> date | None:
        """The day of its first line."""
        return self.log[0].day if self.log else None

    @property
    def last_day(self) -> date | None:
        """The day of its last line."""
        return self.log[-1].day if self.log else None

    def lines(self, *words: str) -> list[LogLine]:
        """Its lines with one of these words."""
        return [line for line in self.log if line.word in words]

    def up_to(self, day: date) -> Self:
        """The record without the lines after a day."""
        if not self.log or self.log[-1].day <= day:
            return self
        return replace(self, log=up_to(self.log, day))


def up_to(lines: tuple[Dated, ...], day: date) -> tuple[Dated, ...]:
    """The lines dated on or before a day."""
    return tuple(line for line in lines if line.day and line.day <= day)


def start_of_last_run(lines: list[LogLine]) -> LogLine | None:
    """The first of the unbroken run of lines that end with the last one's word."""
    start: LogLine | None = None
    for line in reversed(lines):
        if start is not None and line.word != start.word:
            break
        start = line
    return start
