"""A retainer's months that no invoice was written for, and what was agreed beside them and is on none."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low
from typing import NamedTuple

from opsledger.figures.billing_plan import planned_bills
from opsledger.figures.projects import first_running_day, months, price_on
from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.days import Interval

GRACE = timedelta(days=5)  # an invoice is often sent some days after its usual day
_EARLY = timedelta(days=15)
_LONG_ENDED = timedelta(days=90)  # what is not invoiced so long after the end is settled in another way
_LAST_OF_MONTH = 28  # whoever sends on this day or later sends on the month's last
_LOOKED_AT = 5
_MOST_OF_NEVER = 3  # months asked for of a retainer of which no invoice was ever written down
_ENOUGH = Fraction(4, 5)  # so much of a month's price pays it: discounts are one's own
_EXTRA = ("scope", "expense")


class MonthsUnsent(NamedTuple):
    """What a retainer lacks: the days on which invoices were due to be sent, their sum, and agreed extra beside it."""

    days: tuple[date, ...]
    months: Fraction
    extra: Fraction

    @property
    def amount(self) -> Fraction:
        """What is to be invoiced in all."""
        return self.months + self.extra


def months_unsent(standing: Standing, project: Project) -> MonthsUnsent:
    """The months of a retainer that are due to be invoiced and are not; none if its bills are planned by hand.

    Each month in which it ran is due on the usual day of its last five invoices, else on its last day, and five days
    later it is missing. What was due before `kept_since` is not looked at, neither what lies before the first invoice,
    nor anything if the ledger holds no invoice at all.
    """
    sent = sent_lines(project)
    due = list(_due_days(standing, project, sent)) if standing.always(writes_invoices) else []
    if not due or planned_bills(project) or project.status == "cancelled":
        return MonthsUnsent((), Fraction(0), Fraction(0))
    first = due[0] - _EARLY if standing.settings.kept_since else min([due[0], *(line.day for line in sent[:1])])
    counted = _counted(project, [line for line in sent if line.day >= first], first)
    missing = tuple(due[counted.months :]) if sent else tuple(due[-_MOST_OF_NEVER:])
    prices = sum((price_on(project, day) or Fraction(0) for day in missing), Fraction(0))
    is_extra_due = bool(missing) or any(day > counted.extra_since for day in due)
    extra = counted.extra if is_extra_due else Fraction(0)
    return MonthsUnsent(missing, max(prices - counted.part, Fraction(0)), max(extra, Fraction(0)))


def writes_invoices(standing: Standing) -> bool:
    """Whether any invoice to a client is written down, or that there was none yet."""
    return any(project.first("invoiced") or project.is_unbilled for project in standing.client_projects)


def sent_lines(project: Project) -> list[LogLine]:
    """The invoices of a project; if none is written down but payments are, each of those stands for one."""
    return project.lines("invoiced") or project.lines("paid")


def usual_day(sent: list[LogLine]) -> int:
    """The day of the month on which a retainer is usually invoiced; 31 is the last."""
    day = median_low(line.day.day for line in sent[-_LOOKED_AT:]) if sent else 31
    return 31 if day >= _LAST_OF_MONTH else day


def _due_days(standing: Standing, project: Project, sent: list[LogLine]) -> Iterator[date]:
    """The days up to now, less some grace, on which an invoice of a month was due to be sent."""
    ended = project.reached("ended", "delivered")
    if ended and standing.day - ended.day > _LONG_ENDED:
        return
    first = project.first("started")
    kept, begun = standing.settings.kept_since, first.day if first else standing.day
    since = max(begun.replace(day=1), sent[0].day.replace(day=1)) if sent else begun
    if kept and not sent:
        since = max(since, kept if kept.day == 1 else (kept.replace(day=1) + timedelta(days=31)).replace(day=1))
    on = usual_day(sent)
    for month in months(since, standing.day):
        day = month.first.replace(day=min(on, monthrange(month.first.year, month.first.month)[1]))
        if first_running_day(project, Interval(max(month.first, since), min(month.last, standing.day))) is None:
            continue
        if day + GRACE <= standing.day and (kept is None or day >= kept):
            yield day


class _PaidFor(NamedTuple):
    """What invoices paid for: whole months, a part of the next, and the extra that is on none of them since a day."""

    months: int
    part: Fraction
    extra: Fraction
    extra_since: date


def _counted(project: Project, sent: list[LogLine], first: date) -> _PaidFor:
    """Go through what was agreed, credited and invoiced, by day."""
    counted, credited, credited_on = _PaidFor(0, Fraction(0), Fraction(0), first), Fraction(0), first
    invoices = {line.span.start for line in sent}
    for line in project.log:
        if line.day < first:
            continue
        if line.word in _EXTRA:
            since = counted.extra_since if counted.extra > 0 else line.day
            counted = counted._replace(extra=counted.extra + line.money, extra_since=since)
        elif line.word == "credited":
            credited, credited_on = credited + line.money, line.day
        elif line.span.start in invoices:
            again = min(credited, line.money) if line.day - credited_on <= _EARLY else Fraction(0)
            credited -= again
            counted = _with_invoice(counted, line.money - again, price_on(project, line.day) or Fraction(0))
    return counted


def _with_invoice(counted: _PaidFor, amount: Fraction, price: Fraction) -> _PaidFor:
    """What is paid for with one more invoice: the extra, and as many months as the rest pays for.

    If that is not even one month it is a month without the extra, else the extra alone, else a part of a month.
    """
    extra, whole = max(counted.extra, Fraction(0)), amount + counted.part
    for for_extra in (extra, Fraction(0)):
        if price > 0 and whole - for_extra >= price * _ENOUGH:
            number = max(int((whole - for_extra) / price), 1)
            over = max(whole - number * price, Fraction(0))
            used = min(over, extra)
            return _PaidFor(
                counted.months + number, min(over - used, counted.part), counted.extra - used, counted.extra_since
            )
    used = amount if amount <= extra else Fraction(0)
    return _PaidFor(counted.months, counted.part + amount - used, counted.extra - used, counted.extra_since)
