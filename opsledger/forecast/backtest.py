"""The forecast put to the test: made from past days with the ledger as of each, scored against what was worked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from opsledger.cache import cached
from opsledger.dataclass import dataclass
from opsledger.figures.standing import Standing
from opsledger.forecast.averages import BASELINE_WEEKS
from opsledger.forecast.outlook_scoring import OutlookGuess, OutlookScore, outlook_guess, outlook_scores
from opsledger.forecast.past import Past, week_number
from opsledger.forecast.planned import PlanScore, score_plans
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.rivals import levels_of, own_weeks, rivals_of, spread_by
from opsledger.forecast.scoring import Reliability, Score, Scored, by_horizon, reliability, score
from opsledger.forecast.seen import fingerprints
from opsledger.forecast.told import HORIZON, Told, read_told, told_forecast
from opsledger.forecast.trust import trust
from opsledger.models.ledger import Ledger

RUNS = 200


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast was worth on past days.

    days: from which it was made, the earliest first. scored: every week of every forecast that is known by now.
    total: None if nothing could be scored. plans: own plans for the next week against the forecast, None if none
    can be scored. summary: in words. outlook: what the chances of two lean or overloaded weeks in a row were worth.
    """

    days: tuple[date, ...]
    scored: tuple[Scored, ...]
    total: Score | None
    horizons: tuple[Score, ...]
    reliability: tuple[Reliability, ...]
    plans: PlanScore | None
    summary: str
    outlook: tuple[OutlookScore, ...]


def backtest(
    ledger: Ledger,
    on: date,
    n: int = 40,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    every: int = 1,
    runs: int = RUNS,
    fewest: int = FEWEST_WEEKS,
) -> Backtest:
    """Forecasts from the Sundays of the last n weeks (or each `every`-th week), scored by the ledger as of `on`.

    A week with an Actual and no client block was 0 hours; a week without an Actual is unknown and left out, as is one
    without capacity. Days with fewer than `fewest` recorded weeks before them are left out too. on_progress: called
    with the days done and the days in all.
    """
    truth = Past(Standing(ledger, on))
    told = told_before(ledger, truth, n, on_progress, every=every, runs=runs, fewest=fewest)
    scored = list(scored_weeks(truth, told))
    total = score(scored) if scored else None
    horizons = by_horizon(scored)
    days = tuple(each.day for each in told)
    levels = levels_of(own_weeks(truth), truth.week)
    plans = score_plans(_plans(told, scored))
    is_closest = plans is not None and plans.is_closest
    summary = trust(len(days), total, horizons, levels, is_closest) if total else _unscored(len(truth.ended))
    return Backtest(
        days=days,
        scored=tuple(scored),
        total=total,
        horizons=horizons,
        reliability=reliability(scored),
        plans=plans,
        summary=summary,
        outlook=outlook_scores(scored_outlooks(truth, told)),
    )


def told_before(
    ledger: Ledger,
    truth: Past,
    n: int,
    on_progress: Callable[[int, int], None] | None = None,
    *,
    every: int = 1,
    runs: int = RUNS,
    fewest: int = FEWEST_WEEKS,
) -> list[Told]:
    """What was said on each of n past Sundays, the earliest first; days of which too little was known are left out."""
    known = truth.ended
    first = known[0] + fewest - 1 if known else 0
    origins = [date.fromordinal(week * 7) for week in range(truth.week - 1, first, -every)][:n][::-1] if known else []
    told: list[Told] = []
    for number, (day, mark) in enumerate(zip(origins, fingerprints(ledger, origins, HORIZON), strict=True), 1):
        told.append(
            cached(
                "told",
                f"{mark}-{runs}-{fewest}",
                partial(told_forecast, ledger, day, runs, fewest),
                partial(read_told, day),
            )
        )
        if on_progress:
            on_progress(number, len(origins))
    return [each for each in told if each.weeks]


def scored_weeks(truth: Past, told: Sequence[Told]) -> Iterator[Scored]:
    """All that was said on past days against the weeks that are known by now, beside what the rivals said."""
    record, known, usual = own_weeks(truth), frozenset(truth.ended), truth.usual
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
                yield Scored(day, ahead, hours, capacity, hours < lean, hours > over, model, rivals)
                if share:
                    misses.setdefault(ahead, []).append((week, (hours - booked) / share))


def scored_outlooks(truth: Past, told: Sequence[Told]) -> Iterator[OutlookGuess]:
    """What was said on past days of two such weeks in a row, as far as what came is known."""
    for day, *_, outlook in told:
        guesses = (outlook_guess(truth, week_number(day), *row) for row in outlook)
        yield from (guess for guess in guesses if guess)


def _plans(told: Sequence[Told], scored: Sequence[Scored]) -> list[tuple[float, Scored]]:
    """The plans for the week after each past day, with what was said of that week."""
    planned = {each.day: each.planned for each in told}
    return [(hours, week) for week in scored if week.horizon == 1 and (hours := planned[week.day]) is not None]


def _unscored(known: int) -> str:
    """Why nothing could be scored. known: the weeks with an Actual."""
    if known > FEWEST_WEEKS:
        return "too few: no week after those forecasts is recorded yet. Score more of them, or choose an earlier day"
    return f"too few: scoring a forecast takes more than {FEWEST_WEEKS} recorded weeks"
