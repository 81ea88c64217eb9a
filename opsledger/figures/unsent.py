"""What should have been invoiced by now and was not: work, retainers' months and planned bills."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.billing_plan import billed_since, planned_bills, taken_as_billed
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.invoiced_hours import invoiced_until
from opsledger.figures.projects import amounts, earned, invoiced_for_work
from opsledger.figures.retainer_bills import GRACE, months_unsent, writes_invoices
from opsledger.figures.rows import told_as
from opsledger.figures.standing import Figures, Standing, total
from opsledger.models.projects import Project
from opsledger.source import Span

_WEEKS = 52
_LONG_DAYS, _FIRST_DAYS = 30, 14
DELIVERED, REST, EXTRA, HOURS, MONTHS, PLANNED = "delivered", "rest", "extra", "hours", "months", "planned"


class Unsent(NamedTuple):
    """What is to be invoiced of a project. how: why, one of the names above. since: the day it could have been sent.

    days: of a retainer, the days on which its invoices were due to be sent; of a plan, those of its bills. extra: what
    was agreed beside its price, as far as it is part of the amount.
    """

    project: Project
    how: str
    amount: Fraction
    since: date
    source: Span
    days: tuple[date, ...] = ()
    extra: Fraction = Fraction(0)


def unsent(standing: Standing) -> tuple[Unsent, ...]:
    """What is to be invoiced, the greatest amount first; nothing if no invoice at all is written down."""
    return standing.always(_unsent)


def _unsent(standing: Standing) -> tuple[Unsent, ...]:
    if not writes_invoices(standing):
        return ()
    found = (_of_project(standing, project) for project in standing.client_projects)
    told = [each for each in found if each is not None and each.amount >= 1]
    return tuple(sorted(told, key=lambda each: (-each.amount, each.project.id)))


def _of_project(standing: Standing, project: Project) -> Unsent | None:
    if project.status == "cancelled":
        return None
    of_retainer = _of_retainer(standing, project) if project.is_retainer else None
    return of_retainer or _of_work(standing, project) or _of_plan(standing, project)


def _of_work(standing: Standing, project: Project) -> Unsent | None:
    """Delivered work, or work by the hour that waits for long. A credit was given on purpose: nothing is due for it."""
    done = project.delivered_on
    is_done = done is not None and project.log[-1].day in standing.last_weeks(_WEEKS)
    is_hourly = project.billing == "hourly" and project.is_open
    if project.is_retainer or not (is_done or is_hourly):
        return None
    sent = invoiced_for_work(project) + taken_as_billed(standing, project)
    missing = (earned(standing, project) or Fraction(0)) - sent
    if missing < 1:
        return None
    last = next(iter(project.lines("invoiced")[-1:]), project.reached("delivered") or project.log[-1])
    if done is None or not is_done:
        first = _waits_since(standing, project)
        return None if first is None else Unsent(project, HOURS, missing, first, last.span)
    if not is_billed_out(project):
        return Unsent(project, DELIVERED, missing, done, last.span)
    extra = Fraction(0) if project.billing == "hourly" else min(amounts(project, "scope", "expense"), missing)
    is_extra = extra >= missing
    return Unsent(project, EXTRA if is_extra else REST, missing, done, last.span, extra=max(extra, Fraction(0)))


def is_billed_out(project: Project) -> bool:
    """Whether a finished project got an invoice with its delivery or after: its client takes that for the last."""
    done = project.delivered_on
    return done is not None and any(line.day >= done for line in project.lines("invoiced"))


def _waits_since(standing: Standing, project: Project) -> date | None:
    """The first day of work by the hour that no invoice is for, if it is time to send one; None if it is not.

    That is when over a day's work of a month that has ended waits, or the first hour waits for over 30 days. Of a
    project without any invoice so far two weeks are enough: nobody knows yet when its owner sends one.
    """
    invoices, since = invoiced_until(standing, project), billed_since(standing, project)
    after = invoices[-1].until if invoices else date.min
    blocks = [block for block in standing.blocks_of(project) if block.day and block.day > after]
    waiting = [block for block in blocks if block.day and (since is None or block.day >= since)]
    first = min((block.day for block in waiting if block.day), default=after)
    if first == date.min:
        return None
    ended = total(block for block in waiting if block.day and block.day < standing.day.replace(day=1))
    days = (standing.day - first).days
    is_time = days > _LONG_DAYS or ended > standing.settings.day or (not invoices and days >= _FIRST_DAYS)
    return first if is_time else None


def _of_retainer(standing: Standing, project: Project) -> Unsent | None:
    lacks = months_unsent(standing, project)
    if lacks.amount < 1:
        return None
    last = next(iter(project.lines("invoiced")[-1:]), project.log[0])
    since = lacks.days[0] if lacks.days else last.day
    return Unsent(project, MONTHS, lacks.amount, since, last.span, lacks.days, lacks.extra)


def _of_plan(standing: Standing, project: Project) -> Unsent | None:
    """Bills that were planned for a day that is past, and that no invoice kept."""
    kept = standing.settings.kept_since
    late = [bill for bill in planned_bills(project) if bill.on + GRACE <= standing.day]
    late = [bill for bill in late if kept is None or bill.on >= kept]
    if not late:
        return None
    amount = sum((bill.amount for bill in late), Fraction(0))
    return Unsent(project, PLANNED, amount, late[0].on, late[0].line.span, tuple(bill.on for bill in late))


@told_as("money.unsent.PROJECT", key="amount")
def unsent_figures(standing: Standing) -> Figures:
    """`money.unsent.PROJECT`: what should have been invoiced by now and was not: the amount, and since which day.

    Work that was delivered in the last 52 weeks; by the hour what waits for more than 30 days, or once its month is
    over if that is more than a day's work, or for two weeks if no invoice was sent so far. A retainer's months, each
    five days after the usual day of its last invoices, else after the month's last day; the paid scope and the
    expenses beside them; `bill` lines five days after their day. Nothing that was due before `kept_since`.
    """
    for each in unsent(standing):
        value: Value = {"amount": each.amount, "since": each.since, "extra": each.extra}
        yield Figure(f"money.unsent.{each.project.id}", value, "money", max(len(each.days), 1), sources=(each.source,))


UNSENT = (unsent_figures,)
