"""The coming week as its own Plan has it: shown and scored beside the forecast, and no part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from opsledger.figures.standing import CLIENT
from opsledger.forecast.past import Past, week_of
from opsledger.forecast.scoring import RIVALS, Scored
from opsledger.values.characters import same_id


def planned_hours(past: Past) -> float | None:
    """The client hours that the coming week's Plan holds; None if it has no block."""
    sheet = past.standing.ledger.week_by_name.get(week_of(past.week + 1))
    blocks = [block for block in sheet.plan if block.target is not None] if sheet else []
    if not blocks:
        return None
    names = {same_id(CLIENT), *(same_id(project.id) for project in past.standing.client_projects)}
    return sum(block.minutes for block in blocks if block.target and same_id(block.target.id) in names) / 60


class PlanScore(NamedTuple):
    """Plans for the next week against all that forecast it: how many, and how far each was off on average, in hours.

    rivals: in the order of RIVALS.
    """

    n: int
    plan: float
    forecast: float
    rivals: tuple[float, ...]

    @property
    def is_closest(self) -> bool:
        """The plans came closer than the forecast and all rivals."""
        return self.plan < min(self.forecast, *self.rivals)

    @property
    def sentence(self) -> str:
        """How far off they were, and whether to go by them."""
        weeks = "1 week" if self.n == 1 else f"{self.n} weeks"
        off = f"In {weeks} your own plans for the next week were off by {self.plan:.1f} h on average"
        return f"{off}, this forecast by {self.forecast:.1f} h"


def score_plans(plans: Sequence[tuple[float, Scored]]) -> PlanScore | None:
    """Plans scored; each: the hours planned, and what the others said of that week."""
    if not plans:
        return None

    def off(hours: Callable[[Scored], float]) -> float:
        return sum(abs(week.hours - hours(week)) for _, week in plans) / len(plans)

    rivals = tuple(off(lambda week, place=place: week.rivals[place].p50) for place in range(len(RIVALS)))  # type: ignore[misc]
    plan = sum(abs(week.hours - planned) for planned, week in plans) / len(plans)
    return PlanScore(len(plans), plan, off(lambda week: week.model.p50), rivals)
