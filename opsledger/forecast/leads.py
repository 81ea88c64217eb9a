"""Open leads: whether each is won, and when."""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from datetime import date

from opsledger.forecast.booked import lead_jobs
from opsledger.forecast.chance import above, normals, uniforms
from opsledger.forecast.winning import Winning, with_odds
from opsledger.forecast.work import Drawing, Runs
from opsledger.models.leads import Lead


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
    """When a lead is won, a run, in weeks: on its day of decision, if that is to come. None if it is lost."""
    supposed = won.get(lead.id)
    if supposed is not None:
        return [drawing.at(supposed.toordinal())] * drawing.runs
    age = winning.age(lead)
    numbers = uniforms(drawing.runs, drawing.day, lead.id, "won")
    sure = lead.id in won
    wins = [sure or u < p for u, p in zip(numbers, _chances(winning, lead, age), strict=True)]
    if lead.decision and lead.decision > drawing.day:
        return [drawing.at(lead.decision.toordinal()) if is_won else None for is_won in wins]
    days = _days_to_won(drawing, winning, lead, age)
    since, soonest = (lead.still_since or drawing.day).toordinal(), drawing.past.today + 1
    return [drawing.at(max(since + each, soonest)) if is_won else None for each, is_won in zip(days, wins, strict=True)]


def _chances(winning: Winning, lead: Lead, age: int) -> list[float]:
    """The chance of winning a lead, a run: its owner's own, else its stage's after so many days of silence."""
    if lead.chance is not None:
        return [float(lead.chance)] * winning.drawing.runs
    odds = winning.stages[lead.stage].odds(age)
    return [with_odds(chance, odds) for chance in winning.chances(lead.stage)]


def _days_to_won(drawing: Drawing, winning: Winning, lead: Lead, age: int) -> list[float]:
    """Days from the lead's first line in its stage to `won`, a run: what it stays there, and from the next stage on.

    It has stood there for so many days already.
    """
    names = list(winning.stages)
    later = names[names.index(lead.stage) + 1 :]
    stay = winning.stages[lead.stage].won if later else winning.days_to_won(lead.stage)
    lowest = (math.log(max(age, 1)) - stay.mean) / stay.sd
    numbers = uniforms(drawing.runs, drawing.day, lead.id, "days")
    days = [math.exp(stay.mean + stay.sd * z) for z in above(lowest, numbers)]
    if later:
        rest = winning.days_to_won(later[0])
        luck = normals(drawing.runs, drawing.day, lead.id, "days on")
        days = [each + math.exp(rest.mean + rest.sd * z) for each, z in zip(days, luck, strict=True)]
    return days
