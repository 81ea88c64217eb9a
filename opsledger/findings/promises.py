"""Findings about promises: those that are past, and those that will not be kept as things go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import sold_for
from opsledger.findings.finding import AT_RISK, LATER, PROMISED, Finding, Measured, ids_of
from opsledger.findings.late import late_promises
from opsledger.findings.running import about, where_promised, where_sold
from opsledger.forecast.keeping import (
    CROWDED,
    KEPT,
    MOSTLY_FULL,
    NO_ROOM,
    PAST,
    PRESSING_DAYS,
    SEEN_AHEAD_DAYS,
    TIGHT,
    TOO_SLOW,
    UNRECORDED,
    Promised,
    fit_into,
    promises_of,
    retained_hours,
    span_left,
    work_weeks,
)
from opsledger.models.projects import Project
from opsledger.source import Span
from opsledger.values.days import Interval, Week
from opsledger.values.written import count_of, listed, rounded, write_hours

_MANY_LATE, _MOST_NAMED = 3, 2
_NO_ROOM_LEFT = Fraction(1, 4)  # beyond what crowds a promise: then it likely breaks
_SOON_DUE_DAYS = 28  # a plan for it cannot wait a week
_WHOLLY_LATE_DAYS = 28  # from so many days on all that a late project puts at risk is at risk


class _Told(NamedTuple):
    """What is so of a promise, what to do, until when that helps, and what to do if that is not done."""

    because: str
    action: str
    by: date
    instead: str = ""


def broken_promises(measured: Measured) -> Iterator[Finding]:
    """An open project is past its promise, or will not be done by it: by the hours available, or by its own pace.

    From three on, those that are past are one finding: a client each is to be told. Near promises count as worse from
    review to review, so that none falls silent before its day.
    """
    late = late_promises(measured)
    together = len(late) >= _MANY_LATE
    if together:
        yield _many_late(measured, late)
    for promised in promises_of(measured.standing):
        if promised.state != KEPT and not (together and promised.state == PAST):
            yield _broken(measured, promised)


def _broken(measured: Measured, promised: Promised) -> Finding:
    told, project = _TOLD[promised.state](measured, promised), promised.project
    price, share = _worth(measured, promised), _at_risk(promised)
    presses = promised.late > 0 and (promised.due - measured.day).days <= PRESSING_DAYS
    if presses:
        share = (share + 1) / 2  # what is due now cannot wait to see
    return Finding(
        rule="broken-promises",
        role="production",
        urgency=3 if promised.late else 2,
        because=told.because,
        action=told.action,
        instead=told.instead,
        figure=f"outflow.projects.{project.id}",
        sources=(*where_promised(project), *where_sold(project), *_beside(promised)),
        about=ids_of(project),
        money=price * AT_RISK * share if share else None,
        whole=price if share else None,
        at_stake=_price_of(project),
        by=told.by,
        measure=_pressing(measured.day, promised),
        turn=PROMISED if presses else LATER,
        is_moved=False,
    )


def _at_risk(promised: Promised) -> Fraction:
    """The share of what late work puts at risk: by how late it is, or how little room is left for it."""
    if promised.state == CROWDED:
        full = promised.needed / promised.free if promised.free else Fraction(1)
        return min(full - MOSTLY_FULL, _NO_ROOM_LEFT) / _NO_ROOM_LEFT / 2
    return min(promised.late / _WHOLLY_LATE_DAYS, Fraction(1))


def why_broken(measured: Measured, project: Project) -> str:
    """Why the promise of a project is broken or will be, as a clause; empty if it can be kept."""
    mine = next((each for each in promises_of(measured.standing) if each.project is project), None)
    return _TOLD[mine.state](measured, mine).because if mine and mine.state in (PAST, NO_ROOM) else ""


def _worth(measured: Measured, promised: Promised) -> Fraction:
    """What a project is sold for; of one by the hour what is left of it."""
    price = sold_for(promised.project)
    return (promised.left or Fraction(0)) * measured.hour_is_worth if price is None else price


def _price_of(project: Project) -> str:
    return "what is left of it" if sold_for(project) is None else "the price"


def _pressing(day: date, promised: Promised) -> float:
    """How bad it is: the days that it is or will be late, and how near its day is."""
    if promised.state == UNRECORDED:
        return float(promised.unrecorded)  # a day that comes nearer tells nothing new
    near = max(SEEN_AHEAD_DAYS - max((promised.due - day).days, 0), 0)
    return float(promised.late) + near


def _next_week(measured: Measured) -> Interval:
    """The working days of the coming week."""
    monday = Week.of(measured.day).plus(1).monday
    return Interval(monday, monday + timedelta(days=4))


def _many_late(measured: Measured, late: Sequence[Promised]) -> Finding:
    """Several projects past their promise, as one thing to do: finish those that fit into next week, date the rest."""
    quick = fit_into(measured.standing, _next_week(measured), late)[:_MOST_NAMED]
    late = [*quick, *(each for each in late if each not in quick)]
    projects = [promised.project for promised in late]
    first, rest = projects[0], len(late) - len(quick)
    action = f"Give each late project a new date, first {first.title}"
    if quick:
        others = (
            f", and give the {rest} others a new date" if rest > 1 else f", and give {projects[-1].title} a new date"
        )
        action = f"Finish {listed([each.project.title for each in quick])} next week" + (others if rest else "")
    unbegun = sum(project.status == "booked" for project in projects)
    price = sum((_worth(measured, promised) for promised in late), Fraction(0))
    begun = f", {unbegun} of them not begun" if unbegun else ""
    return Finding(
        rule="broken-promises",
        role="production",
        urgency=3,
        because=f"{len(late)} projects are past their date{begun}: {listed([each.title for each in projects], 3)}",
        action=action,
        instead=f"Write to {measured.client_of(first)} today: {measured.theirs(first)} is late, "
        "with a date you can keep",
        figure=f"outflow.projects.{first.id}",
        sources=tuple(span for project in projects for span in where_promised(project)),
        about=ids_of(*projects),
        money=price * AT_RISK or None,
        whole=price or None,
        at_stake="their price" if all(map(sold_for, projects)) else "what they still bring",
        by=_next_week(measured).last if quick else measured.within(3),
        measure=float(sum(promised.late for promised in late) + SEEN_AHEAD_DAYS),
        turn=PROMISED,
        is_moved=False,
    )


def _past(measured: Measured, mine: Promised) -> _Told:
    rest = f", and likely needs {about(mine.left)} more" if mine.left and round(mine.left) else ""
    client, title, week = measured.client_of(mine.project), mine.project.title, _next_week(measured)
    theirs = measured.theirs(mine.project)
    action, by = f"Give {client} a new date for {theirs}", measured.within(3)
    if fit_into(measured.standing, week, [mine]):
        action, by = f"Finish {title} next week, and tell {client}", week.last
    return _Told(
        f"it was promised for {measured.date_of(mine.due)}, {count_of(int(mine.late), 'day')} ago{rest}",
        action,
        by,
        f"Write to {client} today that {theirs} is late, and finish it before you begin anything else",
    )


def _unrecorded(measured: Measured, mine: Promised) -> _Told:
    """Weeks without any record hide how much is left: that is to be found out first."""
    weeks = count_of(mine.unrecorded, "week")
    because = f"it is promised for {measured.date_of(mine.due)}, and its hours of {weeks} are not recorded"
    return _Told(because, f"Work out what {mine.project.title} still needs", measured.within(7))


def _no_room(measured: Measured, mine: Promised) -> _Told:
    """There are too few hours until then, by itself or after what is promised for before."""
    on, client, theirs = measured.date_of(mine.due), measured.client_of(mine.project), measured.theirs(mine.project)
    left = mine.left or Fraction(0)
    likely = f"it likely needs {about(left)} by {on}"
    if left <= mine.free:
        likely += f", after {about(mine.before)} for {_named(mine)}"
    return _Told(
        f"{likely}. {_room(measured, mine)}",
        f"Agree with {client} on a later date for {theirs}, or on less of it",
        _in_time(measured, mine),
        f"Tell {client} today which part of {theirs} they get by {on}, and when the rest comes",
    )


def _in_time(measured: Measured, mine: Promised) -> date:
    """Within the week, and never after the promise itself."""
    return min(measured.within(7), mine.due) if mine.due > measured.day else measured.day


def _room(measured: Measured, mine: Promised) -> str:
    if mine.begins:
        there = f"are {write_hours(rounded(mine.free))}" if rounded(mine.free) else "are no hours"
        return f"From its start on {measured.date_of(mine.begins)} there {there}"
    free = f"Only {write_hours(rounded(mine.free))} are" if rounded(mine.free) else "No hours are"
    return f"{free} {'free after your retainers' if retained_hours(measured.standing) else 'available for clients'}"


def _named(mine: Promised) -> str:
    return listed([project.title for project in mine.first], 2)


def _beside(mine: Promised) -> Iterator[Span]:
    """Where the promises are written that are named beside it, so that each can be looked up."""
    if mine.state == TIGHT or (mine.state == NO_ROOM and (mine.left or Fraction(0)) <= mine.free):
        for project in mine.first[: 1 if mine.state == TIGHT or len(mine.first) > _MOST_NAMED else _MOST_NAMED]:
            yield from where_promised(project)


def _tight(measured: Measured, mine: Promised) -> _Told:
    """It can just be done, if the hours are kept for it."""
    on, free = measured.date_of(mine.due), write_hours(rounded(mine.free))
    titles = [*(each.title for each in mine.first[:1]), mine.project.title]
    fits = mine.needed <= mine.free
    need = "they need" if len(titles) > 1 else "it needs"
    because = f"{'it is tight: ' if fits else ''}{need} {about(mine.needed)} by {on}, and you have {free}"
    return _Told(
        because + (" after your retainers" if retained_hours(measured.standing) else ""),
        f"Keep every client hour until {on} for {listed(titles)}" + ("" if fits else ", or move one promise"),
        _in_time(measured, mine),
        f"Ask {measured.client_of(mine.project)} which part of {measured.theirs(mine.project)} can wait",
    )


def _too_slow(measured: Measured, mine: Promised) -> _Told:
    """At the pace of its last weeks it is done clearly later, though there are hours enough."""
    on = measured.date_of(mine.due)
    weeks = work_weeks(measured.standing, mine.due)
    return _Told(
        f"at your present {write_hours(rounded(mine.pace or Fraction(0)))} a week it will be "
        f"{_long(int(mine.late))} late",
        f"Plan {about((mine.left or Fraction(0)) / weeks)} a week for {mine.project.title} until {on}",
        measured.next_workday if (mine.due - measured.day).days <= _SOON_DUE_DAYS else measured.within(7),
        f"Put {mine.project.title} into next week's plan first, or tell {measured.client_of(mine.project)} a later "
        "date",
    )


def _crowded(measured: Measured, mine: Promised) -> _Told:
    """It has not begun, and with what comes first it takes nearly all hours: any delay of either breaks it."""
    on, turn, title = measured.date_of(mine.due), span_left(measured.standing, mine), mine.project.title
    retained = " after your retainers" if retained_hours(measured.standing) else ""
    there = f"you have {write_hours(rounded(mine.free))}{retained}"
    if mine.first:
        before = f"with {_named(mine)} before it, {about(mine.needed)} must be done by {on}, and {there}"
        because = f"it has not begun. {before[0].upper()}{before[1:]}"
    elif mine.begins:
        needs = f"likely needs {about(mine.needed)} by {on}"
        because = f"it begins on {measured.date_of(mine.begins)}, {needs}, and {there}"
    else:
        because = f"it has not begun, needs {about(mine.needed)} by {on}, and {there}"
    begins = f"from {measured.date_of(turn.begins)}" if mine.begins or mine.first else "from next week on,"
    done = f", once {_named(mine)} {'is' if len(mine.first) == 1 else 'are'} done," if mine.first else ""
    return _Told(
        because,
        f"Plan {about(turn.weekly)} a week for {title} {begins}{done} until {on}",
        mine.begins or _in_time(measured, mine),
        f"Ask {measured.client_of(mine.project)} which part of {measured.theirs(mine.project)} can wait",
    )


def _long(days: int) -> str:
    return count_of(days, "day") if days < 14 else count_of(round(days / 7), "week")


_TOLD = {
    PAST: _past,
    UNRECORDED: _unrecorded,
    NO_ROOM: _no_room,
    CROWDED: _crowded,
    TIGHT: _tight,
    TOO_SLOW: _too_slow,
}

PROMISE_RULES = (broken_promises,)
