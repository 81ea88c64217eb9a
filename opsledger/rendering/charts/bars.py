"""Bars that are in a table's row, beside their numbers."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.inflow import StageRow, ThemeRow
from opsledger.reviewing.parts.schedule import AreaRow
from opsledger.values.written import write_hours, write_number, write_share

WIDTH, HEIGHT = 200, 14


def stage_bar(row: StageRow, rows: Iterable[StageRow]) -> Chart:
    """A stage's value, and inside it the value times the chance."""
    scale = Scale(max((each.value or 0 for each in rows), default=0), 0, WIDTH)
    canvas, value = Canvas(WIDTH, HEIGHT), row.value or Fraction(0)
    canvas.box(0, 0, scale(value), HEIGHT, "pale")
    canvas.box(0, 0, scale(value * (row.chance or 0)), HEIGHT, "strong")
    about = "No value is stated."
    if row.value is not None:
        about = f"{write_number(row.value, 0)} in total, {write_share(row.chance)} of it weighted by chance."
    return canvas.drawing(row.stage, about)


def area_bar(row: AreaRow, rows: Iterable[AreaRow]) -> Chart:
    """Hours done in an area, in front of hours planned; all areas share a scale."""
    scale = Scale(max((max(each.planned or 0, each.actual or 0) for each in rows), default=0), 0, WIDTH)
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.box(0, 0, scale(row.planned or 0), HEIGHT, "pale")
    canvas.box(0, 3, scale(row.actual or 0), HEIGHT - 6, "strong")
    return canvas.drawing(row.area, f"{write_hours(row.planned)} planned, {write_hours(row.actual)} done.")


def theme_bar(row: ThemeRow, rows: Iterable[ThemeRow]) -> Chart:
    """Marketing done on a theme, in front of its goal; all themes share a scale."""
    scale = Scale(max((max(Fraction(each.count), each.target) for each in rows), default=0), 0, WIDTH)
    canvas = Canvas(WIDTH, HEIGHT)
    canvas.box(0, 0, scale(row.target), HEIGHT, "pale")
    canvas.box(0, 3, scale(row.count), HEIGHT - 6, "strong")
    return canvas.drawing(row.theme, f"{row.count} done, goal {write_number(row.target)}.")
