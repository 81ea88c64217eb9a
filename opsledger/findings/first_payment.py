"""A finding about large new work of which nothing is paid before its end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.projects import sold_for
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.money import below_floor, is_low, low_now_sentence, soon
from opsledger.models.projects import Project

_LARGE_DAYS, _A_DAY = 5, 8  # the days' work from which on a price is large, and the hours of a day
_LATELY, _TO_GO_DAYS = timedelta(weeks=4), 21


def first_payment(measured: Measured) -> Iterator[Finding]:
    """A large fixed price was sold lately, and nothing of it is paid before the end, while money is or may be short.

    A young ledger knows no month that is surely met. One project, that with the largest price; not the one of which a
    part is asked for already.
    """
    is_short = any(map(is_low, soon(measured))) or bool(low_now_sentence(measured))
    if measured.trusted_forecast and not is_short:
        return
    asked = [finding.action for finding in below_floor(measured)]
    sold = [
        (price, project.id, project)
        for project in measured.standing.client_projects
        if project.billing == "fixed" and is_unpaid_lately(measured.standing, project)
        if (price := sold_for(project)) and _days_of(measured, project, price) >= _LARGE_DAYS
        if not any(project.title in action for action in asked)
    ]
    if not sold:
        return
    price, _, project = max(sold, key=lambda entry: entry[:2])
    until = f" until {measured.date_of(project.revised_promise)}" if project.revised_promise else ""
    yield Finding(
        rule="first-payment",
        role="finance",
        urgency=2 if is_short else 1,
        because=f"it is sold for {measured.money(price)}, and none of it is to be invoiced{until or ' before its end'}",
        action=f"Ask {measured.client_of(project)} to pay {measured.about(price / 3)} of {project.title} at the start",
        instead=f"Plan the invoices of {project.title}: log `bill` with an amount and a day",
        sources=(project.whole,),
        about=(project.id,),
        by=measured.within(7),
        measure=float(price),
        is_moved=False,
    )


def _days_of(measured: Measured, project: Project, price: Fraction) -> Fraction:
    """The days' work of a project: by its estimate, else by its price."""
    hours = price / measured.hour_is_worth if project.estimate is None else Fraction(project.estimate, 60)
    return hours / _A_DAY


def is_unpaid_lately(standing: Standing, project: Project) -> bool:
    """Whether an open project began in the last four weeks, has three weeks to go, and no invoice sent or planned."""
    far = standing.day + timedelta(days=_TO_GO_DAYS)
    return (
        project.is_open
        and standing.day - project.log[0].day <= _LATELY
        and (project.revised_promise is None or project.revised_promise >= far)
        and not project.lines("invoiced", "paid", "bill")
    )


FIRST_PAYMENT_RULES = (first_payment,)
