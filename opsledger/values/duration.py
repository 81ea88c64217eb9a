"""Durations: whole minutes inside, hours as people write them outside."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

Minutes: TypeAlias = int

A_DAY: Minutes = 8 * 60  # of work, unless the settings say otherwise

_DURATION = pattern(r"(?:(?P<days>[0-9]+(?:\.[0-9]+)?)d)?(?:(?P<hours>[0-9]+(?:\.[0-9]+)?)h)?(?:(?P<minutes>[0-9]+)m)?")
_BARE = pattern(r"[0-9]+(?:\.[0-9]+)?")
_LONGER = pattern(r"[0-9]+(?:[.,][0-9]+)?(?:d|days?|w|wks?|weeks?|months?)")
_LARGEST_DIGITS = 6
_PART_OF_A_DAY = {
    **dict.fromkeys(("halfaday", "halfday", "ahalfday", "½day", "½d", "1/2day", "1/2d", "half-day"), "0.5d"),
    **dict.fromkeys(("aday", "oneday", "fullday"), "1d"),
    **dict.fromkeys(("halfanhour", "½h", "1/2h"), "30m"),
    **dict.fromkeys(("anhour", "onehour"), "1h"),
}


def read_duration(text: str, *, signed: bool = False, bare: bool = True, day: Minutes = A_DAY) -> Minutes:
    """A duration such as `80h`, `2h30m`, `90m`, `2.5h`, `20d` or `1d2h`, in minutes, rounded to the minute.

    bare: a number alone is hours. signed: a sign may be in front. day: the minutes of a `d`. Raises Misread.
    """
    body = text[1:] if signed and text[:1] in "+-" else text
    matched = _DURATION.fullmatch(body) if body else None
    days, hours, minutes = matched.group("days", "hours", "minutes") if matched else (None, None, None)
    if not matched and bare and _BARE.fullmatch(body):
        hours = body
    if days is None and hours is None and minutes is None:
        raise _misread(text, text[: len(text) - len(body)])
    if "." in ((days or "") if hours or minutes else "") or "." in ((hours or "") if minutes else ""):
        raise Misread(f"`{text[:40]}` is not a duration", f"either `2.5{'d` or `2d4h' if days else 'h` or `2h30m'}`")
    most = _LARGEST_DIGITS - 1 if days else _LARGEST_DIGITS
    if any(len((part or "").partition(".")[0]) > most for part in (days, hours)) or len(minutes or "") > most + 2:
        raise Misread(f"the duration `{text[:40]}` is too long", f"at most {_LARGEST_DIGITS} digits of hours")
    total = int(minutes or 0) + _minutes_of(hours, 60) + _minutes_of(days, day)
    return -total if signed and text[0] == "-" else total


def _minutes_of(number: str | None, each: Minutes) -> Minutes:
    if not number:
        return 0
    if number.isdigit():
        return int(number) * each
    return int((Decimal(number) * each).to_integral_value(ROUND_HALF_UP))


def is_longer_unit(text: str) -> bool:
    """Whether a text is a number of days, weeks or months."""
    return bool(_LONGER.fullmatch(text.lower()))


def _misread(text: str, sign: str) -> Misread:
    message = f"`{text[:40]}` is not a duration"
    squeezed = text[len(sign) :].replace(" ", "").replace(",", ".").lower()
    if squeezed in _PART_OF_A_DAY:
        return Misread(message, hint_to_write(sign + _PART_OF_A_DAY[squeezed]))
    if in_days := re.fullmatch(r"([0-9.]+)-?(?:d|days?|tage?|pt|mds?|pds?|(?:person|man)-?days?)", squeezed):
        squeezed = f"{in_days[1]}d"
    elif is_longer_unit(squeezed):
        return Misread(message, f"say how many hours it is, such as `{sign}80h` or `{sign}10d`")
    if thousands := re.fullmatch(r"([0-9]{1,3}),([0-9]{3})h?", text[len(sign) :].strip()):
        whole, part = thousands.groups()
        return Misread(message, f"write `{sign}{whole}{part}h` or `{sign}{whole}.{part}h`, whichever it is")
    spelled = re.fullmatch(r"([0-9.]+)(?:hours?|hrs?|std)", squeezed)
    clock = re.fullmatch(r"([0-9]{1,4}):([0-9]{2})", squeezed)
    if spelled:
        squeezed = f"{spelled[1]}h"
    elif clock:
        squeezed = f"{clock[1]}h{clock[2]}m"
    elif re.fullmatch(r"[0-9]+(?:min(?:utes)?|mins)", squeezed):
        squeezed = re.sub(r"m.*", "m", squeezed)
    if sign + squeezed != text and squeezed and (_DURATION.fullmatch(squeezed) or _BARE.fullmatch(squeezed)):
        return Misread(message, hint_to_write(sign + squeezed))
    if text.startswith("-"):
        return Misread(message, "a duration is never below zero")
    return Misread(message, "days, hours and minutes such as `80h`, `2h30m`, `90m`, `2.5h` or `3d`")


def write_duration(minutes: Minutes) -> str:
    """Minutes as a person writes them in a line: `2h30m`, `3h`, `45m`."""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")


def hours_of(minutes: Minutes) -> Decimal:
    """Minutes as exact hours (a third of an hour is cut at 28 digits)."""
    return Decimal(minutes) / 60
