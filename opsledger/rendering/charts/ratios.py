"""What delivered projects took of their estimates, one dot a project."""

from __future__ import annotations

from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.review import Outflow
from opsledger.values.visible import visible
from opsledger.values.written import count_of, write_month, write_share

_HEIGHT, _TOP, _BASE, _LEFT, _RIGHT = 170, 14, 142, 8, 104
_LEAST, _GREATEST = Fraction(3, 4), Fraction(5, 4)


def ratio_chart(outflow: Outflow, width: int = 400) -> Chart:
    """Dots in the order of delivery; lines at the estimate and at the median."""
    rows = outflow.ratios
    canvas = Canvas(width, _HEIGHT)
    ratios = [row.ratio for row in rows]
    scale = Scale(max([_GREATEST, *ratios]), _BASE, _TOP, min([_LEAST, *ratios]))
    right = width - _RIGHT
    canvas.line([(0, _BASE), (right, _BASE)], "axis")
    _level(canvas, scale, Fraction(1), "estimate", right, Fraction(0))
    if outflow.estimate_median is not None:
        near = abs(scale(outflow.estimate_median) - scale(1)) < 13
        lift = Fraction(0) if not near else Fraction(13) if outflow.estimate_median < 1 else Fraction(-13)
        _level(canvas, scale, outflow.estimate_median, "median", right, lift)
    room = Fraction(right - _LEFT, max(len(rows), 1))
    for number, row in enumerate(rows):
        x = _LEFT + room * number + room / 2
        tip = f"{visible(row.link.text)}: {write_share(row.ratio)} of the estimate"
        canvas.line([(x, scale(1)), (x, scale(row.ratio))], "stem")
        canvas.dot(x, scale(row.ratio), 5, "dot over" if row.ratio > 1 else "dot", tip)
    months = [write_month(row.on) for row in rows]
    if months:
        canvas.write(_LEFT, _BASE + 18, months[0], "small")
    if months[1:] and months[-1] != months[0]:
        canvas.write(right, _BASE + 18, months[-1], "small end")
    over = sum(row.ratio > 1 for row in rows)
    about = f"{over} of {count_of(len(rows), 'project')} took longer than estimated."
    return canvas.drawing("Do estimates hold?", about)


def _level(canvas: Canvas, scale: Scale, ratio: Fraction, name: str, right: int, lift: Fraction) -> None:
    y = scale(ratio)
    canvas.line([(0, y), (right + 4, y)], f"level {name}")
    canvas.write(right + 8, y + 4 + lift, f"{name} {write_share(ratio)}", "small")
