"""Knowing again the events that were imported before, though they moved since, or are gone from the calendar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from opsledger.importing.calendar.reading import FORMAT, Events, SeenRepetition
from opsledger.importing.plan import Key
from opsledger.patterns import pattern
from opsledger.values.days import Interval, write_time_range
from opsledger.values.duration import write_duration

_MARK = pattern(r"(?:([0-9]*)\+([0-9]+)|off) ([0-9a-f]{8}) ([0-9a-f]{8})")
_FAR = 31  # days by which a repetition may have moved and still be the same


class TakenEvent(NamedTuple):
    """An event as it was imported. minutes: None for a day off, and if an earlier version did not note the time."""

    key: Key
    start: int | None = None
    minutes: int | None = None
    series: str = ""
    calendar: str = ""

    @property
    def day(self) -> date:
        """The day it was on."""
        return self.key.day

    @property
    def is_off(self) -> bool:
        """Whether it took the day off."""
        return self.key.mark.startswith("off")

    @property
    def time(self) -> str:
        """Its time as a line has it; empty if it is not known."""
        return time_text(self.start, self.minutes) if self.minutes else ""


def time_text(start: int | None, minutes: int) -> str:
    """A time as a line has it."""
    end = None if start is None else start + minutes
    return write_duration(minutes) if start is None or end is None else write_time_range(start, min(end, 24 * 60))


class Appointments:
    """What a ledger was given of calendars, beside what they hold now."""

    def __init__(self, taken: Iterable[Key], events: Events | None) -> None:
        self._rows = {key.identity: _row(key) for key in taken if key.format == FORMAT}
        self._paired: dict[str, TakenEvent] = {}
        self.gone: list[TakenEvent] = []
        if events:
            self._compare(events.seen, events.days, events.calendars)

    def row(self, digest: str, older: str) -> TakenEvent | None:
        """An event as it was imported, by what it is known by now, or was by an earlier version."""
        found = self._rows.get((FORMAT, digest)) or self._rows.get((FORMAT, older))
        return found or self._paired.get(digest)

    def _compare(self, seen: list[SeenRepetition], days: Interval, calendars: set[str]) -> None:
        """Pair what is new in a series with what is gone from it; the rest that is gone is told."""
        there = {digest for one in seen for digest in (one.digest, one.older)}
        gone = {identity: row for identity, row in self._rows.items() if row.series and identity[1] not in there}
        fresh: dict[str, list[SeenRepetition]] = defaultdict(list)
        for one in seen:
            if (FORMAT, one.digest) not in self._rows and (FORMAT, one.older) not in self._rows:
                fresh[one.series].append(one)
        by_series: dict[str, list[TakenEvent]] = defaultdict(list)
        for row in gone.values():
            by_series[row.series].append(row)
        for series, rows in by_series.items():
            self._paired |= _pairs(rows, fresh.get(series, ()))
        paired = {row.key.identity for row in self._paired.values()}
        self.gone = [
            row
            for identity, row in gone.items()
            if identity not in paired and row.day in days and row.calendar in calendars
        ]


def _pairs(rows: list[TakenEvent], fresh: Iterable[SeenRepetition]) -> Mapping[str, TakenEvent]:
    """Each new repetition with the one gone that is nearest to it, the nearest pairs first."""
    near = sorted(
        (abs((one.day - row.day).days), one.day, row.key, one.digest, row)
        for one in fresh
        for row in rows
        if abs((one.day - row.day).days) <= _FAR
    )
    found: dict[str, TakenEvent] = {}
    used: set[Key] = set()
    for _, _, key, digest, row in near:
        if digest not in found and key not in used:
            found[digest] = row
            used.add(key)
    return found


def _row(key: Key) -> TakenEvent:
    matched = _MARK.fullmatch(key.mark)
    if not matched:
        return TakenEvent(key)
    start = int(matched[1]) if matched[1] else None
    minutes = int(matched[2]) if matched[2] else None
    return TakenEvent(key, start, minutes, matched[3], matched[4])
