"""The forecasts that past reviews froze, scored as they were written, hindsight-free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from opsledger.figures.standing import Standing
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
from opsledger.forecast.scoring import SAME, Guess
from opsledger.models.ledger import Ledger


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
    """The forecasts that past reviews froze, scored hindsight-free; None if no week of them is known yet.

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
    loss = sum(
        Guess(week["p10"], week["p50"], week["p90"], week["famine"], week["feast"]).loss(hours) for week, hours in found
    )
    return FrozenScore(reviews, len(found), held / len(found), loss / len(found), outlook_scores(outlooks))


def _frozen_outlook(ledger: Ledger, truth: Past, day: date, data: Any) -> list[OutlookGuess]:
    """The outlook that a review froze, if it has one, as far as what came is known."""
    if "outlook" not in data:
        return []
    outlook, past = read_outlook(data["outlook"]), Past(Standing(ledger, day))
    rows = (
        (kind, within, outlook.of(kind).get(within), rate)
        for (kind, within), rate in past_rates(past, lines_of(past)).items()
    )
    return [guess for row in rows if (guess := outlook_guess(truth, week_number(day), *row))]
