"""How a running project is paid for and what is left of it, as people type it: `95/h, 60h left, until 31 Jan`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from opsledger.capturing.fact_reading import read_answer
from opsledger.capturing.facts import LineContext
from opsledger.capturing.stock_billing import billing_lines
from opsledger.capturing.stock_jobs import estimate_of, hours_said, price_of
from opsledger.values.duration import Minutes, write_duration
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.written import listed

HOW = "`95/h, 60h left, until 31 Jan`, `9500, 80h in all, due 18 Dec`, `1200 a month for 10h`; Enter if you do not know"


_USUAL_DAYS = 30  # in which an invoice of a retainer is paid


class Terms(NamedTuple):
    """What a project's front matter says of how it is paid for, and the lines of its log beside it.

    unclear: hours of which it is not said whether they are the whole or what is left, and which are fewer than those
    spent already.
    """

    values: dict[str, str]
    lines: tuple[str, ...] = ()
    unclear: Minutes | None = None


def unasked_terms(worth: Money | None) -> Terms:
    """The terms of a project that nobody is asked about: fixed, at what it was sold for; else hourly, at no rate."""
    return Terms({"billing": "fixed", "price": f"{worth:f}"} if worth else {"billing": "hourly"})


def read_terms(text: str, context: LineContext, worth: Money | None, spent: Minutes = 0) -> Terms:
    """The terms that somebody types. Raises Misread.

    worth: what it was sold for, which is the price if only `fixed` is typed. spent: the minutes done already. Nothing
    typed is not known: hourly, at no rate yet.
    """
    if not text.strip():
        return Terms({"billing": "hourly"})
    facts = read_answer(text, context)
    if facts.how == "fixed" and not facts.amount and worth:
        facts = replace(facts, amount=f"{worth:f}")
    billing = facts.billing
    if facts.said and billing:
        raise Misread(f"not understood: {' '.join(facts.said)}", HOW)
    if billing is None:
        raise Misread(f"`{text}` does not say how it is paid", HOW)
    if facts.amount and facts.amount.replace(".", "").isdecimal():
        read_money(facts.amount)
    said, hours = facts.hours, hours_said(facts, context.day)
    values = {"billing": billing, **price_of(facts, billing)}
    if estimate := estimate_of(billing, hours):
        values["estimate"] = estimate
    if facts.due and billing != "retainer":
        values["due"] = str(facts.due)
    billed = billing_lines(facts, context.day, _USUAL_DAYS, context.currency)
    if billed.unclear:
        raise Misread(f"not understood: {listed(billed.unclear)}", "write such as `1500 paid 15 Oct`")
    left = (f"{context.day} left {write_duration(hours.left)}",) if hours.left is not None else ()
    lines = tuple(sorted((*left, *billed.lines), key=lambda line: line[:10]))
    is_unclear = billing != "retainer" and said.unsaid is not None and said.left is None and said.unsaid < spent
    return Terms(values, lines, said.unsaid if is_unclear else None)


def clear_terms(terms: Terms, day: date, *, is_left: bool) -> Terms:
    """Terms whose unclear hours are what is left, or the whole."""
    if not is_left or terms.unclear is None:
        return terms._replace(unclear=None)
    values = {key: value for key, value in terms.values.items() if key != "estimate"}
    return Terms(values, (*terms.lines, f"{day} left {write_duration(terms.unclear)}"))
