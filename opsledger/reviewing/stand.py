"""Where we stand: the verdict, the backlog against the lead time, the coming weeks, the income."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from opsledger.figures.balance import backlog, complete_months, received_in
from opsledger.figures.covering import weeks_recorded
from opsledger.figures.debts import open_bills
from opsledger.figures.kept import is_work_unknown
from opsledger.figures.projects import months
from opsledger.figures.standing import Standing
from opsledger.findings.ahead import told_stretches
from opsledger.findings.dry import FEW_LEADS
from opsledger.findings.finding import Measured
from opsledger.findings.headline import headline
from opsledger.findings.young import FEW_WEEKS, goes_by_hours_set
from opsledger.forecast.booked_weeks import LEFT_AFTER
from opsledger.forecast.helping import help_notes
from opsledger.forecast.keeping import retained_hours
from opsledger.forecast.outlook import OVERLOADED, Stretch
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.verdicts import past_verdicts, verdicts_sentence
from opsledger.reviewing.brief import oldest_days, owed_by_clients, stretch_row, unnamed_rows
from opsledger.reviewing.levers import lever_rows
from opsledger.reviewing.money import build_money
from opsledger.reviewing.parts.stand import ComingWeek, Month, OutlookRow, Stand, TrendRow
from opsledger.reviewing.parts.values import NumberOrNone
from opsledger.reviewing.resting_on import behind_said, booked_said, start_rows
from opsledger.reviewing.trends import trends
from opsledger.values.days import Interval

PAST_MONTHS = 6
_TENTH = 10
_LIKELY = 0.5


def build_stand(measured: Measured, track_record: str, *, with_levers: bool) -> Stand:
    """The review's first section. track_record: how the forecast did on past weeks, in a sentence.

    with_levers: whether to try what would move the stretch ahead, which takes a moment.
    """
    standing, targets = measured.standing, measured.standing.settings.targets
    dry = None if goes_by_hours_set(measured) else measured.figures["balance.dry_on"].value
    said, past, seen_over_time = headline(measured), past_verdicts(standing), trends(measured)
    is_known = measured.figures["balance.lead_time_weeks"].n >= FEW_LEADS  # of fewer the headline says that it is not
    forecast, trusted, told = measured.forecast, measured.trusted_forecast, told_stretches(measured)
    return Stand(
        verdict=said.text,
        verdict_kind=said.kind,
        verdict_opening=said.opening,
        backlog_hours=None if is_work_unknown(standing) else measured.part("balance.backlog_hours", "hours"),
        retained=retained_hours(standing),
        without_estimate=backlog(standing).without_estimate,
        pace=measured.number("balance.pace"),
        pace_weeks=measured.figures["balance.pace"].n,
        backlog_weeks=measured.number("balance.backlog_weeks"),
        lead_time_weeks=measured.number("balance.lead_time_weeks") if is_known else None,
        lead_times=measured.figures["balance.lead_time_weeks"].n if is_known else 0,
        cover=measured.number("balance.cover") if is_known else None,
        dry_on=dry if isinstance(dry, date) else None,
        dry_before=_dry_before(seen_over_time),
        booked_weeks=Fraction((dry - standing.day).days, 7) if isinstance(dry, date) else None,
        booked_said=booked_said(measured),
        flow_13=measured.part("balance.flow", "weeks_13") if weeks_recorded(standing) >= FEW_WEEKS else None,
        lean_line=_line(standing, standing.settings.famine),
        overloaded_line=_line(standing, standing.settings.feast),
        now=(trusted.now.kind or "") if trusted else "",
        behind_said=behind_said(measured),
        starts=start_rows(measured),
        outlook=_outlook(trusted) if trusted else (),
        stretches=tuple(map(stretch_row, trusted.stretches)) if trusted else (),
        unnamed=unnamed_rows(measured, said),
        weeks=() if is_work_unknown(standing) else _coming_weeks(measured),
        weeks_booked=_weeks_booked(measured),
        notes=tuple(f"{note[0].upper()}{note[1:]}." for note in _notes(forecast, standing)),
        last_days=_last_days(measured),
        track_record=track_record,
        verdicts=verdicts_sentence(past) if past else "",
        tried=stretch_row(told[0].stretch) if with_levers and told else None,
        levers=lever_rows(measured) if with_levers else (),
        months=_months(standing),
        income_target=None if targets.income is None else Fraction(targets.income),
        income_floor=None if targets.floor is None else Fraction(targets.floor),
        months_below=int(measured.part("balance.income_variation", "below_floor") or 0),
        months_counted=measured.figures["balance.income_variation"].n,
        outstanding=owed_by_clients(measured),
        oldest_days=oldest_days(measured),
        oldest_due=_oldest_due(standing),
        money=build_money(measured),
        trends=seen_over_time,
    )


def supposed_stand(stand: Stand, measured: Measured) -> Stand:
    """Where we would be with another forecast of the same day: its weeks, stretches, chances and notes."""
    trusted = measured.trusted_forecast
    return replace(
        stand,
        booked_said=booked_said(measured),
        outlook=_outlook(trusted) if trusted else (),
        stretches=tuple(map(stretch_row, trusted.stretches)) if trusted else (),
        weeks=_coming_weeks(measured),
        tried=None,
        levers=(),
    )


def _notes(forecast: Forecast | None, standing: Standing) -> list[str]:
    """What a forecast notes, without what would help and what is left after its weeks, which are said apart."""
    if forecast is None:
        return []
    helping = help_notes(forecast.helps, forecast.first_famine, standing)
    return [note for note in forecast.notes if note not in helping and LEFT_AFTER not in note]


def _dry_before(rows: Sequence[TrendRow]) -> date | None:
    """Until when booked work was to last at the last review."""
    row = next((row for row in rows if row.name == "booked_until"), None)
    weeks = row.values[-2] if row else None
    return row.days[-2] + timedelta(days=round(weeks * 7)) if row and weeks is not None else None


def _oldest_due(standing: Standing) -> int | None:
    """In how many days the oldest invoice that is not settled is due."""
    oldest = min(open_bills(standing), key=lambda bill: bill.line.day, default=None)
    return None if oldest is None else -oldest.days_late(standing.day)


def _last_days(measured: Measured) -> str:
    """Until when work must be won, or a lead come, to be work in the first lean week."""
    forecast = measured.trusted_forecast
    helps, first = (forecast.helps, forecast.first_famine) if forecast else (None, None)
    if forecast is None or helps is None or first is None:
        return ""
    week = f"in the week of {measured.short(first.monday)}"
    said = []
    if helps.won_by and helps.won_by > measured.day:
        said.append(f"To have work {week}, win one of your open leads by {measured.date_of(helps.won_by)}.")
    if helps.leads_by and measured.figures["balance.lead_time_weeks"].n >= FEW_LEADS:
        if helps.leads_by < measured.day:
            said.append(f"A new lead would not make it{'' if said else f' {week}'}.")
        else:
            said.append(f"A new one must come by {measured.date_of(helps.leads_by)}.")
    return " ".join(said)


def _line(standing: Standing, share: Decimal) -> Fraction:
    """The hours of a full week at which a line lies."""
    return Fraction(share) * standing.settings.client_hours / 60


def _outlook(forecast: Forecast) -> tuple[OutlookRow, ...]:
    lean, overloaded = forecast.outlook.lean, forecast.outlook.overloaded
    return tuple(OutlookRow(weeks, _exact(lean[weeks]), _exact(overloaded[weeks])) for weeks in lean)


def _exact(chance: float | None) -> NumberOrNone:
    return None if chance is None else Fraction(chance)


def _coming_weeks(measured: Measured) -> tuple[ComingWeek, ...]:
    """The weeks of the forecast; if it rests on priors, no chance of a lean or an overloaded one is given."""
    told = [each.stretch for each in told_stretches(measured)]
    return tuple(
        ComingWeek(
            week=str(week.week),
            capacity=Fraction(week.capacity),
            booked=Fraction(week.committed),
            p10=Fraction(week.p10),
            p50=Fraction(week.p50),
            p90=Fraction(week.p90),
            famine=_exact(week.famine) if measured.trusted_forecast else None,
            feast=_exact(week.feast) if measured.trusted_forecast else None,
            state=(state := _state(week, measured.trusted_forecast)),
            open="" if state else _open(week, told),
        )
        for week in (measured.forecast.weeks if measured.forecast else ())
    )


def _weeks_booked(measured: Measured) -> int:
    """How many of the weeks there are until booked work takes less than a tenth of each."""
    weeks = measured.forecast.weeks if measured.forecast else ()
    held = [number for number, week in enumerate(weeks, 1) if week.committed * _TENTH > week.capacity > 0]
    return max(held, default=0)


def _state(week: ForecastWeek, trusted: Forecast | None) -> str:
    if week.famine is None:
        return "off"
    if trusted is None:
        return ""
    if week.famine >= _LIKELY:
        return "lean"
    return OVERLOADED if trusted.is_overloaded(week) else ""


def _open(week: ForecastWeek, told: Iterable[Stretch]) -> str:
    """What a week of a stretch that is told could be, if that is less likely than not: no other day begins it."""
    within = next((each for each in told if each.first <= week.week <= each.last), None)
    return "" if within is None or week.famine is None else f"could be {within.kind}"


def _months(standing: Standing) -> tuple[Month, ...]:
    """The money received in the last of the months that `balance.income_variation` counts, and in the one that runs.

    In a young ledger the months with payments before them, too: invoices and payments are often older than recorded
    time. None if no month is complete and no money came.
    """
    lines = [line for project in standing.ledger.projects for line in project.lines("paid", "refunded")]
    complete = complete_months(standing)
    if not lines and not complete:
        return ()
    floor = standing.settings.targets.floor
    running = [month for month in months(standing.day, standing.day) if month.last > standing.day]
    begun: list[Interval] = []
    if lines and len(complete) < PAST_MONTHS:
        paid = {(line.day.year, line.day.month) for line in lines}
        since = months(min(line.day for line in lines), standing.day)
        begun = [each for each in since if each not in (*complete, *running)]
        begun = [each for each in begun if (each.first.year, each.first.month) in paid]
    found = []
    for month in [*sorted([*begun, *complete], key=lambda each: each.first)[-PAST_MONTHS:], *running]:
        received = received_in(standing, month)
        is_complete = month in complete
        known = "so far" if month in running else "in part" if month in begun[:1] else ""
        is_below = is_complete and floor is not None and received < floor
        found.append(Month(month.first, received, is_complete, is_below, known))
    return tuple(found)
