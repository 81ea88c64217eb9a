"""One's own averages: the weeks as they have been, and how far the forecast leans on them."""

from __future__ import annotations

from opsledger.forecast import priors
from opsledger.forecast.past import Past

_WEEKS = 26
_BROKEN = 0.3


def usual_weeks(past: Past) -> list[float]:
    """The client hours of the trailing 26 weeks, each as if no time off had been planned, the latest last; mostly-off weeks out."""
    weeks = [week for week in past.ended if week >= past.week - _WEEKS and past.planned_share(week) > _BROKEN]
    return [past.client_hours[week] / past.planned_share(week) for week in weeks]


def lean(hours: list[float], usual: list[float], share: float) -> list[float]:
    """Hours in order (one a run), each moved towards the own week of the same rank.

    Two forecasts that err differently are better together than either (Bates and Granger 1969); quantiles are averaged
    and not the distributions pooled, so that the result is no wider than its parts (Ratcliff 1979). usual: in order.
    share: how much of a usual week the week has.
    """
    if not usual:
        return hours
    weight = priors.AVERAGES * len(usual) / (len(usual) + priors.AVERAGES_WEEKS)
    size, n = len(usual), len(hours)
    moved = []
    for rank, each in enumerate(hours):
        place = (rank + 0.5) / n * size - 0.5
        low = min(max(int(place), 0), size - 1)
        high = min(low + 1, size - 1)
        part = min(max(place - low, 0.0), 1.0)
        own = usual[low] + part * (usual[high] - usual[low])
        moved.append((1 - weight) * each + weight * share * own)
    return moved
