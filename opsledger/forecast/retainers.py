"""Retainers, which take their hours every month until they end, and the odd hours on nothing that is booked."""

from __future__ import annotations

import math
from datetime import date, timedelta

from opsledger.figures.announced import announced, running_ahead, runs_again
from opsledger.figures.projects import scope_minutes
from opsledger.figures.standing import CLIENT, WORKDAYS
from opsledger.forecast import priors
from opsledger.forecast.belief import Belief, shrink
from opsledger.forecast.chance import normals, uniforms, weekly_noise
from opsledger.forecast.past import NOTHING
from opsledger.forecast.work import Drawing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.days import Interval

_ODD_WEEKS = 26
_LATELY = 13  # weeks
_FAR_BEYOND, _MOST_BEYOND = 1.3, 3.0  # of its hours, in both halves of them
_OF_LATE = 0.75  # how much they count beside what is usual
_NO_PRIOR_WEEKS = 6


def retainers(drawing: Drawing) -> list[Project]:
    """The retainers that are booked or running, with hours sold a month."""
    return [
        project
        for project in drawing.past.standing.client_projects
        if project.is_retainer and project.is_open and project.estimate
    ]


def month_ratio(drawing: Drawing) -> Belief:
    """ln(hours done / hours sold) of the whole months that one's retainers have run."""
    found = []
    for project in drawing.past.standing.client_projects:
        if project.is_retainer and project.estimate:
            spent = drawing.past.of(project)
            whole = len(spent.weeks) and (spent.last - spent.first + 1) / 7
            if whole and whole >= 4:
                sold = project.estimate / 60 * whole * 12 / 52 + scope_minutes(project.log) / 60
                found += [math.log(min(max(spent.hours / max(sold, 1.0), 0.3), 3.0))] * min(int(whole / 4), 6)
    return shrink(found, priors.RETAINER)


def lately_used(drawing: Drawing, project: Project, usual: float) -> float:
    """ln(hours done / hours sold) of one retainer: as usual, or as of late if it is used far beyond its hours.

    Hours that are given away month after month are asked for in the next month, too: scope creeps one way.
    """
    spent, sold = drawing.past.of(project), (project.estimate or 0) / 60 * 12 / 52
    weeks = [week for week in drawing.past.ended if week >= drawing.past.week - _LATELY]
    if spent.first > drawing.past.today - 7 * _LATELY or not weeks or not sold:
        return usual
    shares = [drawing.past.share(week) for week in weeks]
    done = [spent.weeks.get(week, 0.0) for week in weeks]
    halves = (slice(None, len(weeks) // 2), slice(len(weeks) // 2, None))
    ratios = [sum(done[half]) / (sold * max(sum(shares[half]), 0.5)) for half in halves]
    if min(ratios) < _FAR_BEYOND:
        return usual
    ratio = sum(done) / (sold * max(sum(shares), 0.5))
    return (1 - _OF_LATE) * usual + _OF_LATE * math.log(min(ratio, _MOST_BEYOND))


def ending(drawing: Drawing) -> float:
    """The chance that a retainer ends in a week: (ended + 0.6) / (weeks run + 52)."""
    ended, weeks = 0, 0.0
    for project in drawing.past.standing.client_projects:
        if project.is_retainer:
            ended += not project.is_open
            spent = drawing.past.of(project)
            weeks += (spent.last - spent.first) / 7 if spent.first else 0.0
    return (ended + priors.RETAINER_ENDS) / (weeks + priors.RETAINER_WEEKS)


def draw_retainers(drawing: Drawing) -> list[list[float]]:
    """Hours that retainers ask for, a run and a step."""
    steps = drawing.steps
    asked = [[0.0] * steps for _ in range(drawing.runs)]
    found = retainers(drawing)
    if not found:
        return asked
    ratio, ends = month_ratio(drawing), ending(drawing)
    shares = drawing.shares
    for project in found:
        _add_retainer(drawing, project, ratio, ends, shares, asked)
    return asked


def _add_retainer(
    drawing: Drawing, project: Project, ratio: Belief, ends: float, shares: list[float], asked: list[list[float]]
) -> None:
    steps = drawing.steps
    week, mean = (project.estimate or 0) / 60 * 12 / 52, lately_used(drawing, project, ratio.mean)
    levels = [week * math.exp(mean + ratio.sd * z) for z in normals(drawing.runs, drawing.day, project.id, "left")]
    lives = [-math.log(max(u, 1e-9)) / max(ends, 1e-6) for u in uniforms(drawing.runs, drawing.day, project.id, "ends")]
    starts = [drawing.now] * drawing.runs
    ahead = announced(drawing.past.standing, project)
    again = runs_again(ahead)
    if project.status in ("paused", "booked") and again:
        starts = [drawing.at(again.toordinal())] * drawing.runs
    elif project.status == "booked" and project.start and project.start > drawing.day:
        starts = [drawing.at(project.start.toordinal())] * drawing.runs
    elif project.status == "paused":
        numbers = uniforms(drawing.runs, drawing.day, project.id, "pause")
        starts = [drawing.now - priors.PAUSE_WEEKS * math.log(max(1 - u, 1e-6)) for u in numbers]
    elif project.status == "booked":
        booked = project.log[0].day
        lags = drawing.lags(project.id, (drawing.day - booked).days)
        starts = [drawing.at(booked.toordinal()) + lag / 7 for lag in lags]
    table = weekly_noise(0.1, priors.WEEK_SHAPE)
    size = len(table)
    noise = uniforms(drawing.runs * steps, drawing.day, project.id, "weeks")
    if ahead:
        shares = [share * part for share, part in zip(shares, _parts_running(drawing, project, ahead), strict=True)]
    for run, row in enumerate(asked):
        level, begins, ends = levels[run], max(int(starts[run]), 0), min(steps, int(starts[run] + lives[run]) + 1)
        luck = noise[run * steps + begins : run * steps + ends]
        row[begins:ends] = [
            hours + level * share * table[int(u * size)]
            for hours, share, u in zip(row[begins:ends], shares[begins:ends], luck, strict=True)
        ]


def _parts_running(drawing: Drawing, project: Project, ahead: tuple[LogLine, ...]) -> list[float]:
    """The part of each step's weekdays on which a retainer runs, as its lines dated ahead say."""
    parts = []
    for step in range(drawing.steps):
        monday = date.fromordinal((drawing.past.week + step) * 7 + 1)
        first = max(monday, drawing.day + timedelta(days=1))
        days = Interval(first, max(monday + timedelta(days=WORKDAYS - 1), first))
        runs = len(list(running_ahead(ahead, days, runs=project.status != "paused")))
        parts.append(runs / ((days.last - days.first).days + 1))
    return parts


def odd_hours(drawing: Drawing) -> list[float]:
    """Client hours a week on nothing booked: on `client`, and on projects after their delivery; the last 26 weeks."""
    past = drawing.past
    weeks = [week for week in past.ended if week > past.week - 1 - _ODD_WEEKS]
    hours = dict.fromkeys(weeks, 0.0)
    for week, spent in past.spent.get(CLIENT, NOTHING).weeks.items():
        if week in hours:
            hours[week] += spent
    for project in past.standing.client_projects:
        line = project.reached("delivered", "cancelled", "ended")
        if line:
            closed = (line.day.toordinal() - 1) // 7
            for week, spent in past.of(project).weeks.items():
                if week > closed and week in hours:
                    hours[week] += spent
    return list(hours.values())


def draw_odd_hours(drawing: Drawing, asked: list[list[float]]) -> None:
    """Add a random past week's odd hours to every step; weeks of nothing are beside a short history."""
    found = odd_hours(drawing)
    if not any(found):
        return
    pool = sorted(found + [0.0] * max(_NO_PRIOR_WEEKS - len(found), 0))
    steps = drawing.steps
    shares = drawing.shares
    numbers = uniforms(drawing.runs * steps, drawing.day, "", "odd hours")
    size = len(pool)
    for run, row in enumerate(asked):
        luck = numbers[run * steps : (run + 1) * steps]
        row[:] = [hours + share * pool[int(u * size)] for hours, share, u in zip(row, shares, luck, strict=True)]
