"""The forecast put to the test: made from past days with the ledger as of each, scored against what was worked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.forecast.averages import usual_weeks
from opsledger.forecast.baselines import climatology, committed_only, persistence
from opsledger.forecast.coming import forecast
from opsledger.forecast.past import Past
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.scoring import Guess, Reliability, Score, Scored, by_horizon, reliability, score
from opsledger.models.ledger import Ledger

HORIZON = 12
RUNS = 400
SURE_OF = 0.01


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast was worth on past days.

    days: from which it was made, the earliest first. scored: every week of every forecast that is known by now.
    total: None where nothing could be scored. summary: one sentence.
    """

    days: tuple[date, ...]
    scored: tuple[Scored, ...]
    total: Score | None
    horizons: tuple[Score, ...]
    reliability: tuple[Reliability, ...]
    summary: str


def backtest(
    ledger: Ledger,
    on: date,
    n: int = 40,
    progress: Callable[[int, int], None] | None = None,
    *,
    every: int = 1,
    runs: int = RUNS,
) -> Backtest:
    """Forecasts from the Sundays of the last n weeks (or each `every`-th week), scored by the ledger as of `on`.

    A week with an Actual and no client block was 0 hours; a week without an Actual is unknown and left out, as is one
    without capacity. Days with fewer than 8 recorded weeks before them are left out too. progress: called with the
    days done and the days in all.
    """
    truth = Past(Standing(ledger, on))
    known = truth.ended
    first = known[0] + FEWEST_WEEKS - 1 if known else 0
    origins = list(range(truth.week - 1, first, -every))[:n] if known else []
    scored: list[Scored] = []
    days = []
    for number, week in enumerate(reversed(origins)):
        day = date.fromordinal(week * 7)
        found = _score_day(ledger, truth, day, runs)
        if found:
            days.append(day)
            scored += found
        if progress:
            progress(number + 1, len(origins))
    total = score(scored) if scored else None
    return Backtest(tuple(days), tuple(scored), total, by_horizon(scored), reliability(scored), _summary(days, total))


def _score_day(ledger: Ledger, truth: Past, day: date, runs: int) -> list[Scored]:
    """The forecast of one past day against the weeks that are known by now."""
    past = Past(Standing(ledger, day))
    usual = usual_weeks(past)
    known = set(truth.ended)
    numbers = [past.week + ahead for ahead in range(1, HORIZON + 1) if past.week + ahead in known]
    if len(past.ended) < FEWEST_WEEKS or not usual or not numbers:
        return []
    weeks = {past.week + 1 + place: week for place, week in enumerate(forecast(ledger, day, HORIZON, runs=runs).weeks)}
    found = []
    for number in numbers:
        week, hours = weeks[number], truth.client_hours[number]
        if week.famine is None:
            continue
        found.append(
            Scored(
                number - past.week,
                hours,
                week.capacity,
                hours < float(ledger.settings.famine) * week.capacity,
                Guess(week.p10, week.p50, week.p90, week.famine),
                climatology(past, usual, number),
                persistence(past, usual, number),
                committed_only(past, week),
            )
        )
    return found


def _summary(days: list[date], total: Score | None) -> str:
    """One honest sentence: how often the range held, and how it compares with the best baseline."""
    if total is None:
        return f"too few: no past forecast can be scored yet; that takes more than {FEWEST_WEEKS} weeks with an Actual"
    weeks = f"over {len(days)} past week{'' if len(days) == 1 else 's'}"
    held = f"{weeks} the 80 % range held {100 * total.coverage:.0f} % of the time"
    rival = _rival(total)
    if total.skill > SURE_OF:
        return f"{held}; {100 * total.skill:.0f} % better than {rival}"
    if total.skill < -SURE_OF:
        return f"{held}; {-100 * total.skill:.0f} % worse than {rival}: go by those instead"
    return f"{held}; no better than {rival}"


def _rival(total: Score) -> str:
    names = {
        total.committed: "the booked work alone",
        total.persistence: "the week before repeated",
        total.climatology: "your own averages",
    }
    return names[total.best_baseline]
