"""Where we stand: the verdict, the backlog against the lead time, the coming weeks, the income."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from opsledger.figures.balance import backlog, pace_of
from opsledger.figures.hours import available
from opsledger.figures.projects import burn, months
from opsledger.figures.standing import WORKDAYS, Standing, hours
from opsledger.findings.finding import Measured
from opsledger.reviewing.page import CommittedWeek, Month, Stand
from opsledger.values.days import Interval, Week
from opsledger.values.written import write_day, write_hours, write_weeks

COMING_WEEKS = 12
PAST_MONTHS = 6


def build_stand(measured: Measured) -> Stand:
    """The review's first section."""
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
        weeks=_coming_weeks(standing),
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


def _coming_weeks(standing: Standing) -> tuple[CommittedWeek, ...]:
    """The weeks after the day's own, the backlog worked off at the usual pace; none where no pace is known."""
    if pace_of(standing).hours is None:
        return ()
    left = hours(backlog(standing).minutes)
    a_day = (pace_of(standing).hours or Fraction(0)) / WORKDAYS
    rest_of_week = [day for day in standing.workdays(Week.of(standing.day)) if day > standing.day]
    left = max(left - a_day * len(rest_of_week), Fraction(0))
    weeks = []
    for number in range(1, COMING_WEEKS + 1):
        week = Week.of(standing.day).plus(number)
        booked = min(left, a_day * len(standing.workdays(week)))
        left -= booked
        capacity = available(standing, Interval(week.monday, week.sunday), for_clients=True)
        share = booked / capacity if capacity else None
        weeks.append(CommittedWeek(str(week), capacity, booked, share, _state(standing, share)))
    return tuple(weeks)


def _state(standing: Standing, share: Fraction | None) -> str:
    if share is None:
        return "off"
    if share < Fraction(standing.settings.famine):
        return "lean"
    return "overloaded" if share > Fraction(standing.settings.feast) else ""


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
