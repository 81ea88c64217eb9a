"""What is left of a project: as sold, and what it is likely to take, given what is spent and one's usual overrun."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import burn
from opsledger.figures.standing import Standing, hours
from opsledger.forecast.booked import left_in_runs
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits
from opsledger.models.records import Project

_QUANTILES = 64


class Left(NamedTuple):
    """Hours left of a project: as sold, 0 where it is past its estimate, and as likely, above 0 while it is open.

    None where nothing is sold.
    """

    as_sold: Fraction | None
    likely: Fraction | None


def left_of(standing: Standing, project: Project) -> Left:
    """What is left of an open project; of a retainer the rest of its month."""
    minutes = burn(standing, project).left
    as_sold = None if minutes is None else hours(minutes)
    if project.is_retainer:
        return Left(as_sold, as_sold)
    habits = standing.once(_habits)
    sold = habits.sold(project)
    return Left(as_sold, None if sold is None else Fraction(_likely(habits, sold, habits.past.of(project).hours)))


def _likely(habits: Habits, sold: float, spent: float) -> float:
    """The mean of what the forecast's runs draw of a project."""
    if not spent:
        belief = habits.overrun_unstarted
        return sold * math.exp(belief.mean + belief.sd**2 / 2)
    shares = [(number + 0.5) / _QUANTILES for number in range(_QUANTILES)]
    return sum(left_in_runs(sold, spent, habits.overrun, shares)) / _QUANTILES


def _habits(standing: Standing) -> Habits:
    return Habits(Past(standing))
