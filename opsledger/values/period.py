"""Periods: how often something comes round, in whole days inside."""

from __future__ import annotations

from typing import TypeAlias

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

Days: TypeAlias = int

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_PERIOD = pattern(r"([0-9]{1,4}) ?(day|week|month|year)s?")
_LOOSE = pattern(
    r"(?:every )?(a|an|[a-z]{3,6}|[0-9]{1,4})? ?-?"
    r"(d|day|tag|tage|w|wk|week|woche|wochen|mo|mth|month|monat|monate|q|quarter|y|yr|year|jahr|jahre)s?\.?"
)
_NAMED = {
    "daily": "1 day",
    "weekly": "1 week",
    "monthly": "1 month",
    "quarterly": "3 months",
    "yearly": "1 year",
    "annually": "1 year",
    "fortnight": "2 weeks",
    "fortnightly": "2 weeks",
    "biweekly": "2 weeks",
    "bi-weekly": "2 weeks",
    "every other week": "2 weeks",
    "bimonthly": "2 months",
    "every other month": "2 months",
    "half a year": "6 months",
    "half-yearly": "6 months",
    "twice a year": "6 months",
    "every half year": "6 months",
    "once a week": "1 week",
    "once a month": "1 month",
    "once a quarter": "3 months",
    "once a year": "1 year",
}
_COUNTS = {"": 1, "a": 1, "an": 1, "one": 1, "each": 1, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4}
_COUNTS |= {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_FULL = {"d": "day", "tag": "day", "tage": "day", "w": "week", "wk": "week", "woche": "week", "wochen": "week"}
_FULL |= {"mo": "month", "mth": "month", "monat": "month", "monate": "month", "y": "year", "yr": "year"}
_FULL |= {"jahr": "year", "jahre": "year", "q": "quarter"}


def read_period(text: str) -> Days:
    """A period such as `8 weeks`, in days: a month has 30, a year 365. Raises Misread."""
    matched = _PERIOD.fullmatch(text.strip().lower())
    if matched is None:
        raise Misread(f"`{text[:40]}` is not a period", _meant(text.strip().lower()))
    days = int(matched[1]) * _UNITS[matched[2]]
    if days < 1:
        raise Misread(f"`{text[:40]}` takes no time at all", "at least `1 day`")
    return days


def _meant(text: str) -> str:
    if text in _NAMED:
        return hint_to_write(_NAMED[text])
    counted = _counted(text)
    if counted is None:
        return f"write `{text[:4]} weeks`, if it is weeks" if text[:4].isdigit() else "such as `8 weeks` or `30 days`"
    number, unit = counted
    return hint_to_write(f"{number} {unit}{'' if number == 1 else 's'}")


def _counted(text: str) -> tuple[int, str] | None:
    """How many of which unit a loosely written period has: `every 8 wks`, `two months`."""
    loose = _LOOSE.fullmatch(text)
    if loose is None:
        return None
    said = loose[1] or ""
    number = int(said) if said.isdigit() else _COUNTS.get(said)
    unit = _FULL.get(loose[2], loose[2])
    if number is None or number < 1:
        return None
    return (number * 3, "month") if unit == "quarter" else (number, unit)


def period_meant(text: str) -> Days | None:
    """The days of a period, however loosely it is written; None if it is not one."""
    counted = _counted(_NAMED.get(text, text))
    return counted[0] * _UNITS[counted[1]] if counted else None
