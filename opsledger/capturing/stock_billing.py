"""The lines of a job's log for what was invoiced and paid of it, and what was understood of that."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.capturing.facts import Facts
from opsledger.capturing.said_money import INVOICED, PAID
from opsledger.models.lines import NOTHING_BILLED
from opsledger.models.projects import Project
from opsledger.values.written import write_date, write_money


class _BilledAmount(NamedTuple):
    word: str
    amount: str
    day: date
    due: date | None = None


class BillingLines(NamedTuple):
    """The lines of a log, what they say as a person reads it, and what nobody knows the amount of."""

    lines: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()


def billing_lines(facts: Facts, day: date, terms: int, currency: str) -> BillingLines:
    """What becomes of what is said of a job's invoices. terms: the days after which an invoice is due.

    What was paid was invoiced before, on the same day if no other is said. A retainer of which all is paid has its last
    invoice. What has no day is of the day on which the job was agreed.
    """
    said = facts.billed
    events = list(_of_retainer(facts, day, terms)) if facts.billing == "retainer" else []
    unclear = []
    for one in said.events if not events else ():
        amount = one.amount or share_of(facts.amount, one.share)
        if amount is None:
            unclear.append(f"how much was {one.word}")
            continue
        sent = one.due and min(one.due - timedelta(days=terms), day)
        when = one.day or sent or facts.agreed or day
        is_new = not any(each.word == INVOICED and each.amount == amount for each in events)
        if one.word == PAID and is_new:
            events.append(_BilledAmount(INVOICED, amount, when))
        last = max([when, *(each.day for each in events if each.amount == amount)])
        events.append(_BilledAmount(one.word, amount, last, one.due))
    if said.is_settled and not events and not said.is_none:
        unclear.append("how much was invoiced and paid")
    events.sort(key=lambda each: each.day)
    lines = [f"{each.day} {each.word} {each.amount}{f' due {each.due}' if each.due else ''}" for each in events]
    told = [
        f"{each.word} {write_money(float(each.amount), currency)} {write_date(each.day, day)}"
        + (f", due {write_date(each.due, day)}" if each.due else "")
        for each in events
    ]
    if said.is_none and facts.billing != "retainer" and not events:
        lines, told = [f"{day} note {NOTHING_BILLED}"], ["nothing invoiced yet"]
    if said.rhythm:
        told.append("invoiced each month")
    if said.is_to_come:
        told.append("the rest to be invoiced")
    return BillingLines(tuple(lines), tuple(told), tuple(dict.fromkeys(unclear)))


def _of_retainer(facts: Facts, day: date, terms: int) -> list[_BilledAmount]:
    """The last invoice of a retainer whose invoices are paid: on the day of the month that is said, else at its end."""
    said = facts.billed
    until = next((each.day for each in said.events if each.word == PAID and not each.amount and each.day), None)
    monthly = (facts.monthly or "").removesuffix("/month")
    if not monthly or not (said.is_settled or until):
        return []
    named = next((each.day for each in said.events if each.word == INVOICED and not each.amount and each.day), None)
    if named and until is None:  # `invoiced on the 1st, always paid`
        return [
            _BilledAmount(INVOICED, monthly, named),
            _BilledAmount(PAID, monthly, min(named + timedelta(days=terms), day)),
        ]
    last = until or day
    sent = _on(last, said.rhythm or 31)
    if sent > day or (sent == day and until is None):
        sent = _on(last.replace(day=1) - timedelta(days=1), said.rhythm or 31)
    if facts.agreed and sent < facts.agreed:
        return []
    return [
        _BilledAmount(INVOICED, monthly, sent),
        _BilledAmount(PAID, monthly, min(sent + timedelta(days=terms), day)),
    ]


def _on(day: date, number: int) -> date:
    """The day of a number in the month of another, at most the month's last."""
    return day.replace(day=min(number, monthrange(day.year, day.month)[1]))


def share_of(price: str | None, share: Fraction | None) -> str | None:
    """A share of a price, as the format has it; None if either is not said, or the price is by the piece."""
    if share is None or not price or not price.replace(".", "", 1).isdecimal():
        return None
    return f"{float(Fraction(price) * share):.2f}".removesuffix(".00")


def is_begun(facts: Facts, hours_done: int | None, day: date) -> bool:
    """Whether work on a job has begun, so that something may be invoiced."""
    if facts.billing in ("internal", "retainer") or (facts.start and facts.start > day):
        return False
    hours = facts.hours
    is_left = hours.left is not None and hours.left != hours.whole
    return hours_done != 0 and bool(hours_done or is_left)


def says_billed(project: Project) -> bool:
    """Whether a project's log says what was invoiced so far, or that nothing was."""
    return bool(project.lines("invoiced", "paid", "bill")) or project.is_unbilled
