"""Where we stand: the verdict, the backlog against the lead time, the coming weeks, the income."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog, complete_months
from opsledger.figures.hours import available
from opsledger.figures.projects import months
from opsledger.figures.standing import Standing, hours
from opsledger.findings.coming import LIKELY, lean_week, overloaded_week
from opsledger.findings.finding import Measured
from opsledger.forecast.left import left_of
from opsledger.forecast.outlook import Stretch
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.reviewing.review import ComingWeek, Month, NumberOrNone, OutlookRow, Stand, StretchRow
from opsledger.values.days import Interval
from opsledger.values.written import count_of, write_day, write_hours, write_share, write_weeks

PAST_MONTHS = 6
FEW_WEEKS = 4
FEW_LEADS = 4


def build_stand(measured: Measured, track_record: str) -> Stand:
    """The review's first section. track_record: how the forecast did on past weeks, in a sentence."""
    standing, targets = measured.standing, measured.standing.settings.targets
    dry = measured.figures["balance.dry_on"].value
    oldest = measured.part("money.outstanding", "oldest_days")
    forecast, trusted = measured.forecast, measured.trusted_forecast
    return Stand(
        verdict=_verdict(measured),
        backlog_hours=measured.part("balance.backlog_hours", "hours"),
        without_estimate=backlog(standing).without_estimate,
        pace=measured.number("balance.pace"),
        pace_weeks=measured.figures["balance.pace"].n,
        backlog_weeks=measured.number("balance.backlog_weeks"),
        lead_time_weeks=measured.number("balance.lead_time_weeks"),
        lead_times=measured.figures["balance.lead_time_weeks"].n,
        cover=measured.number("balance.cover"),
        dry_on=dry if isinstance(dry, date) else None,
        booked_weeks=Fraction((dry - standing.day).days, 7) if isinstance(dry, date) else None,
        booked_ahead=None if forecast is None else Fraction(sum(week.committed for week in forecast.weeks)),
        flow_13=measured.part("balance.flow", "weeks_13") if recorded_weeks(standing) >= FEW_WEEKS else None,
        now=(trusted.now.kind or "") if trusted else "",
        outlook=_outlook(trusted) if trusted else (),
        stretches=tuple(map(_stretch, trusted.stretches)) if trusted else (),
        weeks=_coming_weeks(measured),
        notes=tuple(f"{note[0].upper()}{note[1:]}." for note in (forecast.notes if forecast else ())),
        track_record=track_record,
        months=_months(standing),
        income_target=None if targets.income is None else Fraction(targets.income),
        income_floor=None if targets.floor is None else Fraction(targets.floor),
        months_below=int(measured.part("balance.income_variation", "below_floor") or 0),
        months_counted=measured.figures["balance.income_variation"].n,
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
    if not isinstance(dry, date) and measured.number("balance.pace"):
        return f"Balanced: {_booked_until(measured)}."
    if not isinstance(dry, date) and measured.number("balance.pace") is None:
        return f"Too early to tell: {left} are booked; your pace is known after the first full week with an Actual."
    if not isinstance(dry, date):
        return f"Standing still: {left} are booked, and no client work was done in the weeks that set the pace."
    booked = _booked_until(measured)
    seen = recorded_weeks(measured.standing)
    few = f"So far, on {count_of(seen, 'recorded week')}: " if seen < FEW_WEEKS else ""
    if cover is None:
        start = booked if few else f"{booked[0].upper()}{booked[1:]}"
        return f"{few}{start}; how long a new lead takes to become work is not known yet."
    leads = measured.figures["balance.lead_time_weeks"].n
    rests_on = f" ({count_of(leads, 'lead')} seen)" if leads < FEW_LEADS else ""
    if cover < 0:
        verdict = f"{few}lean ahead" if few else "Lean ahead"
        takes = f"a lead that comes today takes {write_weeks(needed_weeks)} to become work{rests_on}"
        return f"{verdict}: {booked}, and {takes}."
    verdict = f"{few}the two flows are in balance" if few else "Balanced"
    return f"{verdict}: {booked}, {write_weeks(cover)} longer than a lead takes to become work{rests_on}."


def recorded_weeks(standing: Standing) -> int:
    """The weeks up to the day, the one that runs included, that have time recorded."""
    return len(standing.client_minutes_by_week)


def _verdict_of(forecast: Forecast, measured: Measured) -> str:
    """The sentence by the forecast, with how long what is booked fills the weeks."""
    booked = _booked_until(measured)
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


def _booked_until(measured: Measured) -> str:
    """Until when booked work fills the weeks, in words."""
    dry = measured.figures["balance.dry_on"]
    if not isinstance(dry.value, date):
        return (
            dry.note if dry.note and measured.number("balance.pace") else "nobody can tell how long booked work lasts"
        )
    if dry.value == measured.day:
        return "booked work does not fill the coming week"
    return f"booked work fills the weeks until {write_day(dry.value)}"


def overloaded_until(standing: Standing) -> tuple[date, Fraction, Fraction] | None:
    """The first promise before which more is left than `feast` times the hours there are: day, needed, there are."""
    promised = sorted(
        (project.revised_promise, left_of(standing, project).likely or Fraction(0))
        for project in standing.client_projects
        if project.is_open and project.revised_promise and project.revised_promise > standing.day
    )
    needed = Fraction(0)
    for due, left in promised:
        needed += left
        there_are = available(standing, Interval(standing.day + timedelta(days=1), due), for_clients=True)
        if needed > there_are * Fraction(standing.settings.feast):
            return due, needed, there_are
    return None


def _outlook(forecast: Forecast) -> tuple[OutlookRow, ...]:
    lean, overloaded = forecast.outlook.lean, forecast.outlook.overloaded
    return tuple(OutlookRow(weeks, _exact(lean[weeks]), _exact(overloaded[weeks])) for weeks in lean)


def _exact(chance: float | None) -> NumberOrNone:
    return None if chance is None else Fraction(chance)


def _stretch(stretch: Stretch) -> StretchRow:
    first, last = stretch.first, stretch.last
    chance, missing = Fraction(stretch.chance), Fraction(stretch.hours)
    return StretchRow(stretch.kind, str(first), str(last), first.monday, last.sunday, chance, missing)


def _coming_weeks(measured: Measured) -> tuple[ComingWeek, ...]:
    """The weeks of the forecast; where it rests on priors, none is said to be lean or overloaded."""
    return tuple(
        ComingWeek(
            week=str(week.week),
            capacity=Fraction(week.capacity),
            booked=Fraction(week.committed),
            p10=Fraction(week.p10),
            p50=Fraction(week.p50),
            p90=Fraction(week.p90),
            famine=_exact(week.famine),
            feast=_exact(week.feast),
            state=_state(week, is_trusted=measured.trusted_forecast is not None),
        )
        for week in (measured.forecast.weeks if measured.forecast else ())
    )


def _state(week: ForecastWeek, *, is_trusted: bool) -> str:
    if week.famine is None:
        return "off"
    if not is_trusted:
        return ""
    if week.famine >= LIKELY:
        return "lean"
    return "overloaded" if (week.feast or 0.0) >= LIKELY else ""


def _months(standing: Standing) -> tuple[Month, ...]:
    """The money received in the last of the months that `balance.income_variation` counts, and in the one that runs.

    In a young ledger the month in which it begins, too, where money came. None where no month is complete and no money
    came.
    """
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    complete = complete_months(standing)
    if not lines and not complete:
        return ()
    floor = standing.settings.targets.floor
    running = [month for month in months(standing.day, standing.day) if month.last > standing.day]
    begun: list[Interval] = []
    if lines and len(complete) < PAST_MONTHS:
        first = min(line.day for line in lines)
        begun = [month for month in months(first, first) if month not in (*complete, *running)]
    found = []
    for month in (*begun, *complete[-PAST_MONTHS:], *running):
        received = sum(
            (Fraction(line.amount or 0) * (1 if line.word == "paid" else -1) for line in lines if line.day in month),
            Fraction(0),
        )
        is_complete = month in complete
        found.append(Month(month.first, received, is_complete, is_complete and floor is not None and received < floor))
    return tuple(found)
