"""The forecast put to the test: made from past days with the ledger as of each, scored against what was worked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from opsledger.cache import Plain, cached
from opsledger.figures.standing import Standing
from opsledger.forecast.averages import BASELINE_WEEKS, usual_weeks
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook import Outlook, outlook_data, read_outlook
from opsledger.forecast.past import Past, week_number
from opsledger.forecast.planned import PlanScore, score_plans
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.rivals import record_of, rivals_of, spread_by
from opsledger.forecast.scoring import SAME, Guess, Reliability, Score, Scored, by_horizon, reliability, score
from opsledger.forecast.seen import fingerprints
from opsledger.forecast.trust import trust
from opsledger.models.ledger import Ledger

HORIZON = 12
RUNS = 200


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast was worth on past days.

    days: from which it was made, the earliest first. scored: every week of every forecast that is known by now.
    total: None where nothing could be scored. plans: own plans for the next week against the forecast, None where none
    can be scored. summary: in words.
    """

    days: tuple[date, ...]
    scored: tuple[Scored, ...]
    total: Score | None
    horizons: tuple[Score, ...]
    reliability: tuple[Reliability, ...]
    plans: PlanScore | None
    summary: str


def backtest(
    ledger: Ledger,
    on: date,
    n: int = 40,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    every: int = 1,
    runs: int = RUNS,
) -> Backtest:
    """Forecasts from the Sundays of the last n weeks (or each `every`-th week), scored by the ledger as of `on`.

    A week with an Actual and no client block was 0 hours; a week without an Actual is unknown and left out, as is one
    without capacity. Days with fewer than 8 recorded weeks before them are left out too. on_progress: called with the
    days done and the days in all.
    """
    truth = Past(Standing(ledger, on))
    known = truth.ended
    first = known[0] + FEWEST_WEEKS - 1 if known else 0
    origins = [date.fromordinal(week * 7) for week in range(truth.week - 1, first, -every)][:n][::-1] if known else []
    told: list[Told] = []
    for number, (day, mark) in enumerate(zip(origins, fingerprints(ledger, origins), strict=True), 1):
        told.append(cached("told", f"{mark}-{runs}", partial(_tell, ledger, day, runs), partial(_told, day)))
        if on_progress:
            on_progress(number, len(origins))
    told = [each for each in told if each.weeks]
    scored = list(_scored(truth, told))
    total = score(scored) if scored else None
    horizons = by_horizon(scored)
    days = tuple(each.day for each in told)
    summary = trust(len(days), total, horizons) if total else _unscored(len(known))
    return Backtest(
        days, tuple(scored), total, horizons, reliability(scored), score_plans(_plans(truth, told)), summary
    )


class ToldWeek(NamedTuple):
    """What was said on a past day of one week after it: how far ahead, its capacity, the guess, and what was booked."""

    ahead: int
    capacity: float
    model: Guess
    booked: float


class Told(NamedTuple):
    """What was said on a past day: no weeks if too little was known. planned: the hours of the next week's Plan."""

    day: date
    weeks: tuple[ToldWeek, ...]
    planned: float | None
    outlook: Outlook


def _tell(ledger: Ledger, day: date, runs: int) -> Plain:
    """The forecast of a past day, as far as it is scored, in plain values."""
    past = Past(Standing(ledger, day))
    if len(past.ended) < FEWEST_WEEKS or not usual_weeks(past):
        return {"weeks": [], "planned": None, "outlook": outlook_data(Outlook({}, {}))}
    made = forecast(ledger, day, HORIZON, runs=runs)
    weeks: list[Plain] = [
        [ahead, week.capacity, [week.p10, week.p50, week.p90, week.famine, week.feast], week.committed]
        for ahead, week in enumerate(made.weeks, 1)
        if week.famine is not None
    ]
    return {"weeks": weeks, "planned": made.planned, "outlook": outlook_data(made.outlook)}


def _told(day: date, plain: Any) -> Told:
    weeks = (ToldWeek(ahead, capacity, Guess(*model), booked) for ahead, capacity, model, booked in plain["weeks"])
    return Told(day, tuple(weeks), plain["planned"], read_outlook(plain["outlook"]))


def _scored(truth: Past, told: Sequence[Told]) -> Iterator[Scored]:
    """All that was said on past days against the weeks that are known by now, beside what the rivals said."""
    record, known, usual = record_of(truth), frozenset(truth.ended), truth.usual
    misses: dict[int, list[tuple[int, float]]] = {}
    for day, weeks, *_ in told:
        origin = week_number(day)
        for ahead, capacity, model, booked in weeks:
            week = origin + ahead
            share = capacity / usual if usual else 1.0
            missed = [miss for when, miss in misses.get(ahead, ()) if when <= origin]
            spread = (
                [each * share for each in spread_by(booked / share, missed[-BASELINE_WEEKS:])] if share else [booked]
            )
            rivals = rivals_of(record, origin, ahead, share, capacity, sorted(spread))
            if week in known and rivals:
                hours = truth.client_hours[week]
                lean, over = (line * capacity for line in (record.lines.lean, record.lines.overloaded))
                yield Scored(ahead, hours, capacity, hours < lean, hours > over, model, rivals)
                if share:
                    misses.setdefault(ahead, []).append((week, (hours - booked) / share))


def _plans(truth: Past, told: Sequence[Told]) -> list[tuple[float, float, float]]:
    """The plans for the week after each past day: hours planned, the forecast's median, the hours that came."""
    known = frozenset(truth.ended)
    return [
        (each.planned, each.weeks[0].model.p50, truth.client_hours[week_number(each.day) + 1])
        for each in told
        if each.planned is not None and week_number(each.day) + 1 in known and each.weeks[0].ahead == 1
    ]


class FrozenScore(NamedTuple):
    """The forecasts of past reviews as they were written: reviews, weeks known by now, and how often the range held."""

    reviews: int
    weeks: int
    held: float
    loss: float


def score_frozen(ledger: Ledger, on: date, frozen: Sequence[tuple[date, Any]]) -> FrozenScore | None:
    """The forecasts that past reviews froze, scored hindsight-free; None where no week of them is known yet.

    frozen: each review's day and its forecast's `data`. loss: the mean pinball loss, in hours.
    """
    truth = Past(Standing(ledger, on))
    known = set(truth.ended)
    found = []
    reviews = 0
    for day, data in frozen:
        number = week_number(day)
        weeks = [
            (week, truth.client_hours[number + ahead])
            for ahead, week in enumerate(data["weeks"], 1)
            if number + ahead in known and week["famine"] is not None
        ]
        reviews += bool(weeks) and day <= on
        found += weeks if day <= on else []
    if not found:
        return None
    held = sum(week["p10"] - SAME <= hours <= week["p90"] + SAME for week, hours in found)
    loss = sum(
        Guess(week["p10"], week["p50"], week["p90"], week["famine"], week["feast"]).loss(hours) for week, hours in found
    )
    return FrozenScore(reviews, len(found), held / len(found), loss / len(found))


def _unscored(known: int) -> str:
    """Why nothing could be scored. known: the weeks with an Actual."""
    if known > FEWEST_WEEKS:
        return "too few: no week after the past forecasts has an Actual; ask for more of them, or for an earlier day"
    return f"too few: no past forecast can be scored yet; that takes more than {FEWEST_WEEKS} weeks with an Actual"
