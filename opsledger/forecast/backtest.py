"""The forecast put to the test: made from past days with the ledger as of each, scored against what was worked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import takewhile
from typing import Any, NamedTuple

from opsledger.cache import Plain, cached
from opsledger.figures.standing import Standing
from opsledger.forecast.averages import usual_weeks
from opsledger.forecast.baselines import climatology, committed_only, persistence
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook import read_outlook
from opsledger.forecast.outlook_scoring import (
    OutlookGuess,
    OutlookScore,
    lines_of,
    outlook_guess,
    outlook_scores,
    past_rates,
)
from opsledger.forecast.past import Past, week_number
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.scoring import SAME, Guess, Reliability, Score, Scored, by_horizon, reliability, score
from opsledger.forecast.seen import fingerprints
from opsledger.models.ledger import Ledger

HORIZON = 12
RUNS = 200
SURE_OF = 0.01


@dataclass(frozen=True, slots=True)
class Backtest:
    """What the forecast was worth on past days.

    days: from which it was made, the earliest first. scored: every week of every forecast that is known by now.
    total: None where nothing could be scored. summary: one sentence. outlook: what the chances of two lean or
    overloaded weeks in a row were worth.
    """

    days: tuple[date, ...]
    scored: tuple[Scored, ...]
    total: Score | None
    horizons: tuple[Score, ...]
    reliability: tuple[Reliability, ...]
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
    scored: list[Scored] = []
    outlooks: list[OutlookGuess] = []
    days = []
    for number, (day, mark) in enumerate(zip(origins, fingerprints(ledger, origins), strict=True), 1):
        make, read = partial(_guesses, ledger, day, runs), partial(_scored, truth, day)
        weeks, chances = cached("guesses", f"{mark}-{runs}", make, read)
        if weeks:
            days.append(day)
            scored += weeks
        outlooks += chances
        if on_progress:
            on_progress(number, len(origins))
    total = score(scored) if scored else None
    horizons = by_horizon(scored)
    summary = _summary(days, total, horizons) if total else _unscored(len(known))
    return Backtest(tuple(days), tuple(scored), total, horizons, reliability(scored), summary, outlook_scores(outlooks))


def _guesses(ledger: Ledger, day: date, runs: int) -> Plain:
    """What each forecaster says on a past day of the weeks after it; none where too little was known by then.

    weeks: a row a week: the weeks ahead, the capacity, and four numbers each of the model, climatology, persistence and
    the booked work. outlook: a row for each kind and horizon: the chance, and the own past rate.
    """
    past = Past(Standing(ledger, day))
    usual = usual_weeks(past)
    if len(past.ended) < FEWEST_WEEKS or not usual:
        return {"weeks": [], "outlook": []}
    rows: list[Plain] = []
    made = forecast(ledger, day, HORIZON, runs=runs)
    for ahead, week in enumerate(made.weeks, 1):
        if week.famine is not None:
            number = past.week + ahead
            model = Guess(week.p10, week.p50, week.p90, week.famine)
            rivals = climatology(past, usual, number), persistence(past, usual, number), committed_only(past, week)
            rows.append([ahead, week.capacity, *map(list, (model, *rivals))])
    rates = past_rates(past, lines_of(past))
    return {"weeks": rows, "outlook": [[*key, made.outlook.of(key[0])[key[1]], rate] for key, rate in rates.items()]}


def _scored(truth: Past, day: date, guesses: Any) -> tuple[list[Scored], list[OutlookGuess]]:
    """The guesses of one past day against the weeks that are known by now."""
    week, known = week_number(day), set(truth.ended)
    famine = float(truth.standing.settings.famine)
    weeks = [
        Scored(ahead, hours, capacity, hours < famine * capacity, *(Guess(*each) for each in four))
        for ahead, capacity, *four in guesses["weeks"]
        if week + ahead in known
        for hours in (truth.client_hours[week + ahead],)
    ]
    return weeks, [guess for row in guesses["outlook"] if (guess := outlook_guess(truth, week, *row))]


class FrozenScore(NamedTuple):
    """The forecasts of past reviews as they were written: reviews, weeks known by now, and how often the range held.

    outlook: what the chances they froze were worth.
    """

    reviews: int
    weeks: int
    held: float
    loss: float
    outlook: tuple[OutlookScore, ...]


def score_frozen(ledger: Ledger, on: date, frozen: Sequence[tuple[date, Any]]) -> FrozenScore | None:
    """The forecasts that past reviews froze, scored hindsight-free; None where no week of them is known yet.

    frozen: each review's day and its forecast's `data`. loss: the mean pinball loss, in hours.
    """
    truth = Past(Standing(ledger, on))
    known = set(truth.ended)
    found = []
    outlooks: list[OutlookGuess] = []
    reviews = 0
    for day, data in frozen:
        number = week_number(day)
        outlooks += _frozen_outlook(ledger, truth, day, data) if day <= on else []
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
    loss = sum(Guess(week["p10"], week["p50"], week["p90"], week["famine"]).loss(hours) for week, hours in found)
    return FrozenScore(reviews, len(found), held / len(found), loss / len(found), outlook_scores(outlooks))


def _frozen_outlook(ledger: Ledger, truth: Past, day: date, data: Any) -> list[OutlookGuess]:
    """The outlook that a review froze, where it has one, as far as what came is known."""
    if "outlook" not in data:
        return []
    outlook, past = read_outlook(data["outlook"]), Past(Standing(ledger, day))
    rows = (
        (kind, within, outlook.of(kind).get(within), rate)
        for (kind, within), rate in past_rates(past, lines_of(past)).items()
    )
    return [guess for row in rows if (guess := outlook_guess(truth, week_number(day), *row))]


def _unscored(known: int) -> str:
    """Why nothing could be scored. known: the weeks with an Actual."""
    if known > FEWEST_WEEKS:
        return "too few: no week after the past forecasts has an Actual; ask for more of them, or for an earlier day"
    return f"too few: no past forecast can be scored yet; that takes more than {FEWEST_WEEKS} weeks with an Actual"


def _summary(days: list[date], total: Score, horizons: Sequence[Score]) -> str:
    """One honest sentence: how often the range held, how it compares with the best baseline, and where it does not."""
    weeks = f"over {len(days)} past week{'' if len(days) == 1 else 's'}"
    held = f"{weeks} the 80 % range held {100 * total.coverage:.0f} % of the time"
    rival = _rival(total)
    if total.skill > SURE_OF:
        return f"{held}; {100 * total.skill:.0f} % better than {rival}{_but(horizons)}"
    if total.skill < -SURE_OF:
        return f"{held}; {-100 * total.skill:.0f} % worse than {rival}: go by those instead"
    return f"{held}; no better than {rival}"


def _but(horizons: Sequence[Score]) -> str:
    """How many of the first weeks ahead a rival does better, and which."""
    worse = list(takewhile(lambda score: score.skill < -SURE_OF, horizons))
    if not worse:
        return ""
    ahead = "the first week" if len(worse) == 1 else f"the first {len(worse)} weeks"
    return f", but for {ahead} ahead {_rival(worse[0])} does better"


def _rival(total: Score) -> str:
    names = {
        total.committed: "the booked work alone",
        total.persistence: "the week before repeated",
        total.climatology: "your own averages",
    }
    return names[total.best_baseline]
