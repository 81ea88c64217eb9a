"""An open invoice as somebody tells of it: `Carpenter, brochure, 2300, sent 15 Oct, due 29 Oct`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from opsledger.capturing.facts import Facts, due_said
from opsledger.capturing.names import called, take_name
from opsledger.capturing.said_money import PAID, SaidMoney
from opsledger.capturing.stock_billing import share_of
from opsledger.capturing.stock_jobs import Answered, free_id
from opsledger.capturing.words import line_words, plain
from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import Edit
from opsledger.editing.record_text import record_text, slug
from opsledger.figures.debts import Bill
from opsledger.loading.survey import Survey
from opsledger.models.projects import Project
from opsledger.models.settings import Settings
from opsledger.reading.kinds import PROJECT
from opsledger.reading.records import record_id
from opsledger.values.loose_dates import MONTHS
from opsledger.values.misread import Misread
from opsledger.values.written import listed, write_date, write_money

REMINDER = "reminder of the invoice"
_SAME_DAYS = 62  # between the days of what may be one invoice
EARLIER = "Earlier work"  # what an invoice is for if nobody says


def unknown_of_invoice(facts: Facts) -> list[str]:
    """What of an invoice is not said, in words for a question."""
    found = [] if facts.amount else ["how much"]
    return found if facts.issued or facts.due or facts.late is not None else [*found, "when it was sent"]


def refuse_unsent(facts: Facts, day: date) -> None:
    """Raises Misread if a line is about an invoice that is not sent yet: nothing is owed."""
    if facts.billed.is_none or facts.billed.is_to_come:
        sent = f"{facts.name}, {facts.amount or 1500}, sent {day:%-d %b}"
        hint = f"a job's line says `nothing invoiced yet`; once it is sent: `{sent}`"
        raise Misread("it is not sent yet, so nothing is written as owed", hint)


def projects_meant(survey: Survey, facts: Facts) -> list[Project]:
    """The projects that an invoice may be for, by the names in it: those that run, else the client's last."""
    records = [survey.record(PROJECT, found.path) for found in survey.files(PROJECT)]
    projects = [one for one in records if isinstance(one, Project) and not one.is_internal and one.status]
    names = [facts.name, facts.client] if facts.client else [facts.name]
    among = [called(one, {}) for one in projects]
    meant = projects
    for name in names:
        taken = take_name(line_words(name), among) if name else None
        paths = {one.path for one in taken.value} if taken and taken.words == len(line_words(name)) else set()
        meant = [one for one in meant if one.file in paths]
    running = [one for one in meant if one.is_open]
    return running or sorted(meant, key=lambda one: one.log[-1].day)[-1:]


def invoice_edits(survey: Survey, facts: Facts, project: Project | None, day: date) -> Answered:
    """The edits that write an invoice into a project, or into one of its own.

    That one has no other line: it was never booked here, so nothing of it is judged but the money that is owed. Raises
    Misread if an invoice of that amount is written down already.
    """
    due = due_said(facts, day)
    terms = survey.settings.terms
    issued = facts.issued or (min(due - timedelta(days=terms), day) if due else day)
    words = [str(issued), "invoiced", facts.amount or "0", *(["gross"] if facts.gross else [])]
    words += [f"due {due}"] if due else []
    words += [f"no {facts.number}"] if facts.number else []
    lines = [" ".join(words), *_after(facts, issued, day)]
    if project is not None:
        _refuse_twice(project, facts, issued, lines[0], survey.settings.currency, day)
        client = project.client.id if project.client else ""
        told = _told(facts, project.title, client, issued, due, survey.settings, day)
        return Answered([AddLines(project.file, "Log", tuple(lines))], told)
    client, what = (facts.client, facts.name) if facts.client else (facts.name, EARLIER)
    *rest, last = client.split()
    if rest and plain(last) in MONTHS:  # `LinguaBridge October`
        client, what = " ".join(rest), last.capitalize()
    values: dict[str, str | Sequence[str]] = {"name": what, "client": client, "billing": "fixed"}
    values["price"] = facts.amount or "0"
    name = free_id(survey, slug(f"{client} {what}"), PROJECT)
    edits: list[Edit] = [NewRecord(PROJECT.path_of(name), record_text(PROJECT, values, lines))]
    return Answered(edits, _told(facts, what, client, issued, due, survey.settings, day))


def _refuse_twice(project: Project, facts: Facts, issued: date, line: str, currency: str, day: date) -> None:
    for one in project.lines("invoiced"):
        is_other = bool(one.number and facts.number and one.number.casefold() != facts.number.casefold())
        if is_other or one.amount != Decimal(facts.amount or 0) or abs((one.day - issued).days) > _SAME_DAYS:
            continue
        amount = write_money(float(facts.amount or 0), currency)
        another = f"`opsledger log {record_id(project.file)} {line.partition(' ')[2]} --on {issued}`"
        raise Misread(
            f"an invoice of {amount} for {project.title}, sent {write_date(one.day, day)}, is written down already",
            f"if that is it, make its line in {project.file} `- {line}`; if it is another one: {another}",
        )


def payment_of(facts: Facts) -> Facts | None:
    """A line that tells only that an invoice of the ledger was paid, with the amount and the day of it; else None."""
    event = next((each for each in facts.billed.events if each.word == PAID), None)
    if facts.issued or not (event or facts.state == "paid" or facts.billed.is_settled):
        return None
    if event is None:
        return facts
    return replace(facts, amount=event.amount or facts.amount, agreed=event.day or facts.agreed)


def payment_edits(bills: Sequence[Bill], facts: Facts, currency: str, day: date) -> Answered:
    """The edits that write down that an open invoice was paid: `Stadtmuseum paid 20 Nov`. Raises Misread.

    bills: those that are open. It is told by its client or project, its number, or its amount.
    """
    among = [called(bill.project, {}) for bill in bills]
    words = line_words(facts.name)
    found = take_name(words, among)
    paths = {one.path for one in found.value} if found and found.words == len(words) else set()
    meant = [bill for bill in bills if bill.project.file in paths]
    if facts.number:
        meant = [bill for bill in meant if (bill.line.number or "").casefold() == facts.number.casefold()]
    if facts.amount:
        meant = [bill for bill in meant if bill.line.amount == Decimal(facts.amount)] or meant
    if not meant:
        raise Misread(f"no open invoice of `{facts.name}` is written down", "begin with the client or the project")
    if len(meant) > 1:
        named = listed([write_money(bill.left, currency) for bill in meant])
        raise Misread(f"`{facts.name}` has several open invoices: {named}", "name the amount or its number")
    [bill] = meant
    line, paid_on = bill.line, facts.agreed or facts.issued or day
    amount = line.amount if not bill.debt.net_settled else bill.debt.left
    words = [f"{paid_on} paid {amount:f}", *(["gross"] if line.gross and not bill.debt.net_settled else [])]
    words += [f"no {line.number}"] if line.number else []
    told = f"Paid: {write_money(amount, currency)} for {bill.project.title}, {write_date(paid_on, day)}"
    return Answered([AddLines(bill.project.file, "Log", (" ".join(words),))], told)


def _after(facts: Facts, issued: date, day: date) -> list[str]:
    """The lines of what became of an invoice since: a reminder, a payment."""
    lines = [f"{max(facts.reminded, issued)} mail {REMINDER}"] if facts.reminded else []
    for each in _payments(facts):
        number = f" no {facts.number}" if facts.number else ""
        lines.append(f"{max(each.day or day, issued)} paid {each.amount}{' gross' if facts.gross else ''}{number}")
    return sorted(lines)


def _payments(facts: Facts) -> list[SaidMoney]:
    """What was paid of an invoice: what is said, or all of it."""
    whole = facts.amount or "0"
    paid = [each for each in facts.billed.events if each.word == PAID]
    if facts.billed.is_settled and not paid:
        paid = [SaidMoney(PAID)]
    return [each._replace(amount=each.amount or share_of(whole, each.share) or whole) for each in paid]


def _told(facts: Facts, title: str, client: str, issued: date, due: date | None, settings: Settings, day: date) -> str:
    """What was understood, with the day by which it is late: if it is not said, after the days of `terms`."""
    currency, terms = settings.currency, settings.terms
    said = [f"{write_money(float(facts.amount or 0), currency)}{' with VAT' if facts.gross else ''}"]
    said += [f"no {facts.number}"] if facts.number else []
    said.append(f"sent {write_date(issued, day)}")
    if due:
        late = (day - due).days
        is_late = late > 0 and not _payments(facts)
        said.append(f"due {write_date(due, day)}" + (f", {late} days late" if is_late else ""))
    elif not _payments(facts):
        said.append(
            f"due {write_date(issued + timedelta(days=terms), day)}, after your {terms} days (say `due DAY` if not)"
        )
    said += [f"reminded {write_date(facts.reminded, day)}"] if facts.reminded else []
    for each in _payments(facts):
        said.append(f"paid {write_money(float(each.amount or 0), currency)} {write_date(each.day or day, day)}")
    return f"Invoice for {title} ({client}): {', '.join(said)}"


def with_answer(facts: Facts, more: Facts) -> Facts:
    """An invoice with what an answer adds; a day that nothing is said of is the one it was sent on."""
    return replace(facts.beside(more), name=facts.name)
