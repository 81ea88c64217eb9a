"""The ledger as it stood on one day, with what several figures share: spans of days, hours, time off."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from typing import TypeVar, cast

from opsledger.figures.evidence import Figure
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, Dated, DatedLine, LogLine
from opsledger.models.projects import Project
from opsledger.models.settings import Settings
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.days import Interval, Week, days_in
from opsledger.values.duration import Minutes

CLIENT, INTERNAL, SALES = "client", "internal", "sales"
ILL = "sick"  # the kind of time off, however it is written
WORKDAYS = 5
_FARTHEST_WEEKS = 26

Shared = TypeVar("Shared")


class Standing:
    """A ledger on a day D: what is dated later has not happened, and the review's period ends with D.

    period: the days the review looks at, both ends included. before: as many days before them.
    """

    def __init__(self, ledger: Ledger, day: date, since: date | None = None) -> None:
        self.whole = ledger
        self.ledger = ledger.as_of(day)
        self.day = day
        self.settings: Settings = ledger.settings
        first = since or day - timedelta(days=self.settings.review_every - 1)
        self.period = Interval(first, day)
        length = (day - first).days + 1
        self.before = Interval(first - timedelta(days=length), first - timedelta(days=1))
        self._computed: dict[Callable[[Standing], object], object] = {}
        self._lasting: dict[Callable[[Standing], object], object] = {}

    def over(self, days: Interval) -> Standing:
        """The same day seen over another period: what was worked out that does not depend on the period is kept."""
        _ = self.actual_by_target, self._area_of_target, self.client_projects  # worked out once, for every period
        other = copy(self)
        other.__dict__.pop("has_history", None)
        length = (days.last - days.first).days + 1
        other.period = days
        other.before = Interval(days.first - timedelta(days=length), days.first - timedelta(days=1))
        other._computed = {}
        return other

    def last_weeks(self, weeks: int) -> Interval:
        """The n x 7 days up to D, D included."""
        return Interval(self.day - timedelta(days=7 * weeks - 1), self.day)

    def ended_weeks(self) -> Iterator[Week]:
        """The 26 ISO weeks that ended last, on or before D, the latest first."""
        latest = Week.of(self.day + timedelta(days=1)).plus(-1)
        return (latest.plus(-back) for back in range(_FARTHEST_WEEKS))

    # Time: who the hours went to

    @cached_property
    def actual(self) -> tuple[Block, ...]:
        """The blocks of time recorded up to D, by day, then by place."""
        return in_day_order(block for week in self.ledger.weeks for block in week.actual if block.target is not None)

    @cached_property
    def plan(self) -> tuple[Block, ...]:
        """The blocks of time planned, by day, then by place; plans are seen whole, but for days that one was ill."""
        fell = self._fell_out
        blocks = (block for week in self.ledger.weeks for block in week.plan if block.target is not None)
        return in_day_order(block for block in blocks if block.day not in fell)

    @cached_property
    def _fell_out(self) -> frozenset[date]:
        """The days that an Actual takes off as a whole for illness."""
        ill = ([block for block in week.actual if block.task == ILL] for week in self.ledger.weeks)
        parts = (_parts_off(blocks, self.settings.day).items() for blocks in ill if blocks)
        return frozenset(day for each in parts for day, part in each if part == 1)

    @cached_property
    def actual_by_target(self) -> Mapping[str, list[Block]]:
        """The recorded blocks of each target."""
        found: dict[str, list[Block]] = {}
        for block in self.actual:
            if block.target:
                found.setdefault(same_id(block.target.id), []).append(block)
        return found

    def blocks_of(self, record: Lead | Project) -> list[Block]:
        """The time recorded on a lead or project."""
        return self.actual_by_target.get(same_id(record.id), [])

    @cached_property
    def _area_of_target(self) -> dict[str, str]:
        """The area of each lead, project and area; also of those not begun on D, whose front matter is seen."""
        areas = {same_id(area): area for area in self.settings.areas} | {CLIENT: CLIENT}
        areas |= dict.fromkeys(self.whole.unread.get("leads", ()), SALES)
        areas |= dict.fromkeys(self.whole.unread.get("projects", ()), CLIENT)
        areas |= {same_id(lead.id): SALES for lead in self.whole.leads}
        return areas | {
            same_id(project.id): INTERNAL if project.is_internal else CLIENT for project in self.whole.projects
        }

    def area_of(self, block: Block) -> str | None:
        """What a block counts as: `client`, `internal`, `sales` or another area; None if nobody knows its target."""
        return self._area_of_target.get(same_id(block.target.id)) if block.target else None

    @cached_property
    def client_blocks(self) -> tuple[Block, ...]:
        """The recorded blocks of work for clients."""
        areas = self._area_of_target
        return tuple(each for each in self.actual if each.target and areas.get(same_id(each.target.id)) == CLIENT)

    @cached_property
    def client_minutes_by_week(self) -> Mapping[Week, Minutes]:
        """Minutes of client work in each ISO week that has a recorded block; 0 if none was for clients."""
        minutes = dict.fromkeys(weeks_of(self.actual), 0)
        for day, blocks in groupby(self.client_blocks, key=_day_of):
            minutes[Week.of(day)] += total(blocks)
        return minutes

    # Days off and the hours available

    @cached_property
    def off_parts(self) -> Mapping[date, Fraction]:
        """The part of each day that a Plan, or up to D an Actual, takes off: 1 is all of it.

        Hours off are a part of the settings' working day. What is in both lists of a day is the same time off.
        """
        parts: dict[date, Fraction] = {}
        for week in self.ledger.weeks:
            for blocks in (week.plan, week.actual):
                for day, part in _parts_off(blocks, self.settings.day).items():
                    parts[day] = max(part, parts.get(day, part))
        return parts

    @cached_property
    def marked_off(self) -> frozenset[date]:
        """Days that a Plan, or up to D an Actual, takes off as a whole."""
        return frozenset(day for day, part in self.off_parts.items() if part == 1)

    def is_off(self, day: date) -> bool:
        """Whether all of a day is time off, by the settings, a Plan or an Actual."""
        return day in self.marked_off or self.is_time_off(day)

    def part_there(self, day: date) -> Fraction:
        """The part of a day that is not off: 1 of a whole day, 0 of a day off; weekends are days too."""
        return Fraction(0) if self.is_time_off(day) else 1 - self.off_parts.get(day, Fraction(0))

    @cached_property
    def is_time_off(self) -> Callable[[date | None], bool]:
        """Whether the settings take a day off."""
        return days_in(self.settings.time_off)

    def workdays(self, week: Week) -> list[date]:
        """The weekdays of a week that are not off."""
        return [day for day in week.days()[:WORKDAYS] if not self.is_off(day)]

    def minutes_available(self, day: date, *, for_clients: bool = False) -> Fraction:
        """The minutes a day has: a fifth of the week's hours on each weekday, less the part that is off.

        A week's own hours are net of time off already and are spread over what of its weekdays is not off.
        """
        there = self.part_there(day)
        if day.weekday() >= WORKDAYS or not there:
            return Fraction(0)
        week = Week.of(day)
        sheet = self.ledger.week_by_name.get(week)
        own = (sheet.client_hours if for_clients else sheet.hours) if sheet else None
        if own is not None:
            return own * there / sum(map(self.part_there, self.workdays(week)), Fraction(0))
        return Fraction(self.settings.client_hours if for_clients else self.settings.hours, WORKDAYS) * there

    @cached_property
    def has_history(self) -> bool:
        """Whether anything is known from before the period: a ledger begun in it is behind on nothing yet."""
        firsts = [record.log[0].day for record in (*self.ledger.leads, *self.ledger.projects)]
        firsts += [block.day for block in self.actual[:1] if block.day]
        return any(day < self.period.first for day in firsts)

    @cached_property
    def recorded_since(self) -> date | None:
        """The first day on which time or marketing is written down: what is older is from memory, or was imported."""
        firsts = [next((block.day for block in self.actual if block.day and not block.is_from_memory), None)]
        firsts += [line.day for sheet in self.ledger.weeks for line in sheet.marketing]
        first, kept = min(filter(None, firsts), default=None), self.settings.kept_since
        return max(first, kept) if first and kept else first

    @cached_property
    def first_client_day(self) -> date | None:
        """The first day of a client project, by its lines or its time; what is older says nothing of client work."""
        firsts = [project.log[0].day for project in self.client_projects]
        firsts += [block.day for block in self.client_blocks[:1] if block.day]
        return min(firsts, default=None)

    # Records

    @cached_property
    def client_projects(self) -> tuple[Project, ...]:
        """The projects that are a client's."""
        return tuple(project for project in self.ledger.projects if not project.is_internal)

    @cached_property
    def open_leads(self) -> tuple[Lead, ...]:
        """The leads that are open on D."""
        return tuple(lead for lead in self.ledger.leads if lead.is_open)

    def closed_leads(self, weeks: int, *stages: str) -> list[tuple[Lead, LogLine]]:
        """The leads that stand closed in one of these ways since a day in the last weeks, with the closing line."""
        span = self.last_weeks(weeks)
        lines = ((lead, lead.stage_line) for lead in self.ledger.leads if lead.stage in stages)
        closed = [(lead, line) for lead, line in lines if line and line.day in span]
        return sorted(closed, key=lambda pair: place(pair[1].span, pair[1].day))

    def once(self, compute: Callable[[Standing], Shared]) -> Shared:
        """What a function gives for this standing, computed once."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        return cast("Shared", self._computed[compute])

    def always(self, compute: Callable[[Standing], Shared]) -> Shared:
        """The same for every period: what a function that does not look at it gives on this day, computed once."""
        if compute not in self._lasting:
            self._lasting[compute] = compute(self)
        return cast("Shared", self._lasting[compute])


def _parts_off(blocks: Iterable[Block], working_day: Minutes) -> dict[date, Fraction]:
    """The part of each day that one list takes off; hours are a part of a working day."""
    parts: dict[date, Fraction] = {}
    for block in blocks:
        if block.target is None and block.day:
            part = Fraction(block.minutes or working_day, working_day)
            parts[block.day] = min(Fraction(1), part + parts.get(block.day, 0))
    return parts


def place(span: Span, day: date | None) -> tuple[date, str, int]:
    """The order of evidence: by day, then by place in the files."""
    return day or date.min, span.source.path, span.start


def in_day_order(lines: Iterable[Dated]) -> tuple[Dated, ...]:
    """Lines by day, then by place."""
    return tuple(sorted(lines, key=lambda line: (line.day or date.min, line.span.source.path, line.span.start)))


def within(lines: Iterable[Dated], days: Interval) -> list[Dated]:
    """The lines dated in a span of days."""
    return [line for line in lines if line.day and days.first <= line.day <= days.last]


def part_of(lines: Sequence[Dated], days: Interval) -> Sequence[Dated]:
    """The lines of a span of days, of lines that are by day."""
    return lines[bisect_left(lines, days.first, key=_day_of) : bisect_right(lines, days.last, key=_day_of)]


def _day_of(line: DatedLine) -> date:
    return line.day or date.min


def hours(minutes: Minutes | Fraction) -> Fraction:
    """Minutes as exact hours."""
    return Fraction(minutes) / 60


def total(blocks: Iterable[Block]) -> Minutes:
    """The minutes of some blocks."""
    return sum(block.minutes for block in blocks)


def spans(lines: Iterable[DatedLine]) -> tuple[Span, ...]:
    """Where some lines are written."""
    return tuple(line.span for line in lines)


def weeks_of(lines: Iterable[DatedLine]) -> list[Week]:
    """The weeks that have one of some lines, as they come; those of one day in a row are looked at once."""
    return list(dict.fromkeys(Week.of(day) for day, _ in groupby(lines, key=lambda line: line.day) if day))


def name_part(text: str) -> str:
    """A word as part of a figure's name: in lower case, with one `-` for each run of other characters."""
    return re.sub(r"(?:[^\w-]|_)+", "-", text.lower()).strip("-") or "-"


Figures = Iterator[Figure]
