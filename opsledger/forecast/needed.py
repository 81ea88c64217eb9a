"""How many new leads would close the shortfall that is expected from the lead time on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from opsledger.figures.inflow import chances, lead_times
from opsledger.figures.statistics import geometric_mean, median
from opsledger.forecast.result import ForecastWeek
from opsledger.forecast.work import Drawing


def leads_needed(drawing: Drawing, weeks: Sequence[ForecastWeek]) -> tuple[int | None, str | None]:
    """The sum of max(0, famine share x capacity - P50) over the weeks from the lead time on, in leads.

    One new lead is worth p(first stage) x median hours sold x geometric mean of hours done / hours sold. None, and
    why, where too little is known or the lead time reaches past the weeks.
    """
    past = drawing.past
    lead_time = lead_times(past.standing).weeks
    sizes = [Fraction(hours) for job in drawing.habits.jobs if (hours := drawing.habits.sold(job))]
    middle = median(sizes)
    ratios = [
        Fraction(past.of(job).hours) / Fraction(drawing.habits.sold(job) or 1) for job in drawing.habits.delivered
    ]
    ratio = geometric_mean(ratios)
    if lead_time is None or middle is None or ratio is None:
        return None, None
    first = math.ceil(lead_time)
    if first >= len(weeks):
        return None, f"a new lead takes {first} weeks to become work: longer than these weeks"
    famine = float(past.standing.settings.famine)
    short = sum(max(famine * week.capacity - week.p50, 0.0) for week in weeks[first:])
    stage = next(iter(past.standing.settings.stages))
    worth = float(chances(past.standing)[stage].value) * float(middle) * ratio
    return (math.ceil(short / worth - 1e-9), None) if worth > 0 else (None, None)
