"""The calendar, the days off and the plan, as templates see them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True)
class AreaRow:
    """Hours of the period on one area, planned and actual."""

    area: str
    planned: NumberOrNone
    actual: NumberOrNone


@dataclass(frozen=True, slots=True)
class CalendarBlock:
    """A stretch of a day: from `start`, in minutes since midnight (none if only its length is known).

    link: to its line, by the name of the record that it is for.
    """

    start: int | None
    minutes: int
    target: str
    area: str
    link: Link


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar, with what was planned for it and what was done."""

    day: date
    is_off: bool
    planned: tuple[CalendarBlock, ...]
    actual: tuple[CalendarBlock, ...]


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """A week of the calendar: Monday to Friday, and the weekend if it has a block; is_coming: the week after."""

    week: str
    is_coming: bool
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True, slots=True)
class AreaSign:
    """The sign of an area in the calendar: a letter, and the number of its colour, 0 to 9."""

    area: str
    letter: str
    colour: int


@dataclass(frozen=True, slots=True)
class OffRow:
    """Days off that are ahead, from the first to the last. days: how many working days they come to.

    next_year: how many of those are in the year after the first one.
    """

    first: date
    last: date
    days: Fraction
    next_year: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class DaysOff:
    """The days off of the calendar year: holiday allowed, taken, planned and left, and days ill."""

    allowed: NumberOrNone
    taken: NumberOrNone
    planned: NumberOrNone
    left: NumberOrNone
    sick: NumberOrNone


@dataclass(frozen=True, slots=True)
class SchedulePlan:
    """The schedule: what became of the plan, and whether the coming one is feasible.

    by_schedule: the coming week has no Plan, and schedule.md stands in for it. usual_weeks: how many weeks
    `usual_hours` rests on. judged: `realistic`, `within the hours available` if no usual week is
    known, `more than the hours available`, `more than your last weeks held`, or what it lacks of the client work that
    is due or sold. client_share: client_hours of hours_there_were, the hours you had in the period.
    hours_for_clients: of those, the hours that the settings have for clients.
    """

    areas: tuple[AreaRow, ...]
    grid: str
    calendar: tuple[CalendarWeek, ...]
    signs: tuple[AreaSign, ...]
    kept: NumberOrNone
    moved: NumberOrNone
    dropped: NumberOrNone
    unplanned: NumberOrNone
    realism: NumberOrNone
    realism_weeks: int
    coming_week: str
    coming_hours: NumberOrNone
    by_schedule: bool
    usual_hours: NumberOrNone
    usual_weeks: int
    available_hours: NumberOrNone
    is_feasible: bool | None
    judged: str
    client_share: NumberOrNone
    client_hours: Fraction
    hours_there_were: NumberOrNone
    hours_for_clients: NumberOrNone
    days_off: DaysOff | None
    off_ahead: tuple[OffRow, ...]
