"""The ledger's money as a journal that hledger and ledger read: one transaction for each line of money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.standing import Standing
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.source import Span
from opsledger.values.money import Money
from opsledger.values.visible import visible

_BANK, _TAX = "assets:bank", "liabilities:vat"
# What a line of money moves: into the first account, out of the second. `{}` is the project.
_MOVES = {
    "invoiced": ("assets:receivable:{}", "income:{}"),
    "paid": (_BANK, "assets:receivable:{}"),
    "credited": ("income:{}", "assets:receivable:{}"),
    "refunded": ("assets:receivable:{}", _BANK),
    "cost": ("expenses:projects:{}", _BANK),
    "expense": ("expenses:reimbursable:{}", _BANK),
}
_NOT_IN_ACCOUNT = pattern(r"[:;()\s]+")


class Transaction(NamedTuple):
    """Money that moved on a day, from one account into another. place: the line it comes from.

    tax: what is on the bank's side on top of the amount. currency, worth: of an amount in another currency, and
    what one unit was worth that day.
    """

    day: date
    text: str
    amount: Money
    into: str
    out_of: str
    place: str
    tax: Money = Decimal(0)
    currency: str | None = None
    worth: Fraction = Fraction(1)


def journal(standing: Standing) -> str:
    """The journal: invoices, payments, credits, refunds and costs up to the day, by day.

    Accounts: `assets:bank`, `assets:receivable:PROJECT`, `income:PROJECT`, `expenses:projects:PROJECT`,
    `expenses:reimbursable:PROJECT`, `expenses:AREA`, and `liabilities:vat` for the tax in what moved on the bank. What
    tools cost a month is not a payment, so it is left out. Amounts in another currency say what they were worth.
    """
    currency = standing.settings.currency
    found = sorted((*_of_projects(standing), *_of_weeks(standing)), key=lambda one: one.day)
    head = f"; The money of {visible(standing.settings.business or 'the ledger')} up to {standing.day}\n"
    return head + "".join(f"\n{_written(one, currency)}" for one in found)


def _of_projects(standing: Standing) -> Iterator[Transaction]:
    for project in standing.ledger.projects:
        foreign = project.currency if project.currency != standing.settings.currency else None
        for line in project.log:
            if line.word in _MOVES and line.amount:
                into, out_of = (account.format(_account(project.id)) for account in _MOVES[line.word])
                said = _said(project, line.word, line.text)
                tax = line.amount - line.own if line.gross and _BANK in (into, out_of) else Decimal(0)
                worth = line.money / Fraction(line.own) if line.own else Fraction(1)
                yield Transaction(line.day, said, line.own, into, out_of, _place(line.span), tax, foreign, worth)


def _of_weeks(standing: Standing) -> Iterator[Transaction]:
    for sheet in standing.ledger.weeks:
        for cost in sheet.costs:
            account = f"expenses:{_account(cost.area.id)}"
            tax = cost.amount - cost.own
            yield Transaction(cost.day, cost.text or cost.area.id, cost.own, account, _BANK, _place(cost.span), tax)
        for piece in sheet.marketing:
            if piece.cost:
                said = " ".join(filter(None, (piece.channel, piece.text)))
                yield Transaction(piece.day, said, piece.cost, "expenses:marketing", _BANK, _place(piece.span))


def _said(project: Project, word: str, text: str) -> str:
    return f"{project.title} | {word}{f', {text}' if text else ''}"


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}"


def _account(name: str) -> str:
    """A name as a part of an account's."""
    return _NOT_IN_ACCOUNT.sub("-", visible(name)).strip("-") or "unnamed"


def _written(one: Transaction, currency: str) -> str:
    text = visible(one.text).replace(";", ",").strip()
    into, out_of = one.amount, -one.amount
    if one.into == _BANK:
        into += one.tax
    elif one.out_of == _BANK:
        out_of -= one.tax
    postings = [(one.into, into), (one.out_of, out_of)]
    if one.tax:
        postings.append((_TAX, -one.tax if one.into == _BANK else one.tax))
    lines = "".join(f"    {account}  {amount} {_unit(one, currency)}\n" for account, amount in postings)
    return f"{one.day} {text}  ; {visible(one.place)}\n{lines}"


def _unit(one: Transaction, currency: str) -> str:
    """The currency, with what one unit of another one was worth."""
    if one.currency is None:
        return currency
    worth = Decimal(one.worth.numerator) / Decimal(one.worth.denominator)
    return f"{one.currency} @ {worth:f} {currency}"
