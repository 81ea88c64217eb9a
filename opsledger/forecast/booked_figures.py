"""Figures that rest on the forecast's booked hours: until when they fill the weeks, and the cushion that leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction

from opsledger.figures.balance import backlog, pace_of
from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.inflow import lead_times
from opsledger.figures.kept import is_work_unknown
from opsledger.figures.pairs import won_without_project
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, spans
from opsledger.figures.statistics import TOO_FEW
from opsledger.forecast.booked_weeks import FARTHEST_WEEKS, BookedAhead, booked_on
from opsledger.forecast.keeping import done_in_turn
from opsledger.forecast.left import finish_of, left_of
from opsledger.source import Span
from opsledger.values.days import Week

_BEYOND = f"booked work fills more than {FARTHEST_WEEKS} weeks"


def is_any_booked(standing: Standing) -> bool:
    """Whether any work is booked: a client project is open, or a lead is won that has no project yet."""
    return bool(won_without_project(standing)) or any(project.is_open for project in standing.client_projects)


def last_booked_week(standing: Standing) -> Week | None:
    """The last week before booked hours stay below the lean line.

    The day's own week if the coming one is not filled, or nothing is booked. None if nobody can tell, since no
    client work was done in the weeks that set the pace, if that is more than 52 weeks ahead, or if a ledger that
    was just imported has no running project.
    """
    if is_work_unknown(standing):
        return None
    if not is_any_booked(standing):
        return Week.of(standing.day)
    return booked_on(standing).until(float(standing.settings.famine)) if pace_of(standing).hours else None


def booked_until(standing: Standing) -> Figures:
    """`balance.booked_until`: the last week that booked work fills; after it your weeks are lean without new work.

    The day's own week if booked work does not fill the coming one. Booked hours include the usual overrun, retainers,
    and won leads without a project.
    """
    week = last_booked_week(standing)
    value = None if week is None else str(week)
    yield Figure(
        "balance.booked_until", value, "text", _weeks(standing), note=_why_not(standing, week), sources=_fed(standing)
    )


@told_as("balance.dry_on", "Booked until")
def dry_on(standing: Standing) -> Figures:
    """`balance.dry_on`: the day until which booked work keeps you busy: the Sunday of `balance.booked_until`.

    The day itself if booked work does not fill the coming week.
    """
    week = last_booked_week(standing)
    day = None if week is None else _dry_day(standing, week)
    yield Figure("balance.dry_on", day, "date", _weeks(standing), note=_why_not(standing, week), sources=_fed(standing))


def _dry_day(standing: Standing, week: Week) -> date:
    return standing.day if week == Week.of(standing.day) else week.sunday


@told_as("balance.cover", "Gap or cushion before new work")
def cover(standing: Standing) -> Figures:
    """`balance.cover`: the weeks that booked work ends before (a gap) or after (a cushion) a new lead would start.

    The weeks until `balance.dry_on`, less `balance.lead_time_weeks`. Below zero it is a gap.
    """
    week, times = last_booked_week(standing), lead_times(standing)
    weeks = None
    note = _why_not(standing, week)
    if week is not None and times.weeks is not None:
        weeks = Fraction((_dry_day(standing, week) - standing.day).days, 7) - times.weeks
    elif week is not None:
        note = f"{TOO_FEW}: no lead time"
    sources = (*_fed(standing), *times.sources)
    yield Figure("balance.cover", weeks, "weeks", min(len(times.days), _weeks(standing)), note=note, sources=sources)


def _why_not(standing: Standing, week: Week | None) -> str | None:
    if week is not None:
        return None
    if is_work_unknown(standing):
        return f"{TOO_FEW}: no running project is written down yet"
    return _beyond(standing) if pace_of(standing).hours else f"{TOO_FEW}: no usual week of client work yet"


def _beyond(standing: Standing) -> str:
    """That booked work lasts beyond the farthest week: of retainers nobody knows for how long they run."""
    booked = booked_on(standing)
    alone = BookedAhead(booked.on, booked.jobs, booked.capacities, booked.jobs, booked.left)
    is_by_jobs = alone.until(float(standing.settings.famine)) is None
    return _BEYOND if is_by_jobs else f"{_BEYOND}, as long as your retainers run"


def _weeks(standing: Standing) -> int:
    return len(pace_of(standing).weeks)


def _fed(standing: Standing) -> tuple[Span, ...]:
    return (*backlog(standing).sources, *pace_of(standing).sources)


def left(standing: Standing) -> Figures:
    """`outflow.left.PROJECT`: the hours left on an open client project: what you sold, and what it will likely take.

    As sold: sold - spent, 0 if more is spent. Likely: your own estimate (the last `left` line and scope added after it)
    less the hours of later days. Without one, or once it is used up: sold x the usual overrun - spent, given what is
    already spent, so never 0 while it is open. For a retainer it is the rest of its month.
    """
    for project in standing.client_projects:
        if project.is_open:
            found, blocks = left_of(standing, project), standing.blocks_of(project)
            note = None if found.likely is not None else "no estimate"
            value: Keyed = {"as_sold": found.as_sold, "likely": found.likely}
            estimate = [project.front["estimate"]] if project.estimate is not None else []
            sources = (*estimate, *spans(project.lines("scope", "left")), *spans(blocks))
            yield Figure(f"outflow.left.{project.id}", value, "hours", len(blocks), note=note, sources=sources)


def finish(standing: Standing) -> Figures:
    """`outflow.finish.PROJECT`: when a project will be done if you go on as you do now, against its promise.

    left: the hours it likely needs (`outflow.left`). pace: its hours a week over its last four weeks, from its second
    week on. day: the day on which they are done, at a fifth of the pace each weekday that is not off; of a job whose
    `start` is ahead, from then on at the pace that the forecast gives it; of another that is not begun, after all that
    is promised before it, by the hours of your usual week. due: the current promise. late: days from due to day, below
    zero if it is earlier. A retainer has no such day.
    """
    for project in standing.client_projects:
        if project.is_open and not project.is_retainer:
            found, blocks = finish_of(standing, project), standing.blocks_of(project)
            if found.day is None:
                found = found._replace(day=done_in_turn(standing, project))
            note = None if found.day else "too few: no estimate, or not two weeks of work on it"
            value: Keyed = {
                "left": found.left.likely,
                "pace": found.pace,
                "day": found.day,
                "due": found.due,
                "late": found.late,
            }
            sources = (*spans(project.lines("left", "scope", "due")), *spans(blocks))
            yield Figure(f"outflow.finish.{project.id}", value, "hours", len(blocks), note=note, sources=sources)


BOOKED: tuple[Callable[[Standing], Figures], ...] = (booked_until, dry_on, cover, left, finish)
