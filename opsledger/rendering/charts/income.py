"""The money received by month against target and floor."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.reviewing.parts.stand import Month, Stand
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.values.written import count_of, write_month, write_number

_HEIGHT, _TOP, _BASE, _RIGHT, _LINE = 190, 22, 164, 74, 13


def income_chart(stand: Stand, width: int = 400) -> Chart:
    """A column for each month, with lines at the target and the floor."""
    canvas = Canvas(width, _HEIGHT)
    greatest = max([*(month.received for month in stand.months), *_levels(stand)], default=Fraction(1))
    scale = Scale(greatest, _BASE, _TOP)
    room = Fraction(width - _RIGHT, max(len(stand.months), 1))
    for number, month in enumerate(stand.months):
        _column(canvas, scale, month, number * room, room)
    canvas.line([(0, _BASE), (width - _RIGHT, _BASE)], "axis")
    above = Fraction(0)
    for name, level in (("target", stand.income_target), ("floor", stand.income_floor)):
        if level is not None:
            y = scale(level)
            canvas.line([(0, y), (width - _RIGHT + 4, y)], f"level {name}", f"{name} {write_number(level, 0)}")
            canvas.write(
                width - _RIGHT + 8, max(y + 4, above + _LINE), f"{name} {short(level, greatest)}", f"small {name}"
            )
            above = y + 4
    return canvas.drawing("Does enough money come in?", _about(stand.months, stand.income_target, stand.income_floor))


def _levels(stand: Stand) -> list[Fraction]:
    return [level for level in (stand.income_target, stand.income_floor) if level is not None]


def _column(canvas: Canvas, scale: Scale, month: Month, left: Fraction, room: Fraction) -> None:
    style = "good" if month.is_complete else "running"
    if month.below_floor:
        style = "bad"
    top, middle = scale(month.received), left + room / 2
    tip = f"{write_month(month.first)}: {write_number(month.received, 0)}"
    canvas.box(
        left + room * Fraction(14, 100), top, room * Fraction(72, 100), _BASE - top, style, tip, month_page(month.first)
    )
    canvas.write(middle, top - 6, short(month.received, scale.greatest), "value middle")
    canvas.write(middle, _BASE + 17, write_month(month.first)[:3], "small middle")


def month_page(first: date) -> str:
    """The live page of a month's money."""
    return f"money/{first:%Y-%m}"


def short(amount: Fraction, greatest: Fraction) -> str:
    """An amount no wider than its column: in millions or thousands, as suits the greatest of its chart."""
    for least, size, unit in ((1_000_000, 1_000_000, "M"), (1000, 1000, "k")):
        if greatest >= least:
            return f"{write_number(amount / size, 1)}{unit}" if amount else "0"
    return write_number(amount, 0)


def _about(months: tuple[Month, ...], target: NumberOrNone, floor: NumberOrNone) -> str:
    complete = [month for month in months if month.is_complete]
    said = [f"{count_of(len(complete), 'complete month')}."] if complete else []
    if target is not None:
        said.append(f"{sum(month.received >= target for month in complete)} reached the target.")
    if floor is not None:
        said.append(f"{sum(month.below_floor for month in complete)} stayed below the floor.")
    return " ".join(said)
