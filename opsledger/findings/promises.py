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
from opsledger.values.written import count_of, listed, write_hours

_GRACE_DAYS = 3
_SEEN_AHEAD_DAYS = 56
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
    """An open project is past its promise, or will not be done by it: by the hours available, or by its own pace."""
    ahead = _promised_ahead(measured)
    for project, name in open_projects(measured):
        due = project.revised_promise
        if due is None:
            continue
        told = _past(measured, project, due) if due < measured.day else _ahead(measured, project, ahead)
        if told is None:
            continue
        price, share = sold_for(project), min(told.days / _WHOLLY_LATE_DAYS, Fraction(1))
        yield Finding(
            rule="broken-promises",
            role="production",
            urgency=3,
            because=told.because,
            action=told.action,
            figure=name,
            sources=(*where_promised(project), *where_sold(project)),
            about=ids_of(project),
            money=None if price is None or not told.days else price * AT_RISK * share,
            at_stake="a quarter of its price" if share == 1 else "part of its price",
            by=told.by,
            measure=float(told.days),
            is_moved=False,
        )


def _promised_ahead(measured: Measured) -> list[_Promised]:
    """The projects promised for a day to come and what each likely needs, those due first first."""
    found = []
    for project, _ in open_projects(measured):
        due, left = project.revised_promise, left_of(measured.standing, project).likely
        if due is not None and due >= measured.day and left is not None and not project.is_retainer:
            found.append(_Promised(project, due, left))
    return sorted(found, key=lambda each: (each.due, each.project.id))


def _past(measured: Measured, project: Project, due: date) -> _Late:
    late = (measured.day - due).days
    return _Late(
        f"it was promised for {measured.date_of(due)}, {count_of(late, 'day')} ago",
        f"Give {measured.client_of(project)} a new date for {project.title}",
        measured.within(3),
        Fraction(late),
    )


def _ahead(measured: Measured, project: Project, ahead: list[_Promised]) -> _Late | None:
    """How a promise to come will break, if it will."""
    mine = next((each for each in ahead if each.project is project), None)
    if mine is None:
        return None
    first = [each for each in ahead[: ahead.index(mine)] if each.project.status != "paused"]
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
    if needed <= free:
        return None
    on, client = measured.date_of(mine.due), measured.client_of(mine.project)
    likely = f"it likely needs {about(mine.left)} by {on}"
    if mine.left <= free:
        likely += f", after {about(before)} for {listed([each.project.title for each in first], 2)}"
    weekly = Fraction(measured.standing.settings.client_hours, 60) or Fraction(1)
    return _Late(
        f"{likely}. {f'Only {write_hours(round(free))} are' if round(free) else 'No hours are'} available for clients",
        f"Move, shrink or share {mine.project.title}, and tell {client} now",
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
    because = f"at {write_hours(round(weekly))} a week it misses its promise, {measured.date_of(due)}, by {_long(late)}"
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
