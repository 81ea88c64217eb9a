"""Forecasts and their score as they were made before, if nothing that they see has changed since.

What makes them is imported when something has, since importing it takes longer than recalling.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NoReturn

from opsledger.cache import Plain, cached
from opsledger.forecast.priors import FEWEST_WEEKS, RUNS
from opsledger.forecast.result import Forecast, from_kept, kept_text
from opsledger.forecast.seen import fingerprints
from opsledger.models.ledger import Ledger

SCORED_WEEKS = 40


def kept_forecast(ledger: Ledger, on: date, weeks: int = 12) -> Forecast:
    """The plain forecast, kept between runs: the same numbers, without the explanations. For what is written often."""

    def make() -> Plain:
        from opsledger.forecast.coming import forecast

        return kept_text(forecast(ledger, on, weeks))

    (mark,) = fingerprints(ledger, [on])
    return cached("forecasts", f"{mark}-{weeks}-{RUNS}", make, lambda plain: from_kept(plain, FEWEST_WEEKS))


def forecast_at_hand(ledger: Ledger, on: date, weeks: int = 12) -> Forecast | None:
    """The plain forecast if it was kept already; None if it would have to be drawn, which takes a moment."""

    def refuse() -> NoReturn:
        raise _NotKept

    (mark,) = fingerprints(ledger, [on])
    try:
        return cached("forecasts", f"{mark}-{weeks}-{RUNS}", refuse, lambda plain: from_kept(plain, FEWEST_WEEKS))
    except _NotKept:
        return None


class _NotKept(Exception):
    """A forecast would have to be drawn."""


def backtest_line(
    ledger: Ledger, on: date, progress: Callable[[int, int], None] | None = None, n: int = SCORED_WEEKS
) -> str:
    """The backtest in one sentence, kept between runs. progress: as of `backtest`."""

    def make() -> Plain:
        from opsledger.forecast.backtest import backtest

        return backtest(ledger, on, n, progress).summary

    (mark,) = fingerprints(ledger, [on])
    return cached("backtests", f"{mark}-{n}", make, str)
