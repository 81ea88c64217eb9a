"""The ceiling: what a person does in a week that has more work than it can hold."""

from __future__ import annotations

import math

from opsledger.forecast import priors
from opsledger.forecast.chance import NORMAL, quantile, uniforms
from opsledger.forecast.work import Drawing

_WEEKS = 52
_BROKEN = 0.3
_FULL = 0.7
_PRIOR_DRAWS = 9


def busiest(drawing: Drawing) -> list[float]:
    """Hours done / capacity in the full weeks of the last 52, in order; broken weeks are left out.

    A full week reaches at least seven tenths of the ninth decile. Where there is always enough to do these are nearly
    all weeks; where there is not, only the busy ones.
    """
    past = drawing.past
    ratios = []
    for week in past.ended:
        if week >= past.week - _WEEKS and past.share(week) > _BROKEN and past.capacity(week):
            ratios.append(min(past.client_hours[week] / past.capacity(week), 3.0))
    if not any(ratios):
        return []
    ratios.sort()
    full = _FULL * quantile(ratios, 0.9)
    return [ratio for ratio in ratios if ratio >= full]


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
