"""Findings from the forecast: a lean or an overloaded stretch ahead, and by when to meet it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog
from opsledger.figures.standing import hours as hours_of
from opsledger.findings.ahead import ToldStretch, ends_of, looks, told_of
from opsledger.findings.dry import FEW_LEADS
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.lead_steps import at_chance, best_lead, bring_to_an_answer, own_step
from opsledger.findings.marketing import fewer_leads
from opsledger.findings.overload import overloaded_ahead
from opsledger.findings.promises import why_broken
from opsledger.forecast.left import fading_of, left_of
from opsledger.forecast.outlook import LEAN
from opsledger.forecast.silence import chance_now
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.days import Week
from opsledger.values.written import count_of

_SURE_ENOUGH = Fraction(1, 2)  # the chance from which on a lead is asked to begin sooner
_SOON_ENOUGH = timedelta(weeks=8)
_WORTH_BEGINNING = Fraction(4)  # hours
_PLENTY, _PLENTY_WEEKS = 2, 4  # sold work is plenty from twice what is missing on, and from four weeks on


def lean_ahead(measured: Measured) -> Iterator[Finding]:
    """A lean stretch is likely: which lead to bring to an answer by when, and whether new ones can still help."""
    told, forecast = told_of(measured, LEAN), measured.trusted_forecast
    if told is None or forecast is None:
        return
    if (waiting := _sold_enough(measured, told)) is not None:
        yield _work_on_it(measured, told, waiting)
        return
    missing = Fraction(round(told.stretch.hours))
    hours = missing - _booked_fills(measured, told)
    if hours < 1:
        return
    because = f"{ends_of(measured, told)} {looks(told)} lean"
    helps = forecast.helps
    lead = measured.standing.ledger.lead_by_id.get(same_id(helps.lead)) if helps and helps.lead else None
    lead = lead or best_lead(measured, told.stretch.last.sunday + _SOON_ENOUGH)
    worth = Fraction(lead.worth) if lead and lead.worth is not None else None
    won_by = helps.won_by if helps and helps.won_by and helps.won_by > measured.day else None
    own = own_step(measured, lead) if lead else None
    soon = own.by if own else measured.within(7)
    by = min(soon, won_by) if won_by else soon
    if own and own.late:
        because = f"{own.late}. {because[0].upper()}{because[1:]}"
    if lead and won_by:
        because += f". Work for then must be won by {measured.date_of(won_by)}"
    yield Finding(
        rule="lean-ahead",
        role="sales",
        urgency=3 if told.is_likely else 2,
        because=because,
        action=bring_to_an_answer(measured, lead) if lead else "Ask two past clients for a small job",
        figure="balance.cover",
        sources=((lead.stage_line or lead.log[-1]).span,) if lead else (),
        about=ids_of(lead) if lead else (),
        hours=hours,
        whole=worth,
        instead=f"Offer {lead.title} a smaller first step with a date" if lead else "Name three people to ask for work",
        at_stake=at_chance(measured, lead)
        if lead and worth
        else "all the hours you are short"
        if hours == missing
        else f"of the {measured.hours(missing)} short",
        by=by,
        measure=told.stretch.hours,
    )
    yield from _new_leads(measured, told)


def _sold_enough(measured: Measured, told: ToldStretch) -> Project | None:
    """The begun project to work on first, if much more is sold than the stretch lacks: no lead is missing then."""
    standing = measured.standing
    weekly = Fraction(standing.settings.client_hours, 60)
    sold = hours_of(backlog(standing).minutes)
    if not weekly or sold < max(_PLENTY * Fraction(round(told.stretch.hours)), _PLENTY_WEEKS * weekly):
        return None
    begun = [
        (project.revised_promise or date.max, project.id, project)
        for project in standing.client_projects
        if project.status == "started" and not project.is_retainer and left_of(standing, project).likely
        if fading_of(standing, project) is None
    ]
    return min(begun, key=lambda entry: entry[:2])[2] if begun else None


def _work_on_it(measured: Measured, told: ToldStretch, project: Project) -> Finding:
    sold = hours_of(backlog(measured.standing).minutes)
    late = why_broken(measured, project)
    return Finding(
        rule="lean-ahead",
        role="production",
        urgency=3 if told.is_likely else 2,
        because=f"{ends_of(measured, told)} {looks(told)} lean, though {measured.hours(sold)} are sold: "
        "the hours are missing, not the work" + (f". {late[0].upper()}{late[1:]}" if late else ""),
        action=f"Give the free hours of the coming weeks to {project.title}"
        + (f", and agree with {measured.client_of(project)} on a later date" if late else ""),
        figure="balance.backlog_hours",
        sources=(project.whole,),
        about=ids_of(project),
        hours=Fraction(round(told.stretch.hours)),
        at_stake="all the hours you are short",
        instead=f"Block two half days a week for {project.title} in the plan",
        by=measured.within(7),
        measure=told.stretch.hours,
        is_moved=False,
    )


def _new_leads(measured: Measured, told: ToldStretch) -> Iterator[Finding]:
    """Whether new leads would still come in time for a lean stretch, and how to come by them."""
    came, lead_time = measured.figures["inflow.leads_new"], measured.figures["balance.lead_time_weeks"]
    if not fewer_leads(measured):
        return
    needed = measured.number(lead_time.name) if lead_time.n >= FEW_LEADS else None
    weeks = (told.stretch.last.monday - measured.day).days / 7
    because = f"only {count_of(came.n, 'new lead')} came" if came.n else "no new lead came"
    action = "Write to three past clients, and ask each for an introduction"
    if needed is not None and needed > weeks:
        because += f", and a new one would come too late for {ends_of(measured, told)}"
        action = "Ask two past clients for a small job"
    yield Finding(
        rule="new-leads",
        role="marketing",
        urgency=2,
        because=because,
        action=action,
        figure=came.name,
        sources=came.sources,
        hours=Fraction(round(told.stretch.hours)) / 2,
        at_stake="half the hours you are short",
        instead="Offer one past client one thing they lack, with a price",
        by=measured.within(7),
        measure=told.stretch.hours,
    )


def _booked_fills(measured: Measured, told: ToldStretch) -> Fraction:
    """How many of the missing hours sold work would fill that has not begun: no lead needs to be won for them."""
    first = _first_day(measured, told)
    project = None if first > told.stretch.last.monday else _to_begin(measured, first)
    left = left_of(measured.standing, project).likely if project else None
    return Fraction(round(min(left, Fraction(round(told.stretch.hours))))) if left else Fraction(0)


def _first_day(measured: Measured, told: ToldStretch) -> date:
    """The Monday on which work could begin to fill a stretch: its first, or the first after next week has begun."""
    soonest = measured.day + timedelta(days=7)
    return max(told.stretch.first.monday, soonest + timedelta(days=-soonest.weekday() % 7))


def begin_sooner(measured: Measured) -> Iterator[Finding]:
    """A likely lead wants to begin after a lean stretch has: to begin with it would fill it."""
    told = told_of(measured, LEAN)
    if told is None:
        return
    first, missing = _first_day(measured, told), Fraction(round(told.stretch.hours))
    if first > told.stretch.last.monday:
        return
    if (booked := _to_begin(measured, first)) is not None:
        soon = max(told.stretch.first.monday, Week.of(measured.day).plus(1).monday)  # what is sold needs no yes
        yield _begin_booked(measured, told, booked, soon)
        return
    found = [
        (min(Fraction(lead.size or 0, 60), missing) * chance, chance, lead, lead.start)
        for lead in measured.standing.open_leads
        if lead.start and first + timedelta(days=7) <= lead.start <= told.stretch.last.sunday + _SOON_ENOUGH
        if (chance := chance_now(measured.standing, lead)) >= _SURE_ENOUGH
    ]
    if not found:
        return
    hours, _, lead, start = max(found, key=lambda each: (each[0], each[1], each[2].id))
    lines = [lead.front["start"]] if "start" in lead.front else []
    yield Finding(
        rule="begin-sooner",
        role="sales",
        urgency=3 if told.is_likely else 2,
        because=f"they plan to start on {measured.date_of(start)}, and {ends_of(measured, told)} {looks(told)} lean",
        action=f"Ask {lead.title} to begin on {measured.date_of(first)}",
        figure="balance.cover",
        sources=tuple(lines) or (lead.log[-1].span,),
        about=ids_of(lead),
        hours=hours or None,
        at_stake="the hours it would bring, weighted by its chance",
        instead=f"Offer {lead.title} a small first part before {measured.date_of(start)}",
        by=measured.within(7),
        measure=told.stretch.hours,
    )


def _to_begin(measured: Measured, first: date) -> Project | None:
    """The sold project with most hours that has not begun: lean weeks are its time, before any new lead."""
    waiting = [
        (left, project.id, project)
        for project in measured.standing.client_projects
        if project.status == "booked" and not project.is_retainer and not measured.standing.blocks_of(project)
        for start in (_planned_start(measured, project),)
        if start is None or start > first
        for left in (left_of(measured.standing, project).likely or Fraction(0),)
        if left >= _WORTH_BEGINNING
    ]
    return max(waiting, key=lambda entry: entry[:2])[2] if waiting else None


def _planned_start(measured: Measured, project: Project) -> date | None:
    """When a sold project is to begin, as its lead says; None if nobody wrote it down or the day is past."""
    lead = measured.standing.ledger.lead_by_id.get(same_id(project.lead.id)) if project.lead else None
    return lead.start if lead and lead.start and lead.start > measured.day else None


def _begin_booked(measured: Measured, told: ToldStretch, project: Project, first: date) -> Finding:
    left = left_of(measured.standing, project).likely or Fraction(0)
    day, missing = measured.date_of(first), Fraction(round(told.stretch.hours))
    start = _planned_start(measured, project)
    waits = f" and planned from {measured.date_of(start)}" if start else " and has not begun"
    action = f"Ask {measured.client_of(project)} to begin {measured.theirs(project)} on {day}"
    return Finding(
        rule="begin-sooner",
        role="production",
        urgency=3 if told.is_likely else 2,
        because=f"it is sold{waits}, and {ends_of(measured, told)} {looks(told)} lean",
        action=action if start else f"Begin {project.title} on {day}",
        figure="balance.cover",
        sources=(project.whole,),
        about=ids_of(project),
        hours=min(left, missing) or None,
        at_stake="the hours it would fill",
        instead=f"Plan one day of next week for {project.title}",
        by=measured.within(7),
        measure=told.stretch.hours,
    )


COMING_RULES = (lean_ahead, begin_sooner, overloaded_ahead)
