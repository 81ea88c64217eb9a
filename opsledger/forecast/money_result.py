"""Money ahead as it is told and kept, apart from what draws it: reading what was kept imports none of that."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from opsledger.cache import Plain
from opsledger.dataclass import dataclass

RUNS = 400
WEEKS = 27


@dataclass(frozen=True, slots=True)
class AheadMonth:
    """A month's money: received so far, certain, and the means of what booked work and leads may bring.

    p10, p50, p90: of all that comes in it, by the runs. floor, target, living: the chance to stay below each; None
    if it is not set. open, overdue: the invoices that are not late and the late ones, each whole in the month by which
    half of the runs have it paid. booked: likely, by its other name. doubtful: what clients owe or will be billed who
    may not pay; it is in none of the others.
    """

    month: str
    received: float
    certain: float
    likely: float
    hoped: float
    p10: float
    p50: float
    p90: float
    floor: float | None
    target: float | None
    living: float | None
    open: float
    overdue: float
    booked: float
    doubtful: float = 0.0

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


@dataclass(frozen=True, slots=True)
class MoneyAhead:
    """The money of the coming months as it looks from a day: its own month, unless it ends with it, and the next.

    beyond: what is owed by clients that are later than they ever were, certain in no month. reserve: what is on the
    account less what is put aside; ends: the month in which it would be used up by living and tools, by the middle of
    the runs; None if it is not, or if nobody can tell.
    """

    on: date
    months: tuple[AheadMonth, ...]
    beyond: float
    reserve: float | None
    ends: str | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is to be expected."""
        return not any(month.p90 or month.received for month in self.months)


def ahead_data(ahead: MoneyAhead) -> dict[str, Plain]:
    """The money ahead as `--json` prints it, under `data`; read again by `from_data`."""
    return {
        "months": [asdict(month) for month in ahead.months],
        "beyond": ahead.beyond,
        "reserve": ahead.reserve,
        "ends": ahead.ends,
    }


def from_data(on: date, plain: Any) -> MoneyAhead:
    """The same from plain values. Raises LookupError, TypeError or ValueError if they are something else."""
    months = tuple(AheadMonth(**month) for month in plain["months"])
    return MoneyAhead(on, months, plain["beyond"], plain["reserve"], plain["ends"])
