"""Findings from the forecast: a lean or an overloaded stretch ahead, and by when to meet it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opsledger.findings.finding import Finding, Measured
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.values.written import count_of, write_day, write_share

LIKELY = 0.5


def lean_week(forecast: Forecast) -> ForecastWeek | None:
    """The first week that is more likely lean than not."""
    return next((week for week in forecast.weeks if week.week == forecast.first_famine), None)


def overloaded_week(forecast: Forecast) -> ForecastWeek | None:
    """The first week that is more likely overloaded than not."""
    return next((week for week in forecast.weeks if (week.feast or 0.0) >= LIKELY), None)


def lean_ahead(measured: Measured) -> Iterator[Finding]:
    """A coming week is more likely lean than not: what must be won by when, and when new leads had to come."""
    forecast = measured.trusted_forecast
    week = lean_week(forecast) if forecast else None
    if not forecast or not week:
        return
    helps = forecast.helps
    sentence = f"From {week.week} on ({write_day(week.week.monday)}) lean is likely ({write_share(week.famine)})"
    if helps and helps.won_by and helps.won_by > measured.day:
        sentence += f"; what is to be work by then must be won by {write_day(helps.won_by)}"
    lead = measured.standing.ledger.lead_by_id.get(helps.lead) if helps and helps.lead else None
    action = "Bring the open proposals to a yes this week: call each"
    if lead:
        sentence += f"; {lead.title} would move it most"
        action = f"Bring {lead.id} to a yes or a no this week: call"
    yield Finding("sales", 3, f"{sentence}.", action, "balance.cover", (lead.whole,) if lead else ())
    came = measured.figures["inflow.leads_new"]
    sentence = f"{count_of(came.n, 'new lead')} came in the period"
    if helps and helps.leads_by:
        verb = "had to" if helps.leads_by < measured.day else "must"
        sentence += f"; one for {week.week} {verb} come by {write_day(helps.leads_by)}"
    if forecast.leads_needed:
        sentence += f", and {forecast.leads_needed} more would close the gap after"
    action = "Write to past clients and ask each for one introduction"
    yield Finding("marketing", 3, f"{sentence}.", action, came.name, came.sources)


def overloaded_ahead(measured: Measured) -> Iterator[Finding]:
    """A coming week is more likely overloaded than not: what to move, decline or hand over."""
    forecast = measured.trusted_forecast
    week = overloaded_week(forecast) if forecast else None
    if not forecast or not week:
        return
    likely = [each for each in forecast.weeks if (each.feast or 0.0) >= LIKELY]
    too_much = sum(max(each.p50 - each.capacity, 0.0) for each in likely)
    hours = measured.hours(Fraction(too_much))
    verb = "is" if len(likely) == 1 else "are"
    sentence = (
        f"From {week.week} on {len(likely)} of {count_of(len(forecast.weeks), 'week')} {verb} likely overloaded "
        f"({write_share(week.feast)}): about {hours} more than there are for clients."
    )
    action = f"Move, shrink or hand over {hours} of what is planned from {week.week} on"
    yield Finding("production", 3, sentence, action, "balance.backlog_weeks")
    work, there_are = (measured.hours(Fraction(each)) for each in (week.p50, week.capacity))
    sentence = f"{week.week} is likely to hold {work} of work; there are {there_are} for clients."
    action = f"Decide which work to decline or to start later than {week.week}"
    yield Finding("ceo", 2, sentence, action, "balance.backlog_weeks")


COMING_RULES = (lean_ahead, overloaded_ahead)
