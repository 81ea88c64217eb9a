"""The filters of the templates: all formatting, rounding and escaping is here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context, Undefined
from markupsafe import Markup

from opsledger.measuring.titles import title_of
from opsledger.rendering.charts.spark import spark_text
from opsledger.rendering.markdown import escape_markdown, link
from opsledger.rendering.named import FindingTold, deciding_review, named_parts, unnamed
from opsledger.reviewing.parts.values import Link
from opsledger.values.visible import visible
from opsledger.values.written import (
    NOTHING,
    Number,
    count_of,
    rounded,
    write_about,
    write_change,
    write_date,
    write_day,
    write_hours,
    write_interval,
    write_lateness,
    write_money,
    write_month,
    write_number,
    write_rate,
    write_share,
    write_unit,
    write_weeks,
)

_WIDEST_BAR = 100
FROM_REVIEWS = "../"  # from a review's folder to the ledger's


@pass_context
def money(context: Context, amount: Number | None) -> str:
    """An amount in the ledger's currency."""
    return write_money(amount, context["review"].currency)


@pass_context
def whole_money(context: Context, amount: Number | None) -> str:
    """An amount in the ledger's currency, to the unit."""
    return write_money(None if amount is None else rounded(amount), context["review"].currency)


@pass_context
def unit(context: Context, value: Number | None, name: str) -> str:
    """A number with its unit: `count`, `hours`, `money` (to the unit), `days`, `weeks` or `share`."""
    if value is None:
        return NOTHING
    return write_unit(rounded(value) if name == "money" else value, name, context["review"].currency)


@pass_context
def about(context: Context, amount: Number | None) -> str:
    """An estimated amount in the ledger's currency, to two digits."""
    return write_about(amount, context["review"].currency)


@pass_context
def date_on(context: Context, day: date | None) -> str:
    """`Fri 20 Nov`: without the year if it is the review's or the next."""
    return write_date(day, context["review"].on)


def titled(name: str) -> str:
    """A figure's plain name, for the middle of a sentence."""
    title = title_of(name)
    return title if title[:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def capitalized(text: str) -> str:
    """A text with its first letter in upper case."""
    return f"{text[:1].upper()}{text[1:]}"


def bar(share: Number | None, width: int = 10) -> str:
    """A share as a bar of `#` and `.`, which reads well in plain text; more than the whole adds a `+`."""
    if share is None:
        return NOTHING
    width = min(width, _WIDEST_BAR)
    filled = round(float(share) * width)
    return "#" * min(filled, width) + "." * max(width - filled, 0) + ("+" if filled > width else "")


@pass_context
def linked(context: Context, target: Link, text: str = "") -> Markup:
    """A link to a record or line, with its name or the text you give."""
    return link(text or target.text, target.file, target.line, context.get("ledger_folder", FROM_REVIEWS))


@pass_context
def named(context: Context, target: Link) -> Markup:
    """A link to a record, for a sentence or a list: the name is in quotation marks if it has a comma."""
    shown = linked(context, target)
    return Markup("“{}”").format(shown) if "," in target.text else shown


@pass_context
def decided(context: Context, target: Link) -> Markup:
    """A link to a decision, shown as the day, quarter or year of the review that made it."""
    return linked(context, target, deciding_review(context, target))


@pass_context
def told(context: Context, text: str, row: FindingTold) -> Markup:
    """A sentence of a finding, in which the records it names are links."""
    return Markup("").join(
        linked(context, record, part) if record else escape_markdown(visible(part))
        for part, record in named_parts(text, row)
    )


@pass_context
def also(context: Context, row: FindingTold, *texts: str) -> Markup:
    """The records a finding is based on, if its sentences link to none."""
    if any(record for text in texts for _, record in named_parts(text, row)):
        return Markup("")
    others = [named(context, record) for record in unnamed(row, *texts)]
    if not others:
        return Markup("")
    *before, last = others
    return Markup(" Based on {}.").format(Markup(" and ").join([Markup(", ").join(before), last]) if before else last)


def code(text: str) -> Markup:
    """A command, id or other name as code; as plain text if it has a `|`, which would end a table's cell."""
    shown = visible(text)
    return escape_markdown(shown) if "|" in shown else Markup(f"`{shown.replace('`', chr(39))}`")


def fenced(text: str) -> Markup:
    """Lines as a block of code."""
    return Markup(f"```text\n{text}\n```")


FILTERS: dict[str, Callable[..., Any]] = {
    "money": money,
    "about": about,
    "unit": unit,
    "whole_money": whole_money,
    "hours": write_hours,
    "weeks": write_weeks,
    "share": write_share,
    "number": write_number,
    "count": count_of,
    "day": write_day,
    "date": date_on,
    "capitalized": capitalized,
    "titled": titled,
    "month": write_month,
    "usual_days": write_lateness,
    "change": write_change,
    "rate": write_rate,
    "interval": write_interval,
    "bar": bar,
    "linked": linked,
    "named": named,
    "decided": decided,
    "told": told,
    "also": also,
    "code": code,
    "fenced": fenced,
    "spark_text": spark_text,
}


def finalize(value: Any) -> Any:
    """What a template prints: markup as it is, all else as text that means nothing but itself."""
    if isinstance(value, Markup | Undefined):
        return value
    if value is None:
        return Markup(NOTHING)
    return escape_markdown(write_day(value) if isinstance(value, date) else str(value))
