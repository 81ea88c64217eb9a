"""A finding from the forecast: sold work overloads the coming weeks, and what makes them lighter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.plan_ahead import coming_week
from opsledger.figures.standing import hours as hours_of
from opsledger.figures.standing import total
from opsledger.findings.ahead import ToldStretch, ends_of, looks, told_of
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.lead_steps import is_turned_down
from opsledger.forecast.keeping import KEPT, NO_ROOM, PAST, free_until, promises_of
from opsledger.forecast.left import left_of
from opsledger.forecast.outlook import OVERLOADED
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import listed, write_likely

_SLIGHTLY = Fraction(1, 10)  # of the hours for clients: for less nobody is asked to wait
_JUST_BOOKED = timedelta(days=14)


def overloaded_ahead(measured: Measured) -> Iterator[Finding]:
    """An overloaded stretch of sold work is likely: what to leave out, move or offer for later.

    Work that nobody has asked for can be declined, and overloads nobody.
    """
    told = told_of(measured, OVERLOADED)
    if told is None:
        return
    hours = Fraction(round(told.stretch.hours))
    project = _to_move(measured, told)
    left = left_of(measured.standing, project).likely if project else None
    moved = hours if left is None else min(hours, Fraction(round(left)))  # one project takes no more away than it has
    yield Finding(
        rule="overloaded-ahead",
        role="production",
        urgency=3,
        because=f"{ends_of(measured, told)} {looks(told)} overloaded ({write_likely(told.stretch.chance)}), "
        f"by about {measured.hours(hours)}",
        action=_unburdened(measured, told, project),
        figure="balance.backlog_hours",
        sources=(project.whole,) if project else (),
        about=ids_of(project) if project else (),
        hours=moved,
        instead=f"Take nothing new before {measured.short(told.stretch.last.sunday)}, and say so in each answer",
        at_stake="the whole surplus" if moved == hours else f"of the {measured.hours(hours)} too much",
        by=measured.within(7),
        measure=told.stretch.hours,
    )


def _unburdened(measured: Measured, told: ToldStretch, project: Project | None) -> str:
    """What makes an overloaded stretch lighter: hours for who is turned down, work promised for after it, later starts.

    A client is asked for a later date only for a promise that will likely break, of work that was not just agreed. What
    leaves no room for its own promise already is not left for later.
    """
    until = measured.short(told.stretch.last.sunday)
    if unwanted := _for_the_turned_down(measured):
        return unwanted
    if project is None:
        return f"Offer new work a start after {until}"
    due = project.revised_promise
    left = left_of(measured.standing, project).likely or Fraction(0)
    lost = {one.project.id for one in promises_of(measured.standing) if one.state in (PAST, NO_ROOM)}
    can_wait = due is not None and due > told.stretch.last.sunday and project.id not in lost
    if due is not None and can_wait and left <= _free_after(measured, told, due):
        return f"Leave {project.title} until after {until}: it is promised for {measured.date_of(due)}"
    if _may_wait(measured, told, project):
        return f"Ask {measured.client_of(project)} for a later date for {measured.theirs(project)}"
    return f"Offer new work a start after {until}"


def _for_the_turned_down(measured: Measured) -> str:
    """Next week's hours for leads that are to be turned down, as what to leave out; empty if there are none."""
    bad = {same_id(lead.id): lead for lead in measured.standing.open_leads if is_turned_down(measured, lead)}
    blocks = [
        block for _, block in coming_week(measured.standing).blocks if block.target and same_id(block.target.id) in bad
    ]
    if not blocks:
        return ""
    names = listed([bad[lead_id].title for lead_id in dict.fromkeys(same_id(b.target.id) for b in blocks if b.target)])
    return f"Turn down {names}, and take the {measured.hours(hours_of(total(blocks)))} for it out of next week's plan"


def _may_wait(measured: Measured, told: ToldStretch, project: Project) -> bool:
    """Whether a later date is worth asking for: much is too much, the promise will likely break, and it is not new."""
    forecast, stretch = measured.forecast, told.stretch
    weeks = forecast.weeks if forecast else ()
    room = sum(week.capacity for week in weeks if stretch.first <= week.week <= stretch.last)
    breaks = any(each.project is project and each.state != KEPT for each in promises_of(measured.standing))
    is_new = any(line.day > measured.day - _JUST_BOOKED for line in project.status_lines()[:1])
    return stretch.hours >= float(_SLIGHTLY) * room and not is_new and (breaks or project.revised_promise is None)


def _free_after(measured: Measured, told: ToldStretch, due: date) -> Fraction:
    """The hours for clients between an overloaded stretch and a promise behind it, less what retainers take."""
    return free_until(measured.standing, due) - free_until(measured.standing, told.stretch.last.sunday)


def _to_move(measured: Measured, told: ToldStretch) -> Project | None:
    """The open project whose promise is the latest, of those with enough left to matter."""
    least = told.stretch.hours / 4
    far = date.max
    found = [
        (project.revised_promise or far, left, project)
        for project in measured.standing.client_projects
        if project.is_open and not project.is_retainer
        for left in (left_of(measured.standing, project).likely or Fraction(0),)
        if left > least and (project.revised_promise is None or project.revised_promise > measured.day)
    ]
    return max(found, key=lambda entry: (entry[0], entry[1]))[2] if found else None
