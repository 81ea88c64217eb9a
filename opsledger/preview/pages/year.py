"""The year, or one of its quarters: the scorecard as it is on the day."""

from __future__ import annotations

from collections.abc import Mapping

from opsledger.measuring.every import known_since
from opsledger.preview.context import Tab
from opsledger.preview.state import State
from opsledger.rendering.templates import LONG_PAGE_TEMPLATE
from opsledger.reviewing.year import build_long_review
from opsledger.values.days import year_or_quarter


def year_view(state: State, name: str) -> tuple[str, Mapping[str, object]] | None:
    """The template and context of a year's or a quarter's page, by default of the year that runs; None for no such."""
    name = name or str(state.day.year)
    days = year_or_quarter(name)
    if days is None or days.first > state.day:
        return None
    built = build_long_review(state.ledger, name, state.day)
    return LONG_PAGE_TEMPLATE, {"review": built, "spans": _spans(state, name)}


def _spans(state: State, current: str) -> tuple[Tab, ...]:
    """Each year that is known, and the quarters of the one that is shown."""
    since = known_since(state.standing) or state.day
    year = int(current[:4])
    names = [str(each) for each in range(since.year, state.day.year + 1)]
    for quarter in (f"{year}-Q{number}" for number in range(1, 5)):
        days = year_or_quarter(quarter)
        if days and days.first <= state.day and days.last >= since:
            names.append(quarter)
    return tuple(Tab(f"/year/{name}", name.replace("-", " "), name == current) for name in names)
