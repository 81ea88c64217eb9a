"""Findings for production, customer service and hr: the work that flows out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.hours import available
from opsledger.figures.plan_ahead import coming_week
from opsledger.figures.projects import burn
from opsledger.figures.standing import hours
from opsledger.findings.finding import Finding, Measured
from opsledger.models.records import Project
from opsledger.values.days import Interval
from opsledger.values.written import count_of, listed, write_day, write_number, write_share

_SILENT_DAYS = 14
_NEARLY_BURNT = Fraction(9, 10)
_UNREALISTIC = Fraction(4, 5)
_FEWEST_WEEKS = 3
_FEW_WEEKS = 4


def _open_projects(measured: Measured) -> Iterator[tuple[Project, str]]:
    for project in measured.standing.client_projects:
        if project.is_open:
            yield project, f"outflow.projects.{project.id}"


def overruns(measured: Measured) -> Iterator[Finding]:
    """An open project has spent what was sold, or nearly."""
    for project, name in _open_projects(measured):
        burnt, left = measured.part(name, "burnt"), measured.part(name, "left")
        if burnt is None or burnt < _NEARLY_BURNT or project.is_retainer:
            continue
        over = burnt > 1
        figure = measured.figures[name]
        sentence = f"{project.title} has burnt {write_share(burnt)} of the hours sold" + (
            "." if over else f"; {measured.hours(left)} are left."
        )
        action = (
            f"Tell the client of {project.id} what is done, and agree on what more costs"
            if over
            else f"List what {project.id} still needs, and compare it with the hours left"
        )
        yield Finding("production", 3 if over else 2, sentence, action, name, figure.sources, is_moved=over)


def broken_promises(measured: Measured) -> Iterator[Finding]:
    """An open project is past its promise, or its hours do not fit before it."""
    for project, name in _open_projects(measured):
        due = project.revised_promise
        if due is None:
            continue
        figure = measured.figures[name]
        if due < measured.day:
            sentence = f"{project.title} was promised for {write_day(due)} and is not delivered."
            action = f"Give the client of {project.id} a new date today"
            yield Finding("production", 3, sentence, action, name, figure.sources, is_moved=False)
            continue
        left = burn(measured.standing, project).left
        days = Interval(measured.day + timedelta(days=1), due)
        there_are = available(measured.standing, days, for_clients=True) if due > measured.day else Fraction(0)
        if left is not None and hours(left) > there_are:
            sentence = (
                f"{project.title} needs {measured.hours(hours(left))} until {write_day(due)}; "
                f"there are {measured.hours(there_are)} for clients."
            )
            action = f"Move, shrink or share {project.id}"
            yield Finding("production", 3, sentence, action, name, figure.sources, is_moved=False)


def unpaid_scope(measured: Measured) -> Iterator[Finding]:
    """Work was added to an open project that nobody pays for."""
    for project, name in _open_projects(measured):
        unpaid = measured.part(name, "unpaid_scope")
        if unpaid is not None and unpaid > 0:
            sentence = f"{measured.hours(unpaid)} were added to {project.title} without pay."
            action = f"Name the next change of {project.id} with its price before doing it"
            yield Finding("sales", 2, sentence, action, name, measured.figures[name].sources, is_moved=False)


def silent_projects(measured: Measured) -> Iterator[Finding]:
    """A client of running work has not heard from you for two weeks."""
    silent = []
    for project, name in _open_projects(measured):
        days = measured.part(name, "days_since_interaction")
        if days is None and project.status != "booked":
            days = Fraction((measured.day - project.log[0].day).days)
        if days is not None and days > _SILENT_DAYS:
            silent.append((days, project.id, name))
    silent.sort(key=lambda entry: (-entry[0], entry[1]))
    if silent:
        shown = listed([f"{project_id} ({write_number(days)} days)" for days, project_id, _ in silent])
        sentence = f"No call, mail or meeting for over two weeks on {shown}."
        action = f"Call the client of {silent[0][1]}"
        name = silent[0][2]
        yield Finding("customer-service", 2, sentence, action, name, measured.sources(name), is_moved=False)


def unhappy_clients(measured: Measured) -> Iterator[Finding]:
    """A client complained in the period, or their health is red."""
    for client in measured.standing.ledger.clients:
        if client.health == "red":
            sentence = f"{client.title} stands at red."
            span = client.front.get("health")
            yield Finding(
                "customer-service",
                3,
                sentence,
                f"Talk with {client.id} about what is wrong",
                "",
                (span,) if span else (),
            )
    for project, name in _open_projects(measured):
        lines = [line for line in project.lines("complaint") if line.day in measured.standing.period]
        if lines:
            sentence = f"{project.title}: {count_of(len(lines), 'complaint')} in the period."
            spans = tuple(line.span for line in lines)
            action = f"Answer the complaint on {project.id}"
            yield Finding("customer-service", 3, sentence, action, name, spans, is_moved=False)


def improvements(measured: Measured) -> Iterator[Finding]:
    """Something to do better next time was noted in the period."""
    figure = measured.figures["outflow.improve"]
    if figure.n:
        sentence = f"{count_of(figure.n, 'note')} in the period on what to do better next time."
        action = "Turn the notes on what to improve into one changed habit"
        yield Finding("production", 1, sentence, action, figure.name, figure.sources, is_moved=False)


def unrealistic_plan(measured: Measured) -> Iterator[Finding]:
    """The coming week's plan is more than there is, or plans are seldom worked off."""
    ahead, coming = measured.figures["time.plan_ahead"], coming_week(measured.standing)
    if coming.is_feasible is False:
        planned = f"is planned with {measured.hours(coming.planned)}" + " by schedule.md" * coming.by_schedule
        usually = f"usually you do {measured.hours(coming.usual)}"
        if len(coming.worked) < _FEW_WEEKS:
            usually += f" ({count_of(len(coming.worked), 'week')} seen)"
        parts = [] if coming.usual is None else [usually]
        parts.append(f"there are {measured.hours(coming.available)}")
        sentence = f"{coming.week} {planned}, {coming.judged}: {', '.join(parts)}."
        action = f"Take something out of the plan of {coming.week}"
        if coming.by_schedule:
            action = f"Write a smaller Plan for {coming.week} than schedule.md gives"
        yield Finding("production", 2, sentence, action, ahead.name, ahead.sources, is_moved=False)
    real = measured.number("time.realism")
    seen = measured.figures["time.realism"].n
    if real is not None and real < _UNREALISTIC and seen >= _FEWEST_WEEKS:
        sentence = (
            f"Of the hours planned, {write_share(real)} are worked on what they were planned for "
            f"(median of {seen} weeks)."
        )
        action = "Plan a fifth less, and leave Friday afternoon open"
        yield Finding("production", 1, sentence, action, "time.realism", measured.sources("time.realism"))


def unstarted_work(measured: Measured) -> Iterator[Finding]:
    """A lead was won and no project begun."""
    ids = measured.ids("inflow.unstarted")
    if ids:
        sentence = f"Won more than two weeks ago and without a project: {listed(ids)}."
        yield Finding(
            "production",
            2,
            sentence,
            f"Agree on a start with {ids[0]}",
            "inflow.unstarted",
            measured.sources("inflow.unstarted"),
        )


def work_to_hand_over(measured: Measured) -> Iterator[Finding]:
    """A task would earn more done by a subcontractor; not while work runs out."""
    cover = measured.number("balance.cover")
    if cover is not None and cover < 0:
        return
    best: tuple[Fraction, str] | None = None
    for name in measured.figures:
        gain = measured.part(name, "gain") if name.startswith("team.delegable.") else None
        if gain is not None and gain > 0 and (best is None or gain > best[0]):
            best = gain, name
    if best:
        gain, name = best
        value = measured.figures[name].value
        member = value["member"] if isinstance(value, dict) else ""
        task, weekly = name.rpartition(".")[2], measured.part(name, "hours")
        sentence = (
            f"{measured.hours(weekly)} a week of {task} could go to {member}: "
            f"worth {measured.money(gain)} a week, if the hours are sold."
        )
        yield Finding("hr", 1, sentence, f"Give {member} one piece of {task} to try", name, measured.sources(name))


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
