"""The ceiling: what a person does in a week that has more work than it can hold."""

from __future__ import annotations

import math

from opsledger.forecast import priors
from opsledger.forecast.chance import NORMAL, normals, sample_quantile, uniforms
from opsledger.forecast.past import Past
from opsledger.forecast.priors import STRETCH
from opsledger.forecast.work import Drawing, usual_pace

_WEEKS = 52
_BROKEN = 0.3
_FULL = 0.6
_ENOUGH = 1.5
_PRIOR_DRAWS = 9


def busiest(drawing: Drawing) -> list[float]:
    """Hours done / capacity in the full weeks of the last 52, in order; weeks mostly off are left out.

    A full week had enough to do, by what was booked then, or reached six tenths of the ninth decile of all weeks. So
    if there is always enough to do nearly all weeks count, those of illness too, and else only the busy ones.
    """
    past = drawing.past
    enough = enough_to_do(drawing)
    ratios: list[tuple[float, bool]] = []
    for week in past.ended:
        share = past.planned_share(week)
        if week >= past.week - _WEEKS and share > _BROKEN:
            usual = past.usual or past.capacity(week) / share
            most = past.planned_room(week) * usual
            ratios.append((min(past.client_hours[week] / most, 3.0) if usual else 0.0, week in enough))
    ratios.sort()
    if not ratios or ratios[-1][0] <= 0:
        return []
    full = _FULL * sample_quantile([ratio for ratio, _ in ratios], 0.9)
    return [ratio for ratio, had_enough in ratios if had_enough or ratio >= full]


def enough_to_do(drawing: Drawing) -> set[int]:
    """The past weeks in which the booked jobs, each at its limit, could have filled a week of the usual busy kind."""
    past, habits = drawing.past, drawing.habits
    first = past.week - _WEEKS
    asked: dict[int, float] = {}
    for job in habits.jobs:
        spent, sold = past.of(job), drawing.habits.sold(job)
        if not spent.first or not sold:
            continue
        last = max(spent.weeks)
        limit = STRETCH * usual_pace(math.exp(habits.pace.mean), sold, sold)
        left = max(sold, spent.hours)
        for week in range(min(spent.weeks), last + 1):
            if week >= first:
                asked[week] = asked.get(week, 0.0) + min(left, limit)
            left -= spent.weeks.get(week, 0.0)
    full = sorted(past.client_hours[week] for week in past.ended if week >= first)
    enough = sample_quantile(full, 0.8) if full else 0.0
    return {week for week, hours in asked.items() if hours >= _ENOUGH * enough > 0}


def ceilings(drawing: Drawing) -> list[list[float]]:
    """The most hours for clients, a run and a step."""
    past, steps = drawing.past, drawing.steps
    own, prior = busiest(drawing), priors.CEILING
    spread = [(number + 0.5) / _PRIOR_DRAWS for number in range(_PRIOR_DRAWS)]
    lognormal = [math.exp(prior.mean + prior.sd * NORMAL.inv_cdf(u)) for u in spread]
    own_share = len(own) / (len(own) + prior.weight)
    rest = past.usual * past.rest_of_week if past.usual else 0.0
    room = [rest, *(_most(past, past.week + number) for number in range(1, steps))]
    numbers = uniforms(drawing.runs * steps, drawing.day, "", "ceiling")
    table = [_pick(own, lognormal, own_share, (number + 0.5) / 1024) for number in range(1024)]
    levels = [math.exp(priors.CEILING_DRIFT * z) for z in normals(drawing.runs, drawing.day, "", "level")]
    rows = []
    for run, level in enumerate(levels):
        luck = numbers[run * steps : (run + 1) * steps]
        rows.append([level * most * table[int(u * 1024)] for most, u in zip(room, luck, strict=True)])
    return rows


def _most(past: Past, week: int) -> float:
    """The hours that a week holds, before the user's own full weeks say more."""
    share = past.share(week)
    return past.capacity(week) / share * past.room(week) if share else 0.0


def _pick(own: list[float], prior: list[float], own_share: float, u: float) -> float:
    """A quantile of the mixture, by parts: own weeks below, the prior's above."""
    if u < own_share:
        return own[int(u / own_share * len(own))]
    return prior[min(int((u - own_share) / (1 - own_share) * len(prior)), len(prior) - 1)]
