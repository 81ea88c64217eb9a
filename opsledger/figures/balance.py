"""The balance of the two flows: how much work is booked, and how long new work takes to come.

Until when it lasts rests on the forecast: see `forecast.booked_figures`.
"""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.covering import sold_left, weeks_from_memory
from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.inflow import lead_times
from opsledger.figures.kept import is_before
from opsledger.figures.pairs import won_without_project
from opsledger.figures.projects import burn, months, months_booked, sold_scope
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, hours, part_of, place, spans, total, within
from opsledger.figures.statistics import TOO_FEW, median
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.source import Span
from opsledger.values.days import Interval, Week
from opsledger.values.written import count_of

PACE_WEEKS = 8
_FEWEST_PAYMENTS, _FEWEST_MONTHS = 6, 3  # of before the ledger that tell what months brought then


class Backlog(NamedTuple):
    """What is sold and not yet worked, in minutes: the projects and won leads, and for how many it is not known."""

    minutes: int
    parts: int
    without_estimate: int
    sources: tuple[Span, ...]


def backlog(standing: Standing) -> Backlog:
    """What is left of all open client projects, as sold, and of the won leads that have no project yet."""
    return standing.once(_backlog)


def _backlog(standing: Standing) -> Backlog:
    left: list[int] = []
    without = 0
    sources: list[Span] = []
    for project in standing.client_projects:
        if not project.is_open:
            continue
        minutes = sold_left(standing, project)
        if minutes is None:
            without += 1
            continue
        left.append(minutes)
        stated = [project.front[key] for key in ("estimate",) if key in project.front]
        told = (*stated, *spans(project.lines("scope", "left")), *spans(burn(standing, project).blocks))
        sources += told
    for lead in won_without_project(standing):
        if lead.size is None:
            without += 1
            continue
        left.append(lead.size)
        sources += _stated(lead)
    return Backlog(sum(left), len(left), without, tuple(sources))


def _stated(lead: Lead) -> list[Span]:
    """Where a lead's last stated hours stand, and its winning."""
    stated = [line.span for line in lead.log if line.word == "hours"][-1:] or [lead.front["hours"]]
    return [*stated, *([lead.stage_line.span] if lead.stage_line else [])]


@told_as("balance.backlog_hours", "Sold, not yet worked,", key="hours")
def backlog_hours(standing: Standing) -> Figures:
    """`balance.backlog_hours`: the hours you sold and have not worked yet.

    What is left of open client projects, a booked or running retainer's month, and the last stated hours of leads won
    within 60 days that have no project yet. Those without hours are counted apart. A project past its estimate has
    nothing left of what was sold; what it will likely still take is in the forecast's booked hours.
    """
    work = backlog(standing)
    value: Keyed = {"hours": hours(work.minutes), "without_estimate": work.without_estimate}
    yield Figure("balance.backlog_hours", value, "hours", work.parts, sources=work.sources)


class Pace(NamedTuple):
    """Client hours a week as they are usual, and the weeks that say so. hours is None if none does."""

    hours: Fraction | None
    weeks: tuple[Week, ...]
    sources: tuple[Span, ...]


def pace_of(standing: Standing) -> Pace:
    """The median client hours of the last weeks with an actual; weeks wholly off are left out."""
    return standing.once(_pace)


def _pace(standing: Standing) -> Pace:
    minutes = standing.client_minutes_by_week
    first = standing.first_client_day
    told = weeks_from_memory(standing)
    ended = [week for week in standing.ended_weeks() if (first is None or week.sunday >= first) and week not in told]
    worked = [week for week in ended if week in minutes and standing.workdays(week)][:PACE_WEEKS]
    middle = median([minutes[week] for week in worked])
    blocks = []
    if worked:
        span = Interval(min(worked).monday, max(worked).sunday)
        blocks = [b for b in part_of(standing.client_blocks, span) if b.day and Week.of(b.day) in worked]
    return Pace(None if middle is None else middle / 60, tuple(worked), spans(blocks))


@told_as("balance.pace", "Your usual week")
def pace(standing: Standing) -> Figures:
    """`balance.pace`: the median of the client hours of your last 8 recorded weeks, without weeks fully off.

    ISO weeks that ended on or before the day, at most 26 back, none before the first client project. Weeks
    that hold only `hours before the ledger` do not count, nor any before `kept_since` and the first full week.
    """
    usual = pace_of(standing)
    note = None if usual.weeks else f"{TOO_FEW}: no week with an Actual in the last 26"
    yield Figure("balance.pace", usual.hours, "hours", len(usual.weeks), note=note, sources=usual.sources)


def _backlog_weeks(standing: Standing) -> Fraction | None:
    usual = pace_of(standing).hours
    return hours(backlog(standing).minutes) / usual if usual else None


def backlog_weeks(standing: Standing) -> Figures:
    """`balance.backlog_weeks`: how many usual weeks your sold work lasts; null if the usual week is 0 or not known."""
    weeks = _backlog_weeks(standing)
    note = None if weeks is not None else f"{TOO_FEW}: no usual week of client work yet"
    usual = pace_of(standing)
    sources = (*backlog(standing).sources, *usual.sources)
    yield Figure("balance.backlog_weeks", weeks, "weeks", len(usual.weeks), note=note, sources=sources)


@told_as("balance.lead_time_weeks", "First contact to first hour")
def lead_time_weeks(standing: Standing) -> Figures:
    """`balance.lead_time_weeks`: the weeks within which 4 in 5 leads became work; with fewer than four, the median."""
    times = lead_times(standing)
    note = None if times.days else f"{TOO_FEW}: no lead's project has started"
    yield Figure("balance.lead_time_weeks", times.weeks, "weeks", len(times.days), note=note, sources=times.sources)


def flow(standing: Standing) -> Figures:
    """`balance.flow`: the hours you sold for each client hour you worked, over 13 and 26 weeks.

    Both over the same weeks: those with an Actual, and those wholly off after the first of them. Booked counts a
    project's estimate on its `booked` (else `started`) day and paid scope on its own. A retainer's month counts on its
    first running day, the first month on the day it was booked. A won lead without a project counts on the day it was
    won.
    """
    value: dict[str, Fraction | None] = {}
    sources: tuple[Span, ...] = ()
    n = 0
    for weeks in (13, 26):
        span = standing.last_weeks(weeks)
        booked, sources = _booked(standing, span)
        done = part_of(standing.client_blocks, span)
        is_known = done and (booked or not is_before(standing, span.first))
        value[f"weeks_{weeks}"] = Fraction(booked, total(done)) if is_known else None
        n = len(done)
        sources = (*sources, *spans(done))
    note = None if n else f"{TOO_FEW}: no client work recorded in 26 weeks"
    yield Figure("balance.flow", value, "share", n, note=note, sources=sources)


def _is_recorded(standing: Standing, day: date) -> bool:
    """Whether it is known what was done in a day's week: it has an Actual, or no weekday that is not off."""
    recorded, week = standing.client_minutes_by_week, Week.of(day)
    return week in recorded or (bool(recorded) and week > min(recorded) and not standing.workdays(week))


def _booked(standing: Standing, span: Interval) -> tuple[int, tuple[Span, ...]]:
    """The minutes booked in the recorded weeks of a span of days, and where that is."""
    minutes = 0
    estimates: list[Span] = []
    fed: list[LogLine] = []

    def counts(day: date) -> bool:
        return day in span and _is_recorded(standing, day)

    for project in standing.client_projects:
        changes = [line for line in project.lines("scope") if counts(line.day)]
        minutes += sold_scope(project, changes)
        fed += changes
        if project.estimate is None:
            continue
        line = project.first("booked") or project.first("started")
        if project.is_retainer:
            times, begun = sum(map(counts, months_booked(project, span.last))), list(project.status_lines())
        else:
            begun = [line] if line and counts(line.day) else []
            times = len(begun)
        if times:
            minutes += project.estimate * times
            estimates.append(project.front["estimate"])
            fed += begun
    for lead in won_without_project(standing):
        if lead.size is not None and lead.stage_line and counts(lead.stage_line.day):
            minutes += lead.size
            estimates += _stated(lead)
    fed.sort(key=lambda line: place(line.span, line.day))
    return minutes, (*estimates, *spans(fed))


def income_variation(standing: Standing) -> Figures:
    """`balance.income_variation`: how much your income differs from month to month, and the months below your floor.

    Over the 12 complete months up to the day, from the month after the first client project's first line on, and from
    the first whole month with time recorded. It also counts the months below the floor.
    """
    lines = standing.once(_payments)
    span = complete_months(standing)
    income = [received_in(standing, month) for month in span]
    floor = standing.settings.targets.floor
    value = {
        "variation": _variation(income),
        "below_floor": sum(amount < floor for amount in income) if floor is not None else None,
        "months": len(income),
    }
    note = None if value["variation"] is not None else f"{TOO_FEW}: {count_of(len(income), 'complete month')} of 2"
    fed = within(lines, Interval(span[0].first, span[-1].last)) if span else []
    yield Figure("balance.income_variation", value, "share", len(income), note=note, sources=spans(fed))


def _payments(standing: Standing) -> list[LogLine]:
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    return sorted(lines, key=lambda line: place(line.span, line.day))


def received_in(standing: Standing, days: Interval) -> Fraction:
    """The money received in some days, less what was refunded."""
    lines = within(standing.once(_payments), days)
    return sum((line.money * (1 if line.word == "paid" else -1) for line in lines), Fraction(0))


def complete_months(standing: Standing) -> list[Interval]:
    """The last 12 calendar months that are over, after those of which only a part is written down.

    That is the one in which the first client project began, and those before time was recorded: money of a few old
    projects says nothing of what such a month brought. If old data were imported, their months count too if they
    hold six payments or more, in three months.
    """
    first = standing.first_client_day
    if first is None:
        return []
    known = money_known_since(standing)
    tomorrow = standing.day + timedelta(days=1)
    complete = [month for month in months(first, standing.day) if month.last < tomorrow and month.first > first]
    return [month for month in complete if known is None or month.first >= known][-12:]


def money_known_since(standing: Standing) -> date | None:
    """Since when all money is written down; None if nothing says that it began later than client work."""
    kept = standing.settings.kept_since
    if kept is None:
        return standing.recorded_since
    paid = (line.day for project in standing.ledger.projects for line in project.lines("paid", "refunded"))
    before = sorted(day for day in paid if day < kept)
    in_months = {(day.year, day.month) for day in before}
    return before[0] if len(before) >= _FEWEST_PAYMENTS and len(in_months) >= _FEWEST_MONTHS else kept


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
    flow,
    income_variation,
)
