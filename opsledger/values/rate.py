"""Rates: money, or hours, for a unit of time."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money

UNITS = ("h", "week", "month", "year")
_PER_YEAR = {"week": Decimal(52), "month": Decimal(12), "year": Decimal(1)}


class Rate(NamedTuple):
    """An amount of money an hour, week, month or year."""

    amount: Money
    unit: str

    @property
    def per_month(self) -> Money:
        """The amount a month: a week counts 52/12, a year 1/12. Not defined for an hourly rate."""
        return self.amount * _PER_YEAR[self.unit] / 12

    def __str__(self) -> str:
        return f"{self.amount}/{self.unit}"


def read_rate(text: str, units: tuple[str, ...] = UNITS, *, spaced: bool = False) -> Rate:
    """A rate such as `95/h` or `1500/month`, in one of the units asked for. Raises Misread."""
    amount, slash, unit = text.partition("/")
    digits = amount.split()[0] if amount.split() else "95"
    asked = " or ".join(f"`{digits}/{name}`" for name in units if name in amount.split() or len(amount.split()) < 2)
    asked = asked or f"`{digits}/{units[0]}`"
    if not slash:
        raise Misread(f"`{text[:40]}` has no unit", f"write {asked}")
    if unit.strip() not in units:
        raise Misread(f"`{text[:40]}` is not a rate that fits here", f"write {asked}")
    return Rate(read_money(amount.strip() if spaced else amount, spaced=spaced), unit.strip())
