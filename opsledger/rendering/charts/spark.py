"""A number over time as a line of the height of a word: beside a number on a page, or as characters in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.values.written import NOTHING, Number, rounded, write_number, write_unit

_WIDTH, _HEIGHT, _EDGE = 72, 18, 3
_BLOCKS = "▁▂▃▄▅▆▇█"
_UNKNOWN = "·"


def spark(
    values: Sequence[Number | None], title: str = "", better: str = "", unit: str = "", currency: str = ""
) -> Chart:
    """The values from left to right, the last one marked; a gap if one is not known. Its least is at the bottom.

    better: `more` or `less`: the mark then shows whether the last value is better or worse than the one before.
    unit, currency: of the values, for those who have the chart read to them.
    """
    canvas = Canvas(_WIDTH, _HEIGHT)
    known = [(place, Fraction(value)) for place, value in enumerate(values) if value is not None]
    if not known:
        return canvas.drawing(title, "Not known yet.")
    least, greatest = min(value for _, value in known), max(value for _, value in known)
    height = Scale(greatest, _HEIGHT - _EDGE, _EDGE, least)
    middle = Fraction(_HEIGHT, 2)
    step = Fraction(_WIDTH - 2 * _EDGE, max(len(values) - 1, 1))
    run: list[tuple[Number, Number]] = []
    for place, value in enumerate(values):
        if value is None:
            _draw(canvas, run)
            run = []
        else:
            run.append((_EDGE + place * step, height(value) if greatest > least else middle))
    _draw(canvas, run)
    last, value = known[-1]
    canvas.dot(
        _EDGE + last * step, height(value) if greatest > least else middle, 2, _state([v for _, v in known], better)
    )
    return canvas.drawing(title, f"{', '.join(_said(value, unit, currency) for value in values)}.")


def _said(value: Number | None, unit: str, currency: str) -> str:
    if value is None:
        return NOTHING
    return write_unit(rounded(value) if unit == "money" else value, unit, currency) if unit else write_number(value)


def _draw(canvas: Canvas, run: Sequence[tuple[Number, Number]]) -> None:
    if len(run) > 1:
        canvas.line(run, "spark")


def _state(values: Sequence[Fraction], better: str) -> str:
    if not better or len(values) < 2 or values[-1] == values[-2]:
        return "spark-now"
    has_risen = values[-1] > values[-2]
    return "spark-now spark-better" if has_risen == (better == "more") else "spark-now spark-worse"


def spark_text(values: Sequence[Number | None]) -> str:
    """One character for each value, higher for a greater one; a dot if it is not known."""
    known = [Fraction(value) for value in values if value is not None]
    if not known:
        return ""
    least = min(known)
    stretch = max(known) - least
    return "".join(
        _UNKNOWN
        if value is None
        else _BLOCKS[
            3 if not stretch else int((Fraction(value) - least) / stretch * (len(_BLOCKS) - 1) + Fraction(1, 2))
        ]
        for value in values
    )
