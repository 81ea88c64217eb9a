"""A finding about retainers that take far more hours than are sold, month after month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.projects import first_running_day, months, price_on, scope_minutes
from opsledger.figures.standing import hours, spans, total, within
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.models.projects import Project
from opsledger.values.days import Interval
from opsledger.values.written import count_of, listed, rounded, write_hours, write_month

_LOOKED_AT, _OFTEN = 3, 2  # the months looked at, and in how many of them it must take far more
_FAR_BEYOND = Fraction(130, 100)
_TWO_MONTHS = timedelta(days=61)  # before the first of a month: two months earlier


class Overused(NamedTuple):
    """A retainer that takes far more than is sold: the months in which it did, the hours sold and worked in them."""

    project: Project
    months: tuple[Interval, ...]
    sold: Fraction
    worked: Fraction
    price: Fraction

    @property
    def beyond(self) -> Fraction:
        """The hours worked beyond those sold."""
        return self.worked - self.sold


def overused(measured: Measured) -> list[Overused]:
    """The running retainers used beyond 130 % in two of their last three months, those most beyond first."""
    standing = measured.standing
    since = (measured.day.replace(day=1) - _TWO_MONTHS).replace(day=1)
    looked_at = list(months(since, measured.day))[-_LOOKED_AT:]
    found = []
    for project in standing.client_projects:
        price = price_on(project, measured.day)
        if not project.is_retainer or not project.is_open or not project.estimate or not price:
            continue
        over, sold, worked = [], hours(project.rollover or 0), Fraction(0)
        for month in looked_at:
            agreed = hours(project.estimate + scope_minutes(tuple(within(project.log, month))))
            spent = hours(total(within(standing.blocks_of(project), month)))
            if first_running_day(project, month) is not None and spent >= _FAR_BEYOND * agreed > 0:
                over.append(month)
                sold, worked = sold + agreed, worked + spent
        if len(over) >= _OFTEN and worked >= _FAR_BEYOND * sold:
            found.append(Overused(project, tuple(over), sold, worked, price))
    return sorted(found, key=lambda each: (-each.beyond, each.project.id))


def retainer_overused(measured: Measured) -> Iterator[Finding]:
    """A retainer takes far more hours than are sold, month after month, and nobody pays for them."""
    target = measured.standing.settings.targets.rate
    for each in overused(measured):
        project, number = each.project, len(each.months)
        sold, worked = (write_hours(rounded(part / number)) for part in (each.sold, each.worked))
        names = listed([write_month(month.first).partition(" ")[0] for month in each.months])
        rate = each.price * number / each.worked
        aim = f", and your target is {measured.money(Fraction(target))}" if target and rate < Fraction(target) else ""
        yield Finding(
            rule="retainer-overused",
            role="sales",
            urgency=3,
            because=f"it took about {worked} a month of {sold} sold in {names}. "
            f"That earns {measured.money(rate)} an hour{aim}",
            action=f"Bring {project.title} back to {sold} a month, or agree on "
            f"{measured.about(each.price * each.worked / each.sold)} for what it takes",
            instead=f"Tell {measured.client_of(project)} on which day of the month their hours are used up",
            figure=f"outflow.rate.{project.id}",
            sources=(project.front["estimate"], *spans(measured.standing.blocks_of(project)[-1:])),
            about=ids_of(project),
            hours=each.beyond,
            at_stake=f"unpaid in {count_of(number, 'month')}",
            by=measured.within(7),
            measure=float(each.worked / each.sold),
        )


OVERUSED_RULES = (retainer_overused,)
