"""How fast a project goes, and when it is done at that pace."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.standing import WORKDAYS, Standing, hours, total, within
from opsledger.models.projects import Project
from opsledger.values.days import Interval, Week

_PACE_WEEKS = 4
_FARTHEST_DAYS = 366 * 2


def weekly_pace(standing: Standing, project: Project) -> Fraction | None:
    """The hours a week that a project got in its last four weeks; None before its second week.

    Hours told from memory say nothing of a week.
    """
    blocks = [block for block in standing.blocks_of(project) if not block.is_from_memory]
    if not blocks or not blocks[0].day:
        return None
    latest = Week.of(standing.day + timedelta(days=1)).plus(-1)
    weeks = [latest.plus(-back) for back in range(_PACE_WEEKS)]
    known = [week for week in weeks if week >= Week.of(blocks[0].day) and standing.workdays(week)]
    if len(known) < 2:
        return None
    days = Interval(known[-1].monday, known[0].sunday)
    return hours(total(within(blocks, days))) / len(known)


def finish_day(standing: Standing, left: Fraction, weekly: Fraction, begins: date | None = None) -> date | None:
    """The day on which hours are worked off, a fifth of a week's each weekday, less what is off; None if far off.

    begins: the first day on which they can be, by default the day after D.
    """
    if weekly <= 0:
        return None
    days_needed = left / (weekly / WORKDAYS)
    for number in range(1, _FARTHEST_DAYS):
        day = standing.day + timedelta(days=number)
        there = standing.part_there(day) if day.weekday() < WORKDAYS and not (begins and day < begins) else 0
        if there:
            days_needed -= there
            if days_needed <= 0:
                return day
    return None
