"""The leads of a source as squares: won, lost, open."""

from __future__ import annotations

from opsledger.rendering.charts.drawing import Canvas, Chart
from opsledger.reviewing.parts.inflow import SourceRow

_SIDE, _GAP, _A_ROW, _MOST = 9, 3, 12, 48


def source_squares(row: SourceRow) -> Chart:
    """A square for each lead: full if won, crossed if lost, empty if open; at most 48."""
    lost = row.closed - row.won
    states = ["won"] * row.won + ["lost"] * lost + ["open"] * max(row.leads - row.closed, 0)
    states = states[:_MOST]
    rows = max(-(-len(states) // _A_ROW), 1)
    canvas = Canvas(_A_ROW * (_SIDE + _GAP), rows * (_SIDE + _GAP))
    for number, state in enumerate(states):
        x, y = number % _A_ROW * (_SIDE + _GAP) + 1, number // _A_ROW * (_SIDE + _GAP) + 1
        canvas.box(x, y, _SIDE, _SIDE, f"square {state}")
        if state == "lost":
            canvas.line([(x, y + _SIDE), (x + _SIDE, y)], "square cross")
    return canvas.drawing(row.source, f"{row.won} won, {lost} lost, {max(row.leads - row.closed, 0)} open.")
