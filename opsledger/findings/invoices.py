"""Findings for finance on invoices: those that clients are late to pay, and work that was never invoiced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from opsledger.figures.billing_plan import billed_since, taken_as_billed
from opsledger.figures.debts import Bill, habit_of, open_bills
from opsledger.figures.projects import amounts, earned, invoiced_for_work, rate_on
from opsledger.figures.standing import hours, spans, total
from opsledger.findings.finding import AT_RISK, LATER, OVERDUE, UNSENT, Finding, Measured, ids_of
from opsledger.models.projects import Project
from opsledger.values.written import count_of, write_hours, write_lateness

_LONG_OVERDUE_DAYS = 14  # before that most are paid without a word
_BEYOND_USUAL_DAYS = 7
_YEAR_WEEKS = 52
_REMINDED = re.compile(r"remind|invoice|overdue|mahn|rechnung|relance|factur", re.IGNORECASE)
_LONG_UNBILLED_DAYS = 30


def long_owed(measured: Measured) -> Iterator[Finding]:
    """An invoice is overdue by two weeks, and by a week more than its client usually takes; the greatest debt first."""
    standing = measured.standing
    late: dict[str, Bill] = {}
    overdue = [bill for bill in open_bills(standing) if bill.days_late(measured.day) > 0]
    for bill in overdue:
        usual = habit_of(standing, bill.client).days
        if bill.days_late(measured.day) > max(Fraction(_LONG_OVERDUE_DAYS), usual + _BEYOND_USUAL_DAYS):
            late.setdefault(bill.project.id, bill)
    debts = [
        (sum((each.left for each in overdue if each.project is bill.project), Fraction(0)), bill)
        for bill in late.values()
    ]
    for amount, bill in sorted(debts, key=lambda pair: (-pair[0], pair[1].project.id)):
        project, days, habit = bill.project, bill.days_late(measured.day), habit_of(standing, bill.client)
        usual_days = f"; they usually pay {write_lateness(round(habit.days))}" if habit.payments else ""
        number = f" {bill.line.number}" if bill.line.number else ""
        asked = any(
            line.day > bill.due for line in project.lines("mail", "call", "note") if _REMINDED.search(line.text)
        )
        oldest = "the oldest " if amount > bill.left else ""
        yield Finding(
            rule="long-owed",
            role="finance",
            urgency=3,
            because=f"they owe {measured.money(amount)}, {oldest}due {measured.date_of(bill.due)}, "
            f"{count_of(days, 'day')} ago{usual_days}",
            action=f"{'Call' if asked else 'Remind'} {measured.client_of(project)} "
            f"{'about' if asked else 'of'} invoice{number} for {project.title}",
            figure="money.overdue",
            sources=(bill.line.span,),
            about=ids_of(project),
            money=amount * AT_RISK,
            whole=amount,
            turn=OVERDUE,
            instead=f"Call {measured.client_of(project)}, and agree on the day they pay",
            by=measured.within(7),
            measure=float(days) / _LONG_OVERDUE_DAYS,
        )


def unbilled(measured: Measured) -> Iterator[Finding]:
    """Work is not invoiced, delivered or for a month of one by the hour; if invoices are written down at all.

    A credit was given on purpose: it leaves nothing to invoice.
    """
    standing = measured.standing
    if not any(project.lines("invoiced") for project in standing.client_projects):
        return
    year = standing.last_weeks(_YEAR_WEEKS)
    found: list[tuple[Fraction, Project, str, int]] = []
    for project in standing.client_projects:
        is_done = project.status == "delivered" and project.log[-1].day in year
        is_hourly = project.billing == "hourly" and project.is_open
        if project.is_retainer or not (is_done or is_hourly):
            continue
        sent = invoiced_for_work(project) + taken_as_billed(standing, project)
        missing = (earned(standing, project) or Fraction(0)) - sent
        if missing < 1:
            continue
        if is_done:
            urgency = 1 if _is_billed_out(project) else 3
            found.append((missing, project, "is finished", urgency))
        elif _waits_long(measured, project):
            found.append((missing, project, "was worked on by the hour for over a month", 2))
    for missing, project, said, urgency in sorted(found, key=lambda entry: (-entry[3], -entry[0], entry[1].id)):
        invoices = project.lines("invoiced")
        last = invoices[-1] if invoices else project.reached("delivered") or project.log[-1]
        because, action = f"it {said} and is not invoiced", f"Invoice {measured.money(missing)} for {project.title}"
        if _is_billed_out(project):
            because = "its last invoice was sent, and its hours are worth more than was charged"
            action = f"Charge another {measured.money(missing)} for {project.title}, or write it off"
        yield Finding(
            rule="unbilled",
            role="finance",
            urgency=urgency,
            because=because,
            action=action,
            figure=f"outflow.rate.{project.id}",
            sources=(last.span,),
            about=ids_of(project),
            money=missing * AT_RISK,
            whole=missing,
            turn=LATER if _is_billed_out(project) else UNSENT,
            instead=f"Send the invoice for {project.title} today, or write in its log why not",
            by=measured.within(3),
            measure=float(missing),
            is_moved=False,
        )


def over_billed(measured: Measured) -> Iterator[Finding]:
    """More was invoiced of hourly work than its hours bring, finished in the year or beyond its whole estimate."""
    standing, year = measured.standing, measured.standing.last_weeks(_YEAR_WEEKS)
    for project in standing.client_projects:
        worth, spent = earned(standing, project), hours(total(standing.blocks_of(project)))
        if project.billing != "hourly" or worth is None or not spent:
            continue
        estimated = hours(project.estimate or 0) * (rate_on(project, standing.day) or Fraction(0))
        is_done = project.status == "delivered" and project.log[-1].day in year
        may_bring = worth if is_done else max(worth, estimated)
        billed = invoiced_for_work(project) - amounts(project, "credited")
        beyond = billed - may_bring
        if not (is_done or project.is_open) or beyond < max(may_bring / 10, measured.hour_is_worth):
            continue
        yield Finding(
            rule="over-billed",
            role="finance",
            urgency=2,
            because=f"{measured.money(billed)} were invoiced for {write_hours(spent)}, which bring "
            f"{measured.money(worth)} by the rate",
            action=f"Compare the invoices of {project.title} with its hours: write down the missing ones, or credit "
            f"{measured.money(beyond)}",
            figure=f"outflow.rate.{project.id}",
            sources=spans(project.lines("invoiced")),
            about=ids_of(project),
            money=beyond * AT_RISK,
            whole=beyond,
            by=measured.within(14),
            measure=float(beyond),
            is_moved=False,
        )


def _is_billed_out(project: Project) -> bool:
    """Whether a finished project got an invoice with its delivery or after: its client takes that for the last."""
    done = project.delivered_on
    return done is not None and any(line.day >= done for line in project.lines("invoiced"))


def _waits_long(measured: Measured, project: Project) -> bool:
    """Whether the last invoice, or without one the first block that none was sent for, is over a month old."""
    invoices, since = project.lines("invoiced"), billed_since(measured.standing, project)
    days = [block.day for block in measured.standing.blocks_of(project) if block.day]
    first = invoices[-1].day if invoices else min(day for day in days if since is None or day >= since)
    return (measured.day - first).days > _LONG_UNBILLED_DAYS


INVOICE_RULES = (long_owed, unbilled, over_billed)
