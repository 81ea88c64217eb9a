"""What findings and the headline say of work that is on no invoice yet, while money is short or a month ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.billing_plan import planned_bills
from opsledger.figures.doubtful import doubtful
from opsledger.figures.money import spent_a_month
from opsledger.figures.retainer_bills import GRACE
from opsledger.figures.uninvoiced import HoursWaiting, uninvoiced
from opsledger.figures.unsent import unsent
from opsledger.findings.finding import AT_RISK, LATER, UNSENT, Finding, Measured
from opsledger.forecast.billing import payer_of
from opsledger.values.written import count_of, listed, write_month

_SHORT_MONTHS = 1  # of living and tools: with less on the account each invoice counts
_A_PART = Fraction(1, 4)  # of a month's living and tools: less is not worth the headline
_MONTH_ENDS = 5  # days


def is_money_short(measured: Measured) -> bool:
    """Whether the reserve pays for less than a month of living and tools."""
    amount, spent = measured.part("money.reserve", "amount"), spent_a_month(measured.standing)
    return amount is not None and spent is not None and amount < _SHORT_MONTHS * spent


def uninvoiced_sentence(measured: Measured) -> str:
    """What the headline says of work without an invoice while money is short; empty if it is little."""
    spent, found = spent_a_month(measured.standing), uninvoiced(measured.standing)
    if not spent or not is_money_short(measured) or found.amount < _A_PART * spent:
        return ""
    what = "finished work" if not found.hours_amount else "work" if found.finished_amount else "hours"
    verb = "are" if what == "hours" else "is"
    return f"{measured.money(found.amount)} of {what} {verb} not invoiced"


def hours_to_invoice(measured: Measured) -> Iterator[Finding]:
    """Work by the hour of a month that ends is to be invoiced; at once if money is short or the client may not pay."""
    standing = measured.standing
    told = {each.project.id for each in unsent(standing)}
    waiting = [each for each in uninvoiced(standing).by_hour if each.project.id not in told]
    is_short = is_money_short(measured)
    first = _next_month(measured.day)
    now = [each for each in waiting if is_short or payer_of(each.project) in doubtful(standing)]
    later = [each for each in waiting if each not in now] if (first - measured.day).days <= _MONTH_ENDS else []
    if now and sum(each.amount for each in now) >= measured.hour_is_worth:
        yield _to_invoice(measured, now, measured.within(3), is_now=True)
    if later and sum(each.amount for each in later) >= measured.hour_is_worth:
        yield _to_invoice(measured, later, _working_day(first), is_now=False)


def _to_invoice(measured: Measured, waiting: Sequence[HoursWaiting], day: date, *, is_now: bool) -> Finding:
    amount, only = sum((each.amount for each in waiting), Fraction(0)), waiting[0].project.title
    named = [f"{measured.money(each.amount)} for {each.project.title}" for each in waiting]
    many = count_of(len(waiting), "invoice")
    because = f"{listed(named, 3)} {'is' if len(waiting) == 1 else 'are'} on no invoice"
    if not is_now:
        month = write_month(measured.day).partition(" ")[0]
        action = f"Invoice the hours of {month} on {measured.date_of(day)}: {many}, {measured.about(amount)}"
    elif len(waiting) == 1:
        action = f"Invoice {measured.money(amount)} for {only} now, before the month ends"
        because = "its hours since the last invoice are on none"
    else:
        action = f"Invoice the hours so far now: {many}, {measured.money(amount)}"
    if is_now and is_money_short(measured):
        because += ", and your reserve is less than a month of living"
    return Finding(
        rule="hours-to-invoice",
        role="finance",
        urgency=3 if is_now else 2,
        because=because,
        action=action,
        figure="money.uninvoiced",
        sources=tuple(each.source for each in waiting),
        money=amount * AT_RISK,
        whole=amount if is_now else None,
        is_weight_alone=not is_now,
        turn=UNSENT if is_now else LATER,
        by=day,
        measure=float(amount),
        is_moved=False,
    )


def planned_invoices(measured: Measured) -> Iterator[Finding]:
    """Invoices that you planned for these days; what waits for longer is told by `unbilled`."""
    due = [
        (bill, project)
        for project in measured.standing.client_projects
        if project.status != "cancelled"
        for bill in planned_bills(project)
        if bill.on + GRACE > measured.day and (bill.on - measured.day).days <= _MONTH_ENDS
    ]
    if not due:
        return
    due.sort(key=lambda each: (-each[0].amount, each[1].id))
    amount, (bill, project) = sum((each.amount for each, _ in due), Fraction(0)), due[0]
    if len(due) == 1:
        action = f"Send the invoice of {measured.money(amount)} for {project.title}"
        because = f"you planned it for {measured.date_of(bill.on)}"
    else:
        named = [f"{measured.money(each.amount)} for {of.title}" for each, of in due]
        action = f"Send the {count_of(len(due), 'invoice')} planned for these days: {listed(named, 3)}"
        because = f"together they are {measured.money(amount)}"
    yield Finding(
        rule="planned-invoices",
        role="finance",
        urgency=2,
        because=because,
        action=action,
        sources=tuple(each.line.span for each, _ in due),
        about=tuple(dict.fromkeys(of.id for _, of in due)),
        money=amount * AT_RISK,
        is_weight_alone=True,
        by=max(measured.day, _working_day(min(each.on for each, _ in due))),
        measure=float(amount),
        is_moved=False,
    )


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


UNINVOICED_RULES = (hours_to_invoice, planned_invoices)
