"""What the simple rivals say of the coming weeks, beside the forecast, and which of them was closest in the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from opsledger.figures.standing import Standing
from opsledger.forecast.backtest import Backtest
from opsledger.forecast.past import Past
from opsledger.forecast.result import Forecast
from opsledger.forecast.rivals import record_of, rivals_of
from opsledger.forecast.scoring import Score
from opsledger.forecast.trust import SURE_OF, trusted
from opsledger.models.ledger import Ledger
from opsledger.values.days import Week
from opsledger.values.written import write_number

FORECAST = "this forecast"


class RivalsWeek(NamedTuple):
    """A coming week: the forecast's median, and that of each rival in the order of RIVALS.

    closest: who was closest so many weeks ahead; empty if nobody can tell.
    """

    week: Week
    forecast: float
    rivals: tuple[float, ...]
    closest: str


def rivals_ahead(ledger: Ledger, on: date, forecast: Forecast, tested: Backtest) -> tuple[RivalsWeek, ...]:
    """The weeks that have hours for clients; none if no week is recorded yet."""
    past = Past(Standing(ledger, on))
    record, scores = record_of(past), {score.horizon: score for score in tested.horizons}
    found = []
    for ahead, week in enumerate(forecast.weeks, 1):
        share = past.share(past.week + ahead)
        said = rivals_of(record, past.week, ahead, share, week.capacity, [week.committed]) if week.capacity else ()
        if said:
            middles = tuple(guess.p50 for guess in said)
            found.append(RivalsWeek(week.week, week.p50, middles, _closest(scores.get(ahead))))
    return tuple(found)


def _closest(score: Score | None) -> str:
    if score is None:
        return ""
    return score.best_rival if score.skill < -SURE_OF else FORECAST


def numbers_of_trusted(weeks: Sequence[RivalsWeek], tested: Backtest) -> str | None:
    """The hours that the rival to trust for the first weeks says, in a sentence; None if that is the forecast."""
    first = trusted(tested.total, tested.horizons) if tested.total else None
    here = weeks[: first.weeks] if first else ()
    if first is None or not here:
        return None
    theirs = _hours([week.rivals[first.place] for week in here])
    ours = _hours([week.forecast for week in here])
    return f"{first.name[0].upper()}{first.name[1:]} says {theirs} for {_weeks(len(here))}, this forecast {ours}"


def _weeks(count: int) -> str:
    return "next week" if count == 1 else f"the next {count} weeks"


def _hours(hours: Sequence[float]) -> str:
    """Hours a week, told as a range if they differ."""
    low, high = write_number(min(hours), 0), write_number(max(hours), 0)
    each = " a week" if len(hours) > 1 else ""
    return f"{low} h{each}" if low == high else f"{low} to {high} h{each}"
