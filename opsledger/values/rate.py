"""Rates: money, or hours, for a unit of time."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.diagnostics import Hint, hint_to_write
from opsledger.values.duration import A_DAY, Minutes
from opsledger.values.misread import Misread
from opsledger.values.money import Money, read_money
from opsledger.values.written import listed

UNITS = ("h", "day", "week", "month", "year")
BY_TIME = ("h", "day")  # of hourly work: an hour's, or a day's
_PER_YEAR = {"week": Decimal(52), "month": Decimal(12), "year": Decimal(1)}


class Rate(NamedTuple):
    """An amount of money an hour, day, week, month or year. day: the minutes of a working day."""

    amount: Money
    unit: str
    day: Minutes = A_DAY

    @property
    def per_hour(self) -> Fraction:
        """The amount an hour, exactly. Defined for hours and days alone."""
        return Fraction(self.amount) * 60 / self.day if self.unit == "day" else Fraction(self.amount)

    @property
    def per_month(self) -> Money:
        """The amount a month: a week counts 52/12, a year 1/12. Not defined for an hourly or daily rate."""
        return self.amount * _PER_YEAR[self.unit] / 12

    @property
    def for_twelve_weeks(self) -> Money:
        """What twelve weeks bring, as a lead for a retainer states it. Not defined for an hourly or daily rate."""
        return (self.per_month * 36 / 13).quantize(Decimal(1))

    def __str__(self) -> str:
        return f"{self.amount}/{self.unit}"


def read_rate(text: str, units: tuple[str, ...] = UNITS, *, spaced: bool = False, day: Minutes = A_DAY) -> Rate:
    """A rate such as `95/h` or `1500/month`, in one of the units asked for. Raises Misread.

    day: the minutes of a working day.
    """
    amount, slash, unit = text.partition("/")
    if unit.strip() not in units:
        what = "is not a rate that fits here" if slash else "has no unit"
        raise Misread(f"`{text[:40]}` {what}", _meant(text, units))
    unit = unit.strip()
    try:
        stated = read_money(amount.strip() if spaced else amount, spaced=spaced)
    except Misread as misread:
        raise misread.within(after=f"/{unit}") from None
    return Rate(stated, unit, day if unit == "day" else A_DAY)


def rate_meant(text: str) -> Rate | None:
    """The rate that a text is, or can only mean: `300/month`, `1200/mo`, `300 a month`; None if it is not one."""
    try:
        return read_rate(text, spaced=True)
    except Misread as misread:
        return read_rate(misread.hint.replacement) if isinstance(misread.hint, Hint) else None


# How people write the units; what is not one of them is not turned into one.
_SPELLED = {
    "h": ("hour", "hours", "hr", "hrs", "stunde", "std"),
    "day": ("days", "d", "daily", "tag", "pt", "pd", "md", "manday", "man-day", "person-day", "personday"),
    "week": ("weeks", "wk", "w", "weekly", "woche"),
    "month": ("months", "mo", "mth", "mon", "m", "monthly", "monat"),
    "year": ("years", "yr", "y", "a", "annum", "yearly", "annually", "jahr", "pa"),
}
_UNIT_OF = {spelled: unit for unit, names in _SPELLED.items() for spelled in (unit, *names)}
_FILLERS = frozenset(("a", "an", "per", "each", "every", "the"))


def _meant(text: str, units: tuple[str, ...]) -> str:
    """A hint at a rate in the unit that was written; if it is not one of those asked for, at what is asked for."""
    digits, _, rest = text.strip().partition("/") if "/" in text else text.strip().partition(" ")
    words = [word.rstrip(".").lower() for word in rest.split()]
    named = [word for word in words if word not in _FILLERS] or words[-1:]
    meant = _UNIT_OF.get(named[0]) if len(named) == 1 else None
    is_known = meant in units or (not named and units == ("h",))
    if is_known and (amount := _readable(digits.strip())):
        return hint_to_write(f"{amount}/{meant or units[0]}")
    if named:
        return f"an amount for {_listed(units)} is asked for here: work out how much it is"
    return f"write {listed([f'`{_readable(digits.strip()) or 95}/{unit}`' for unit in units], len(units), 'or')}"


def _readable(digits: str) -> str | None:
    """The amount as it is to be written, if that can be told."""
    try:
        read_money(digits)
    except Misread as misread:
        return misread.hint.replacement if isinstance(misread.hint, Hint) else None
    return digits


def _listed(units: tuple[str, ...]) -> str:
    called = ["an hour" if unit == "h" else f"a {unit}" for unit in units]
    return listed(called, len(called), "or")
