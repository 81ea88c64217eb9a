"""A short memory of the user's own misses: how far the forecasts of the last weeks were off, one week ahead.

What no part of the model knows of (a better season, a longer day) shows there first, and some of it stays. Only the
last weeks count: work swings, and a correction over a longer span would come too late for each swing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from opsledger.cache import Plain, cached
from opsledger.figures.standing import Standing
from opsledger.forecast import priors
from opsledger.forecast.averages import habit, lean, spread
from opsledger.forecast.booked import draw_booked
from opsledger.forecast.chance import sample_quantile
from opsledger.forecast.drawn import Drawn, worked
from opsledger.forecast.past import Past, week_number
from opsledger.forecast.room import draw_rooms
from opsledger.forecast.sales import Habits
from opsledger.forecast.seen import fingerprints
from opsledger.forecast.work import Drawing
from opsledger.models.ledger import Ledger

_RUNS = 40
_BROKEN = 0.3


class Drift(NamedTuple):
    """How far weeks have recently come out above the median forecast for them, in shares of their capacity.

    n: of how many weeks; 0 while there is nothing to compare.
    """

    share: float
    n: int


def drift(ledger: Ledger, past: Past) -> Drift:
    """The drift of the last weeks: the latest counts for 0.3, each one before it for 0.7 of the next."""
    found, n = 0.0, 0
    for miss in _misses(ledger, past):
        found, n = found + priors.MISS_LATEST * (miss - found), n + 1
    return Drift(found, n)


def _misses(ledger: Ledger, past: Past) -> Iterator[float]:
    """(hours worked - median forecast the week before) / capacity, the latest week last."""
    known = [week for week in past.ended[priors.MISS_AFTER :] if week >= past.week - priors.MISS_WEEKS]
    sundays = [date.fromordinal(week * 7) for week in known]
    for week, day, mark in zip(known, sundays, fingerprints(ledger, sundays, 1), strict=True):
        middle, capacity = cached("medians", mark, partial(_median, ledger, day), _pair)
        if capacity > _BROKEN * past.usual:
            yield (past.client_hours[week] - middle) / capacity


def _median(ledger: Ledger, day: date) -> Plain:
    """The median of the week after a day, and its capacity, as they looked on that day.

    Leads are left out: next to none becomes work within a week.
    """
    past = Past(Standing(ledger, day))
    drawing = Drawing(past, Habits(past), _RUNS, 1)
    drawn = Drawn(draw_booked(drawing), {}, [[] for _ in range(_RUNS)], draw_rooms(drawing))
    hours = sorted(row[1] for row in worked(drawing, drawn))
    share = past.room(week_number(day) + 1)
    ranked = spread(lean(hours, *habit(past).ahead(1, _RUNS), share), past.usual * share)
    return [sample_quantile(ranked, 0.5), past.capacity(week_number(day) + 1)]


def _pair(plain: Any) -> tuple[float, float]:
    middle, capacity = plain
    return float(middle), float(capacity)


def shifted(ranked: list[float], weeks: int, drifted: float, capacity: float) -> list[float]:
    """Hours in order, moved by what is left of a drift so many weeks ahead."""
    step = priors.MISS_KEPT * priors.MISS_FADES ** (weeks - 1) * drifted * capacity
    return [max(each + step, 0.0) for each in ranked] if capacity else ranked
