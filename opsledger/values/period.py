"""Periods: how often something comes round, in whole days inside."""

from __future__ import annotations

import re
from typing import TypeAlias

from opsledger.diagnostics import hint_to_write
from opsledger.values.misread import Misread

Days: TypeAlias = int

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_PERIOD = re.compile(r"([0-9]{1,4}) ?(day|week|month|year)s?")
_LOOSE = re.compile(r"(?:every )?(a|an|one|[0-9]{1,4})? ?-?(d|day|w|wk|week|mo|mth|month|y|yr|year)s?\.?")
_NAMED = {"daily": "1 day", "weekly": "1 week", "monthly": "1 month", "quarterly": "3 months", "yearly": "1 year"}
_FULL = {"d": "day", "w": "week", "wk": "week", "mo": "month", "mth": "month", "y": "year", "yr": "year"}


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
    loose = _LOOSE.fullmatch(text)
    if loose is None:
        return f"write `{text[:4]} weeks`, if it is weeks" if text[:4].isdigit() else "such as `8 weeks` or `30 days`"
    number = loose[1] if (loose[1] or "").isdigit() else "1"
    unit = _FULL.get(loose[2], loose[2])
    return hint_to_write(f"{number} {unit}{'' if number == '1' else 's'}")
