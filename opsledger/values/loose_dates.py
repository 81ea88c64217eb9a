"""Dates in the forms that a ledger does not read: what each of them can only mean."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

from opsledger.patterns import pattern

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner feber maerz apr mai jun jul aug sept okt nov dez",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
MONTHS = {name: number for names in _MONTHS for number, name in enumerate(names.split(), 1)}

_NAME = r"(?P<month>[^\W\d_]{3,10})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<year>[0-9]{4})"
_LEADING = (
    pattern(r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})[-/. ](?P<day>[0-9]{1,2})(?![0-9])"),
    pattern(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?![0-9])"),
    pattern(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4})(?![0-9])"),
    pattern(r"(?P<day>[0-9]{1,2})(?P<sign>[-/])(?P<month>[0-9]{1,2})(?P=sign)(?P<year>[0-9]{4})(?![0-9])"),
    pattern(rf"{_DAY}[ -]{_NAME},?[ -]{_YEAR}(?![0-9])", re.IGNORECASE),
    pattern(rf"{_NAME} {_DAY},? {_YEAR}(?![0-9])", re.IGNORECASE),
)


class LeadingDate(NamedTuple):
    """The date that a text begins with, as a ledger writes it, and how much of the text it is."""

    written: str
    length: int


def date_meant(text: str) -> str | None:
    """The date that a text in another form can only mean, as `30.7.2026`; of `7/8/2026` nobody can tell."""
    found = leading_date(text)
    return found.written if found and found.length == len(text) and found.written != text else None


def leading_date(text: str) -> LeadingDate | None:
    """The date that a text begins with, in any form that can be told; None if there is none."""
    for form in _LEADING:
        if (found := form.match(text)) and (written := _written(found)):
            return LeadingDate(written, found.end())
    return None


def _written(found: re.Match[str]) -> str | None:
    year, month, day = found["year"], found["month"], found["day"]
    if not month.isdigit():
        month = str(MONTHS.get(month.casefold(), 0))
    elif "sign" in found.re.groupindex and month != day:
        if (int(month) > 12) == (int(day) > 12):
            return None
        day, month = (month, day) if int(month) > 12 else (day, month)
    if not 1 <= int(month) <= 12 or not 1 <= int(day) <= monthrange(max(int(year), 1), int(month))[1]:
        return None
    return f"{year}-{month:0>2}-{day:0>2}"
