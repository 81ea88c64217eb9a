"""The ceiling: what a person does in a week that has more work than it can hold."""

from __future__ import annotations

import math

from opsledger.forecast import priors
from opsledger.forecast.chance import NORMAL, uniforms
from opsledger.forecast.work import Drawing

_WEEKS = 52
_PRIOR_DRAWS = 9


def busiest(drawing: Drawing) -> list[float]:
    """Hours done / capacity in the busiest third of the last 52 weeks, in order; broken weeks are left out."""
    past = drawing.past
    ratios = []
    for week in past.ended:
        if week >= past.week - _WEEKS and past.share(week) > 0.3:
            ratios.append(min(past.client_hours[week] / past.capacity(week), 3.0) if past.capacity(week) else 0.0)
    ratios.sort()
    return ratios[len(ratios) - math.ceil(len(ratios) / 3) :]


def ceilings(drawing: Drawing) -> list[list[float]]:
    """The most hours for clients, a run and a step."""
    past, steps = drawing.past, drawing.steps
    own, prior = busiest(drawing), priors.CEILING
    spread = [(number + 0.5) / _PRIOR_DRAWS for number in range(_PRIOR_DRAWS)]
    lognormal = [math.exp(prior.mean + prior.sd * NORMAL.inv_cdf(u)) for u in spread]
    own_share = len(own) / (len(own) + prior.weight)
    rest = past.usual * past.rest_of_week if past.usual else 0.0
    room = [rest, *(past.capacity(past.week + number) for number in range(1, steps))]
    numbers = uniforms(drawing.runs * steps, drawing.day, "", "ceiling")
    table = [_pick(own, lognormal, own_share, (number + 0.5) / 1024) for number in range(1024)]
    rows = []
    for run in range(drawing.runs):
        at = run * steps
        rows.append([most * table[int(u * 1024)] for most, u in zip(room, numbers[at : at + steps], strict=True)])
    return rows


def _pick(own: list[float], prior: list[float], own_share: float, u: float) -> float:
    """A quantile of the mixture, by parts: own weeks below, the prior's above."""
    if u < own_share:
        return own[int(u / own_share * len(own))]
    return prior[min(int((u - own_share) / (1 - own_share) * len(prior)), len(prior) - 1)]
