"""Decisions to ask for money that has come since: nobody need tick what the bank has settled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from opsledger.figures.debts import Bill, bills
from opsledger.figures.naming import RecordNames, names_of
from opsledger.figures.standing import Standing
from opsledger.models.lines import Action
from opsledger.patterns import pattern
from opsledger.values.money import Money

_MONEY = pattern(
    r"\b(?:invoices?|overdue|unpaid|owes?|owed|pays?|paid|payments?|mahn\w*|rechnung\w*|zahl\w*|factur\w*|relanc\w*)\b",
    re.IGNORECASE,
)
_TO_SEND = pattern(r"\W*(?:invoice|bill|send|write|credit|charge|compare|prepare|draft)\b", re.IGNORECASE)
_NUMBER = pattern(r"\d[\d.,]*\d|\d")


def paid_since(standing: Standing, action: Action) -> date | None:
    """The day on which all was paid that an open decision asks for; None if it asks for none, or some is open.

    It names who owes, and speaks of money or of a sum that was owed or came. To send an invoice is another thing.
    """
    if action.state != "open" or action.target is not None or _TO_SEND.match(action.text):
        return None
    names = standing.always(names_of)
    named = names.named(action.text)
    meant = list(_then_open(standing, action, names, named)) if named else []
    numbered = [bill for bill in meant if _names_number(action.text, bill)]
    days = [bill.debt.settled_on for bill in numbered or meant if bill.left <= 0]
    last = max((day for day in days if day), default=None)
    if last is None or len(days) < len(numbered or meant):
        return None
    speaks = bool(_MONEY.search(action.text)) or bool(_sums_in(action.text) & set(_sums(meant, action.review)))
    return last if speaks else None


def _then_open(standing: Standing, action: Action, names: RecordNames, named: frozenset[str]) -> Iterator[Bill]:
    """The invoices of those whom a decision names that were open when it was taken."""
    for bill in standing.once(bills):
        was_open = bill.debt.settled_on is None or bill.debt.settled_on >= action.review
        if bill.line.day <= action.review and was_open and names.family(bill.project.id) in named:
            yield bill


def _names_number(text: str, bill: Bill) -> bool:
    number = bill.line.number
    return bool(number and re.search(rf"(?<!\w){re.escape(number)}(?!\w)", text, re.IGNORECASE))


def _sums(meant: list[Bill], since: date) -> Iterator[Fraction]:
    """What was owed, and what came since, in whole units."""
    for bill in meant:
        yield _whole(bill.debt.net)
        yield _whole(bill.debt.gross)
        yield from (
            _whole(line.amount) for line in bill.project.lines("paid") if line.amount is not None and line.day >= since
        )


def _whole(amount: Money) -> Fraction:
    return Fraction(round(amount))


def _sums_in(text: str) -> set[Fraction]:
    return {Fraction(digits) for each in _NUMBER.findall(text) if (digits := re.sub(r"\D", "", each)).isascii()}
