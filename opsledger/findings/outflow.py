"""Findings for production, customer service and hr: the work that flows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.contacts import last_contact
from opsledger.figures.hours import available
from opsledger.figures.pacing import finish_day, weekly_pace
from opsledger.figures.plan_ahead import coming_week
from opsledger.figures.projects import sold_for
from opsledger.figures.standing import Standing, spans
from opsledger.figures.unrecorded import unrecorded_in
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.forecast.left import left_of
from opsledger.models.records import Client, Project
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.days import Interval
from opsledger.values.written import count_of, write_hours, write_share

AT_RISK = Fraction(1, 4)  # of what is left to itself for long, about this share is lost
_SILENT_DAYS = 14
_NEARLY_USED = Fraction(9, 10)
_WELL_USED = Fraction(3, 5)
_AHEAD_OF_TIME = Fraction(15, 100)
_UNREALISTIC = Fraction(4, 5)
_FEWEST_WEEKS = 3
_GRACE_DAYS = 3
_SEEN_AHEAD_DAYS = 56
_RECENT_DAYS = 13 * 7


def _open_projects(measured: Measured) -> Iterator[tuple[Project, str]]:
    for project in measured.standing.client_projects:
        if project.is_open:
            yield project, f"outflow.projects.{project.id}"


def _promise(project: Project) -> tuple[Span, ...]:
    """Where the promise stands."""
    lines = project.lines("due")
    return (lines[-1].span,) if lines else (project.front["due"],) if "due" in project.front else (project.whole,)


def _sold(project: Project) -> tuple[Span, ...]:
    """Where it stands what was sold."""
    front = (project.front["estimate"],) if "estimate" in project.front else ()
    return (*front, *spans(project.lines("scope")))


def overruns(measured: Measured) -> Iterator[Finding]:
    """An open project has used what was sold, or uses it up faster than its time passes."""
    for project, name in _open_projects(measured):
        standing = measured.standing
        burnt, sold = measured.part(name, "burnt"), measured.part(name, "sold")
        left = left_of(standing, project).likely
        if burnt is None or sold is None or left is None or project.is_retainer:
            continue
        gone = _time_gone(standing, project)
        is_early = gone is not None and burnt >= _WELL_USED and burnt - gone >= _AHEAD_OF_TIME
        if burnt < _NEARLY_USED and not is_early:
            continue
        spent = burnt * sold
        beyond = max(spent + left - sold, Fraction(0))
        because = f"it has used {write_share(burnt)} of its hours"
        if burnt <= 1:
            promise = project.revised_promise
            if is_early and promise and promise > measured.day:
                because += f", {_weeks_until(measured.day, promise)} before its promise"
            else:
                because += f" and likely needs {_about(left)} more"
        action = (
            f"Tell {measured.client_of(project)} what is done, and agree on what more of {project.title} costs"
            if burnt > 1
            else f"List what {project.title} still needs, against the {measured.hours(sold - spent)} left as sold"
        )
        yield Finding(
            rule="overruns",
            role="production",
            urgency=3 if burnt > 1 else 2,
            because=because,
            action=action,
            figure=name,
            sources=(*_sold(project), *spans(standing.blocks_of(project)[-1:])),
            about=ids_of(project),
            hours=beyond,
            by=measured.within(7),
            measure=float(burnt),
            is_moved=burnt > 1,
        )


def _time_gone(standing: Standing, project: Project) -> Fraction | None:
    """The share of the time from its start to its promise that is gone; None where there is no promise ahead."""
    due = project.revised_promise
    first = project.started_on or project.first_day
    if due is None or first is None or due <= first or due <= standing.day:
        return None
    return Fraction((standing.day - first).days, (due - first).days)


def _weeks_until(day: date, other: date) -> str:
    days = (other - day).days
    return count_of(days, "day") if days < 14 else count_of(round(days / 7), "week")


def _about(left: Fraction) -> str:
    return f"about {write_hours(round(left))}"


def broken_promises(measured: Measured) -> Iterator[Finding]:
    """An open project is past its promise, or will not be done by it: by the hours there are, or by its own pace."""
    for project, name in _open_projects(measured):
        due, left = project.revised_promise, left_of(measured.standing, project).likely
        if due is None:
            continue
        told = _told_late(measured, project, due, left)
        if told is None:
            continue
        because, action, by, measure = told
        price = sold_for(project)
        yield Finding(
            rule="broken-promises",
            role="production",
            urgency=3,
            because=because,
            action=action,
            figure=name,
            sources=(*_promise(project), *_sold(project)),
            about=ids_of(project),
            money=None if price is None or not measure else price * AT_RISK,
            by=by,
            measure=measure,
            is_moved=False,
        )


def _told_late(
    measured: Measured, project: Project, due: date, left: Fraction | None
) -> tuple[str, str, date, float] | None:
    """What is so, what to do, by when, and how many days late it is or will be; None where it will be in time."""
    client, day, title = measured.client_of(project), measured.day, project.title
    on = measured.date_of(due)
    if due < day:
        late = (day - due).days
        because = f"it was promised for {on}, {count_of(late, 'day')} ago"
        return because, f"Give {client} a new date for {title}", measured.within(3), float(late)
    if left is None or project.is_retainer:
        return None
    first = day if due == day else day + timedelta(days=1)
    free = available(measured.standing, Interval(first, due), for_clients=True)
    if weeks := unrecorded_in(measured.standing, project):
        because = f"it is promised for {on}, and its hours of {count_of(weeks, 'week')} are not recorded"
        return because, f"Work out what {title} still needs", measured.within(7), 0.0
    if left > free:
        because = f"it likely needs {_about(left)} by {on}; only {write_hours(round(free))} are available for clients"
        by = min(measured.within(7), due) if due > day else day
        return because, f"Move, shrink or share {title}, and tell {client} now", by, float((left - free) / 4)
    weekly = weekly_pace(measured.standing, project)
    finish = finish_day(measured.standing, left, weekly) if weekly else None
    if not weekly or not finish or (due - day).days > _SEEN_AHEAD_DAYS or (finish - due).days <= _GRACE_DAYS:
        return None
    needed = left / max(Fraction((due - day).days, 7), Fraction(1))
    because = (
        f"at {write_hours(round(weekly))} a week it is done about {measured.date_of(finish)}, after its promise ({on})"
    )
    action = f"Give {title} about {write_hours(round(needed))} a week, or agree on a later date with {client}"
    return because, action, measured.within(7), float((finish - due).days)


def unpaid_scope(measured: Measured) -> Iterator[Finding]:
    """Work was added to an open project that nobody pays for."""
    for project, name in _open_projects(measured):
        unpaid = measured.part(name, "unpaid_scope")
        if unpaid is None or unpaid <= 0:
            continue
        lines = [line for line in project.lines("scope") if line.amount is None]
        if not any(line.day in measured.standing.period for line in lines):
            continue
        yield Finding(
            rule="unpaid-scope",
            role="sales",
            urgency=2,
            because=f"{measured.hours(unpaid)} were added without pay",
            action=f"Name the price of the next change of {project.title} before doing it",
            figure=name,
            sources=spans(lines),
            about=ids_of(project),
            hours=unpaid,
            by=measured.within(14),
            measure=float(unpaid),
            is_moved=False,
        )


def silent_projects(measured: Measured) -> Iterator[Finding]:
    """A client of running work has not heard from you for two weeks, about anything; the one longest silent first."""
    silent: dict[str, tuple[int, Project, str]] = {}
    for project, name in _open_projects(measured):
        days = _silent_days(measured.standing, project)
        if days is not None and days > _SILENT_DAYS and project.status != "paused":
            client = same_id(project.client.id) if project.client else project.id
            silent.setdefault(client, (days, project, name))
    for days, project, name in sorted(silent.values(), key=lambda entry: (-entry[0], entry[1].id)):
        line = last_contact(measured.standing, project)
        yield Finding(
            rule="silent-projects",
            role="customer-service",
            urgency=2,
            because=f"you have not been in touch for {count_of(days, 'day')}",
            action=f"Call {measured.client_of(project)} about {project.title}",
            figure=name,
            sources=(line.span,) if line else (project.whole,),
            about=ids_of(project),
            by=measured.within(7),
            measure=float(days),
            is_moved=False,
        )


def _silent_days(standing: Standing, project: Project) -> int | None:
    """Days since the last contact; without one since work began, but never before anything was recorded."""
    line = last_contact(standing, project)
    if line:
        return (standing.day - line.day).days
    known = standing.recorded_since
    if project.status == "booked" or known is None:
        return None
    return (standing.day - max(known, project.log[0].day)).days


def unhappy_clients(measured: Measured) -> Iterator[Finding]:
    """A client complained in the period, or is marked red while there is something between you."""
    for client in measured.standing.ledger.clients:
        if client.health == "red" and _is_near(measured.standing, client):
            span = client.front.get("health")
            yield Finding(
                rule="unhappy-clients",
                role="customer-service",
                urgency=3,
                because="they are marked red",
                action=f"Talk with {client.title} about what is wrong",
                sources=(span,) if span else (client.whole,),
                about=ids_of(client),
                by=measured.within(7),
            )
    for project, name in _open_projects(measured):
        lines = [line for line in project.lines("complaint") if line.day in measured.standing.period]
        if lines:
            client_name = measured.client_of(project)
            yield Finding(
                rule="unhappy-clients",
                role="customer-service",
                urgency=3,
                because=f"they complained on {measured.date_of(lines[-1].day)}",
                action=f"Answer {client_name} on {project.title}",
                figure=name,
                sources=spans(lines),
                about=ids_of(project),
                by=measured.within(3),
                measure=float(len(lines)),
                is_moved=False,
            )


def _is_near(standing: Standing, client: Client) -> bool:
    """Whether there is work for a client, or was in the last 13 weeks, or may be: else nothing can be mended now."""
    mine = same_id(client.id)
    since = standing.day - timedelta(days=_RECENT_DAYS)
    projects = [each for each in standing.client_projects if each.client and same_id(each.client.id) == mine]
    blocks = [block for each in projects for block in standing.blocks_of(each)]
    if any(each.is_open for each in projects) or any(block.day and block.day > since for block in blocks):
        return True
    return any(lead.client and same_id(lead.client.id) == mine for lead in standing.open_leads)


def improvements(measured: Measured) -> Iterator[Finding]:
    """Something to do better next time was noted in the period."""
    figure = measured.figures["outflow.improve"]
    if figure.n:
        notes = "a note" if figure.n == 1 else f"{figure.n} notes"
        yield Finding(
            rule="improvements",
            role="production",
            urgency=1,
            because=f"you wrote {notes} on what to do better next time",
            action="Turn one note on what to improve into a habit",
            figure=figure.name,
            sources=figure.sources,
            measure=float(figure.n),
            is_moved=False,
        )


def unrealistic_plan(measured: Measured) -> Iterator[Finding]:
    """The coming week's plan is more than there is, or than any of the last weeks held, or plans seldom hold."""
    ahead, coming = measured.figures["time.plan_ahead"], coming_week(measured.standing)
    starving = _is_starving(measured)
    is_too_much = coming.is_feasible is False and coming.planned is not None
    if is_too_much and coming.planned is not None and (coming.planned > coming.available or not starving):
        limit = f"the fullest of your last {len(coming.worked)} weeks held {write_hours(coming.most)}"
        most = coming.most or Fraction(0)
        if coming.planned > coming.available:
            limit, most = f"only {write_hours(coming.available)} are available", coming.available
        source = " by schedule.md" if coming.by_schedule else ""
        over = coming.planned - most
        yield Finding(
            rule="unrealistic-plan",
            role="production",
            urgency=2,
            because=f"{write_hours(coming.planned)} are planned for next week{source}; {limit}",
            action="Write a smaller plan for next week than schedule.md gives"
            if coming.by_schedule
            else f"Take {write_hours(over)} out of next week's plan",
            figure=ahead.name,
            sources=spans(block for _, block in coming.blocks),
            hours=over,
            by=measured.within(3),
            measure=float(over),
            is_moved=False,
        )
    real, seen = measured.number("time.realism"), measured.figures["time.realism"].n
    if real is not None and real < _UNREALISTIC and seen >= _FEWEST_WEEKS and not starving:
        yield Finding(
            rule="unrealistic-plan",
            role="production",
            urgency=1,
            because=f"you work {write_share(real)} of the hours you plan (median of {seen} weeks)",
            action="Plan a fifth less, and leave Friday afternoon open",
            figure="time.realism",
            sources=measured.sources("time.realism"),
            measure=1 - float(real),
        )


def _is_starving(measured: Measured) -> bool:
    """Whether the usual week is a lean one: planning less is not what is lacking."""
    pace, settings = measured.number("balance.pace"), measured.standing.settings
    if not measured.standing.client_projects:
        return False
    return pace is not None and pace < Fraction(settings.famine) * Fraction(settings.client_hours, 60)


def unstarted_work(measured: Measured) -> Iterator[Finding]:
    """A lead was won and no project begun."""
    figure = measured.figures["inflow.unstarted"]
    for lead_id, span in zip(measured.ids(figure.name), figure.sources, strict=True):
        lead = measured.standing.ledger.lead_by_id.get(same_id(lead_id))
        worth = lead.worth if lead else None
        yield Finding(
            rule="unstarted-work",
            role="production",
            urgency=2,
            because="it was won more than two weeks ago and has no project",
            action=f"Agree on a start with {measured.title(lead_id)}, and write its project down",
            figure=figure.name,
            sources=(span,),
            about=(lead_id,),
            money=None if worth is None else Fraction(worth) * AT_RISK,
            by=measured.within(7),
        )


def work_to_hand_over(measured: Measured) -> Iterator[Finding]:
    """A task would earn more done by a subcontractor; not while work runs out."""
    cover = measured.number("balance.cover")
    if (cover is not None and cover < 0) or _is_starving(measured):
        return
    best: tuple[Fraction, str] | None = None
    for name in [figure.name for figure in measured.below("team.delegable").values()]:
        gain = measured.part(name, "gain")
        if gain is not None and gain > 0 and (best is None or gain > best[0]):
            best = gain, name
    if best:
        gain, name = best
        value = measured.figures[name].value
        member = str(value["member"]) if isinstance(value, dict) else ""
        task, weekly = name.rpartition(".")[2], measured.part(name, "hours")
        yield Finding(
            rule="work-to-hand-over",
            role="hr",
            urgency=1,
            because=f"{measured.title(member)} could do {write_hours(weekly)} of {task} a week: "
            f"worth {measured.about(gain)} a week if you sell those hours",
            action=f"Give {measured.title(member)} one piece of {task} to try",
            figure=name,
            sources=measured.sources(name),
            about=(member,),
            money=gain * 2,
            measure=float(gain),
        )


OUTFLOW_RULES = (
    overruns,
    broken_promises,
    unpaid_scope,
    silent_projects,
    unhappy_clients,
    improvements,
    unrealistic_plan,
    unstarted_work,
    work_to_hand_over,
)
