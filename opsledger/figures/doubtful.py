"""Clients who may not pay: far later than they ever were, and no payment came since they were asked for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.debts import Bill, bills, habit_of, open_bills
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.standing import Figures, Standing
from opsledger.patterns import pattern
from opsledger.values.characters import same_id

_FAR_LATE, _FAR_LATE_UNASKED = (
    30,
    60,
)  # days beyond what is usual for the client; without a reminder it may be forgotten
_PAYS_STILL = timedelta(days=30)  # who paid in these days only leaves one invoice open, for a reason of its own
_TALK = ("in", "out", "mail", "call", "meeting", "note")
_REMINDED = pattern(
    r"remind|invoice|overdue|payment|dunning|mahn|zahl|rechnung|relance|factur|asked for (?:the )?(?:money|[A-Z])",
    re.IGNORECASE,
)


class Doubt(NamedTuple):
    """A client who may not pay: their id as ids compare, and their open invoices, the one due first first."""

    client: str
    bills: tuple[Bill, ...]

    @property
    def owed(self) -> Fraction:
        """What they owe in all."""
        return sum((bill.left for bill in self.bills), Fraction(0))

    @property
    def oldest(self) -> Bill:
        """The invoice that is late for longest."""
        return self.bills[0]


def doubtful(standing: Standing) -> Mapping[str, Doubt]:
    """The clients who may not pay, by their id: nothing of theirs is counted as money that is to come.

    Their oldest invoice is 30 days later than they usually pay and they were asked for it, or 60 days later while
    others paid. Nothing of theirs was paid in the last 30 days.
    """
    return standing.always(_doubtful)


def _doubtful(standing: Standing) -> dict[str, Doubt]:
    found: dict[str, list[Bill]] = {}
    for bill in open_bills(standing):
        found.setdefault(bill.client, []).append(bill)
    doubts = (Doubt(client, tuple(owing)) for client, owing in found.items())
    return {doubt.client: doubt for doubt in doubts if _may_not_pay(standing, doubt)}


def _may_not_pay(standing: Standing, doubt: Doubt) -> bool:
    usual = max(habit_of(standing, doubt.client).days, Fraction(0))
    beyond = doubt.oldest.days_late(standing.day) - usual
    if beyond <= _FAR_LATE:
        return False
    asked = was_asked(standing, doubt.oldest)
    if not asked and (beyond <= _FAR_LATE_UNASKED or not _is_anything_paid(standing, doubt.oldest)):
        return False
    theirs = {bill.project.id: bill.project for bill in standing.once(bills) if bill.client == doubt.client}
    since = standing.day - _PAYS_STILL
    return not any(line.day > since for project in theirs.values() for line in project.lines("paid"))


def _is_anything_paid(standing: Standing, bill: Bill) -> bool:
    """Whether payments are written down: some came since an invoice was due."""
    return any(line.day > bill.due for project in standing.client_projects for line in project.lines("paid"))


def was_asked(standing: Standing, bill: Bill) -> bool:
    """Whether its client was asked for the money once it was due."""
    return asked_on(standing, bill) is not None


def asked_on(standing: Standing, bill: Bill) -> date | None:
    """The day on which a client was first asked for an invoice once it was due, by a line of the project or client."""
    clients = (each for each in standing.ledger.clients if same_id(each.id) == bill.client)
    lines = (line for record in (bill.project, *clients) for line in record.lines(*_TALK))
    return min((line.day for line in lines if line.day > bill.due and _REMINDED.search(line.text)), default=None)


def doubtful_figures(standing: Standing) -> Figures:
    """`money.doubtful.CLIENT`: what a client owes who may not pay, and for how many days the oldest invoice is overdue.

    That invoice is 30 days later than this client usually pays and a line says that you asked for it, or 60 days
    later while others paid, and no payment of theirs came in the last 30 days. Money ahead counts nothing of theirs.
    """
    for doubt in doubtful(standing).values():
        project = doubt.oldest.project
        name = project.client.id if project.client else project.id
        value: Value = {"amount": doubt.owed, "days": doubt.oldest.days_late(standing.day)}
        yield Figure(
            f"money.doubtful.{name}",
            value,
            "money",
            len(doubt.bills),
            sources=tuple(bill.line.span for bill in doubt.bills),
        )


DOUBTFUL = (doubtful_figures,)
