"""What clients owe: each invoice, how far it is settled, when it is due, and how late each client usually pays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, place
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.settling import ClientAccount, Debt
from opsledger.models.valuing import account_of, vat_of, vat_of_clients
from opsledger.source import Span
from opsledger.values.characters import same_id

_LIKE_USUAL = 4
_LONG_LATE = 60  # days
_USUALLY_LATE = 5  # days
_DIFFERS, _DIFFERS_SEEN = 25, 4  # variance of one client's payments, in days squared, and how often it counts as seen
_CLIENTS_DIFFER, _CLIENTS_SEEN = 100, 3
_LEAST_WEIGHT, _MOST_WEIGHT = Fraction(1, 10), Fraction(2)
_FEWEST_DAYS, _MOST_DAYS = -30, 120  # a payment earlier or later than that says no more than one of that day


class Bill(NamedTuple):
    """An invoice of a project. due: when it should be paid. left: what is not settled, in the ledger's currency."""

    project: Project
    debt: Debt
    due: date
    left: Fraction

    @property
    def line(self) -> LogLine:
        """The line that says it was sent."""
        return self.debt.line

    @property
    def client(self) -> str:
        """The id of who owes it, as ids compare; the project's own if it names nobody."""
        return same_id(self.project.client.id if self.project.client else self.project.id)

    def days_late(self, day: date) -> int:
        """How many days it is overdue on a day; below zero before it is due."""
        return (day - self.due).days


class Owed(NamedTuple):
    """What a project's client still owes, and the oldest invoice that is not settled."""

    amount: Fraction
    oldest: LogLine | None


class PayingHabit(NamedTuple):
    """How late a client usually pays, in days after an invoice is due, and how many payments that rests on."""

    days: Fraction
    payments: int
    sources: tuple[Span, ...]


def _accounts(standing: Standing) -> Mapping[Project, ClientAccount]:
    """Each project's account on D."""
    return {project: _account(standing, project) for project in standing.ledger.projects}


def _account(standing: Standing, project: Project) -> ClientAccount:
    return account_of(project, vat_of(project, standing.always(_vat_by_client), standing.settings))


def _vat_by_client(standing: Standing) -> Mapping[str, Decimal]:
    return vat_of_clients(standing.whole.clients)


def owed(standing: Standing, project: Project) -> Owed:
    """max(invoiced - credited - paid + refunded, 0) in the ledger's currency.

    A payment or credit settles the invoice that it names, then the oldest first; a refund opens them again.
    """
    account = standing.always(_accounts).get(project) or _account(standing, project)
    open_debts = [debt for debt in account.debts if debt.left > 0]
    amount = sum((_home(project, debt) for debt in open_debts), Fraction(0))
    amount += max(Fraction(-account.ahead_net), Fraction(0)) * project.worth
    oldest = min((debt.line for debt in open_debts), key=lambda line: place(line.span, line.day), default=None)
    return Owed(amount, oldest)


def _home(project: Project, debt: Debt) -> Fraction:
    """What is left of a debt in the ledger's currency: at its line's own rate, else the settings'."""
    is_own = debt.line.exchange is not None and project.currency is not None
    return Fraction(debt.left) * (Fraction(debt.line.exchange or 1) if is_own else project.worth)


def bills(standing: Standing) -> tuple[Bill, ...]:
    """Every invoice up to D, by day, then by place."""
    found = [
        Bill(project, debt, due_day(standing, project, debt.line), _home(project, debt))
        for project, account in standing.always(_accounts).items()
        for debt in account.debts
    ]
    return tuple(sorted(found, key=lambda bill: place(bill.line.span, bill.line.day)))


def open_bills(standing: Standing) -> list[Bill]:
    """The invoices that are not settled on D, the one due first first, without those of `unmarked_bills`."""
    unmarked = {bill.line for bill in standing.once(unmarked_bills)}
    return [bill for bill in _unsettled(standing) if bill.line not in unmarked]


def _unsettled(standing: Standing) -> list[Bill]:
    return sorted((bill for bill in standing.once(bills) if bill.left > 0), key=lambda bill: bill.due)


def unmarked_bills(standing: Standing) -> tuple[Bill, ...]:
    """The invoices of before the ledger was kept that were probably paid, and nobody marked it where they came from.

    They are late by more than 60 days, nothing is paid on them, nothing was written into their project's log since the
    ledger is kept, and at least two later invoices of the same client are paid.
    """
    kept = standing.settings.kept_since
    if kept is None:
        return ()
    paid: dict[str, list[date]] = {}
    for bill in standing.once(bills):
        if bill.left <= 0 and bill.debt.settled_on:
            paid.setdefault(bill.client, []).append(bill.line.day)
    return tuple(
        bill
        for bill in _unsettled(standing)
        if bill.line.day < kept and bill.days_late(standing.day) > _LONG_LATE and bill.project.log[-1].day < kept
        if bill.debt.left == bill.debt.net and sum(day > bill.line.day for day in paid.get(bill.client, ())) > 1
    )


def due_day(standing: Standing, project: Project, line: LogLine) -> date:
    """When an invoice should be paid: the day it says, else by its client's terms, else by the settings'."""
    return line.promised or line.day + timedelta(days=terms_of(standing, project))


def terms_of(standing: Standing, project: Project) -> int:
    """The days that a project's client has to pay."""
    known = standing.once(_terms)
    own = known.get(same_id(project.client.id)) if project.client else None
    return standing.settings.terms if own is None else own


def _terms(standing: Standing) -> Mapping[str, int]:
    return {same_id(client.id): client.terms for client in standing.whole.clients if client.terms is not None}


def days_late(standing: Standing) -> Mapping[str, list[tuple[Bill, int]]]:
    """By client the invoices that were paid, each with the days by which that was after it was due."""
    found: dict[str, list[tuple[Bill, int]]] = {}
    for bill in standing.once(bills):
        settled = bill.debt.settled_on
        if settled and any(line.word == "paid" and line.day == settled for line in bill.project.log):
            days = min(max((settled - bill.due).days, _FEWEST_DAYS), _MOST_DAYS)
            found.setdefault(bill.client, []).append((bill, days))
    return found


def habit_of(standing: Standing, client: str) -> PayingHabit:
    """How late a client pays: the mean of its payments, with all clients' mean beside them.

    All clients' mean, of which each counts once, has four clients of five days late beside it.
    """
    own = standing.once(days_late).get(client, [])
    usual, spread = standing.once(_usual), standing.once(spread_of)
    mean = (sum(days for _, days in own) + spread.weight * usual) / (len(own) + spread.weight)
    return PayingHabit(mean, len(own), tuple(bill.line.span for bill, _ in own))


class PayingSpread(NamedTuple):
    """How payments differ, in days squared: those of one client from each other, and clients from each other."""

    within: Fraction
    between: Fraction

    @property
    def weight(self) -> Fraction:
        """How many payments all clients' mean counts for: fewer, the more clients differ from each other."""
        return min(max(self.within / self.between, _LEAST_WEIGHT), _MOST_WEIGHT)


def _means(standing: Standing) -> list[Fraction]:
    return [Fraction(sum(days for _, days in paid), len(paid)) for paid in standing.once(days_late).values()]


def _usual(standing: Standing) -> Fraction:
    means = standing.once(_means)
    return (sum(means, Fraction(0)) + _LIKE_USUAL * _USUALLY_LATE) / (len(means) + _LIKE_USUAL)


def spread_of(standing: Standing) -> PayingSpread:
    """How payments differ, by all that were made, with a little of what is usual beside them."""
    means, groups = standing.once(_means), list(standing.once(days_late).values())
    inner = sum(
        ((days - mean) ** 2 for group, mean in zip(groups, means, strict=True) for _, days in group), Fraction(0)
    )
    free = sum(len(group) - 1 for group in groups)
    middle = sum(means, Fraction(0)) / len(means) if means else Fraction(0)
    outer = sum(((mean - middle) ** 2 for mean in means), Fraction(0))
    return PayingSpread(
        (inner + _DIFFERS * _DIFFERS_SEEN) / (free + _DIFFERS_SEEN),
        (outer + _CLIENTS_DIFFER * _CLIENTS_SEEN) / (max(len(means) - 1, 0) + _CLIENTS_SEEN),
    )


@told_as("money.overdue", "Overdue from clients", key="amount")
def overdue(standing: Standing) -> Figures:
    """`money.overdue`: invoices not paid by their due day: how much, how many, and how late the latest is.

    An invoice is due on the day its line says, else `terms` days after it was sent: its client's, else the settings'.
    """
    late = [bill for bill in standing.once(open_bills) if bill.days_late(standing.day) > 0]
    value = {
        "amount": sum((bill.left for bill in late), Fraction(0)),
        "invoices": len(late),
        "days": max((bill.days_late(standing.day) for bill in late), default=None),
    }
    yield Figure("money.overdue", value, "money", len(late), sources=tuple(bill.line.span for bill in late))


def pays_late(standing: Standing) -> Figures:
    """`money.pays_late.CLIENT`: how many days late this client usually pays; below zero: how many days early.

    The mean over its paid invoices, moved towards the mean of all clients. How far depends on how much one client's
    payments vary against the differences between clients: the mean of all counts like a tenth of a payment to two
    payments.
    """
    names = {bill.client: bill for bill in standing.once(bills)}
    for client, bill in names.items():
        habit = habit_of(standing, client)
        name = bill.project.client.id if bill.project.client else bill.project.id
        note = None if habit.payments else f"{TOO_FEW} payments of their own: the usual days of all clients"
        yield Figure(f"money.pays_late.{name}", habit.days, "days", habit.payments, note=note, sources=habit.sources)


@told_as("money.unmarked", "Old invoices that may be paid", key="amount")
def unmarked(standing: Standing) -> Figures:
    """`money.unmarked`: old invoices that were probably paid, though no payment is written down: how much, how many.

    They were sent before `kept_since`, are overdue by more than 60 days, nothing was written into their project's log
    since, and at least two later invoices of the same client are paid. No other figure of what clients owe counts them.
    """
    found = standing.once(unmarked_bills)
    value: Keyed = {"amount": sum((bill.left for bill in found), Fraction(0)), "invoices": len(found)}
    yield Figure("money.unmarked", value, "money", len(found), sources=tuple(bill.line.span for bill in found))


DEBTS = (overdue, pays_late, unmarked)
