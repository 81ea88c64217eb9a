"""Taxes that a bank's table shows to be paid each month, quarter or year: the next one is known before it comes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from opsledger.importing.bank import Movement
from opsledger.importing.plan import Addition, Plan
from opsledger.importing.spending import TAX, party_of, spent_on
from opsledger.models.ledger import Ledger
from opsledger.reading.kinds import ACCOUNT
from opsledger.values.money import plain_amount
from opsledger.values.written import write_date, write_money

_FEWEST = 3  # payments of one sum
_RHYTHMS = (1, 3, 12)  # months
_NEAR, _AHEAD = timedelta(days=5), timedelta(days=100)


class TaxAhead(NamedTuple):
    """A tax that will be paid as before. last: the row of its last payment."""

    amount: Decimal
    on: date
    last: Movement


def taxes_ahead(found: Iterable[Movement], day: date) -> Iterator[TaxAhead]:
    """The next payment of each tax whose last three payments were of one sum and in one rhythm, if it is near.

    day: today; a day to come within a hundred days is near.
    """
    by_party: dict[str, list[Movement]] = {}
    for movement in found:
        if movement.amount < 0 and spent_on(movement, ()) == TAX:
            by_party.setdefault(party_of(movement), []).append(movement)
    for rows in by_party.values():
        rows = sorted(rows, key=lambda row: row.day)[-_FEWEST:]
        if len(rows) < _FEWEST or len({row.amount for row in rows}) > 1:
            continue
        for months in _RHYTHMS:
            if all(abs(_after(one.day, months) - other.day) <= _NEAR for one, other in pairwise(rows)):
                on = _after(rows[-1].day, months)
                if day < on <= day + _AHEAD:
                    yield TaxAhead(-rows[-1].amount, on, rows[-1])
                break


def plan_taxes(plan: Plan, ledger: Ledger, found: Iterable[Movement], day: date, new_account: str) -> None:
    """Add the taxes ahead that money.md does not have yet, as `bill` lines, and tell of them.

    new_account: what money.md begins with if it is not there yet.
    """
    known = [line.promised for account in ledger.account for line in account.lines("bill") if line.promised]
    for tax in taxes_ahead(found, day):
        if any(abs(tax.on - each) <= _NEAR for each in known):
            continue
        line = f"{day} bill {plain_amount(tax.amount)} {tax.on} {tax.last.text or tax.last.party}"
        plan.additions.append(Addition(ACCOUNT.file, "Log", (line,), tax.last.place, line, new_account))
        amount = write_money(tax.amount, ledger.settings.currency)
        who, on = party_of(tax.last), write_date(tax.on, day)
        plan.notes.append(f"tax: {amount} to `{who}` will be due on {on} as before, into money.md")


def _after(day: date, months: int) -> date:
    """The same day of the month so many months later, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
