"""What an hour earned that no invoice asks for yet: reviews of a fortnight, a month and a year say it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from opsledger.figures.projects import rate_on
from opsledger.figures.rate_gap import Earned, earned_hours, revenue_of
from opsledger.figures.standing import part_of, total
from opsledger.figures.unsent import unsent
from opsledger.findings.finding import Measured
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.outflow import RatePart, RunningRate, UnsentRate
from opsledger.values.written import rounded

_OVERRUN, _GAINED = "hours over the estimate", "hours under the estimate"
_FAR_OVER, _FAR_BELOW = Fraction(6, 5), Fraction(9, 10)  # of the hours sold, and of what an hour earns
_MOST_RUNNING = 2
_SMALL_PART = Fraction(1, 20)  # of what was earned


def rate_unsent(measured: Measured, found: Sequence[Earned]) -> UnsentRate | None:
    """What of the hour's earnings no invoice asks for; None if it is a small part of them."""
    missing = {each.project.id: each.amount for each in unsent(measured.standing)}
    amount = sum((missing.get(row.project.id, Fraction(0)) for row in found), Fraction(0))
    if not amount or amount <= _SMALL_PART * revenue_of(found):
        return None
    return UnsentRate(amount / earned_hours(found), measured.about(amount))


def running_rates(measured: Measured) -> tuple[RunningRate, ...]:
    """The open projects that the rate of what is finished hides: far over their hours, or by the hour below the target.

    Without a target, work by the hour counts as hidden if it is far below what the finished ones earned.
    """
    usual, target = measured.part("outflow.rate_gap", "result"), measured.standing.settings.targets.rate
    lately = measured.standing.last_weeks(52)
    least = _SMALL_PART * total(part_of(measured.standing.client_blocks, lately))
    found = []
    for project in measured.standing.client_projects:
        burnt, rate = (
            measured.part(f"outflow.{name}.{project.id}", key)
            for name, key in (("projects", "burnt"), ("rate", "rate"))
        )
        if not usual or not project.is_open or project.is_retainer:
            continue
        if project.billing == "hourly":
            rate = rate if rate is not None else rate_on(project, measured.day)
            enough = Fraction(target) if target is not None else _FAR_BELOW * usual
            is_much = total(part_of(measured.standing.blocks_of(project), lately)) > least
            if rate is not None and rate < min(enough, usual) and is_much:
                found.append(RunningRate(link_to(project), rate))
        elif burnt and rate is not None and burnt >= _FAR_OVER and rate < _FAR_BELOW * usual:
            found.append(RunningRate(link_to(project), rate))
    return tuple(sorted(found, key=lambda each: each.rate)[:_MOST_RUNNING])


def told_parts(gap: Mapping[str, Fraction | None]) -> tuple[RatePart, ...]:
    """What lies between the rate sold and the rate earned, in whole amounts that add up to both as they are shown."""
    sold, overrun, costs, credited, result = (gap[key] for key in ("sold", "overrun", "costs", "credits", "result"))
    if sold is None or result is None:
        return ()
    whole = Fraction(rounded(result) - rounded(sold))
    beyond = whole if not costs and not credited else Fraction(rounded(overrun or 0))
    names = [name for name, amount in (("costs", costs), ("money given back", credited)) if amount]
    parts = ((_GAINED if beyond > 0 else _OVERRUN, beyond), (" and ".join(names), whole - beyond))
    return tuple(RatePart(name, amount) for name, amount in parts if amount)
