"""One business scored: the forecast from some of its past days, and what its true processes say from the same days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.lives import Lives, lives_of, weeks_ahead
from benchmarks.simulator.business import Business
from opsledger.figures.standing import Standing
from opsledger.forecast.backtest import scored_outlooks, scored_weeks, told_before
from opsledger.forecast.outlook import outlook_of
from opsledger.forecast.outlook_scoring import OutlookGuess, lines_of
from opsledger.forecast.past import Past
from opsledger.forecast.rivals import guess_of
from opsledger.forecast.scoring import Guess, Scored
from opsledger.forecast.told import HORIZON, Told
from opsledger.models.ledger import Ledger

_KNOWN = 2  # the weeks after the latest of the past days that are looked back on


class Task(NamedTuple):
    """One business to score: its seed, the world it lives in, its age, and how many days to forecast from.

    fewest: recorded weeks before a day. lives: how often the true processes are run again from each day, 0 for not at
    all. keep: the folder in which those lives are kept.
    """

    seed: int
    world: str
    weeks: int
    days: int
    every: int
    runs: int
    fewest: int = 0
    lives: int = 0
    keep: str = ""


class Side(NamedTuple):
    """What one forecaster said of a business: weeks, hours as shares of its client hours, and its outlook."""

    weeks: list[Scored]
    outlook: list[OutlookGuess]


class Found(NamedTuple):
    """What came of one business: the forecast, and the true processes (empty if they were not run)."""

    seed: int
    first: date
    forecast: Side
    true: Side


def score_business(task: Task) -> Found:
    """Score a business's past days as `opsledger forecast --backtest` does, each with all the weeks after it known."""
    business, ledger = _lived(task.seed, task.weeks, task.world)
    end = business.first + timedelta(days=7 * task.weeks - 1)
    truth, early = (Past(Standing(ledger, day)) for day in (end, end - timedelta(weeks=HORIZON - _KNOWN)))
    told = told_before(ledger, early, task.days, every=task.every, runs=task.runs, fewest=task.fewest)
    hours = business.person.client_hours
    true = _side(truth, _true(task, business, truth, told), hours) if task.lives else Side([], [])
    return Found(task.seed, business.first, _side(truth, told, hours), true)


@lru_cache(maxsize=64)
def _lived(seed: int, weeks: int, world: str) -> tuple[Business, Ledger]:
    """A business and its ledger, lived once however often it is scored."""
    business = Business(seed, weeks, world)
    return business, ledger_of(business)


def _side(truth: Past, told: Sequence[Told], hours: float) -> Side:
    return Side([_scaled(week, hours) for week in scored_weeks(truth, told)], list(scored_outlooks(truth, told)))


def _scaled(week: Scored, by: float) -> Scored:
    def guess(of: Guess) -> Guess:
        return Guess(of.p10 / by, of.p50 / by, of.p90 / by, of.famine, of.feast)

    return week._replace(
        hours=week.hours / by,
        capacity=week.capacity / by,
        model=guess(week.model),
        rivals=tuple(map(guess, week.rivals)),
    )


def _true(task: Task, business: Business, truth: Past, told: Sequence[Told]) -> list[Told]:
    """What was said on each day, with what the true processes say in place of the forecast."""
    lives = lives_of(business, [each.day for each in told], task.lives, Path(task.keep))
    return [_told_by(lives[each.day], truth, each) for each in told]


def _told_by(lives: Lives, truth: Past, told: Told) -> Told:
    lines, coming = lines_of(truth), weeks_ahead(lives, truth, told.day)
    weeks = [
        week._replace(model=guess_of(sorted(coming[week.ahead - 1].hours), week.capacity, lines))
        for week in told.weeks  # those without capacity are left out
    ]
    outlook = outlook_of(coming, lines)
    rows = [row._replace(said=outlook.of(row.kind)[row.within]) for row in told.outlook]
    return told._replace(weeks=tuple(weeks), outlook=tuple(rows))
