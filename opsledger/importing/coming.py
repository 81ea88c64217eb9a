"""What an import comes to in the ledger, in a few lines by which to judge whether the files were read rightly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeGuard

from opsledger.figures.debts import Bill, open_bills, unmarked_bills
from opsledger.figures.standing import Standing
from opsledger.figures.unsent import DELIVERED, unsent
from opsledger.importing.deals import LOST, WON
from opsledger.importing.plan import Plan
from opsledger.importing.targets import CLIENT
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_date, write_money, write_number

_MOST_NAMED = 6
_MANY = 3  # invoices of which one would have been paid
_NO_PAYMENTS = "Is there a column of payments that is not read, or a bank's table?"


def what_comes(before: Ledger, after: Standing, plans: Sequence[Plan]) -> list[str]:
    """What some plans make of a ledger: deals, running projects, jobs, invoices and hours, as far as they bring any.

    before: the ledger without them. after: as it will be.
    """
    made = {addition.path for plan in plans for addition in plan.additions if addition.record_text is not None}
    leads = [lead for lead in after.whole.leads if lead.file in made]
    projects = [project for project in after.whole.projects if project.file in made]
    jobs = [project for project in projects if not project.reached("started")]
    running = [project for project in projects if project.reached("started")]
    touched = {addition.path for plan in plans for addition in plan.additions}
    has_money = any(project.file in touched and project.lines("invoiced", "paid") for project in after.whole.projects)
    return [
        *(_deals(after, leads) if leads else ()),
        *(_running(before, after, running) if running else ()),
        *(_jobs(after, jobs) if jobs else ()),
        *(_to_invoice(after) if jobs or has_money else ()),
        *(_unpaid(after) if jobs or has_money else ()),
        *(_doubtful(after) if jobs or has_money else ()),
        *_hours(before, after.whole),
    ]


def _deals(after: Standing, leads: Sequence[Lead]) -> Iterator[str]:
    """How many deals are open, were won and were lost."""
    currency, closed = after.settings.currency, Counter(lead.log[-1].word for lead in leads if not lead.is_open)
    still = [lead for lead in leads if lead.is_open]
    worth = sum((Fraction(lead.value) for lead in still if lead.value), Fraction(0))
    told = [f"{len(still):,} open{f' ({write_money(worth, currency)})' if worth else ''}"]
    told += [f"{closed[word]:,} {word}" for word in (WON, LOST) if closed[word]]
    others = sum(number for word, number in closed.items() if word not in (WON, LOST))
    told += [f"{others:,} otherwise closed"] if others else []
    yield f"deals: {', '.join(told)}"


def _running(before: Ledger, after: Standing, projects: Iterable[Project]) -> Iterator[str]:
    """The projects that still run, with their hours so far."""
    minutes = _minutes(after.whole, by_area=False)
    minutes.subtract(_minutes(before, by_area=False))
    names = {same_id(client.id): client.title for client in after.whole.clients}
    told = []
    for project in projects:
        whose = f" for {names.get(same_id(project.client.id), project.client.id)}" if project.client else ""
        spent = f"{write_number(Fraction(minutes[same_id(project.id)], 60), 0)} h so far"
        price = f", {write_money(project.price, after.settings.currency)}" if _is_sum(project.price) else ""
        told.append(f"{project.title}{whose} ({spent}{price})")
    yield f"still running, each with a file of its own: {listed(told, _MOST_NAMED)}"


def _jobs(after: Standing, jobs: Sequence[Project]) -> Iterator[str]:
    """How many jobs for how many clients, how far they are, and what the open ones are worth."""
    clients = {same_id(project.client.id) for project in jobs if project.client}
    still = [project for project in jobs if project.is_open and not project.delivered_on]
    worth = sum((Fraction(project.price) for project in still if _is_sum(project.price)), Fraction(0))
    delivered = sum(project.delivered_on is not None for project in jobs)
    told = f"{len(still):,} open{f' ({write_money(worth, after.settings.currency)})' if worth else ''}"
    for_whom = f" for {count_of(len(clients), 'client')}" if clients else ""
    yield f"jobs: {len(jobs):,}{for_whom}, {delivered:,} delivered, {told}"


def _is_sum(price: object) -> TypeGuard[Decimal]:
    """Whether a price is a sum, and not one for each hour."""
    return isinstance(price, Decimal) and price > 0


def _to_invoice(after: Standing) -> Iterator[str]:
    """What is delivered, and has no invoice."""
    waiting = [each for each in unsent(after) if each.how == DELIVERED]
    unpriced = sum(
        project.price is None and project.delivered_on is not None and not project.lines("invoiced", "paid")
        for project in after.client_projects
    )
    if unpriced:
        yield f"to invoice: not known of {count_of(unpriced, 'delivered job')} without a price"
    if waiting:
        amount = sum((each.amount for each in waiting), Fraction(0))
        first = write_date(min(each.since for each in waiting), after.day)
        worth = write_money(amount, after.settings.currency)
        yield f"to invoice: {count_of(len(waiting), 'delivered job')} ({worth}), the first delivered on {first}"
    elif not unpriced:
        yield "to invoice: nothing that is delivered"


def _unpaid(after: Standing) -> Iterator[str]:
    """The invoices that are not paid: how many, how much, the oldest, and what of it is overdue."""
    owed, currency = open_bills(after), after.settings.currency
    if not owed:
        is_any = any(project.lines("invoiced") for project in after.ledger.projects)
        yield "unpaid: nothing" if is_any else "unpaid: not known, since no invoice is among them"
        return
    oldest = write_date(min(bill.line.day for bill in owed), after.day)
    told = f"unpaid: {_summed(owed, currency)}, the oldest of {oldest}"
    late = [bill for bill in owed if bill.days_late(after.day) > 0]
    yield f"{told}. Overdue: {_summed(late, currency)}" if late else f"{told}. None is overdue"
    if len(owed) >= _MANY and not any(project.lines("paid") for project in after.ledger.projects):
        yield f"doubtful: not one payment is among them. {_NO_PAYMENTS}"


def _doubtful(after: Standing) -> Iterator[str]:
    """The old invoices that were probably paid, though the files have no payment of them."""
    found = sorted(after.once(unmarked_bills), key=lambda bill: bill.line.day)
    if not found:
        return
    numbers = list(dict.fromkeys(bill.line.number or bill.project.title for bill in found))
    has = "has" if len(numbers) == 1 else "have"
    yield (
        f"doubtful: {_summed(found, after.settings.currency)} {has} no payment, though later ones of the same clients "
        f"are paid: {listed(numbers, _MOST_NAMED)}. {_NO_PAYMENTS}"
    )


def _summed(bills: Sequence[Bill], currency: str) -> str:
    numbers = {(bill.client, bill.line.number or bill.line.span) for bill in bills}
    amount = sum((bill.left for bill in bills), Fraction(0))
    return f"{count_of(len(numbers), 'invoice')} ({write_money(amount, currency)})"


def _hours(before: Ledger, after: Ledger) -> Iterator[str]:
    """Where the hours go, by area."""
    minutes = _minutes(after, by_area=True)
    minutes.subtract(_minutes(before, by_area=True))
    told = [f"{area} {write_number(Fraction(spent, 60), 0)} h" for area, spent in minutes.most_common() if spent > 0]
    if told:
        yield f"hours: {', '.join(told)}"


def _minutes(ledger: Ledger, *, by_area: bool) -> Counter[str]:
    """The minutes that were worked, by target, or by area with all work for clients as one."""
    found: Counter[str] = Counter()
    for sheet in ledger.weeks:
        for block in sheet.actual:
            if block.target:
                own = same_id(block.target.id)
                found[own if not by_area or own in ledger.settings.areas else CLIENT] += block.minutes
    return found
