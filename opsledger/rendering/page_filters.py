"""The filters that only a page has: links and notes as HTML, and the drawings."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from opsledger.rendering.charts.bars import area_bar, burn_bar, stage_bar
from opsledger.rendering.charts.calendar import calendar_chart
from opsledger.rendering.charts.income import income_chart
from opsledger.rendering.charts.ratios import ratio_chart
from opsledger.rendering.html import code_html, fenced_html, linked_html
from opsledger.rendering.notes import markdown
from opsledger.values.days import clock
from opsledger.values.written import write_hours


def clock_span(start: int | None, minutes: int) -> str:
    """`09:00–12:30`; where only the length is known, `3.5 h`."""
    return write_hours(Fraction(minutes, 60)) if start is None else f"{clock(start)}–{clock(start + minutes)}"


PAGE_FILTERS: dict[str, Callable[..., Any]] = {
    "linked": linked_html,
    "code": code_html,
    "fenced": fenced_html,
    "markdown": markdown,
    "clock": clock_span,
    "income_chart": income_chart,
    "calendar_chart": calendar_chart,
    "ratio_chart": ratio_chart,
    "stage_bar": stage_bar,
    "burn_bar": burn_bar,
    "area_bar": area_bar,
}
