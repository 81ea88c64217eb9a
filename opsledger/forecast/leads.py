"""Open leads: whether each is won, and when."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from datetime import date

from opsledger.forecast.belief import Belief
from opsledger.forecast.booked import lead_jobs
from opsledger.forecast.chance import above, uniforms
from opsledger.forecast.winning import Winning, with_odds
from opsledger.forecast.work import Drawing, Runs
from opsledger.models.records import Lead


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
    age = winning.age(lead)
    odds = winning.stages[lead.stage].odds(age)
    numbers = uniforms(drawing.runs, drawing.day, lead.id, "won")
    sure = lead.id in won
    chance = winning.chances(lead.stage)
    wins = [sure or u < with_odds(p, odds) for u, p in zip(numbers, chance, strict=True)]
    return _won_at(drawing, lead, winning.days_to_won(lead.stage), age, wins)


def _won_at(drawing: Drawing, lead: Lead, belief: Belief, age: int, wins: list[bool]) -> list[float | None]:
    """When a lead that stands in its stage for so many days is won, in the runs in which it is."""
    since = (lead.stage_since or drawing.day).toordinal()
    lowest = (math.log(max(age, 1)) - belief.mean) / belief.sd
    soonest = drawing.past.today + 1
    booked: list[float | None] = []
    for u, is_won in zip(uniforms(drawing.runs, drawing.day, lead.id, "days"), wins, strict=True):
        if not is_won:
            booked.append(None)
            continue
        days = math.exp(belief.mean + belief.sd * above(lowest, u))
        booked.append(drawing.at(max(since + days, soonest)))
    return booked
