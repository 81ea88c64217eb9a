"""Where we stand: the verdict, the backlog against the lead time, the coming weeks, the income."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from opsledger.figures.balance import backlog, complete_months
from opsledger.figures.projects import months
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BoldSentence, headline
from opsledger.forecast.levers import levers_of
from opsledger.forecast.outlook import Stretch
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.verdicts import past_verdicts, sentence
from opsledger.reviewing.links import link_to
from opsledger.reviewing.money import build_money
from opsledger.reviewing.review import ComingWeek, LeverRow, Month, NumberOrNone, OutlookRow, Stand, StretchRow
from opsledger.reviewing.trends import trends
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

PAST_MONTHS = 6
FEW_WEEKS = 4
_LIKELY = 0.5


def build_stand(measured: Measured, track_record: str, *, with_levers: bool) -> Stand:
    """The review's first section. track_record: how the forecast did on past weeks, in a sentence.

    with_levers: whether to try what would move the stretch ahead, which takes a moment.
    """
    standing, targets = measured.standing, measured.standing.settings.targets
    dry = measured.figures["balance.dry_on"].value
    oldest = measured.part("money.outstanding", "oldest_days")
    said, past = headline(measured), past_verdicts(standing)
    forecast, trusted = measured.forecast, measured.trusted_forecast
    return Stand(
        verdict=said.text,
        verdict_kind=said.kind,
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
        verdicts=sentence(past) if past else "",
        levers=_levers(measured, said) if with_levers else (),
        months=_months(standing),
        income_target=None if targets.income is None else Fraction(targets.income),
        income_floor=None if targets.floor is None else Fraction(targets.floor),
        months_below=int(measured.part("balance.income_variation", "below_floor") or 0),
        months_counted=measured.figures["balance.income_variation"].n,
        outstanding=measured.part("money.outstanding", "amount"),
        oldest_days=None if oldest is None else int(oldest),
        money=build_money(measured),
        trends=trends(measured),
    )


def supposed_stand(stand: Stand, measured: Measured) -> Stand:
    """Where we would stand with another forecast of the same day: its weeks, stretches, chances and notes."""
    forecast, trusted = measured.forecast, measured.trusted_forecast
    return replace(
        stand,
        booked_ahead=None if forecast is None else Fraction(sum(week.committed for week in forecast.weeks)),
        outlook=_outlook(trusted) if trusted else (),
        stretches=tuple(map(_stretch, trusted.stretches)) if trusted else (),
        weeks=_coming_weeks(measured),
        levers=(),
    )


def recorded_weeks(standing: Standing) -> int:
    """The weeks up to the day, the one that runs included, that have time recorded."""
    return len(standing.client_minutes_by_week)


def _levers(measured: Measured, said: BoldSentence) -> tuple[LeverRow, ...]:
    """What would move the stretch that the headline names first."""
    standing, forecast = measured.standing, measured.trusted_forecast
    if not forecast or not said.told:
        return ()
    records = {**standing.ledger.lead_by_id, **standing.ledger.project_by_id}
    return tuple(
        LeverRow(lever.kind, link_to(record), lever.on, Fraction(round(lever.hours)), lever.what_if)
        for lever in levers_of(standing, forecast, said.told[0].stretch)
        if (record := records.get(same_id(lever.record)))
    )


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
    if week.famine >= _LIKELY:
        return "lean"
    return "overloaded" if (week.feast or 0.0) >= _LIKELY else ""


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
            (line.money * (1 if line.word == "paid" else -1) for line in lines if line.day in month),
            Fraction(0),
        )
        is_complete = month in complete
        found.append(Month(month.first, received, is_complete, is_complete and floor is not None and received < floor))
    return tuple(found)
