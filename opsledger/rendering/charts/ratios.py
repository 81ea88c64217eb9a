"""What delivered projects took of their estimates: a dot a project, sorted and named."""

from __future__ import annotations

from fractions import Fraction
from urllib.parse import quote

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.outflow import Outflow
from opsledger.values.visible import visible
from opsledger.values.written import count_of, write_share

_TOP, _ROW, _RIGHT, _MOST = 26, 21, 48, 16
_LEAST, _GREATEST = Fraction(3, 4), Fraction(5, 4)
_LETTER = Fraction(13, 2)  # how wide one is, about


def ratio_chart(outflow: Outflow, width: int = 400) -> Chart:
    """A dot for each project by the share of its estimate it took, highest first; lines at 100 % and the median."""
    rows = sorted(outflow.ratios, key=lambda row: (-row.ratio, row.link.file))
    shown = rows if len(rows) <= _MOST else [*rows[: _MOST // 2], *rows[-_MOST // 2 :]]
    height = _TOP + _ROW * len(shown) + 6
    canvas = Canvas(width, height)
    ratios = [row.ratio for row in rows]
    names = width // 3
    scale = Scale(max([_GREATEST, *ratios]), names + 12, width - _RIGHT, min([_LEAST, *ratios]))
    _level(canvas, scale, Fraction(1), "estimate", height, "end")
    if outflow.estimate_median is not None:
        _level(canvas, scale, outflow.estimate_median, "median", height, "")
    for number, row in enumerate(shown):
        y = _TOP + number * _ROW + Fraction(_ROW, 2)
        x, name = scale(row.ratio), visible(row.link.text)
        tip = f"{name}: {write_share(row.ratio)} of the estimate"
        canvas.write(names, y + 4, _short(name, names), "small end")
        canvas.line([(scale(1), y), (x, y)], "stem")
        canvas.dot(x, y, 5, "dot over" if row.ratio > 1 else "dot", tip, quote(row.link.file, errors="surrogateescape"))
        canvas.write(width - _RIGHT + 12, y + 4, write_share(row.ratio), "small")
    over = sum(row.ratio > 1 for row in rows)
    about = f"{over} of {count_of(len(rows), 'project')} took longer than estimated."
    return canvas.drawing("Do estimates hold?", about)


def _short(name: str, room: int) -> str:
    """A name as far as there is room for it."""
    most = int(room / _LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _level(canvas: Canvas, scale: Scale, ratio: Fraction, name: str, height: int, side: str) -> None:
    """A line at a ratio, named on the side that is away from the other."""
    x = scale(ratio)
    canvas.line([(x, _TOP - 6), (x, height)], f"level {name}")
    is_left = side == "end" if ratio >= 1 else side != "end"
    canvas.write(x - 4 if is_left else x + 4, 14, name, "small end" if is_left else "small")
