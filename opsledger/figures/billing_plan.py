"""What is still to be invoiced of a project: its planned bills, and the rest of what it is sold for."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import amounts, earned, sold_for
from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project


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

    The price, or what was earned by the hour, and what was laid out, less what was invoiced and not credited.
    """
    whole = sold_for(project) if project.billing != "hourly" else earned(standing, project)
    if whole is None or project.status == "cancelled":
        return None
    sent = amounts(project, "invoiced") - amounts(project, "credited")
    return max(whole + amounts(project, "expense") - sent, Fraction(0))
