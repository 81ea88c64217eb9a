"""The filters that only a page has: links and notes as HTML, and the drawings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opsledger.figures.standing import name_part
from opsledger.rendering.charts.bars import area_bar, stage_bar, theme_bar
from opsledger.rendering.charts.calendar import calendar_chart
from opsledger.rendering.charts.coming import coming_chart
from opsledger.rendering.charts.cover import cover_chart
from opsledger.rendering.charts.income import income_chart
from opsledger.rendering.charts.money import money_chart
from opsledger.rendering.charts.ratios import ratio_chart
from opsledger.rendering.charts.spark import spark
from opsledger.rendering.charts.squares import source_squares
from opsledger.rendering.charts.strip import project_strip
from opsledger.rendering.charts.year import year_strip
from opsledger.rendering.filters import FILTERS
from opsledger.rendering.html import (
    code_html,
    css_text,
    decided_html,
    edit_html,
    fenced_html,
    figure_html,
    linked_html,
    linked_id,
    named_html,
    supposed_html,
)
from opsledger.rendering.notes import markdown
from opsledger.rendering.told import also_html, numbers_html, told_html
from opsledger.rendering.typesetting import sentence, set_numbers, set_rate
from opsledger.values.written import write_span

_SET = ("unit", "money", "about", "whole_money", "hours", "weeks", "share", "number", "change", "interval")


PAGE_FILTERS: dict[str, Callable[..., Any]] = {
    **{name: set_numbers(FILTERS[name]) for name in _SET},
    "rate": set_rate,
    "sentence": sentence,
    "linked": linked_html,
    "named": named_html,
    "decided": decided_html,
    "told": told_html,
    "also": also_html,
    "numbers": numbers_html,
    "figure": figure_html,
    "edit": edit_html,
    "record_id": linked_id,
    "css_text": css_text,
    "name_part": name_part,
    "supposed": supposed_html,
    "code": code_html,
    "fenced": fenced_html,
    "markdown": markdown,
    "clock": write_span,
    "coming_chart": coming_chart,
    "cover_chart": cover_chart,
    "income_chart": income_chart,
    "money_chart": money_chart,
    "calendar_chart": calendar_chart,
    "ratio_chart": ratio_chart,
    "stage_bar": stage_bar,
    "source_squares": source_squares,
    "project_strip": project_strip,
    "area_bar": area_bar,
    "theme_bar": theme_bar,
    "spark": spark,
    "year_strip": year_strip,
}
