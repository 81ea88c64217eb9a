"""One's own averages: the weeks as they have been, and how far the forecast leans on them."""

from __future__ import annotations

from opsledger.forecast import priors
from opsledger.forecast.past import Past

BASELINE_WEEKS = 26
LEANING_WEEKS = 26
_BROKEN = 0.3


def usual_weeks(past: Past, weeks: int = BASELINE_WEEKS) -> list[float]:
    """The client hours of the trailing weeks, each as if no time off had been planned, the latest last.

    Weeks mostly off are left out.
    """
    found = [week for week in past.ended if week >= past.week - weeks and past.planned_share(week) > _BROKEN]
    return [past.client_hours[week] / past.planned_share(week) for week in found]


def own_ranks(usual: list[float], runs: int) -> list[float]:
    """The trailing weeks' hours in order, stretched to one a run by straight lines between them; none of none."""
    size, ordered = len(usual), sorted(usual)
    found = []
    for rank in range(runs if usual else 0):
        place = min(max((rank + 0.5) / runs * size - 0.5, 0.0), size - 1.0)
        low = min(int(place), max(size - 2, 0))
        high = min(low + 1, size - 1)
        found.append(ordered[low] + (place - low) * (ordered[high] - ordered[low]))
    return found


def weight(usual: list[float]) -> float:
    """How much of each quantile one's own averages are, by how many weeks they rest on."""
    return priors.AVERAGES * len(usual) / (len(usual) + priors.AVERAGES_WEEKS)


def lean(hours: list[float], own: list[float], part: float, share: float) -> list[float]:
    """Hours in order (one a run), each moved by a part towards the own week of the same rank.

    Two forecasts that err differently are better together than either (Bates and Granger 1969); quantiles are averaged
    and not the distributions pooled, so that the result is no wider than its parts (Ratcliff 1979). own: one a run, in
    order. share: how much of a usual week the week has.
    """
    if not own:
        return hours
    kept, moved = 1 - part, part * share
    return [kept * each + moved * usual for each, usual in zip(hours, own, strict=True)]
