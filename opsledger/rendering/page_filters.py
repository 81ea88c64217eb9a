"""The filters that only a page has: links and notes as HTML, and the drawings."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import Any

from opsledger.rendering.charts.bars import area_bar, burn_bar, stage_bar, theme_bar
from opsledger.rendering.charts.calendar import calendar_chart
from opsledger.rendering.charts.coming import coming_chart
from opsledger.rendering.charts.cover import cover_chart
from opsledger.rendering.charts.income import income_chart
from opsledger.rendering.charts.ratios import ratio_chart
from opsledger.rendering.filters import FILTERS
from opsledger.rendering.html import code_html, fenced_html, linked_html
from opsledger.rendering.notes import markdown
from opsledger.values.days import clock
from opsledger.values.written import write_hours, write_rate


def clock_span(start: int | None, minutes: int) -> str:
    """`09:00–12:30`; where only the length is known, `3.5 h`."""
    return write_hours(Fraction(minutes, 60)) if start is None else f"{clock(start)}–{clock(start + minutes)}"


_UNBROKEN = str.maketrans({" ": "\N{NO-BREAK SPACE}", "–": "–\N{WORD JOINER}"})
_TIGHT = str.maketrans({" ": "\N{NO-BREAK SPACE}", "-": "\N{NON-BREAKING HYPHEN}"})


def _set(write: Callable[..., str]) -> Callable[..., str]:
    """A filter of numbers whose text is set as a book would: a true minus, and no line ends inside it."""

    @wraps(write)
    def set_number(*given: Any) -> str:
        text = write(*given).translate(_UNBROKEN)
        return f"\N{MINUS SIGN}{text[1:]}" if text.startswith("-") else text

    return set_number


@wraps(write_rate)
def set_rate(*given: Any) -> str:
    """A rate in which a line ends between words alone."""
    return write_rate(*given).replace(" %", "\N{NO-BREAK SPACE}%").replace("–", "–\N{WORD JOINER}")


_WITHOUT_BREAK = re.compile(
    r"\b\d{4}-W\d\d\b|\b[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4}\b|\d (?:%|h\b|weeks?\b|days?\b|[A-Z]{3}\b)"
)


def sentence(text: str) -> str:
    """A sentence of the program's in which no line ends inside a number, a week or a day."""
    return _WITHOUT_BREAK.sub(lambda found: found[0].translate(_TIGHT), text)


_SET = ("money", "hours", "weeks", "share", "number", "change", "interval")


PAGE_FILTERS: dict[str, Callable[..., Any]] = {
    **{name: _set(FILTERS[name]) for name in _SET},
    "rate": set_rate,
    "sentence": sentence,
    "linked": linked_html,
    "code": code_html,
    "fenced": fenced_html,
    "markdown": markdown,
    "clock": clock_span,
    "coming_chart": coming_chart,
    "cover_chart": cover_chart,
    "income_chart": income_chart,
    "calendar_chart": calendar_chart,
    "ratio_chart": ratio_chart,
    "stage_bar": stage_bar,
    "burn_bar": burn_bar,
    "area_bar": area_bar,
    "theme_bar": theme_bar,
}
