"""Money ahead, as templates see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from opsledger.reviewing.parts.values import Link, NumberOrNone


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class MoneyRow:
    """A coming month's money: received so far, certain, and the mean of what is likely and hoped for beside it.

    p10, p50, p90: of all that comes in it. below_floor, below_target: the chance of that; None if none is set. open,
    overdue, booked: the means of open invoices that are not late, of late ones and of booked work, in the month in
    which they come in.
    """

    first: date
    received: Fraction
    certain: Fraction
    likely: Fraction
    hoped: Fraction
    p10: Fraction
    p50: Fraction
    p90: Fraction
    below_floor: NumberOrNone
    below_target: NumberOrNone
    open: Fraction
    overdue: Fraction
    booked: Fraction


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class OverdueRow:
    """An invoice that is overdue: by how many days, and how late its client usually pays (None: never paid yet)."""

    link: Link
    client: str
    number: str
    amount: Fraction
    due: date
    days: int
    usual: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class MoneyPart:
    """Money ahead: six months, none if nothing is to be expected; what is overdue, longest first; the reserve.

    beyond: what clients owe who are later than they ever were, counted as likely and in no month as certain.
    reserve_months: of living and tools. reserve_ends: the first day of the month in which it would be used up.
    """

    months: tuple[MoneyRow, ...]
    overdue: tuple[OverdueRow, ...]
    overdue_amount: Fraction
    beyond: Fraction
    floor: NumberOrNone
    target: NumberOrNone
    reserve: NumberOrNone
    reserve_months: NumberOrNone
    reserve_ends: date | None
