"""How many new leads the shortfall from the lead time on asks for, and how much of it they would really close."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from opsledger.figures.chances import chances
from opsledger.figures.inflow import lead_times
from opsledger.figures.statistics import geometric_mean
from opsledger.forecast.drawn import Drawn, worked
from opsledger.forecast.new_leads import draw_extra
from opsledger.forecast.result import MOST_LEADS, ForecastWeek, Needed
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing

_RUNS = 60


def leads_needed(drawing: Drawing, weeks: Sequence[ForecastWeek]) -> tuple[Needed | None, str | None]:
    """The sum of max(0, lean line - P50) over the weeks from the lead time on, in leads that come today.

    One new lead is worth p(first stage) x mean hours sold x geometric mean of hours done / hours sold. None, and why,
    if too little is known or the lead time reaches past the weeks.
    """
    past = drawing.past
    lead_time = lead_times(past.standing).weeks
    sizes = [hours for job in drawing.habits.jobs if (hours := drawing.habits.sold(job))]
    ratios = [
        Fraction(past.of(job).hours) / Fraction(drawing.habits.sold(job) or 1) for job in drawing.habits.delivered
    ]
    ratio = geometric_mean(ratios)
    if lead_time is None or not sizes or ratio is None:
        return None, None
    first = math.ceil(lead_time)
    if first >= len(weeks):
        return None, f"a new lead takes {first} weeks to become work, longer than the weeks shown"
    famine = float(past.standing.settings.famine)
    short = [week for week in weeks[first:] if week.p50 < famine * week.capacity]
    if not short:
        return Needed(0, None, None, None), None
    stage = next(iter(past.standing.settings.stages))
    worth = float(chances(past.standing)[stage].value) * sum(sizes) / len(sizes) * float(ratio)
    hours = sum(famine * week.capacity - week.p50 for week in short)
    if worth <= 0:
        return None, None
    return Needed(math.ceil(hours / worth - 1e-9), short[0].week, short[-1].week, None), None


def share_closed(
    drawing: Drawing, winning: Winning, drawn: Drawn, weeks: Sequence[ForecastWeek], needed: Needed
) -> float:
    """How much of the hours missing in its weeks so many leads of today would bring, with the same luck otherwise."""
    famine = float(drawing.past.standing.settings.famine)
    places = [
        n
        for n, week in enumerate(weeks, 1)
        if needed.first and needed.last and needed.first <= week.week <= needed.last
    ]
    few = Drawn(
        drawn.booked[:_RUNS],
        {name: runs[:_RUNS] for name, runs in drawn.by_lead.items()},
        drawn.new[:_RUNS],
        drawn.rooms[:_RUNS],
    )
    extra = draw_extra(drawing, winning, min(needed.leads, MOST_LEADS), _RUNS)
    more = few._replace(new=[jobs + added for jobs, added in zip(few.new, extra, strict=False)])

    def missing(of: Drawn) -> float:
        rows = worked(drawing, of)
        return sum(max(famine * weeks[n - 1].capacity - row[n], 0.0) for row in rows for n in places)

    before = missing(few)
    return 1 - missing(more) / before if before > 0 else 0.0
