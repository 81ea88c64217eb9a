"""One business scored: the forecast from some of its past days, and what its true processes say from the same days."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import Business
from opsledger.figures.standing import Standing
from opsledger.forecast.backtest import scored_outlooks, scored_weeks, told_before
from opsledger.forecast.outlook import RunWeek, outlook_of
from opsledger.forecast.outlook_scoring import OutlookGuess, lines_of
from opsledger.forecast.past import Past, week_number, week_of
from opsledger.forecast.rivals import guess_of
from opsledger.forecast.scoring import Guess, Scored
from opsledger.forecast.told import HORIZON, Told

_KNOWN = 2  # the weeks after the latest of the past days that are looked back on
_SIMULATOR = Path(__file__).parent.parent / "simulator"

Lives = Sequence[Sequence[float]]


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
    business = Business(task.seed, task.weeks, task.world)
    ledger = ledger_of(business)
    end = business.first + timedelta(days=7 * task.weeks - 1)
    truth, early = (Past(Standing(ledger, day)) for day in (end, end - timedelta(weeks=HORIZON - _KNOWN)))
    told = told_before(ledger, early, task.days, every=task.every, runs=task.runs, fewest=task.fewest)
    hours = business.person.client_hours
    true = _side(truth, _true(task, business, truth, told), hours) if task.lives else Side([], [])
    return Found(task.seed, business.first, _side(truth, told, hours), true)


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
    lives = _lives(task, business, [each.day for each in told])
    return [_told_by(lives[each.day], truth, each) for each in told]


def _told_by(lives: Lives, truth: Past, told: Told) -> Told:
    lines, origin = lines_of(truth), week_number(told.day)
    hours = [[life[ahead] for life in lives] for ahead in range(HORIZON)]
    weeks = [
        week._replace(model=guess_of(sorted(hours[week.ahead - 1]), week.capacity, lines))
        for week in told.weeks  # those without capacity are left out
    ]
    coming = [
        RunWeek(week_of(origin + ahead), truth.capacity(origin + ahead), hours[ahead - 1])
        for ahead in range(1, HORIZON + 1)
    ]
    outlook = outlook_of(coming, lines)
    rows = [row._replace(said=outlook.of(row.kind)[row.within]) for row in told.outlook]
    return told._replace(weeks=tuple(weeks), outlook=tuple(rows))


def _lives(task: Task, business: Business, days: Sequence[date]) -> Mapping[date, Lives]:
    """What could have become of a business from each day; kept, since no change of the forecast moves it."""
    named = f"{_simulator()}-{task.seed}-{task.world}-{task.weeks}-{task.lives}".replace(" ", "_")
    path = Path(task.keep, "lives", f"{named}.pickle")
    found: dict[date, Lives] = pickle.loads(path.read_bytes()) if path.exists() else {}
    missing = [day for day in days if day not in found]
    if missing:
        found |= {day: business.could_become(day, task.lives, HORIZON) for day in missing}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".new").write_bytes(pickle.dumps(found))
        path.with_suffix(".new").replace(path)
    return found


@lru_cache
def _simulator() -> str:
    """A hash of the simulator: lives that another one made are not used."""
    text = b"".join(path.read_bytes() for path in sorted(_SIMULATOR.glob("*.py")))
    return hashlib.blake2b(text, digest_size=6).hexdigest()
