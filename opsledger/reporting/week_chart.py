"""A week of the forecast in a line of characters."""

from __future__ import annotations

from opsledger.forecast.result import ForecastWeek

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


def week_mark(week: ForecastWeek) -> str:
    """`lean` or `overloaded` if a week is more likely so than not."""
    if (week.famine or 0) >= _LIKELY:
        return "lean"
    return "overloaded" if (week.feast or 0) >= _LIKELY else ""
