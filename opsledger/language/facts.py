"""What the cards of records share: days, and the keys of a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Figures
from opsledger.values.written import count_of, write_day

Phrases = Iterator[str]


def in_days(count: int) -> str:
    """`1 day`, `3 days`."""
    return count_of(count, "day")


def figure(figures: Figures, name: str) -> Mapping[str, object]:
    """The keys of one figure; none if there is no such figure."""
    found: Figure | None = next((figure for figure in figures if figure.name == name), None)
    return found.value if found and isinstance(found.value, Mapping) else {}


def ahead(day: date, today: date) -> str:
    """A day and how far off it is."""
    days = (day - today).days
    off = "today" if not days else f"in {in_days(days)}" if days > 0 else f"{in_days(-days)} ago"
    return f"{write_day(day)}, {off}"
