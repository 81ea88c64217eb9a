"""What is left of a project: not what was sold less what is spent, but what such work usually still takes."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from statistics import NormalDist

from opsledger.figures.outflow import estimate_ratios
from opsledger.figures.projects import burn
from opsledger.figures.standing import WORKDAYS, Standing, hours, total, within
from opsledger.models.records import Project
from opsledger.values.days import Interval, Week

# ln(hours taken / hours sold) where nothing is known yet, its spread, and how many projects that weighs
_USUAL_OVERRUN, _SPREAD, _WEIGHT = 0.10, 0.30, 6
_NORMAL = NormalDist()
_SURE = 0.999
_PACE_WEEKS = 4
_FARTHEST_DAYS = 366 * 2


def usual_overrun(standing: Standing) -> float:
    """The mean of ln(hours taken / estimate): one's own projects, and beside them a usual one that weighs six."""
    return standing.once(_usual_overrun)


def _usual_overrun(standing: Standing) -> float:
    own = [math.log(ratio) for _, _, ratio in estimate_ratios(standing)]
    return (math.fsum(own) + _WEIGHT * _USUAL_OVERRUN) / (len(own) + _WEIGHT)


def likely_left(standing: Standing, project: Project) -> Fraction | None:
    """The hours a project likely still takes: sold x the usual overrun, given what is spent; never 0 while it is open.

    A retainer's are what is left of the month. None where nothing was sold.
    """
    burnt = burn(standing, project)
    if burnt.sold is None or project.is_retainer:
        return None if burnt.left is None else hours(burnt.left)
    sold, spent = float(burnt.sold) / 60, float(burnt.spent) / 60
    if sold <= 0:
        return Fraction(0)
    mean = usual_overrun(standing)
    lowest = (math.log(spent / sold) - mean) / _SPREAD if spent > 0 else -math.inf
    beyond = 1 - min(_NORMAL.cdf(lowest), _SURE)
    whole = sold * math.exp(mean + _SPREAD**2 / 2) * max(_NORMAL.cdf(_SPREAD - lowest), 1 - _SURE) / beyond
    return Fraction(round(max(whole - spent, sold / 20) * 4), 4)


def weekly_pace(standing: Standing, project: Project) -> Fraction | None:
    """The hours a week that a project got in its last four weeks; None before its second week."""
    blocks = standing.blocks_of(project)
    if not blocks or not blocks[0].day:
        return None
    latest = Week.of(standing.day + timedelta(days=1)).plus(-1)
    weeks = [latest.plus(-back) for back in range(_PACE_WEEKS)]
    known = [week for week in weeks if week >= Week.of(blocks[0].day) and standing.workdays(week)]
    if len(known) < 2:
        return None
    days = Interval(known[-1].monday, known[0].sunday)
    return hours(total(within(blocks, days))) / len(known)


def finish_day(standing: Standing, left: Fraction, weekly: Fraction) -> date | None:
    """The day on which hours are worked off, a fifth of a week's each weekday not off; None if that is far off."""
    if weekly <= 0:
        return None
    days_needed = math.ceil(left / (weekly / WORKDAYS))
    for number in range(1, _FARTHEST_DAYS):
        day = standing.day + timedelta(days=number)
        if day.weekday() < WORKDAYS and not standing.is_off(day):
            days_needed -= 1
            if days_needed <= 0:
                return day
    return None
