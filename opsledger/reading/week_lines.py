"""The lines of a week's `## Costs` and `## Marketing`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from opsledger.diagnostics import at, did_you_mean
from opsledger.models.lines import CostLine, MarketingLine
from opsledger.models.settings import THEMES
from opsledger.models.settling import cents
from opsledger.patterns import pattern
from opsledger.reading.blocks import DayOf, read_day
from opsledger.reading.lines import LINE_VALUE, Cursor, Faulty
from opsledger.reading.money_terms import take_gross
from opsledger.reading.word_values import member_and_hours
from opsledger.source import Span
from opsledger.values.misread import Misread
from opsledger.values.money import read_money

_FIGURES = pattern(r"\((?P<inside>[^()]*)\)\s*$")
_PART = pattern(r"[^,]+")


def read_cost(cursor: Cursor, days: DayOf, vat: Decimal | None = None) -> CostLine:
    """Money spent on the business itself: `DAY AMOUNT [gross] AREA [@member] [4h] text`.

    vat: what an amount that is `gross` has in it.
    """
    day = _day(cursor, days, "Mon 120 marketing …")
    token = cursor.need("the amount", "such as `120`")
    amount = cursor.read(token, read_money)
    cursor.amount_taken(token)
    is_gross = take_gross(cursor)
    area = cursor.reference(cursor.need("the area", "such as `marketing`"))
    carried = member_and_hours(cursor)
    is_gross = is_gross or take_gross(cursor)
    return CostLine(
        day,
        amount,
        area,
        carried.get("member"),
        carried.get("minutes"),
        cursor.text(),
        cursor.line_span,
        gross=is_gross or None,
        net=cents(Fraction(amount) / (1 + Fraction(vat))) if is_gross and vat else None,
    )


def read_marketing(cursor: Cursor, days: DayOf) -> MarketingLine:
    """Marketing done: `DAY CHANNEL THEME text (reach 1200, replies 14, cost 20)`; `engage @contact` names whom with."""
    day = _day(cursor, days, "Tue linkedin work …")
    channel = cursor.need("the channel", "such as `linkedin`").bare
    themes = ", ".join(f"`{theme}`" for theme in THEMES)
    token = cursor.need("the theme", f"one of {themes}")
    if token.bare not in THEMES:
        hint = did_you_mean(token.bare, THEMES) or f"one of {themes}"
        raise cursor.fault(token, f"`{token.text[:40]}` is not a theme", hint)
    named = cursor.peek() if token.bare == "engage" else None
    contact = None
    if named and named.text.startswith("@") and len(named.text) > 1:
        contact = cursor.reference(named, named.text[1:])
        cursor.take(named)
    figures = _read_figures(cursor)
    return MarketingLine(day, channel, token.bare, cursor.text(), cursor.line_span, contact=contact, **figures)


def _day(cursor: Cursor, days: DayOf, form: str) -> date:
    _, day = read_day(cursor, days, form)
    assert day is not None, "only the standing schedule has days without a date, and no such lines"
    return day


def _count(text: str) -> int:
    digits = text.replace("_", "")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        raise Misread(f"`{text[:40]}` is not a number", "a whole number such as `1200`")
    return int(digits)


_READERS: dict[str, Callable[[str], object]] = {"reach": _count, "replies": _count, "cost": read_money}


def _read_figures(cursor: Cursor) -> dict[str, Any]:
    """The figures of the bracket at the line's end, cut off its text; a bracket that begins otherwise is text."""
    bracket = _FIGURES.search(cursor.plain, cursor.at, cursor.end)
    parts = list(_PART.finditer(cursor.plain, *bracket.span("inside"))) if bracket else []
    if not bracket or not parts or _name_of(parts[0]) not in _READERS:
        return {}
    figures: dict[str, Any] = {}
    for part in parts:
        written, name = part[0].strip(), _name_of(part)
        if not written and part is parts[-1]:  # a comma at the end
            continue
        start = part.start() + len(part[0]) - len(part[0].lstrip())
        span = Span(cursor.source, start, start + len(written))
        _, _, value = written.replace("\n", " ").partition(" ")
        if name not in _READERS or name in figures or not value.strip():
            what = "is given twice" if name in figures else "has no number" if name in _READERS else "is not a figure"
            raise Faulty(at(LINE_VALUE, span, f"`{name[:40]}` {what}", "such as `(reach 1200, replies 14, cost 20)`"))
        try:
            figures[name] = _READERS[name](value.strip())
        except Misread as misread:
            misread = misread.within(before=f"{written.partition(' ')[0]} ")
            raise Faulty(at(LINE_VALUE, span, misread.message, misread.hint)) from None
    cursor.end = bracket.start()
    return figures


def _name_of(part: re.Match[str]) -> str:
    """The first word of a bracket's part."""
    words = part[0].split(maxsplit=1)
    return words[0].rstrip(":").lower() if words else ""
