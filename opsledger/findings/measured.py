"""From a ledger and a day to what findings and reviews are made of."""

from __future__ import annotations

from datetime import date

from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.forecast.recalled import kept_forecast
from opsledger.forecast.result import Forecast
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger


def measured_on(ledger: Ledger, on: date, since: date | None = None, forecast: Forecast | None = None) -> Measured:
    """A ledger on a day with its figures and its forecast. forecast: to be taken for the day's own."""
    standing = Standing(ledger, on, since)
    if not is_forecast(standing):
        forecast = None
    elif forecast is None:
        forecast = kept_forecast(ledger, on)
    return Measured(standing, measure(standing), forecast)


def is_forecast(standing: Standing) -> bool:
    """Whether there is anything to forecast from."""
    return bool(standing.actual or standing.client_projects)
