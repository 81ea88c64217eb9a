"""Money ahead, as templates see it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.reviewing.parts.values import Link, NumberOrNone

MONEY_COLUMNS = ("received", "from invoices", "booked", "hoped for", "low", "median", "high")


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """A coming month's money: received so far, certain, and the means of what booked work and leads may bring.

    p10, p50, p90: of all that comes in it. below_floor, below_target: the chance of that; None if none is set. open,
    overdue: the invoices that are not late and the late ones, each whole in the month in which to expect it. doubtful:
    what clients owe or will be billed who may not pay, in none of the others.
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
    doubtful: Fraction

    @property
    def from_invoices(self) -> Fraction:
        """What is still to come in from invoices that were sent."""
        return self.open + self.overdue

    @property
    def amounts(self) -> tuple[Fraction, ...]:
        """The month as every table of it shows it, in the order of `MONEY_COLUMNS`."""
        return (self.received, self.from_invoices, self.likely, self.hoped, self.p10, self.p50, self.p90)


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """An invoice that is overdue: by how many days, and how late its client usually pays (None: never paid yet).

    is_doubtful: its client may not pay.
    """

    link: Link
    client: str
    number: str
    amount: Fraction
    due: date
    days: int
    usual: int | None
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class DoubtfulRow:
    """A client who may not pay: what they owe, and for how many days the oldest invoice is overdue."""

    client: str
    amount: Fraction
    days: int


@dataclass(frozen=True, slots=True)
class ToPayRow:
    """A sum that is to be paid on a day to come, and for what."""

    amount: Fraction
    on: date
    what: str


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """Money ahead: six months, none if nothing is to be expected; what is overdue, longest first; the reserve.

    columns: what `MoneyRow.amounts` are called. doubtful: the clients who may not pay. beyond: what clients owe who are
    later than they ever were, certain in no month. finished_unsent, hours_unsent: what finished jobs and hours bring
    that are on no invoice. reserve_months: of what `reserve_of` says. reserve_ends: the first day of the month in which
    it would be used up. to_pay: what the owner is to pay on days to come, the first first.
    """

    months: tuple[MoneyRow, ...]
    columns: tuple[str, ...]
    overdue: tuple[OverdueRow, ...]
    overdue_amount: Fraction
    finished_unsent: Fraction
    hours_unsent: Fraction
    to_pay: tuple[ToPayRow, ...]
    doubtful: tuple[DoubtfulRow, ...]
    beyond: Fraction
    floor: NumberOrNone
    target: NumberOrNone
    reserve: NumberOrNone
    reserve_months: NumberOrNone
    reserve_of: str
    reserve_ends: date | None
