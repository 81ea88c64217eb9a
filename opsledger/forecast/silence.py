"""What silence does to the chance of an open lead: what is said of one lead counts the days that it has stood still."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from opsledger.figures.chances import chance_of
from opsledger.figures.standing import Standing
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits
from opsledger.forecast.winning import Winning, with_odds
from opsledger.forecast.work import Drawing
from opsledger.models.leads import Lead

LEAST_ODDS = 0.2  # on simulated businesses leads that stood still for longest were still won as often as this says


def chance_now(standing: Standing, lead: Lead) -> Fraction:
    """The chance of winning an open lead: its owner's own, else its stage's after the days it has stood there.

    The days count against it only: a lead that moved yesterday has its stage's chance.
    """
    stage = chance_of(standing, lead)
    if lead.chance is not None:
        return stage
    return Fraction(round(1000 * with_odds(float(stage), odds_now(standing, lead))), 1000)


def odds_now(standing: Standing, lead: Lead) -> float:
    """What the days in its stage leave of a lead's odds, from LEAST_ODDS to 1."""
    return standing.once(_odds)[lead.id]


def _odds(standing: Standing) -> Mapping[str, float]:
    past = Past(standing)
    winning = Winning(Drawing(past, Habits(past), 1, 1))
    stages = winning.stages
    return {
        lead.id: max(min(stages[lead.stage].odds(winning.age(lead)), 1.0), LEAST_ODDS) for lead in standing.open_leads
    }
