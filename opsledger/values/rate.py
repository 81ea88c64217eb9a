"""Rates: money, or hours, for a unit of time."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from opsledger.diagnostics import hint_to_write
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
    if unit.strip() not in units:
        what = "is not a rate that fits here" if slash else "has no unit"
        raise Misread(f"`{text[:40]}` {what}", _asked_for(amount.split(), units))
    try:
        return Rate(read_money(amount.strip() if spaced else amount, spaced=spaced), unit.strip())
    except Misread as misread:
        raise misread.within(after=f"/{unit.strip()}") from None


def _asked_for(words: list[str], units: tuple[str, ...]) -> str:
    """A hint at the rate that an amount becomes with one of the units; those that were written behind it come first."""
    digits = words[0] if words else "95"
    named = [name for name in units if name in words or len(words) < 2] or [units[0]]
    if words and len(named) == 1:
        return hint_to_write(f"{digits}/{named[0]}")
    return f"write {' or '.join(f'`{digits}/{name}`' for name in named)}"
