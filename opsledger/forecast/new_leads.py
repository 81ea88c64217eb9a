"""Leads that have not come yet, and work that comes without one: how often, and what they become."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.forecast import priors
from opsledger.forecast.chance import gamma_quantile, normals, poisson, uniforms
from opsledger.forecast.past import week_of
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing, Job, Runs, usual_pace
from opsledger.models.leads import Lead
from opsledger.models.projects import Project

_WEEKS = 52
_FATES = 1024
_APART = 7919


class Replay(NamedTuple):
    """A past lead to replay: days from its first line to `won`, and the hours sold."""

    days: float
    hours: float


class Fate(NamedTuple):
    """What becomes of a lead that is won: weeks to winning, hours, pace, weeks to its start; when in a week it came."""

    winning: float
    left: float
    pace: float
    lag: float
    arrival: float


def draw_new(drawing: Drawing, winning: Winning) -> Runs:
    """The jobs of every run that come from new leads and of projects without a lead."""
    leads, direct, weeks = arrivals(drawing)
    settings = drawing.past.standing.settings
    chance = winning.chances(next(iter(settings.stages)))
    rates = [
        gamma_quantile(leads + priors.NEW_LEADS, u) / (weeks + priors.NEW_LEADS_WEEKS) * p
        for u, p in zip(uniforms(drawing.runs, drawing.day, "", "new leads"), chance, strict=True)
    ]
    runs = _arriving(drawing, "new leads", rates, replays(drawing))
    if direct:
        sizes = [Replay(0.0, hours) for hours in _direct_sizes(drawing)] or [Replay(0.0, _median_size(drawing))]
        rate = direct / (weeks + priors.DIRECT_WEEKS)
        for run, more in zip(runs, _arriving(drawing, "direct", [rate] * drawing.runs, sizes), strict=True):
            run += more
    return runs


def arrivals(drawing: Drawing) -> tuple[int, int, float]:
    """New leads (but declined ones), projects without a lead, and the weeks they are counted over: at most 52."""
    since, weeks = _counted_from(drawing)
    leads = sum(lead.log[0].day > since and lead.stage != "declined" for lead in drawing.past.standing.ledger.leads)
    direct = sum(job.log[0].day > since for job in drawing.habits.jobs if _is_direct(drawing, job))
    return leads, direct, weeks


def turned_down(drawing: Drawing) -> int:
    """Leads of the weeks that arrivals are counted over which were declined, so that nobody counts on their like."""
    since, _ = _counted_from(drawing)
    return sum(lead.log[0].day > since and lead.stage == "declined" for lead in drawing.past.standing.ledger.leads)


def _counted_from(drawing: Drawing) -> tuple[date, float]:
    """The day after which arrivals are counted, and the weeks since.

    A ledger's first weeks hold what was open when it was begun and not what had been lost or delivered by then. So once
    there are enough recorded weeks, only those count.
    """
    past, standing = drawing.past, drawing.past.standing
    farthest = drawing.day - timedelta(weeks=_WEEKS)
    recorded = (drawing.day - week_of(past.ended[0]).monday).days / 7 if past.ended else 0.0
    if recorded >= priors.FEWEST_WEEKS:
        weeks = min(recorded, float(_WEEKS))
        return max(farthest, week_of(past.ended[0]).monday - timedelta(days=1)), weeks
    firsts = [record.log[0].day for record in (*standing.ledger.leads, *standing.ledger.projects)]
    known = (drawing.day - min(firsts)).days / 7 if firsts else 0.0
    known = max(known, min((past.week - week for week in past.recorded), default=0))
    return farthest, min(known, float(_WEEKS))


def replays(drawing: Drawing) -> list[Replay]:
    """The user's own won leads of 104 weeks, and the prior's three, as large as the user's own jobs are."""
    standing, habits = drawing.past.standing, drawing.habits
    scale = math.exp(habits.size.mean - priors.SIZE.mean)
    found = [Replay(days, scale * hours) for days, hours in priors.REPLAYED]
    sold = {
        habits.leads[job.id].id: hours for job in habits.jobs if job.id in habits.leads and (hours := habits.hours(job))
    }
    for lead, line in standing.closed_leads(2 * _WEEKS, "won"):
        hours = _hours(lead, sold)
        if hours:
            found.append(Replay((line.day - lead.log[0].day).days, hours))
    return found


def _hours(lead: Lead, sold: dict[str, float]) -> float | None:
    return sold.get(lead.id) or (lead.size / 60 if lead.size else None)


def _direct_sizes(drawing: Drawing) -> list[float]:
    habits, (since, _) = drawing.habits, _counted_from(drawing)
    jobs = [job for job in habits.jobs if _is_direct(drawing, job)]
    lately = [job for job in jobs if job.log[0].day > since]
    return [hours for job in lately or jobs if (hours := habits.hours(job))]


def _is_direct(drawing: Drawing, job: Project) -> bool:
    return job.lead is None and job.id not in drawing.habits.leads


def _median_size(drawing: Drawing) -> float:
    return math.exp(drawing.habits.size.mean)


def draw_extra(drawing: Drawing, winning: Winning, count: int, runs_asked: int | None = None) -> Runs:
    """The jobs of so many more leads that come on the day itself, in all runs or in the first ones."""
    chance = winning.chances(next(iter(drawing.past.standing.settings.stages)))
    pool, asked = replays(drawing), runs_asked or drawing.runs
    runs: Runs = [[] for _ in range(asked)]
    for number in range(count):
        fates = _fates(drawing, pool, f"+{number}", min(asked, _FATES))
        wins = uniforms(asked, drawing.day, f"+{number}", "won")
        offset = number * 131
        for run, (u, p) in enumerate(zip(wins, chance, strict=False)):
            if u < p:
                _add(drawing, runs[run], fates[run % _FATES], drawing.now, offset + run * drawing.steps)
    return runs


def _arriving(drawing: Drawing, name: str, rates: list[float], pool: list[Replay]) -> Runs:
    """Jobs won of arrivals at a rate a week (one a run), a Poisson number each week.

    In the rest of the day's own week as many fewer come as it is shorter.
    """
    steps, now = drawing.steps, drawing.now
    size = drawing.runs * steps
    counts = uniforms(size, drawing.day, name, "count")
    fates = _fates(drawing, pool, name)
    runs: Runs = []
    rest = max(1 - now, 0.0)
    for run, rate in enumerate(rates):
        jobs: list[Job] = []
        none, none_in_rest = math.exp(-rate), math.exp(-rate * rest)
        for step, u in enumerate(counts[run * steps : (run + 1) * steps]):
            if u <= (none if step else none_in_rest):
                continue
            place = run * steps + step
            for number in range(poisson(rate if step else rate * rest, u)):
                fate = fates[(place + number * _APART) % _FATES]
                arrives = step + fate.arrival if step else now + rest * fate.arrival
                _add(drawing, jobs, fate, arrives, (place + 31 * number) % size)
        runs.append(jobs)
    return runs


def _fates(drawing: Drawing, pool: list[Replay], name: str, count: int = _FATES) -> list[Fate]:
    """What may become of a lead that is won, a table to pick from: which one it replays, its overrun, pace and lag."""
    habits = drawing.habits
    over, pace, lag = habits.overrun_unstarted, habits.pace, habits.start_lag
    picked, arrivals = (uniforms(count, drawing.day, name, what) for what in ("replay", "arrival"))
    luck = (normals(count, drawing.day, name, what) for what in ("overrun", "pace", "lag"))
    found = []
    for u, arrival, z_over, z_pace, z_lag in zip(picked, arrivals, *luck, strict=True):
        replay = pool[int(u * len(pool))]
        left = replay.hours * math.exp(over.mean + over.sd * z_over)
        speed = usual_pace(math.exp(pace.mean + pace.sd * z_pace), replay.hours, left)
        found.append(Fate(replay.days / 7, left, speed, math.exp(lag.mean + lag.sd * z_lag) / 7, arrival))
    return found


def _add(drawing: Drawing, jobs: list[Job], fate: Fate, arrives: float, noise: int) -> None:
    """The job of a lead that came at a time, in weeks; none if it is won too late to matter."""
    booked = arrives + fate.winning
    if booked < drawing.steps:
        jobs.append(Job(fate.left, fate.pace, booked + fate.lag, booked, noise))
