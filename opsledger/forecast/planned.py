"""The coming week as its own Plan has it: shown and scored beside the forecast, and no part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from opsledger.figures.standing import CLIENT
from opsledger.forecast.past import Past, week_of
from opsledger.values.characters import same_id


def planned_hours(past: Past) -> float | None:
    """The client hours that the coming week's Plan holds; None where it has no block."""
    sheet = past.standing.ledger.week_by_name.get(week_of(past.week + 1))
    blocks = [block for block in sheet.plan if block.target is not None] if sheet else []
    if not blocks:
        return None
    names = {same_id(CLIENT), *(same_id(project.id) for project in past.standing.client_projects)}
    return sum(block.minutes for block in blocks if block.target and same_id(block.target.id) in names) / 60


class PlanScore(NamedTuple):
    """Plans for the next week against the forecast's median: how many, and how far each was off on average (hours)."""

    n: int
    plan: float
    forecast: float

    @property
    def sentence(self) -> str:
        """Which of the two was closer."""
        off = f"off by {self.plan:.1f} h, the forecast by {self.forecast:.1f} h"
        weeks = "the one week" if self.n == 1 else f"{self.n} weeks"
        closer = "plan" if self.plan < self.forecast else "forecast"
        return f"Your own plans for the next week were {off} ({weeks}): for next week trust the {closer}"


def score_plans(plans: Sequence[tuple[float, float, float]]) -> PlanScore | None:
    """Plans scored; each: the hours planned, the forecast's median, the hours that came."""
    if not plans:
        return None
    n = len(plans)
    plan = sum(abs(hours - planned) for planned, _, hours in plans) / n
    return PlanScore(n, plan, sum(abs(hours - middle) for _, middle, hours in plans) / n)
