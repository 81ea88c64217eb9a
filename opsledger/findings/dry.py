"""A finding about booked work that runs out, for ledgers too young to be forecast."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog
from opsledger.figures.standing import hours
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.lead_steps import OwnStep, best_lead, bring_to_an_answer, own_step
from opsledger.forecast.left import left_of
from opsledger.models.projects import Project
from opsledger.values.written import write_number

FEW_LEADS = 4
A_HAIR = Fraction(1, 2)
_SOON_WEEKS = 4
_FILLS = timedelta(weeks=8)  # a lead that wants to begin later fills no week that is near


def dry_spell(measured: Measured) -> Iterator[Finding]:
    """The booked work runs out before a lead begun today could become work; if no forecast knows better."""
    if measured.trusted_forecast:
        return
    dry = measured.figures["balance.dry_on"].value
    if not isinstance(dry, date):
        return
    cover, needed = measured.number("balance.cover"), measured.number("balance.lead_time_weeks")
    seen = measured.figures["balance.lead_time_weeks"].n
    if cover is None or needed is None or seen < FEW_LEADS:
        yield from _dry_soon(measured, dry)
        return
    if cover >= -A_HAIR:
        return
    name = "balance.cover"
    gap = -cover * (measured.number("balance.pace") or 0)
    yield Finding(
        rule="dry-spell",
        role="sales",
        urgency=3,
        because=f"{_booked(measured, dry)}, and a lead takes {write_number(needed)} weeks to become work",
        action="Get a yes or no on each open proposal",
        figure=name,
        sources=measured.sources(name),
        hours=gap,
        by=measured.within(7),
        measure=float(-cover),
    )


def _dry_soon(measured: Measured, dry: date) -> Iterator[Finding]:
    """Work runs out within weeks, in a ledger too young to say how long a lead takes to become work."""
    weeks, lead = (dry - measured.day).days / 7, best_lead(measured, dry + _FILLS)
    own = own_step(measured, lead) if lead else None
    if dry == measured.day and (project := _sold_and_waiting(measured)) is not None:
        yield _to_work_on(measured, project)
        return
    if weeks <= _SOON_WEEKS and measured.standing.client_projects:
        yield Finding(
            rule="dry-spell",
            role="sales",
            urgency=3,
            because=_because(own, _booked(measured, dry)),
            action=bring_to_an_answer(measured, lead)
            if lead
            else "Ask two people you worked for or with for a small job",
            figure="balance.dry_on",
            sources=((lead.stage_line or lead.log[-1]).span,) if lead else measured.sources("balance.dry_on"),
            about=ids_of(lead) if lead else (),
            instead="Name three people who may have work for you, and write to one a day",
            by=own.by if own else measured.within(7),
            measure=_SOON_WEEKS - weeks,
        )


def _because(own: OwnStep | None, booked: str) -> str:
    """Why a lead is to be brought to an answer: your own day comes before what is worked out."""
    return f"{own.late}. {booked[0].upper()}{booked[1:]}" if own and own.late else booked


def _sold_and_waiting(measured: Measured) -> Project | None:
    """The open project with most hours left, if more is sold than a week holds: hours are missing, not work."""
    standing = measured.standing
    if backlog(standing).minutes < standing.settings.client_hours:
        return None
    left = [
        (left_of(standing, each).likely or Fraction(0), each.id, each)
        for each in standing.client_projects
        if each.is_open and not each.is_retainer and each.status != "paused"
    ]
    return max(left, key=lambda entry: entry[:2])[2] if left else None


def _to_work_on(measured: Measured, project: Project) -> Finding:
    sold = measured.hours(hours(backlog(measured.standing).minutes))
    return Finding(
        rule="dry-spell",
        role="production",
        urgency=3,
        because=f"{sold} are sold, but they do not fill the coming week",
        action=f"Plan more of the coming week for {project.title}",
        instead=f"Block two half days for {project.title}",
        figure="balance.backlog_hours",
        sources=(project.whole,),
        about=ids_of(project),
        by=measured.within(3),
        is_moved=False,
    )


def _booked(measured: Measured, dry: date) -> str:
    if dry == measured.day:
        return "booked work does not fill the coming week"
    return f"booked work keeps you busy until {measured.date_of(dry)}"


DRY_RULES = (dry_spell,)
