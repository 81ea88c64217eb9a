"""What is still to be invoiced of a project: its planned bills, and the rest of what it is sold for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.invoiced_hours import invoiced_until
from opsledger.figures.projects import amounts, block_worth, earned, sold_for
from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project

_FIRST_BILL = timedelta(days=35)  # by then a month is invoiced
_BILLED = {"scope": 1, "expense": 1, "credited": 1, "invoiced": -1}


class Planned(NamedTuple):
    """A bill that is planned and not kept by an invoice yet, in the ledger's currency."""

    line: LogLine
    on: date
    amount: Fraction


def planned_bills(project: Project) -> list[Planned]:
    """The bills of a project that no invoice has kept, by day.

    A bill is kept by the next invoice of its amount, or else by the next one on or after its day.
    """
    invoices = project.lines("invoiced")
    bills = sorted(project.lines("bill"), key=lambda line: (line.promised or line.day, line.span.start))
    kept: set[int] = set()
    for bill in bills:
        same = next((line for line in invoices if line.day >= bill.day and line.own == bill.own), None)
        if same:
            invoices.remove(same)
            kept.add(bill.span.start)
    for bill in bills:
        if bill.span.start in kept:
            continue
        later = next((line for line in invoices if bill.promised and line.day >= bill.promised), None)
        if later:
            invoices.remove(later)
            kept.add(bill.span.start)
    return [Planned(bill, bill.promised or bill.day, bill.money) for bill in bills if bill.span.start not in kept]


def to_invoice(standing: Standing, project: Project) -> Fraction | None:
    """What is to be invoiced of fixed work in all, or of hourly work so far, and is not; None if nobody can tell.

    The price, or what was earned by the hour, and what was laid out, less what was invoiced and not credited, and less
    what is taken as billed before the ledger was kept.
    """
    whole = sold_for(project) if project.billing != "hourly" else earned(standing, project)
    if whole is None or project.status == "cancelled":
        return None
    sent = amounts(project, "invoiced") - amounts(project, "credited") + taken_as_billed(standing, project)
    return max(whole + amounts(project, "expense") - sent, Fraction(0))


def taken_as_billed(standing: Standing, project: Project) -> Fraction:
    """What hourly work before the ledger was kept came to beyond the invoices written down: other programs billed it.

    It counts up to the last invoice before `kept_since`, else up to that day. Later invoices that charge more than was
    earned since are for it too; if they charge more than half of it, nobody else billed any. Below zero: what the first
    invoice charged for hours that stand in no week, if work began before `kept_since` and none were told from memory.
    """
    since = billed_since(standing, project)
    if since is None:
        return Fraction(0)
    changes = sorted(_changes(standing, project), key=lambda change: change[0])
    old = sum((amount for day, amount in changes if day < since), Fraction(0))
    waits, ahead, first = Fraction(0), Fraction(0), Fraction(0)
    for day, amount in changes:
        if day >= since:
            waits += amount
            ahead = max(ahead, -waits)
            first = ahead if day < since + _FIRST_BILL else first
    blocks = standing.blocks_of(project)
    if any(block.is_from_memory for block in blocks):  # so none of its hours stands in no week
        old = max(old, Fraction(0))
    elif project.log[0].day < since and not any(block.day and block.day < since for block in blocks):
        return old - first
    return Fraction(0) if 0 < old < 2 * ahead else old - min(ahead, max(old, Fraction(0)))


def billed_since(standing: Standing, project: Project) -> date | None:
    """From which day on the hours of an hourly project wait for an invoice; None if all of them do."""
    kept = standing.settings.kept_since
    if kept is None or project.billing != "hourly" or project.is_unbilled:
        return None
    sent = [each.until for each in invoiced_until(standing, project) if each.line.day < kept]
    return max(sent) + timedelta(days=1) if sent else kept


def _changes(standing: Standing, project: Project) -> Iterator[tuple[date, Fraction]]:
    """What adds to the bill of an hourly project, and what was invoiced of it, below zero; each with its day."""
    for block in standing.blocks_of(project):
        if block.day:
            yield block.day, block_worth(standing, project, block) or Fraction(0)
    until = {each.line.span.start: each.until for each in invoiced_until(standing, project)}
    for line in project.log:
        if line.word in _BILLED:
            yield until.get(line.span.start, line.day), line.money * _BILLED[line.word]
