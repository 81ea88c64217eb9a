"""Time off: the days of each kind in a year, and what is left of the holiday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.standing import ILL, WORKDAYS, Figures, Standing, in_day_order, spans
from opsledger.models.lines import Block
from opsledger.values.days import Interval

HOLIDAY, SICK, OTHER = "holiday", ILL, "other"


def days_off(standing: Standing, days: Interval) -> Mapping[str, Fraction]:
    """The days off of each kind in a span of days, weekdays alone; a part of a working day is a part of a day.

    A day's kinds are those of its Actual, else of its Plan. What the settings take off is holiday, unless a line says
    another kind.
    """
    found: dict[str, Fraction] = defaultdict(Fraction)
    by_day = standing.always(_by_day)
    for day in _weekdays(days):
        for kind, part in _parts_of(standing, day, by_day.get(day, ())):
            found[kind] += part
    return found


class OffDays(NamedTuple):
    """Days off one after the other, weekends between them aside. days: how many they come to."""

    first: date
    last: date
    days: Fraction


def off_ahead(standing: Standing, weeks: int) -> list[OffDays]:
    """The days off of the coming weeks."""
    return off_in(standing, Interval(standing.day + timedelta(days=1), standing.day + timedelta(weeks=weeks)))


def off_in(standing: Standing, days: Interval) -> list[OffDays]:
    """The days off within some days; whole ones that follow each other are one."""
    by_day, found = _by_day(standing), list[OffDays]()
    for day in _weekdays(days):
        part = sum((part for _, part in _parts_of(standing, day, by_day.get(day, ()))), Fraction(0))
        before = found[-1] if found else None
        if before and part == 1 and before.days >= 1 and (day - before.last).days <= (3 if day.weekday() == 0 else 1):
            found[-1] = before._replace(last=day, days=before.days + 1)
        elif part:
            found.append(OffDays(day, day, part))
    return found


def _parts_of(standing: Standing, day: date, blocks: Iterable[Block]) -> Iterator[tuple[str, Fraction]]:
    """The kinds of time off on a day, and the part of a working day that each takes."""
    taken = Fraction(0)
    unsaid = HOLIDAY if standing.is_time_off(day) else OTHER
    for block in blocks:
        part = min(Fraction(block.minutes or standing.settings.day, standing.settings.day), 1 - taken)
        yield block.task or unsaid, part
        taken += part
    if unsaid is HOLIDAY and taken < 1:
        yield HOLIDAY, 1 - taken


def _by_day(standing: Standing) -> Mapping[date, list[Block]]:
    """The blocks that take a day or a part of it off: those of its Actual, else those of its Plan."""
    found: dict[date, list[Block]] = {}
    for of in ("plan", "actual"):
        by_day: dict[date, list[Block]] = defaultdict(list)
        for block in _blocks(standing, of):
            if block.day:
                by_day[block.day].append(block)
        found |= by_day
    return found


def _blocks(standing: Standing, of: str) -> Sequence[Block]:
    return standing.always(_all_off)[of]


def _all_off(standing: Standing) -> Mapping[str, Sequence[Block]]:
    """The blocks that take a day or a part of it off, by list."""
    weeks = standing.ledger.weeks
    return {
        "plan": [block for week in weeks for block in week.plan if block.target is None],
        "actual": [block for week in weeks for block in week.actual if block.target is None],
    }


def _weekdays(days: Interval) -> Iterator[date]:
    every = (date.fromordinal(number) for number in range(days.first.toordinal(), days.last.toordinal() + 1))
    return (day for day in every if day.weekday() < WORKDAYS)


def time_off(standing: Standing) -> Figures:
    """`time.off`: days off in the day's calendar year: holiday taken, planned and left, days ill, and others.

    taken: holiday up to the day. planned: holiday and other days off after it, to the year's end. left: the setting
    `holiday` - taken. sick and other: up to the day. Weekdays alone; hours off are a part of the setting `day`. What
    `time_off` takes off is holiday unless a line of that day says another kind. Null if the setting is unset.
    """
    year = Interval(standing.day.replace(month=1, day=1), standing.day.replace(month=12, day=31))
    past = days_off(standing, Interval(year.first, standing.day))
    whole = days_off(standing, year)
    none = Fraction(0)
    taken, allowed = past.get(HOLIDAY, none), standing.settings.holiday
    value: Keyed = {
        "allowed": None if allowed is None else Fraction(allowed),
        "taken": taken,
        "planned": sum((whole.get(kind, Fraction(0)) - past.get(kind, Fraction(0)) for kind in (HOLIDAY, OTHER)), none),
        "left": None if allowed is None else Fraction(allowed) - taken,
        "sick": past.get(SICK, Fraction(0)),
        "other": past.get(OTHER, Fraction(0)),
    }
    both = (*_blocks(standing, "plan"), *_blocks(standing, "actual"))
    lines = in_day_order({block.span: block for block in both if block.day and block.day in year}.values())
    note = None if allowed is not None else "the setting `holiday` is unset"
    yield Figure("time.off", value, "days", len(lines), note=note, sources=spans(lines))


TIME_OFF = (time_off,)
