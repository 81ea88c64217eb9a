"""What an hour earned that no invoice asks for yet: reviews of a fortnight, a month and a year say it alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from opsledger.figures.rate_gap import Earned, earned_hours, revenue_of
from opsledger.figures.unsent import unsent
from opsledger.findings.finding import Measured
from opsledger.reviewing.parts.outflow import UnsentRate

_SMALL_PART = Fraction(1, 20)  # of what was earned


def rate_unsent(measured: Measured, found: Sequence[Earned]) -> UnsentRate | None:
    """What of the hour's earnings no invoice asks for; None if it is a small part of them."""
    missing = {each.project.id: each.amount for each in unsent(measured.standing)}
    amount = sum((missing.get(row.project.id, Fraction(0)) for row in found), Fraction(0))
    if not amount or amount <= _SMALL_PART * revenue_of(found):
        return None
    return UnsentRate(amount / earned_hours(found), measured.about(amount))
