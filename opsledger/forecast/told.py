"""What was said on a past day: the forecast as far as it is scored, and the week's own plan beside it."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from opsledger.cache import Plain
from opsledger.figures.standing import Standing
from opsledger.forecast.averages import usual_weeks
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook_scoring import lines_of, past_rates
from opsledger.forecast.past import Past
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.scoring import Guess
from opsledger.models.ledger import Ledger

HORIZON = 12


class ToldWeek(NamedTuple):
    """What was said on a past day of one week after it: how far ahead, its capacity, the guess, and what was booked."""

    ahead: int
    capacity: float
    model: Guess
    booked: float


class ToldOutlook(NamedTuple):
    """The chance that was said of one kind within so many weeks, and the business's own past rate."""

    kind: str
    within: int
    said: float | None
    rate: float


class Told(NamedTuple):
    """What was said on a past day: no weeks if too little was known. planned: the hours of the next week's Plan."""

    day: date
    weeks: tuple[ToldWeek, ...]
    planned: float | None
    outlook: tuple[ToldOutlook, ...]


def told_forecast(ledger: Ledger, day: date, runs: int, fewest: int = FEWEST_WEEKS) -> Plain:
    """What the forecast says on a day, in plain values; nothing if fewer weeks than `fewest` are recorded."""
    past = Past(Standing(ledger, day))
    if len(past.ended) < fewest or not usual_weeks(past):
        return {"weeks": [], "planned": None, "outlook": []}
    made = forecast(ledger, day, HORIZON, runs=runs)
    weeks: list[Plain] = [
        [ahead, week.capacity, [week.p10, week.p50, week.p90, week.famine, week.feast], week.committed]
        for ahead, week in enumerate(made.weeks, 1)
        if week.famine is not None
    ]
    rates = past_rates(past, lines_of(past))
    outlook: list[Plain] = [[*key, made.outlook.of(key[0])[key[1]], rate] for key, rate in rates.items()]
    return {"weeks": weeks, "planned": made.planned, "outlook": outlook}


def read_told(day: date, plain: Any) -> Told:
    """The same from plain values. Raises LookupError, TypeError or ValueError if they are something else."""
    weeks = (ToldWeek(ahead, capacity, Guess(*model), booked) for ahead, capacity, model, booked in plain["weeks"])
    return Told(day, tuple(weeks), plain["planned"], tuple(ToldOutlook(*row) for row in plain["outlook"]))
