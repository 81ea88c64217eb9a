"""A project as a strip: from its start to its promise, with the time gone above the hours used."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from urllib.parse import quote

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.outflow import ProjectRow
from opsledger.values.written import count_of, write_date, write_hours, write_share

_HEIGHT, _LEFT, _RIGHT = 46, 4, 10
_TIME, _HOURS, _THICK, _LABEL = 6, 15, 7, 41
_FARTHEST = Fraction(3, 2)  # of the way to the promise, that hours used are drawn


def project_strip(row: ProjectRow, on: date, width: int = 760) -> Chart:
    """A project's start, today, first promise (hollow) and present promise (solid); time passed against hours used.

    Both are drawn on the way from the start to the promise, so that the longer one is ahead. A project without a start
    or a promise has its hours alone.
    """
    page = quote(row.link.file, errors="surrogateescape")
    is_dated = row.started is not None and row.revised is not None and row.revised > row.started
    canvas = Canvas(width, _HEIGHT if is_dated else _HOURS + _THICK + 2)
    started, promise = row.started, row.revised
    if started is None or promise is None or promise <= started:
        _hours(canvas, row, Fraction(_LEFT), Fraction(width - _RIGHT - _LEFT), page)
        return canvas.drawing(row.link.text, _about(row, on))
    last = max(promise, row.promise or promise, on)
    scale = Scale((last - started).days, _LEFT, width - _RIGHT)
    whole = scale((promise - started).days) - _LEFT
    canvas.box(_LEFT, _TIME, whole, _THICK, "pale")
    gone = scale(max((on - started).days, 0)) - _LEFT
    canvas.box(_LEFT, _TIME, min(gone, whole), _THICK, "gone", f"{write_share(gone / whole)} of the time is gone", page)
    canvas.box(_LEFT + whole, _TIME, gone - whole, _THICK, "over", "after the promise")
    _hours(canvas, row, Fraction(_LEFT), whole, page)
    _day(canvas, scale, (on - started).days, "today")
    if row.promise and row.promise != promise:
        first = scale((row.promise - started).days)
        canvas.dot(first, _TIME + _THICK + 1, 5, "promise first", f"First promised for {write_date(row.promise, on)}")
    canvas.dot(_LEFT + whole, _TIME + _THICK + 1, 5, "promise", f"Promised for {write_date(promise, on)}")
    canvas.write(_LEFT, _LABEL, write_date(started, on), "small")
    end = _LEFT + whole
    canvas.write(end, _LABEL, write_date(promise, on), "small end" if end > 200 else "small middle")
    return canvas.drawing(row.link.text, _about(row, on))


def _hours(canvas: Canvas, row: ProjectRow, left: Fraction, whole: Fraction, page: str) -> None:
    """The hours used, of those sold; what is over them stands out."""
    used = (row.burnt or Fraction(0)) if row.sold else Fraction(0)
    canvas.box(left, _HOURS, whole, _THICK, "pale")
    tip = f"{write_hours(row.spent)} used of {write_hours(row.sold)}"
    canvas.box(left, _HOURS, whole * min(used, Fraction(1)), _THICK, "strong", tip, page)
    room = min(used, _FARTHEST) - 1
    canvas.box(left + whole, _HOURS, min(whole * room, canvas.width - left - whole), _THICK, "over", tip, page)


def _day(canvas: Canvas, scale: Scale, days: int, name: str) -> None:
    x = scale(max(days, 0))
    canvas.line([(x, 1), (x, _HOURS + _THICK + 4)], "today", name)


def _about(row: ProjectRow, on: date) -> str:
    """What the strip shows, in words."""
    said = [f"{write_hours(row.spent)} used of {write_hours(row.sold)} sold"]
    if row.revised:
        days = (row.revised - on).days
        ahead = f"promised in {count_of(days, 'day')}" if days >= 0 else f"promised {count_of(-days, 'day')} ago"
        said.append(ahead)
    return f"{', '.join(said)}."
