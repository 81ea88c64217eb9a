"""Open leads: whether each is won, and when."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from opsledger.figures.inflow import PRIOR_WEIGHT, chances
from opsledger.forecast import priors
from opsledger.forecast.belief import Belief, shrink
from opsledger.forecast.booked import lead_jobs
from opsledger.forecast.chance import NORMAL, above, beta_quantiles, uniforms
from opsledger.forecast.priors import Prior
from opsledger.forecast.work import Drawing, Runs
from opsledger.models.records import Lead

_WEEKS = 104
_LONGEST = 2.05


@dataclass(frozen=True)
class Winning:
    """How leads are won: by stage the chance in each run, how long they stay, and the days to winning."""

    drawing: Drawing
    _chances: dict[str, list[float]] = field(default_factory=dict)

    @cached_property
    def luck(self) -> list[float]:
        """One number a run that all leads share: in a lucky run every stage's chance is at its higher quantiles."""
        return uniforms(self.drawing.runs, self.drawing.day, "", "luck")

    def chances(self, stage: str) -> list[float]:
        """The chance of winning from a stage, a run, drawn from its Beta distribution."""
        if stage in self._chances:
            return self._chances[stage]
        chance = chances(self.drawing.past.standing)[stage]
        n, value = len(chance.closings) + PRIOR_WEIGHT, float(chance.value)
        table = beta_quantiles(n * value, n * (1 - value), self.drawing.day, stage, "chance")
        self._chances[stage] = [table[int(u * len(table))] for u in self.luck]
        return self._chances[stage]

    @cached_property
    def closed(self) -> list[tuple[Lead, date]]:
        """The leads won or lost in the last 104 weeks, with the day."""
        closed = self.drawing.past.standing.closed_leads(_WEEKS, "won", "lost")
        return [(lead, line.day) for lead, line in closed]

    def stay(self, stage: str, outcome: str) -> Belief:
        """ln(days) that leads with this outcome stood in a stage."""
        prior = priors.STAY_WON if outcome == "won" else priors.STAY_LOST
        found = []
        for lead, _ in self.closed:
            if lead.stage == outcome and (days := _stay(lead, stage)) is not None:
                found.append(math.log(max(days, 1)))
        return shrink(found, prior)

    def days_to_won(self, stage: str) -> Belief:
        """ln(days) from a stage's first line to `won`."""
        settings = self.drawing.past.standing.settings
        usual = max(priors.TO_WON_DAYS * (1 - float(settings.stages[stage])), 3.0)
        found = []
        for lead, day in self.closed:
            begun = _entered(lead, stage) if lead.stage == "won" else None
            if begun:
                found.append(math.log(max((day - begun).days, 1)))
        return shrink(found, Prior(math.log(usual), priors.TO_WON_SD, priors.TO_WON_WEIGHT))


def _entered(lead: Lead, stage: str) -> date | None:
    if stage == lead.stages[0]:
        return lead.first_day
    return next((line.day for line in lead.log if line.word == stage), None)


def _stay(lead: Lead, stage: str) -> int | None:
    """The days a closed lead stood in a stage before it moved on; None where it never did."""
    begun = _entered(lead, stage)
    if begun is None:
        return None
    left = next((line.day for line in lead.stage_lines() if line.day >= begun and line.word != stage), None)
    return None if left is None else (left - begun).days


def aged(won: Belief, lost: Belief, days: int) -> float:
    """What the age in a stage does to the odds of winning: won leads still standing there, to lost ones still there."""
    age = math.log(max(days, 1))
    standing = [max(1 - NORMAL.cdf((age - stay.mean) / stay.sd), 1e-4) for stay in (won, lost)]
    return min(standing[0] / standing[1], 1.5)


def draw_leads(
    drawing: Drawing, winning: Winning, won: Mapping[str, date | None], lost: Container[str]
) -> dict[str, Runs]:
    """The job that each open lead becomes in the runs in which it is won, by lead.

    Some are supposed to be won (on a day, or when drawn), some to be lost.
    """
    return {
        lead.id: [[job] if job else [] for job in lead_jobs(drawing, lead, _booked(drawing, winning, lead, won))]
        for lead in drawing.past.standing.open_leads
        if lead.id not in lost
    }


def _booked(drawing: Drawing, winning: Winning, lead: Lead, won: Mapping[str, date | None]) -> list[float | None]:
    """When a lead is won, a run, in weeks; None where it is lost."""
    supposed = won.get(lead.id)
    if supposed is not None:
        return [drawing.at(supposed.toordinal())] * drawing.runs
    stage = lead.stage
    age = max((drawing.day - (lead.stage_since or drawing.day)).days, 0)
    odds = aged(winning.stay(stage, "won"), winning.stay(stage, "lost"), age)
    numbers = uniforms(drawing.runs, drawing.day, lead.id, "won")
    sure = lead.id in won
    wins = [sure or u < p * odds / (p * odds + 1 - p) for u, p in zip(numbers, winning.chances(stage), strict=True)]
    return _won_at(drawing, lead, winning.days_to_won(stage), age, wins)


def _won_at(drawing: Drawing, lead: Lead, belief: Belief, age: int, wins: list[bool]) -> list[float | None]:
    """When a lead that stands in its stage for so many days is won, in the runs in which it is."""
    since = (lead.stage_since or drawing.day).toordinal()
    lowest = min((math.log(max(age, 1)) - belief.mean) / belief.sd, _LONGEST)
    soonest = drawing.past.today + 1
    booked: list[float | None] = []
    for u, is_won in zip(uniforms(drawing.runs, drawing.day, lead.id, "days"), wins, strict=True):
        if not is_won:
            booked.append(None)
            continue
        days = math.exp(belief.mean + belief.sd * above(lowest, u))
        booked.append(drawing.at(max(since + days, soonest)))
    return booked
