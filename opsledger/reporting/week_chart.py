"""A week of the forecast in a line of characters."""

from __future__ import annotations

from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.result import Forecast, ForecastWeek

_CHART = 24
_LIKELY = 0.5


def week_chart(week: ForecastWeek, most: float, columns: int = _CHART) -> str:
    """A week as a line of characters: `=` is what is booked, `-` the range from P10 to P90, `|` the hours available."""
    if most <= 0:
        return ""

    def place(hours: float) -> int:
        return min(round(hours / most * columns), columns)

    characters = [" "] * (columns + 1)
    characters[place(week.p10) : place(week.p90)] = "-" * (place(week.p90) - place(week.p10))
    booked = place(week.committed)
    characters[:booked] = "=" * booked
    if week.capacity:
        characters[place(week.capacity)] = "|"
    return "".join(characters).rstrip()


def week_mark(week: ForecastWeek, forecast: Forecast) -> str:
    """`lean` or `overloaded` if a week is more likely so than not: overloaded by work that is sold or planned."""
    if (week.famine or 0) >= _LIKELY:
        return LEAN
    return OVERLOADED if forecast.is_overloaded(week) else ""
