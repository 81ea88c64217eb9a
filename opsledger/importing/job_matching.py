"""Which projects the rows of a table of jobs are, and what of them changed since they were imported."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.editing.record_text import slugs
from opsledger.figures.projects import sold_for
from opsledger.importing.jobs import SoldJob
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.values.characters import same_name
from opsledger.values.duration import write_duration
from opsledger.values.money import plain_amount
from opsledger.values.pieces import Pieces
from opsledger.values.written import write_date, write_day, write_money, write_month


class KnownJob(NamedTuple):
    """The project that a row is. is_changed: whether the row says something else than when it was imported."""

    project: Project
    is_changed: bool


class ChangedJob(NamedTuple):
    """What a changed row says that its project does not: lines for the log, and what is to be told."""

    lines: tuple[str, ...]
    told: tuple[str, ...]


def names_of_job(job: SoldJob) -> tuple[str, ...]:
    """How its project may be called, the plainest first."""
    plain = job.name if job.name != job.client else f"{job.client}, {write_month(job.ordered)}"
    days = (write_month(job.ordered), write_day(job.ordered))
    return (plain, f"{job.name}, {job.client}", *(f"{job.name}, {day}" for day in days))


def known_jobs(ledger: Ledger, found: Iterable[SoldJob], imported: Collection[tuple[str, str]]) -> dict[str, KnownJob]:
    """By a row's place the project that it is already; without those that are new, or may be one of several.

    A row that was imported as it is comes first. A row that says something new is a job of the same client and name
    that was ordered on the same day, or has an invoice of the same number; or one of the client's that agrees in both.
    imported: by what the rows are known that were imported.
    """
    known: dict[str, KnownJob] = {}
    free = {project.id: project for project in ledger.projects if not project.is_internal}
    rows = sorted(found, key=lambda job: (job.key.identity not in imported, job.ordered, job.place))
    for job in rows:
        is_changed = job.key.identity not in imported
        same = _changed(ledger, free.values(), job) if is_changed else _as_imported(free.values(), job)
        if len(same) > 1:
            same = [project for project in same if _sold(project) == job.amount] or same
        if len(same) == 1 or (same and not is_changed):
            known[job.place] = KnownJob(same[0], is_changed)
            del free[same[0].id]
    return known


def _as_imported(projects: Iterable[Project], job: SoldJob) -> list[Project]:
    names = {name.casefold() for name in names_of_job(job)}
    return [each for each in projects if each.first_day == job.ordered and each.title.casefold() in names]


def _changed(ledger: Ledger, projects: Iterable[Project], job: SoldJob) -> list[Project]:
    """The projects that a row may be which says something else than any that was imported."""
    names = {name.casefold() for name in names_of_job(job)}
    for_client = [each for each in projects if _is_for(ledger, each, job.client)]
    named = [each for each in for_client if each.title.casefold() in names]
    by_day = [each for each in named if each.first_day == job.ordered]
    by_number = [each for each in named if _has_number(each, job)]
    by_both = [each for each in for_client if each.first_day == job.ordered and _has_number(each, job)]
    return by_day or by_number or by_both


def _has_number(project: Project, job: SoldJob) -> bool:
    return bool(job.number) and any(line.number == job.number for line in project.lines("invoiced"))


def _is_for(ledger: Ledger, project: Project, name: str) -> bool:
    """Whether a project is for a client of this name, as the ledger or the table writes it."""
    if project.client is None:
        return False
    own = project.client.id
    title = next((client.title for client in ledger.clients if client.id == own), own)
    return same_name(name) in (same_name(own), same_name(title)) or own in slugs(name)


def _sold(project: Project) -> Fraction | None:
    """What a project is sold for in its own currency; None if that is not known."""
    sold = sold_for(project)
    return sold / project.worth if sold else None


def changed_job(project: Project, job: SoldJob, day: date, currency: str) -> ChangedJob:
    """What a changed row says of its project: a new price as a line of scope, a new promise, or a day that differs.

    A price that was invoiced otherwise is only told: an invoice is not changed by a table. day: today.
    """
    lines, told, name = [], [], project.title
    sold, amount = _sold(project), job.amount if job.amount and job.amount > 0 else None
    invoiced = project.lines("invoiced")
    if amount is not None and sold is not None and amount != sold:
        change = f"{write_money(sold, currency)} → {write_money(amount, currency)}"
        if invoiced:
            told.append(f"{name}: the table has {change}, and it is invoiced already: correct its lines if it is so")
        elif line := _scope(project, job, amount - Decimal(sold.numerator) / sold.denominator, day):
            lines.append(line)
            told.append(f"{name}: price {change}{_quantities(project, job)}")
    if job.due and not project.delivered_on and job.due not in _promises(project):
        lines.append(f"{min(job.ordered, day) if project.revised_promise is None else day} due {job.due}")
        told.append(f"{name}: now due {write_date(job.due, day)}")
    if project.first_day != job.ordered:
        was, now = (write_date(each, day) for each in (project.first_day or job.ordered, job.ordered))
        told.append(f"{name}: ordered {was} in the ledger, {now} in the table; the ledger's day is kept")
    if project.title.casefold() not in {each.casefold() for each in names_of_job(job)}:
        told.append(f"{name}: `{job.name}` in the table; the ledger's name is kept")
    return ChangedJob(tuple(lines), tuple(told))


def days_apart(project: Project, lines: Iterable[str], day: date) -> list[str]:
    """What a table says of the days on which a job was delivered and invoiced, if the ledger has other days."""
    told = []
    for line in lines:
        first, word, *_ = line.split()
        own = project.first(word)
        if own and word in ("delivered", "invoiced") and str(own.day) != first and "does not give" not in line:
            was, now = write_date(own.day, day), write_date(date.fromisoformat(first), day)
            told.append(f"{project.title}: {word} {was} in the ledger, {now} in the table; the ledger's day is kept")
    return told


def _scope(project: Project, job: SoldJob, more: Decimal, day: date) -> str:
    """The line that changes what a job is sold for, and its hours in the same proportion if it has an estimate."""
    on = job.delivered.day or job.invoiced.day or day
    if project.delivered_on:
        on = project.delivered_on
    price, hours = project.price, ""
    if project.estimate and isinstance(price, Pieces) and job.quantity and not project.lines("scope"):
        halves = Decimal(project.estimate) * (job.quantity - price.quantity) / price.quantity / 30
        minutes = 30 * int(halves.quantize(Decimal(1), ROUND_HALF_UP))
        hours = f" {'+' if minutes > 0 else '-'}{write_duration(abs(minutes))}" if minutes else ""
    sign = "+" if more > 0 else "-"
    return f"{min(on, day)} scope{hours} {sign}{plain_amount(abs(more))} by the table{_quantities(project, job)}"


def _quantities(project: Project, job: SoldJob) -> str:
    """How many pieces it was and is: `, 2,100 → 2,200 words`; empty if that is not known or the same."""
    price = project.price
    if not isinstance(price, Pieces) or not job.quantity or job.quantity == price.quantity or project.lines("scope"):
        return ""
    return f", {price.quantity:,f} → {job.quantity:,f} {price.unit or 'pieces'}"


def _promises(project: Project) -> set[date]:
    """Every day for which it was promised, first or later."""
    return {each for each in (project.due, *(line.promised for line in project.lines("due"))) if each}
