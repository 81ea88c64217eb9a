"""The balance of the two flows: when the booked work runs out, and how long new work takes to come."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.inflow import lead_times
from opsledger.figures.projects import burn, months, running_months
from opsledger.figures.standing import WORKDAYS, Figures, Standing, hours, place, spans, total, within
from opsledger.figures.statistics import TOO_FEW, median
from opsledger.models.lines import LogLine
from opsledger.models.records import Project
from opsledger.source import Span
from opsledger.values.days import Interval, Week
from opsledger.values.written import count_of

PACE_WEEKS = 8
_FARTHEST_DAYS = 366 * 20


class Backlog(NamedTuple):
    """The booked work that is left, in minutes, and the projects it cannot be told of."""

    minutes: int
    projects: int
    without_estimate: int
    sources: tuple[Span, ...]


def backlog(standing: Standing) -> Backlog:
    """What is left over all open client projects."""
    return standing.once(_backlog)


def _backlog(standing: Standing) -> Backlog:
    left: list[int] = []
    without = 0
    sources: list[Span] = []
    for project in standing.client_projects:
        if not project.is_open:
            continue
        burnt = burn(standing, project)
        if burnt.left is None:
            without += 1
            continue
        left.append(burnt.left)
        sources += [project.front["estimate"], *spans(project.lines("scope")), *spans(burnt.blocks)]
    return Backlog(sum(left), len(left), without, tuple(sources))


def backlog_hours(standing: Standing) -> Figures:
    """`balance.backlog_hours`: hours left over all open client projects; those without an estimate stand beside."""
    work = backlog(standing)
    value: Keyed = {"hours": hours(work.minutes), "without_estimate": work.without_estimate}
    yield Figure("balance.backlog_hours", value, "hours", work.projects, sources=work.sources)


class Pace(NamedTuple):
    """Client hours a week as they are usual, and the weeks that say so. hours is None where none does."""

    hours: Fraction | None
    weeks: tuple[Week, ...]
    sources: tuple[Span, ...]


def pace_of(standing: Standing) -> Pace:
    """The median client hours of the last weeks with an actual; weeks wholly off are left out."""
    return standing.once(_pace)


def _pace(standing: Standing) -> Pace:
    minutes = standing.client_minutes_by_week
    first = standing.first_client_day
    ended = [week for week in standing.ended_weeks() if first is None or week.sunday >= first]
    worked = [week for week in ended if week in minutes and standing.workdays(week)][:PACE_WEEKS]
    middle = median([minutes[week] for week in worked])
    blocks = [block for block in standing.client_blocks if block.day and Week.of(block.day) in worked]
    return Pace(None if middle is None else middle / 60, tuple(worked), spans(blocks))


def pace(standing: Standing) -> Figures:
    """`balance.pace`: client hours a week: the median of the last 8 weeks with an Actual, weeks wholly off left out.

    ISO weeks that ended on or before the day, at most 26 back, none before the first client project.
    """
    usual = pace_of(standing)
    note = None if usual.weeks else f"{TOO_FEW}: no week with an Actual in the last 26"
    yield Figure("balance.pace", usual.hours, "hours", len(usual.weeks), note=note, sources=usual.sources)


def _backlog_weeks(standing: Standing) -> Fraction | None:
    usual = pace_of(standing).hours
    return hours(backlog(standing).minutes) / usual if usual else None


def backlog_weeks(standing: Standing) -> Figures:
    """`balance.backlog_weeks`: backlog hours / pace; null where the pace is 0 or not known."""
    weeks = _backlog_weeks(standing)
    note = None if weeks is not None else f"{TOO_FEW}: no pace of client work"
    usual = pace_of(standing)
    sources = (*backlog(standing).sources, *usual.sources)
    yield Figure("balance.backlog_weeks", weeks, "weeks", len(usual.weeks), note=note, sources=sources)


def lead_time_weeks(standing: Standing) -> Figures:
    """`balance.lead_time_weeks`: the P80 of `inflow.lead_time_days` (its median under four) in weeks."""
    times = lead_times(standing)
    note = None if times.days else f"{TOO_FEW}: no project of a lead has started"
    yield Figure("balance.lead_time_weeks", times.weeks, "weeks", len(times.days), note=note, sources=times.sources)


def cover(standing: Standing) -> Figures:
    """`balance.cover`: backlog weeks - lead time weeks.

    Below zero, work runs out before a lead opened today would become work.
    """
    booked, needed = _backlog_weeks(standing), lead_times(standing).weeks
    weeks = booked - needed if booked is not None and needed is not None else None
    note = None if weeks is not None else f"{TOO_FEW}: {'no pace' if booked is None else 'no lead time'}"
    times = lead_times(standing)
    sources = (*backlog(standing).sources, *pace_of(standing).sources, *times.sources)
    n = min(len(times.days), len(pace_of(standing).weeks))
    yield Figure("balance.cover", weeks, "weeks", n, note=note, sources=sources)


def dry_on(standing: Standing) -> Figures:
    """`balance.dry_on`: the day the backlog runs out.

    From the day after, each weekday not off takes pace / 5; with an empty backlog it is the day itself.
    """
    work, usual = backlog(standing), pace_of(standing)
    day = _dry_day(standing, hours(work.minutes), usual.hours)
    note = None if day else f"{TOO_FEW}: no pace of client work"
    sources = (*work.sources, *usual.sources)
    yield Figure("balance.dry_on", day, "date", len(usual.weeks), note=note, sources=sources)


def _dry_day(standing: Standing, left: Fraction, usual: Fraction | None) -> date | None:
    if left <= 0:
        return standing.day
    if not usual:
        return None
    days_needed = math.ceil(left / (usual / WORKDAYS))
    for number in range(1, _FARTHEST_DAYS):
        day = standing.day + timedelta(days=number)
        if day.weekday() < WORKDAYS and not standing.is_off(day):
            days_needed -= 1
            if days_needed == 0:
                return day
    return None


def flow(standing: Standing) -> Figures:
    """`balance.flow`: hours booked / client hours delivered, over 13 and 26 weeks.

    Booked: a project's estimate on its `booked` (else `started`) day, scope lines on theirs, a retainer's month on its
    first running day in the span.
    """
    value: dict[str, Fraction | None] = {}
    sources: tuple[Span, ...] = ()
    n = 0
    for weeks in (13, 26):
        span = standing.last_weeks(weeks)
        booked, sources = _booked(standing, span)
        done = within(standing.client_blocks, span)
        value[f"weeks_{weeks}"] = Fraction(booked, total(done)) if done else None
        n = len(done)
        sources = (*sources, *spans(done))
    note = None if n else f"{TOO_FEW}: no client work recorded in 26 weeks"
    yield Figure("balance.flow", value, "share", n, note=note, sources=sources)


def _booked(standing: Standing, span: Interval) -> tuple[int, tuple[Span, ...]]:
    """The minutes booked in a span of days, and where that stands."""
    minutes = 0
    estimates: list[Span] = []
    fed: list[LogLine] = []
    for project in standing.client_projects:
        changes = within(project.lines("scope"), span)
        minutes += sum(line.minutes or 0 for line in changes)
        fed += changes
        if project.estimate is None:
            continue
        line = project.first("booked") or project.first("started")
        if project.is_retainer:
            times, begun = len(_months_begun(project, span)), list(project.status_lines())
        else:
            begun = [line] if line and line.day in span else []
            times = len(begun)
        if times:
            minutes += project.estimate * times
            estimates.append(project.front["estimate"])
            fed += begun
    fed.sort(key=lambda line: place(line.span, line.day))
    return minutes, (*estimates, *spans(fed))


def _months_begun(project: Project, span: Interval) -> list[date]:
    return [day for day in running_months(project, span.last) if day in span]


def income_variation(standing: Standing) -> Figures:
    """`balance.income_variation`: sample standard deviation / mean of the money received (paid - refunded) by month.

    The 12 complete months up to the day, none before or in the month of the first client project's first line; beside
    it the months below the floor.
    """
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    lines.sort(key=lambda line: place(line.span, line.day))
    span = complete_months(standing)
    income = [
        sum(
            (Fraction(line.amount or 0) * (1 if line.word == "paid" else -1) for line in within(lines, month)),
            Fraction(0),
        )
        for month in span
    ]
    floor = standing.settings.targets.floor
    value = {
        "variation": _variation(income),
        "below_floor": sum(amount < floor for amount in income) if floor is not None else None,
        "months": len(income),
    }
    note = None if value["variation"] is not None else f"{TOO_FEW}: {count_of(len(income), 'complete month')} of 2"
    fed = within(lines, Interval(span[0].first, span[-1].last)) if span else []
    yield Figure("balance.income_variation", value, "share", len(income), note=note, sources=spans(fed))


def complete_months(standing: Standing) -> list[Interval]:
    """The last 12 calendar months that are over, after the one in which the first client project began."""
    first = standing.first_client_day
    if first is None:
        return []
    tomorrow = standing.day + timedelta(days=1)
    complete = [month for month in months(first, standing.day) if month.last < tomorrow]
    return [month for month in complete if month.first > first][-12:]


def _variation(income: list[Fraction]) -> float | None:
    mean = sum(income, Fraction(0)) / len(income) if income else Fraction(0)
    if len(income) < 2 or mean <= 0:
        return None
    spread = sum((amount - mean) ** 2 for amount in income) / (len(income) - 1)
    return math.sqrt(spread) / float(mean)


BALANCE = (
    backlog_hours,
    pace,
    backlog_weeks,
    lead_time_weeks,
    cover,
    dry_on,
    flow,
    income_variation,
)
