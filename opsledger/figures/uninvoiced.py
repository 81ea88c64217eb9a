"""What was worked and is on no invoice yet: finished jobs, and hours since the last invoice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.billing_plan import planned_bills, to_invoice
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.invoiced_hours import invoiced_until
from opsledger.figures.projects import block_worth
from opsledger.figures.retainer_bills import writes_invoices
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.unsent import DELIVERED, EXTRA, Unsent, unsent
from opsledger.models.projects import Project
from opsledger.source import Span


class HoursWaiting(NamedTuple):
    """Hours of a project that no invoice is for: what they bring, and the day of the first of them."""

    project: Project
    amount: Fraction
    since: date
    source: Span


class Uninvoiced(NamedTuple):
    """What is on no invoice yet. finished: delivered jobs; by_hour: open work by the hour; the greatest first."""

    finished: tuple[Unsent, ...]
    by_hour: tuple[HoursWaiting, ...]

    @property
    def finished_amount(self) -> Fraction:
        """What the finished jobs bring."""
        return sum((each.amount for each in self.finished), Fraction(0))

    @property
    def hours_amount(self) -> Fraction:
        """What the hours bring."""
        return sum((each.amount for each in self.by_hour), Fraction(0))

    @property
    def amount(self) -> Fraction:
        """All of it."""
        return self.finished_amount + self.hours_amount


def uninvoiced(standing: Standing) -> Uninvoiced:
    """What is on no invoice yet; nothing if no invoice at all is written down."""
    return standing.always(_uninvoiced)


def _uninvoiced(standing: Standing) -> Uninvoiced:
    if not writes_invoices(standing):
        return Uninvoiced((), ())
    finished = tuple(each for each in unsent(standing) if each.how in (DELIVERED, EXTRA))
    found = (_waiting(standing, each) for each in standing.client_projects if each.billing == "hourly" and each.is_open)
    waiting = sorted((each for each in found if each), key=lambda each: (-each.amount, each.project.id))
    return Uninvoiced(finished, tuple(waiting))


def _waiting(standing: Standing, project: Project) -> HoursWaiting | None:
    """The hours since a project's last invoice, at most what it earned beyond all invoices, sent or planned."""
    after = max((each.until for each in invoiced_until(standing, project)), default=date.min)
    blocks = [block for block in standing.blocks_of(project) if block.day and block.day > after]
    worth = sum((block_worth(standing, project, block) or Fraction(0) for block in blocks), Fraction(0))
    planned = sum((bill.amount for bill in planned_bills(project)), Fraction(0))
    amount = min(worth, to_invoice(standing, project) or Fraction(0)) - planned
    if amount < 1:
        return None
    since = min(block.day for block in blocks if block.day)
    return HoursWaiting(project, amount, since, blocks[-1].span)


def uninvoiced_figure(standing: Standing) -> Figures:
    """`money.uninvoiced`: what was worked and is on no invoice yet, though it may not be time to send one.

    finished: delivered work that should be invoiced. by_hour: the hours of open work since its last invoice, at their
    rate, less the bills that are planned for it. amount: both.
    """
    found = uninvoiced(standing)
    value: Value = {
        "amount": found.amount,
        "finished": found.finished_amount,
        "by_hour": found.hours_amount,
    }
    sources = (*(each.source for each in found.finished), *(each.source for each in found.by_hour))
    yield Figure("money.uninvoiced", value, "money", len(sources), sources=sources)


UNINVOICED = (uninvoiced_figure,)
