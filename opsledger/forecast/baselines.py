"""What anybody could forecast without a model: one's own averages, last week again, the booked work alone."""

from __future__ import annotations

from opsledger.forecast.chance import quantile
from opsledger.forecast.past import Past
from opsledger.forecast.result import ForecastWeek
from opsledger.forecast.scoring import Guess


def climatology(past: Past, usual: list[float], week: int) -> Guess:
    """Quantiles of the trailing 26 weeks' client hours, scaled by the week's time off."""
    famine = float(past.standing.settings.famine) * past.capacity(week)
    hours = sorted(each * past.share(week) for each in usual)
    lean = sum(each < famine for each in hours) / len(hours)
    return Guess(quantile(hours, 0.1), quantile(hours, 0.5), quantile(hours, 0.9), lean)


def persistence(past: Past, usual: list[float], week: int) -> Guess:
    """The last week again, scaled by time off."""
    hours = usual[-1] * past.share(week)
    return Guess(hours, hours, hours, float(hours < float(past.standing.settings.famine) * past.capacity(week)))


def committed_only(past: Past, week: ForecastWeek) -> Guess:
    """The booked work alone, as if nothing else came."""
    hours = week.committed
    return Guess(hours, hours, hours, float(hours < float(past.standing.settings.famine) * week.capacity))
