"""Money by month, received and ahead: what is to come from invoices, likely and hoped for, against target and floor."""

from __future__ import annotations

from fractions import Fraction

from opsledger.findings.money import LIKELY_LOW
from opsledger.rendering.charts.drawing import Canvas, Chart, Scale
from opsledger.rendering.charts.income import month_page, short
from opsledger.reviewing.parts.money import MoneyRow
from opsledger.reviewing.parts.stand import Stand
from opsledger.values.written import write_month, write_number

_HEIGHT, _TOP, _BASE, _RIGHT, _LINE = 210, 22, 184, 74, 13
_MOST_BEFORE = 6
_WIDE, _SIDE, _CAP, _DOT = Fraction(72, 100), Fraction(14, 100), 4, 3


def money_chart(stand: Stand, width: int = 400) -> Chart:
    """A column for each month; those to come are stacked by how sure they are, with the 80 % range.

    A column to come stacks what the tables show of the month; its number is the median.
    """
    canvas, ahead = Canvas(width, _HEIGHT), stand.money.months
    own = {row.first for row in ahead}
    most = _MOST_BEFORE if width > 400 else 2
    before = [month for month in stand.months if month.first not in own][-most:]
    levels = [(name, level) for name, level in (("target", stand.money.target), ("floor", stand.money.floor)) if level]
    tops = [*(max(row.p90, _stack(row)) for row in ahead), *(month.received for month in before)]
    scale = Scale(max([*tops, *(level for _, level in levels)], default=Fraction(1)), _BASE, _TOP)
    room = Fraction(width - _RIGHT, max(len(before) + len(ahead), 1))
    for number, month in enumerate(before):
        left, top = number * room, scale(month.received)
        tip = f"{write_month(month.first)}: {write_number(month.received, 0)} received"
        style = "bad" if month.below_floor else "good"
        canvas.box(left + room * _SIDE, top, room * _WIDE, _BASE - top, style, tip, month_page(month.first))
        canvas.write(left + room / 2, top - 6, short(month.received, scale.greatest), "value middle")
        canvas.write(left + room / 2, _BASE + 17, write_month(month.first)[:3], "small middle")
    for number, row in enumerate(ahead, len(before)):
        _column(canvas, scale, row, number * room, room)
    canvas.line([(0, _BASE), (width - _RIGHT, _BASE)], "axis")
    above = Fraction(0)
    for name, level in levels:
        y = scale(level)
        canvas.line([(0, y), (width - _RIGHT + 4, y)], f"level {name}", f"{name} {write_number(level, 0)}")
        canvas.write(
            width - _RIGHT + 8, max(y + 4, above + _LINE), f"{name} {short(level, scale.greatest)}", f"small {name}"
        )
        above = y + 4
    return canvas.drawing("Will enough money come in?", _about(stand))


def _stack(row: MoneyRow) -> Fraction:
    return row.received + row.from_invoices + row.likely + row.hoped


def _column(canvas: Canvas, scale: Scale, row: MoneyRow, left: Fraction, room: Fraction) -> None:
    begin = Fraction(0)
    for style, name, part in (
        ("good", "received", row.received),
        ("certain", "from invoices", row.open),
        ("overdue", "from overdue invoices", row.overdue),
        ("range", "likely, from booked work", row.likely),
        ("hoped", "hoped for", row.hoped),
    ):
        top, bottom = scale(begin + part), scale(begin)
        tip = f"{write_month(row.first)}: {write_number(part, 0)} {name}"
        canvas.box(
            left + room * _SIDE, top, room * _WIDE, bottom - top, style, tip, f"figures/money.ahead.{row.first:%Y-%m}"
        )
        begin += part
    middle, low, high = left + room / 2, scale(row.p10), scale(row.p90)
    said = f"{write_month(row.first)}: {write_number(row.p10, 0)} to {write_number(row.p90, 0)}, 8 times in 10"
    if row.p90:
        for each in (low, high):
            canvas.line([(middle - _CAP, each), (middle + _CAP, each)], "spread")
        canvas.line([(middle, low), (middle, high)], "spread", said)
        canvas.dot(middle, scale(row.p50), _DOT, "median-dot")
        canvas.write(middle, scale(row.p50) - 7, short(row.p50, scale.greatest), "value middle")
    canvas.write(middle, _BASE + 17, write_month(row.first)[:3], "small middle")


def _about(stand: Stand) -> str:
    months = stand.money.months
    low = [row for row in months if row.below_floor is not None and row.below_floor >= LIKELY_LOW]
    said = f"{len(months)} months ahead."
    return f"{said} {len(low)} of them are likely below the floor." if stand.money.floor else said
