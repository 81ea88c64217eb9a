"""What could be tried of a stretch: of a lean one to win or bring forward work, of an overloaded one to spread it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.fit import fit
from opsledger.figures.standing import WORKDAYS, Standing
from opsledger.forecast.left import left_of
from opsledger.forecast.moves import task_share
from opsledger.forecast.outlook import LEAN, Stretch
from opsledger.forecast.result import Forecast
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

_OF_A_KIND = 4
_WON_IN = timedelta(days=7)
_SOONEST = timedelta(days=4)  # nobody begins tomorrow
_A_WEEK = timedelta(days=7)
_PUT_OFF = timedelta(days=28)
_LEAST_OFF = 3  # workdays that make a holiday
_HOLIDAYS_SEEN = timedelta(days=182)
_SMALL_JOB_HOURS = (4, 16)


class Lever(NamedTuple):
    """One thing that would move a stretch.

    what_if: as `opsledger forecast --with` takes it. kind: `win`, `begin` (another first day), `due` (another promise),
    `decline`, `hand` (a task to a member), `off` (time off in a lean week instead of `was`), `work` (days off in an
    overloaded week, to be taken elsewhere) or `ask` (a small job). record: the id it is about, or the task; empty for
    none. on: its day; was: the day before. member: who takes the task.
    """

    what_if: str
    kind: str
    record: str = ""
    on: date | None = None
    was: date | None = None
    member: str = ""


def candidates(standing: Standing, plain: Forecast, stretch: Stretch) -> Iterator[Lever]:
    """What could be tried, of each kind the most promising first."""
    found = _of_lean(standing, plain, stretch) if stretch.kind == LEAN else _of_overloaded(standing, stretch)
    return (lever for lever in found if _can_be_written(lever))


def _can_be_written(lever: Lever) -> bool:
    """Whether its names can be in `--with`."""
    names = f"{lever.record}{lever.member}"
    return not any(character.isspace() or character in "=@" for character in names)


def _of_lean(standing: Standing, plain: Forecast, stretch: Stretch) -> Iterator[Lever]:
    first = _soonest(standing, stretch.first.monday)
    leads = _wanted(standing)
    for lead in [lead for lead in leads if lead.start and lead.start > first][:_OF_A_KIND]:
        yield Lever(f"{lead.id}=start@{first}", "begin", lead.id, first, lead.start)
    for project in _movable(standing, first)[:_OF_A_KIND]:
        yield Lever(f"{project.id}=start@{first}", "begin", project.id, first)
    by = _won_by(standing, plain)
    for lead in leads[:_OF_A_KIND]:
        yield Lever(f"{lead.id}=won@{by}", "win", lead.id, by)
    least, most = _SMALL_JOB_HOURS
    hours = min(max(round(stretch.hours), least), most)
    yield Lever(f"job={hours}h@{first}", "ask", on=first)
    yield from _holiday_moved(standing, plain, stretch)
    for project in _promised(standing, stretch.last.sunday)[:2]:
        day = stretch.last.monday + timedelta(days=WORKDAYS - 1)
        yield Lever(f"{project.id}=due@{day}", "due", project.id, day, project.revised_promise)


def _won_by(standing: Standing, plain: Forecast) -> date:
    """Until when a lead must be won to be work in time, the same day that the forecast says; soon if it is past."""
    until = plain.helps.won_by if plain.helps else None
    return until if until and until > standing.day else standing.day + _WON_IN


def _of_overloaded(standing: Standing, stretch: Stretch) -> Iterator[Lever]:
    after, soon = stretch.last.monday + _A_WEEK, _soonest(standing, standing.day)
    leads = _wanted(standing)
    for project in _movable(standing, soon)[:_OF_A_KIND]:
        if _can_begin(standing, project, after):
            yield Lever(f"{project.id}=start@{after}", "begin", project.id, after)
        if soon + _A_WEEK < stretch.first.monday:
            yield Lever(f"{project.id}=start@{soon}", "begin", project.id, soon)
    for project in _promised(standing, stretch.last.sunday + _PUT_OFF)[:_OF_A_KIND]:
        day = max(stretch.last.monday, project.revised_promise or standing.day) + _PUT_OFF
        day += timedelta(days=WORKDAYS - 1 - day.weekday())
        yield Lever(f"{project.id}=due@{day}", "due", project.id, day, project.revised_promise)
    yield from _handed(standing)
    for lead in leads[:2]:
        yield Lever(f"{lead.id}=start@{after}", "begin", lead.id, after, lead.start)
        if not lead.is_at_last_stage:  # a spoken yes is put off, never turned down
            yield Lever(f"{lead.id}=lost", "decline", lead.id)
    for off in _holidays(standing, Interval(stretch.first.monday, stretch.last.sunday)):
        yield Lever(f"on={off.first}/{off.last}", "work", on=off.first, was=off.last)


def _soonest(standing: Standing, day: date) -> date:
    """A day, or the first Monday on which something could begin if that is later."""
    soonest = standing.day + _SOONEST
    return max(day, soonest + timedelta(days=-soonest.weekday() % 7))


def _wanted(standing: Standing) -> list[Lead]:
    """The open leads that one should not avoid: those nearest to a yes first, of them the largest."""
    avoid = {
        figure.name
        for figure in fit(standing)
        if isinstance(figure.value, dict) and figure.value.get("verdict") == "avoid"
    }
    leads = [lead for lead in standing.open_leads if f"inflow.fit.{lead.id}" not in avoid]
    stages = list(standing.settings.stages)
    return sorted(leads, key=lambda lead: (-stages.index(lead.stage), -(lead.size or 0), lead.id))


def _can_begin(standing: Standing, project: Project, on: date) -> bool:
    """Whether a project that begins on a day can still keep its promise, with a usual week's hours for it alone."""
    due, left = project.revised_promise, left_of(standing, project).likely
    if due is None or left is None:
        return due is None or due > on
    weekly = Fraction(standing.settings.client_hours, 60) or Fraction(1)
    return due >= on + timedelta(days=math.ceil(left / weekly * 7))


def _movable(standing: Standing, on: date) -> Sequence[Project]:
    """The booked projects that have not begun, the largest first: their start can be moved to a day without harm."""
    booked = [
        project
        for project in standing.client_projects
        if project.status == "booked" and not project.is_retainer and _can_begin(standing, project, on)
    ]
    return sorted(booked, key=lambda project: (-(project.estimate or 0), project.id))


def _promised(standing: Standing, until: date) -> Sequence[Project]:
    """The projects being worked on that are promised until a day, those with the latest promise first."""
    running = [
        (project.revised_promise, project)
        for project in standing.client_projects
        if project.status == "started" and not project.is_retainer and project.revised_promise
    ]
    found = [(due, project) for due, project in running if standing.day < due <= until]
    return [project for _, project in sorted(found, key=lambda pair: (-pair[0].toordinal(), pair[1].id))]


def _handed(standing: Standing) -> Iterator[Lever]:
    """The tasks of client work that a member of the team could take over, those that take most hours first."""
    found = [
        (task_share(standing.ledger, standing.day, task.lower()), task.lower(), member.id)
        for member in standing.ledger.team
        if member.is_active
        for task in member.tasks
    ]
    seen: set[str] = set()
    for share, task, member in sorted(found, key=lambda each: (-each[0], each[1], same_id(each[2]))):
        if share > 0 and task not in seen and len(seen) < _OF_A_KIND:
            seen.add(task)
            yield Lever(f"{task}=@{member}", "hand", task, member=member)


def _holiday_moved(standing: Standing, plain: Forecast, stretch: Stretch) -> Iterator[Lever]:
    """A holiday planned for after a lean stretch, taken in its leanest week instead."""
    later = Interval(stretch.last.sunday + timedelta(days=1), standing.day + _HOLIDAYS_SEEN)
    holiday = next(iter(_holidays(standing, later)), None) if later.first <= later.last else None
    weeks = [week for week in plain.weeks if stretch.first <= week.week <= stretch.last and week.famine is not None]
    if holiday and weeks:
        leanest = max(weeks, key=lambda week: (week.famine or 0.0, week.week)).week
        friday = leanest.monday + timedelta(days=WORKDAYS - 1)
        yield Lever(f"off={leanest.monday}/{friday}", "off", on=leanest.monday, was=holiday.first)


def _holidays(standing: Standing, within: Interval) -> Iterator[Interval]:
    """The times off of some days at least that lie in a span."""
    for off in standing.settings.time_off:
        first, last = max(off.first, within.first), min(off.last, within.last)
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        if sum(day.weekday() < WORKDAYS for day in days) >= _LEAST_OFF:
            yield Interval(first, last)
