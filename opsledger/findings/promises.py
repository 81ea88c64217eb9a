"""Findings about promises: those that are past, and those that will not be kept as things go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.hours import available
from opsledger.figures.pacing import finish_day, weekly_pace
from opsledger.figures.projects import sold_for
from opsledger.figures.unrecorded import unrecorded_in
from opsledger.findings.finding import AT_RISK, Finding, Measured, ids_of
from opsledger.findings.running import about, open_projects, where_promised, where_sold
from opsledger.forecast.left import left_of
from opsledger.models.projects import Project
from opsledger.values.days import Interval
from opsledger.values.written import count_of, listed, rounded, write_hours

_GRACE_DAYS = 3
_SEEN_AHEAD_DAYS = 56
_PRESSING_DAYS = 14
_MANY_LATE, _MOST_NAMED = 3, 2
_WHOLLY_LATE_DAYS = 28  # from so many days on all that a late project puts at risk is at risk


class _Late(NamedTuple):
    """What is so of a promise, what to do, until when that helps, and how many days late it is or will be."""

    because: str
    action: str
    by: date
    days: Fraction


class _Promised(NamedTuple):
    """A project with its promise and what it likely needs until then."""

    project: Project
    due: date
    left: Fraction


def broken_promises(measured: Measured) -> Iterator[Finding]:
    """An open project is past its promise, or will not be done by it: by the hours available, or by its own pace.

    From three on, those that are past are one finding: a client each is to be told. Near promises count as worse from
    review to review, so that none falls silent before its day.
    """
    ahead, late = _promised(measured), late_projects(measured)
    together = len(late) >= _MANY_LATE
    if together:
        yield _many_late(measured, late)
    for project, name in open_projects(measured):
        due = project.revised_promise
        if due is None or (together and due < measured.day):
            continue
        told = _past(measured, project, due) if due < measured.day else _ahead(measured, project, ahead)
        if told is None:
            continue
        price, share = _worth(measured, project), min(told.days / _WHOLLY_LATE_DAYS, Fraction(1))
        presses = told.days > 0 and (due - measured.day).days <= _PRESSING_DAYS
        if presses:
            share = (share + 1) / 2  # what is due now cannot wait to see
        yield Finding(
            rule="broken-promises",
            role="production",
            urgency=3,
            because=told.because,
            action=told.action,
            figure=name,
            sources=(*where_promised(project), *where_sold(project)),
            about=ids_of(project),
            money=price * AT_RISK * share if told.days else None,
            at_stake="a quarter of its price" if share == 1 else "part of its price",
            by=told.by,
            measure=_pressing(measured.day, due, told.days),
            presses=presses,
            is_moved=False,
        )


def _worth(measured: Measured, project: Project) -> Fraction:
    """What a project is sold for; of one by the hour what is left of it."""
    price = sold_for(project)
    left = left_of(measured.standing, project).likely or Fraction(0)
    return left * measured.hour_is_worth if price is None else price


def _promised(measured: Measured) -> list[_Promised]:
    """The promised projects and what each likely needs, those due first first, late ones included."""
    found = []
    for project, _ in open_projects(measured):
        due, left = project.revised_promise, left_of(measured.standing, project).likely
        if due is not None and left is not None and not project.is_retainer:
            found.append(_Promised(project, due, left))
    return sorted(found, key=lambda each: (each.due, each.project.id))


def _worked_on(promised: list[_Promised]) -> list[_Promised]:
    """Those whose hours are needed before what comes after them: work that is paused takes none."""
    return [each for each in promised if each.project.status != "paused"]


def late_projects(measured: Measured) -> list[Project]:
    """The open projects that are past their promise, the one with the most hours left first."""
    late = [
        (-(left_of(measured.standing, project).likely or Fraction(0)), project.id, project)
        for project, _ in open_projects(measured)
        if project.revised_promise is not None and project.revised_promise < measured.day and not project.is_retainer
    ]
    return [project for *_, project in sorted(late, key=lambda entry: entry[:2])]


def unmet_soon(measured: Measured) -> list[Project]:
    """The projects promised within two weeks for which there are too few hours, those due first first."""
    ahead = _promised(measured)
    return [
        each.project
        for place, each in enumerate(ahead)
        if 0 <= (each.due - measured.day).days <= _PRESSING_DAYS
        and not unrecorded_in(measured.standing, each.project)
        and _no_room(measured, each, _worked_on(ahead[:place]))
    ]


def promises_sentence(measured: Measured) -> str:
    """What the headline says of promises: those that are past, and those of two weeks that will be; empty if none."""
    late, unmet = late_projects(measured), unmet_soon(measured)
    past = f"{len(late)} projects are past their date" if len(late) > 1 else ""
    if len(late) == 1 and (due := late[0].revised_promise):
        past = f"{late[0].title} is {count_of((measured.day - due).days, 'day')} late"
    ahead = f"{len(unmet)} promises of the next two weeks will likely break" if len(unmet) > _MOST_NAMED else ""
    if 0 < len(unmet) <= _MOST_NAMED:
        named = [f"{each.title} ({measured.short(due)})" for each in unmet if (due := each.revised_promise)]
        ahead = f"{listed(named)} will likely be late"
    return ", and ".join(filter(None, (past, ahead)))


def _pressing(day: date, due: date, late: Fraction) -> float:
    """How bad it is: the days that it is or will be late, and how near its day is."""
    near = max(_SEEN_AHEAD_DAYS - max((due - day).days, 0), 0)
    return float(late) + near


def _many_late(measured: Measured, late: list[Project]) -> Finding:
    """Several projects past their promise, as one thing to do."""
    first = late[0]
    unbegun = sum(project.status == "booked" for project in late)
    days = sum((measured.day - due).days for project in late if (due := project.revised_promise))
    money = sum((_worth(measured, project) for project in late), Fraction(0)) * AT_RISK
    begun = f", {unbegun} of them not begun" if unbegun else ""
    return Finding(
        rule="broken-promises",
        role="production",
        urgency=3,
        because=f"{len(late)} projects are past their date{begun}: {listed([each.title for each in late], 3)}",
        action=f"Give each late project a new date, first {first.title}",
        figure=f"outflow.projects.{first.id}",
        sources=tuple(span for project in late for span in where_promised(project)),
        about=ids_of(*late),
        money=money or None,
        at_stake="a quarter of their price",
        by=measured.within(3),
        measure=float(days + _SEEN_AHEAD_DAYS),
        presses=True,
        is_moved=False,
    )


def _past(measured: Measured, project: Project, due: date) -> _Late:
    late = (measured.day - due).days
    left = left_of(measured.standing, project).likely
    rest = f", and likely needs {about(left)} more" if left and round(left) else ""
    return _Late(
        f"it was promised for {measured.date_of(due)}, {count_of(late, 'day')} ago{rest}",
        f"Give {measured.client_of(project)} a new date for {project.title}",
        measured.within(3),
        Fraction(late),
    )


def _ahead(measured: Measured, project: Project, ahead: list[_Promised]) -> _Late | None:
    """How a promise to come will break, if it will."""
    mine = next((each for each in ahead if each.project is project), None)
    if mine is None:
        return None
    first = _worked_on(ahead[: ahead.index(mine)])
    return _unrecorded(measured, mine) or _no_room(measured, mine, first) or _too_slow(measured, mine, first)


def _unrecorded(measured: Measured, mine: _Promised) -> _Late | None:
    """Weeks without any record hide how much is left: that is to be found out first."""
    weeks = unrecorded_in(measured.standing, mine.project)
    if not weeks:
        return None
    on = measured.date_of(mine.due)
    because = f"it is promised for {on}, and its hours of {count_of(weeks, 'week')} are not recorded"
    return _Late(because, f"Work out what {mine.project.title} still needs", measured.within(7), Fraction(0))


def _no_room(measured: Measured, mine: _Promised, first: list[_Promised]) -> _Late | None:
    """There are too few hours until then, by itself or after what is promised for before."""
    free, before = _free(measured, mine.due), sum((each.left for each in first), Fraction(0))
    needed = mine.left if mine.left > free else mine.left + before
    if needed < free + 1:  # an hour is no lateness
        return None
    on, client = measured.date_of(mine.due), measured.client_of(mine.project)
    likely = f"it likely needs {about(mine.left)} by {on}"
    if mine.left <= free:
        likely += f", after {about(before)} for {listed([each.project.title for each in first], 2)}"
    weekly = Fraction(measured.standing.settings.client_hours, 60) or Fraction(1)
    room = f"Only {write_hours(rounded(free))} are" if rounded(free) else "No hours are"
    return _Late(
        f"{likely}. {room} available for clients",
        f"Agree with {client} on a later date for {mine.project.title}, or on less of it",
        min(measured.within(7), mine.due) if mine.due > measured.day else measured.day,
        (needed - free) / weekly * 7,
    )


def _free(measured: Measured, due: date) -> Fraction:
    """The hours for clients until a promise; of the day itself if it is due today."""
    first = measured.day if due == measured.day else measured.day + timedelta(days=1)
    return available(measured.standing, Interval(first, due), for_clients=True)


def _too_slow(measured: Measured, mine: _Promised, first: list[_Promised]) -> _Late | None:
    """At the pace of its last weeks it is done clearly later."""
    project, due, left = mine
    weekly = weekly_pace(measured.standing, project)
    finish = finish_day(measured.standing, left, weekly) if weekly else None
    if not weekly or not finish or (due - measured.day).days > _SEEN_AHEAD_DAYS:
        return None
    late = (finish - due).days
    if late <= _GRACE_DAYS:
        return None
    weeks = max(Fraction((due - measured.day).days, 7), Fraction(1))
    needed = left / weeks
    others = sum(
        (each.left / max(Fraction((each.due - measured.day).days, 7), Fraction(1)) for each in first), Fraction(0)
    )
    action = f"Give {project.title} {about(needed)} a week until {measured.date_of(due)}"
    because = (
        f"at {write_hours(rounded(weekly))} a week it misses its promise, {measured.date_of(due)}, by {_long(late)}"
    )
    if first and needed + others > _free(measured, due) / weeks:
        names = listed([each.project.title for each in first], 2)
        action = f"Agree with {measured.client_of(project)} on a later date for {project.title}"
        because = f"it needs {about(left)} by {measured.date_of(due)}, and {names} {_comes(first)} first"
    return _Late(because, action, measured.within(7), Fraction(late))


def _comes(first: list[_Promised]) -> str:
    return "comes" if len(first) == 1 else "come"


def _long(days: int) -> str:
    return count_of(days, "day") if days < 14 else count_of(round(days / 7), "week")


PROMISE_RULES = (broken_promises,)
