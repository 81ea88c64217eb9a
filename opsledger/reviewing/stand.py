"""Where we stand: the verdict, the backlog against the lead time, the coming weeks, the income."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog
from opsledger.figures.hours import available
from opsledger.figures.projects import burn, months
from opsledger.figures.standing import Standing, hours
from opsledger.findings.coming import LIKELY, lean_week, overloaded_week
from opsledger.findings.finding import Measured
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.reviewing.page import ComingWeek, Month, Stand
from opsledger.values.days import Interval
from opsledger.values.written import write_day, write_hours, write_share, write_weeks

PAST_MONTHS = 6


def build_stand(measured: Measured, track_record: str) -> Stand:
    """The review's first section. track_record: how the forecast did on past weeks, in a sentence."""
    standing, targets = measured.standing, measured.standing.settings.targets
    dry = measured.figures["balance.dry_on"].value
    oldest = measured.part("money.outstanding", "oldest_days")
    return Stand(
        verdict=_verdict(measured),
        backlog_hours=measured.part("balance.backlog_hours", "hours"),
        without_estimate=backlog(standing).without_estimate,
        pace=measured.number("balance.pace"),
        backlog_weeks=measured.number("balance.backlog_weeks"),
        lead_time_weeks=measured.number("balance.lead_time_weeks"),
        lead_times=measured.figures["balance.lead_time_weeks"].n,
        cover=measured.number("balance.cover"),
        dry_on=dry if isinstance(dry, date) else None,
        flow_13=measured.part("balance.flow", "weeks_13"),
        weeks=_coming_weeks(measured.forecast),
        notes=tuple(f"{note[0].upper()}{note[1:]}." for note in (measured.forecast.notes if measured.forecast else ())),
        track_record=track_record,
        months=_months(standing),
        income_target=None if targets.income is None else Fraction(targets.income),
        income_floor=None if targets.floor is None else Fraction(targets.floor),
        outstanding=measured.part("money.outstanding", "amount"),
        oldest_days=None if oldest is None else int(oldest),
    )


def _verdict(measured: Measured) -> str:
    """One sentence: overloaded, lean ahead, or balanced, and from when."""
    overload = overloaded_until(measured.standing)
    if overload:
        due, needed, there_are = overload
        return (
            f"Overloaded: what is promised until {write_day(due)} takes {write_hours(needed)}, "
            f"and there are {write_hours(there_are)} for clients."
        )
    if measured.trusted_forecast:
        return _verdict_of(measured.trusted_forecast, measured)
    cover, dry = measured.number("balance.cover"), measured.figures["balance.dry_on"].value
    needed_weeks = measured.number("balance.lead_time_weeks")
    if measured.number("balance.pace") is None and not backlog(measured.standing).minutes:
        return "Too early to tell: no client work is recorded yet."
    left = write_hours(hours(backlog(measured.standing).minutes))
    if not isinstance(dry, date) and measured.number("balance.pace") is None:
        return f"Too early to tell: {left} are booked; your pace is known after the first full week with an Actual."
    if not isinstance(dry, date):
        return f"Standing still: {left} are booked, and no client work was done in the weeks that set the pace."
    when = write_day(dry)
    if cover is None:
        return f"The booked work runs out on {when}; how long a new lead takes to become work is not known yet."
    if cover < 0:
        booked = f"the booked work runs out on {when}"
        if not backlog(measured.standing).minutes:
            booked = "no work is booked"
        return f"Lean ahead: {booked}, and a lead that comes today takes {write_weeks(needed_weeks)} to become work."
    return (
        f"Balanced: the booked work lasts until {when}, {write_weeks(cover)} longer than a lead takes to become work."
    )


def _verdict_of(forecast: Forecast, measured: Measured) -> str:
    """The sentence by the forecast, with how long what is booked fills the weeks."""
    booked = _booked_until(forecast, measured)
    lean, full = lean_week(forecast), overloaded_week(forecast)
    if lean and (not full or lean.week.monday < full.week.monday):
        return (
            f"Lean ahead: {booked}, and from {lean.week} on ({write_day(lean.week.monday)}) "
            f"a week is more likely lean than not ({write_share(lean.famine)})."
        )
    if full:
        return (
            f"Overloaded ahead: from {full.week} on ({write_day(full.week.monday)}) "
            f"a week is more likely overloaded than not ({write_share(full.feast)}); {booked}."
        )
    leanest = max(forecast.weeks, key=lambda week: week.famine or 0.0)
    return (
        f"Balanced: no coming week is more likely lean or overloaded than not; {booked}, "
        f"and the leanest week is {leanest.week} ({write_share(leanest.famine)})."
    )


def _booked_until(forecast: Forecast, measured: Measured) -> str:
    """Until when the booked work alone keeps a week from being lean."""
    famine = float(measured.standing.settings.famine)
    short = [week for week in forecast.weeks if week.committed < famine * week.capacity]
    if not short:
        return f"booked work fills all {len(forecast.weeks)} weeks"
    if short[0] is forecast.weeks[0]:
        return "booked work does not fill the coming week"
    return f"booked work fills the weeks until {write_day(short[0].week.plus(-1).sunday)}"


def overloaded_until(standing: Standing) -> tuple[date, Fraction, Fraction] | None:
    """The first promise before which more is left than `feast` times the hours there are: day, needed, there are."""
    promised = sorted(
        (project.revised_promise, burn(standing, project).left or 0)
        for project in standing.client_projects
        if project.is_open and project.revised_promise and project.revised_promise > standing.day
    )
    needed = 0
    for due, left in promised:
        needed += left
        there_are = available(standing, Interval(standing.day + timedelta(days=1), due), for_clients=True)
        if hours(needed) > there_are * Fraction(standing.settings.feast):
            return due, hours(needed), there_are
    return None


def _coming_weeks(forecast: Forecast | None) -> tuple[ComingWeek, ...]:
    """The weeks of the forecast."""
    return tuple(
        ComingWeek(
            week=str(week.week),
            capacity=Fraction(week.capacity),
            booked=Fraction(week.committed),
            p10=Fraction(week.p10),
            p50=Fraction(week.p50),
            p90=Fraction(week.p90),
            famine=None if week.famine is None else Fraction(week.famine),
            feast=None if week.feast is None else Fraction(week.feast),
            state=_state(week),
        )
        for week in (forecast.weeks if forecast else ())
    )


def _state(week: ForecastWeek) -> str:
    if week.famine is None:
        return "off"
    if week.famine >= LIKELY:
        return "lean"
    return "overloaded" if (week.feast or 0.0) >= LIKELY else ""


def _months(standing: Standing) -> tuple[Month, ...]:
    """The money received in the last complete months and in the one that runs; none before the first line of money."""
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    if not lines:
        return ()
    floor = standing.settings.targets.floor
    found = []
    for month in list(months(min(line.day for line in lines), standing.day))[-PAST_MONTHS - 1 :]:
        received = sum(
            (Fraction(line.amount or 0) * (1 if line.word == "paid" else -1) for line in lines if line.day in month),
            Fraction(0),
        )
        complete = month.last <= standing.day
        found.append(Month(month.first, received, complete, complete and floor is not None and received < floor))
    return tuple(found)
