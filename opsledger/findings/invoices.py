"""Findings for finance on invoices: those that clients are late to pay, and work that was never invoiced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.asked import unanswered_clients
from opsledger.figures.covering import covers_life
from opsledger.figures.debts import Bill, habit_of, open_bills
from opsledger.figures.doubtful import asked_on
from opsledger.figures.kept import is_settling_in
from opsledger.figures.projects import amounts, earned, invoiced_for_work, rate_on
from opsledger.figures.standing import hours, spans, total
from opsledger.figures.unsent import DELIVERED, EXTRA, HOURS, PLANNED, REST, Unsent, unsent
from opsledger.findings.finding import AT_RISK, LATER, OVERDUE, UNSENT, Finding, Measured, ids_of
from opsledger.findings.unpaid import is_told_of
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_hours, write_lateness

_LONG_OVERDUE_DAYS = 14  # before that most are paid without a word
_BEYOND_USUAL_DAYS = 7
_TAKEN_OVER_DAYS = 3
_YEAR_WEEKS = 52
_MOST_RESTS = 2  # more jobs that were charged too little are told as one
_A_DAY = 8  # hours
_BEYOND_ALL_HABIT = 2  # an invoice so many times as late as usual is no longer comforted by what is usual


def long_owed(measured: Measured) -> Iterator[Finding]:
    """An invoice is overdue by two weeks, and by a week more than its client usually takes; the greatest debt first.

    In a ledger just begun, of a client whose habit nobody knows, by some days: it was owed for long already.
    """
    standing = measured.standing
    late: dict[str, Bill] = {}
    overdue = [bill for bill in open_bills(standing) if bill.days_late(measured.day) > 0]
    overdue = [bill for bill in overdue if not is_told_of(measured, bill.client)]
    for bill in overdue:
        habit = habit_of(standing, bill.client)
        longest = max(Fraction(_LONG_OVERDUE_DAYS), habit.days + _BEYOND_USUAL_DAYS)
        if is_settling_in(standing) and not habit.payments:
            longest = Fraction(_TAKEN_OVER_DAYS)
        if bill.days_late(measured.day) > longest:
            late.setdefault(bill.project.id, bill)
    debts = [
        (sum((each.left for each in overdue if each.project is bill.project), Fraction(0)), bill)
        for bill in late.values()
    ]
    for amount, bill in sorted(debts, key=lambda pair: (-pair[0], pair[1].project.id)):
        project, days, habit = bill.project, bill.days_late(measured.day), habit_of(standing, bill.client)
        is_usual = habit.payments and days <= _BEYOND_ALL_HABIT * max(habit.days, Fraction(_LONG_OVERDUE_DAYS))
        usual_days = f"; they usually pay {write_lateness(round(habit.days))}" if is_usual else ""
        invoice = f"invoice {bill.line.number}" if bill.line.number else "the invoice"
        asked = asked_on(standing, bill)
        usual_days += f". You reminded them on {measured.date_of(asked)}" if asked else ""
        oldest = "the oldest " if amount > bill.left else ""
        action = f"{'Call' if asked else 'Remind'} {measured.client_of(project)} {'about' if asked else 'of'} "
        action += f"{invoice} for {project.title}"
        beyond = min(billed_beyond(measured, project), amount)
        if beyond:  # what is asked for and what is given back are one talk
            action = f"Compare {invoice} for {project.title} with its hours before you ask for it"
            usual_days += f". {measured.money(beyond)} of it is more than its hours bring"
        yield Finding(
            rule="long-owed",
            role="finance",
            urgency=3,
            because=f"they owe {measured.money(amount)}, {oldest}due {measured.date_of(bill.due)}, "
            f"{count_of(days, 'day')} ago{usual_days}",
            action=action,
            figure="money.overdue",
            sources=(bill.line.span,),
            about=ids_of(project),
            money=amount * AT_RISK,
            whole=amount,
            turn=OVERDUE,
            instead=f"Call {measured.client_of(project)}, and agree on the day they pay",
            by=measured.next_workday,
            measure=float(days) / _LONG_OVERDUE_DAYS,
        )


def unbilled(measured: Measured) -> Iterator[Finding]:
    """Work, a retainer's month or a planned bill is not invoiced; if invoices are written down at all."""
    every = unsent(measured.standing)
    rests = [each for each in every if each.how == REST]
    if len(rests) > _MOST_RESTS:
        yield _rests(measured, rests)
        every = tuple(each for each in every if each.how != REST)
    delivered = [each for each in every if each.how == DELIVERED]
    if len(delivered) > 1:
        yield _delivered(measured, delivered)
        every = tuple(each for each in every if each.how != DELIVERED)
    found = [(each, _words(measured, each)) for each in every]
    for each, said in sorted(found, key=lambda pair: -pair[1].urgency):
        project = each.project
        yield Finding(
            rule="unbilled",
            role="finance",
            urgency=said.urgency,
            because=said.because,
            action=said.action,
            figure=f"money.unsent.{project.id}",
            sources=(each.source,),
            about=ids_of(project),
            money=each.amount * AT_RISK,
            whole=each.amount,
            turn=LATER if said.urgency == 1 else UNSENT,
            instead=f"Send the invoice for {project.title} today, or write in its log why not",
            by=measured.within(3),
            measure=float(each.amount),
            is_moved=False,
        )


def _delivered(measured: Measured, jobs: Sequence[Unsent]) -> Finding:
    """Finished jobs without an invoice, as one thing to do: first that of a client who waits, then the largest."""
    waiting = unanswered_clients(measured.standing)
    ranked = sorted(jobs, key=lambda each: (not _is_of(each.project, waiting), -each.amount, each.project.id))
    first, amount = ranked[0], sum((each.amount for each in jobs), Fraction(0))
    oldest = min(each.since for each in jobs)
    named = listed([f"{each.project.title} ({measured.money(each.amount)})" for each in ranked], 3)
    asked = f". {measured.client_of(first.project)} waits for an answer" if _is_of(first.project, waiting) else ""
    return Finding(
        rule="unbilled",
        role="finance",
        urgency=3,
        because=f"{len(jobs)} finished jobs are not invoiced, the oldest since {measured.date_of(oldest)}: "
        f"{named}{asked}",
        action=f"Write {len(jobs)} invoices, {measured.money(amount)} in all, first for {first.project.title}",
        figure=f"money.unsent.{first.project.id}",
        sources=tuple(each.source for each in ranked),
        about=ids_of(*(each.project for each in ranked)),
        money=amount * AT_RISK,
        whole=amount,
        turn=UNSENT,
        instead=f"Send the invoice for {first.project.title} today, and one more a day",
        by=measured.within(3),
        measure=float(amount),
        is_moved=False,
    )


def _is_of(project: Project, clients: Mapping[str, object]) -> bool:
    return project.client is not None and same_id(project.client.id) in clients


def _rests(measured: Measured, rests: Sequence[Unsent]) -> Finding:
    """Finished jobs that were charged less than they are worth, as one thing to decide, weighed by their sum."""
    amount, first = sum((each.amount for each in rests), Fraction(0)), rests[0]
    hourly = all(each.project.billing == "hourly" for each in rests)
    return Finding(
        rule="unbilled",
        role="finance",
        urgency=2 if amount >= _A_DAY * measured.hour_is_worth else 1,
        because=f"{measured.money(amount)} of {'worked hours' if hourly else 'finished work'} was never invoiced",
        action=f"Charge or write off the rest of {len(rests)} finished projects, first {first.project.title} "
        f"({measured.money(first.amount)})",
        figure=f"money.unsent.{first.project.id}",
        sources=tuple(each.source for each in rests),
        about=ids_of(first.project),
        money=amount * AT_RISK,
        whole=amount,
        turn=UNSENT,
        instead=f"Write one line in the log of each of {len(rests)} finished projects: charged, or written off",
        by=measured.within(7),
        measure=float(amount),
        is_moved=False,
    )


class _Words(NamedTuple):
    """What is said of an invoice that was not sent, and how urgent it is."""

    because: str
    action: str
    urgency: int = 3


def _words(measured: Measured, each: Unsent) -> _Words:
    """What is so, and what to do."""
    amount, title = measured.money(each.amount), each.project.title
    invoice = f"Invoice {amount} for {title}"
    if each.how == REST:
        reason = "its hours are worth more than was charged"
        if each.project.billing != "hourly":
            reason = "its price is more than was charged"
        return _Words(
            f"its last invoice was sent, and {reason}", f"Charge another {amount} for {title}, or write it off", 1
        )
    if each.how == EXTRA:
        return _Words("it was agreed beside the price, and is on no invoice", invoice)
    if each.how == HOURS:
        return _Words(f"its hours since {measured.date_of(each.since)} are not invoiced", invoice, 2)
    if each.how == DELIVERED:
        return _Words("it is finished and is not invoiced", invoice)
    extra = f"{measured.money(each.extra)} of agreed extra" if each.extra else ""
    if not each.days:
        return _Words(f"{extra} is on no invoice", invoice, 2)
    days = listed([measured.date_of(day) for day in each.days], 3)
    reason = f"its {'bill' if each.how == PLANNED else 'invoice'} of {days} was not sent"
    if len(each.days) > 1:
        reason = f"its {'bills' if each.how == PLANNED else 'invoices'} of {days} were not sent"
    return _Words(f"{reason}, and {extra} is on none" if extra else reason, invoice)


def over_billed(measured: Measured) -> Iterator[Finding]:
    """More was invoiced of hourly work than its hours bring, finished in the year or beyond its whole estimate.

    Not of a project whose invoice is overdue: that asks for both at once.
    """
    standing, late = measured.standing, {finding.about[0] for finding in long_owed(measured)}
    for project in standing.client_projects:
        beyond = billed_beyond(measured, project)
        if not beyond or project.id in late:
            continue
        worth, spent = earned(standing, project), hours(total(standing.blocks_of(project)))
        billed = invoiced_for_work(project) - amounts(project, "credited")
        yield Finding(
            rule="over-billed",
            role="finance",
            urgency=2,
            because=f"{measured.money(billed)} were invoiced for {write_hours(spent)}, which bring "
            f"{measured.money(worth)} by the rate",
            action=f"Compare the invoices of {project.title} with its hours: are some missing, or was "
            f"{measured.money(beyond)} too much charged?",
            figure=f"outflow.rate.{project.id}",
            sources=spans(project.lines("invoiced")),
            about=ids_of(project),
            money=beyond * AT_RISK,
            whole=beyond,
            by=measured.within(14),
            measure=float(beyond),
            is_moved=False,
        )


def billed_beyond(measured: Measured, project: Project) -> Fraction:
    """What was invoiced of a project by the hour beyond what its hours bring; 0 if little, or if nobody can tell."""
    standing, none = measured.standing, Fraction(0)
    worth, spent = earned(standing, project), total(standing.blocks_of(project))
    if project.billing != "hourly" or worth is None or not spent or not covers_life(standing, project):
        return none
    kept = standing.settings.kept_since
    if kept and any(line.day < kept for line in project.lines("invoiced")):
        return none  # of older invoices nobody wrote down the hours
    estimated = hours(project.estimate or 0) * (rate_on(project, standing.day) or none)
    is_done = project.status == "delivered" and project.log[-1].day in standing.last_weeks(_YEAR_WEEKS)
    may_bring = worth if is_done else max(worth, estimated)
    beyond = invoiced_for_work(project) - amounts(project, "credited") - may_bring
    is_much = beyond >= max(may_bring / 10, measured.hour_is_worth)
    return beyond if is_much and (is_done or project.is_open) else none


INVOICE_RULES = (long_owed, unbilled, over_billed)
