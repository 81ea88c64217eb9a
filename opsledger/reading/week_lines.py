"""The lines of a week's `## Costs` and `## Marketing`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from opsledger.diagnostics import at, did_you_mean
from opsledger.models.lines import CostLine, MarketingLine
from opsledger.models.settings import THEMES
from opsledger.reading.blocks import DayOf, read_day
from opsledger.reading.lines import LINE_VALUE, Cursor, Faulty
from opsledger.reading.words import member_and_hours
from opsledger.source import Span
from opsledger.values.characters import plain_characters
from opsledger.values.misread import Misread
from opsledger.values.money import read_money

_FIGURES = re.compile(r"\((?P<inside>[^()]*)\)\s*$")
_FIGURE = re.compile(r"\s*(?P<name>[^\s,]+)(?:\s+(?P<value>[^,]*?))?\s*(?:,|$)")


def read_cost(cursor: Cursor, days: DayOf) -> CostLine:
    """Money spent on the business itself: `DAY AMOUNT AREA [@member] [4h] text`."""
    day = _day(cursor, days, "Mon 120 marketing …")
    token = cursor.need("the amount", "such as `120`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    area = cursor.reference(cursor.need("the area", "such as `marketing`"))
    carried = member_and_hours(cursor)
    return CostLine(day, amount, area, carried.get("member"), carried.get("minutes"), cursor.text(), cursor.line_span)


def read_marketing(cursor: Cursor, days: DayOf) -> MarketingLine:
    """Marketing done: `DAY CHANNEL THEME text (reach 1200, replies 14, cost 20)`."""
    day = _day(cursor, days, "Tue linkedin work …")
    channel = cursor.need("the channel", "such as `linkedin`").bare
    themes = ", ".join(f"`{theme}`" for theme in THEMES)
    token = cursor.need("the theme", f"one of {themes}")
    if token.bare not in THEMES:
        hint = did_you_mean(token.bare, THEMES) or f"one of {themes}"
        raise cursor.fault(token, f"`{token.text[:40]}` is no theme", hint)
    figures = _read_figures(cursor)
    return MarketingLine(day, channel, token.bare, cursor.text(), cursor.line_span, **figures)


def _day(cursor: Cursor, days: DayOf, form: str) -> date:
    _, day = read_day(cursor, days, form)
    assert day is not None, "only the standing schedule has days without a date, and no such lines"
    return day


def _count(text: str) -> int:
    digits = text.replace("_", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        raise Misread(f"`{text[:40]}` is no number", "a whole number such as `1200`")
    return int(digits)


_READERS: dict[str, Callable[[str], object]] = {"reach": _count, "replies": _count, "cost": read_money}


def _read_figures(cursor: Cursor) -> dict[str, Any]:
    """The figures of the bracket at the line's end, cut off its text; a bracket that begins otherwise is text."""
    bracket = _FIGURES.search(cursor.plain, cursor.at, cursor.end)
    first = _FIGURE.match(bracket["inside"]) if bracket else None
    if not bracket or not first or first["name"].rstrip(":").lower() not in _READERS:
        return {}
    figures: dict[str, Any] = {}
    offset, inside = bracket.start("inside"), bracket["inside"]
    at_part = 0
    while at_part < len(inside) and (part := _FIGURE.match(inside, at_part)):
        span = Span(cursor.source, offset + part.start("name"), offset + part.end(part.lastgroup or "name"))
        name, value = part["name"].rstrip(":").lower(), plain_characters(part["value"] or "")
        if name not in _READERS or name in figures or not value:
            what = "is given twice" if name in figures else "is no figure" if name not in _READERS else "has no number"
            raise Faulty(at(LINE_VALUE, span, f"`{name}` {what}", "such as `(reach 1200, replies 14, cost 20)`"))
        try:
            figures[name] = _READERS[name](value)
        except Misread as misread:
            misread = misread.within(before=f"{part['name']} ")
            raise Faulty(at(LINE_VALUE, span, misread.message, misread.hint)) from None
        at_part = part.end()
    cursor.end = bracket.start()
    return figures
