"""What the ledger's own past says, gathered in one pass over its blocks: hours by record and by week.

Weeks are numbered from Monday, 1 January of the year 1, as `(ordinal - 1) // 7`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import cached_property

from opsledger.dataclass import dataclass
from opsledger.figures.covering import weeks_from_memory
from opsledger.figures.standing import CLIENT, WORKDAYS, Standing
from opsledger.forecast import priors
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.days import Interval, Week


@dataclass(slots=True)
class Spent:
    """The hours on one target: in all, by week number, and the ordinals of the first and the last day."""

    hours: float = 0.0
    weeks: dict[int, float] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def add(self, week: int, day: int, hours: float) -> None:
        """Count a block."""
        self.hours += hours
        self.weeks[week] = self.weeks.get(week, 0.0) + hours
        if day < self.first or not self.first:
            self.first = day
        if day > self.last:
            self.last = day


NOTHING = Spent()
_YEARS = 5


class Past:
    """A ledger on a day, with its hours by record and week and the capacity of any week.

    off: days after the day that are supposed not to be worked; on: days off after it that are supposed to be worked.
    """

    def __init__(self, standing: Standing, off: tuple[Interval, ...] = (), on: tuple[Interval, ...] = ()) -> None:
        self.standing = standing
        self.day = standing.day
        self.today = standing.day.toordinal()
        self.week = week_number(standing.day)
        self.usual = standing.settings.client_hours / 60
        tomorrow = standing.day + timedelta(days=1)
        self.off = tuple(Interval(max(each.first, tomorrow), each.last) for each in off if each.last >= tomorrow)
        self.on = tuple(Interval(max(each.first, tomorrow), each.last) for each in on if each.last >= tomorrow)
        self._capacities: dict[int, tuple[float, int]] = {}

    @cached_property
    def spent(self) -> Mapping[str, Spent]:
        """The hours recorded on each target."""
        found: dict[str, Spent] = {}
        for sheet in self.standing.ledger.weeks:
            monday = sheet.week.monday.toordinal()
            number = (monday - 1) // 7
            for block in sheet.actual:
                if block.target is not None:
                    spent = found.get(block.target.id)
                    if spent is None:
                        spent = found[block.target.id] = Spent()
                    spent.add(number, monday + block.weekday, block.minutes / 60)
        return _by_same_id(found)

    @cached_property
    def from_memory(self) -> frozenset[int]:
        """The weeks that hold only hours told from memory: how much was done, not when."""
        return frozenset(week_number(week.monday) for week in weeks_from_memory(self.standing))

    @cached_property
    def recorded(self) -> frozenset[int]:
        """The weeks with a recorded block; none that holds only hours told from memory."""
        return frozenset(week for spent in self.spent.values() for week in spent.weeks) - self.from_memory

    @cached_property
    def client_hours(self) -> Mapping[int, float]:
        """The client hours of each week with a recorded block."""
        hours = dict.fromkeys(self.recorded, 0.0)
        names = [same_id(project.id) for project in self.standing.client_projects]
        for name in (CLIENT, *names):
            for week, spent in self.spent.get(name, NOTHING).weeks.items():
                if week in hours:
                    hours[week] += spent
        return hours

    def of(self, project: Project) -> Spent:
        """The hours on a project."""
        return self.spent.get(same_id(project.id), NOTHING)

    def capacity(self, week: int) -> float:
        """The client hours a week has: on its weekdays that are not off."""
        return self._capacity(week)[0]

    def days(self, week: int) -> int:
        """The weekdays of a week that are not off."""
        return self._capacity(week)[1]

    def share(self, week: int) -> float:
        """How much of a usual week of client work a week has room for."""
        hours, days = self._capacity(week)
        return hours / self.usual if self.usual else days / WORKDAYS

    def room(self, week: int) -> float:
        """How much of what is done in a usual week of client work a week holds: a short one more than its share."""
        return _room(self.share(week))

    def planned_room(self, week: int) -> float:
        """The same of a past week as it looked before it came."""
        return _room(self.planned_share(week))

    def planned_share(self, week: int) -> float:
        """The same of a past week as it looked before it came: with the days that only its Actual says were off."""
        days = self.days(week)
        lost = self._lost.get(week, 0)
        if not lost:
            return self.share(week)
        return self.share(week) * (days + lost) / days if days else lost / WORKDAYS

    @cached_property
    def _lost(self) -> dict[int, int]:
        """The weekdays of each week that were off and had not been planned so: illness, above all."""
        lost: dict[int, int] = {}
        for sheet in self.standing.ledger.weeks:
            whole = self.standing.marked_off
            weekdays = [block for block in sheet.actual if block.is_off and block.weekday < WORKDAYS]
            found = {block.day for block in weekdays if block.day in whole}
            found -= {block.day for block in sheet.plan if block.is_off}
            found = {day for day in found if not any(day in off for off in self.standing.settings.time_off)}
            if found:
                lost[week_number(sheet.week.monday)] = len(found)
        return lost

    def _capacity(self, week: int) -> tuple[float, int]:
        known = self._capacities.get(week)
        if known is None:
            free = self.workdays(week)
            worked = free if not self.off else [day for day in free if not any(day in off for off in self.off)]
            days = len(worked)
            there = self._there(worked)
            sheet = self.standing.ledger.week_by_name.get(week_of(week))
            if sheet and sheet.client_hours is not None:
                hours = sheet.client_hours / 60 * there / self._there(free) if free else 0.0
            else:
                hours = self.usual * there / WORKDAYS
            known = self._capacities[week] = (hours, days)
        return known

    def _there(self, days: list[date]) -> float:
        """How many days some weekdays are, less the parts of them that are off."""
        parts = self.standing.off_parts
        if not days or week_number(days[0]) not in self._broken:
            return float(len(days))
        return len(days) - float(sum(parts.get(day, 0) for day in days))

    def workdays(self, week: int) -> list[date]:
        """The weekdays that the ledger does not take off."""
        days = [date.fromordinal(week * 7 + 1 + n) for n in range(WORKDAYS)]
        return [day for day in days if day not in self._off_days] if week in self._broken else days

    @cached_property
    def _broken(self) -> frozenset[int]:
        """The weeks with a day that the ledger takes off, in part or whole: most have none."""
        return frozenset(map(week_number, (*self._off_days, *self.standing.off_parts)))

    @cached_property
    def _off_days(self) -> frozenset[date]:
        """The days the ledger takes off, within some years around the day."""
        first, last = self.day - timedelta(days=_YEARS * 366), self.day + timedelta(days=_YEARS * 366)
        days = set(self.standing.marked_off)
        for off in self.standing.settings.time_off:
            start, end = max(off.first, first), min(off.last, last)
            days |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
        return frozenset(day for day in days if not any(day in on for on in self.on)) if self.on else frozenset(days)

    @cached_property
    def rest_of_week(self) -> float:
        """The share of a usual week that is left of the day's own after the day."""
        days = [day for day in self.workdays(self.week) if not any(day in interval for interval in self.off)]
        after = sum(day > self.day for day in days)
        return self.share(self.week) * after / len(days) if days else 0.0

    @cached_property
    def ended(self) -> list[int]:
        """The numbers of the weeks that ended on or before the day and have a recorded block, in order."""
        latest = (self.today + 1 - 1) // 7 - 1
        return sorted(week for week in self.recorded if week <= latest)


def _room(share: float) -> float:
    return share**priors.SHORT_ROOM if share < 1 else share


def _by_same_id(found: dict[str, Spent]) -> dict[str, Spent]:
    """Targets under the form in which ids compare; two spellings of one add up."""
    merged: dict[str, Spent] = {}
    for name, spent in found.items():
        key = same_id(name)
        if key not in merged:
            merged[key] = spent
            continue
        other = merged[key]
        for week, hours in spent.weeks.items():
            other.add(week, spent.first, hours)
        other.last = max(other.last, spent.last)
    return merged


def week_number(day: date) -> int:
    """The number of the week that holds a day."""
    return (day.toordinal() - 1) // 7


def week_of(number: int) -> Week:
    """The ISO week with a number."""
    return Week.of(date.fromordinal(number * 7 + 1))
