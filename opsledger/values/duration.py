"""Durations: whole minutes inside, hours as people write them outside."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from opsledger.diagnostics import hint_to_write
from opsledger.values.misread import Misread

Minutes: TypeAlias = int

_DURATION = re.compile(r"(?:(?P<hours>[0-9]+(?:\.[0-9]+)?)h)?(?:(?P<minutes>[0-9]+)m)?")
_BARE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LONGER = re.compile(r"[0-9]+(?:[.,][0-9]+)?(?:d|days?|w|wks?|weeks?|months?)")
_LARGEST_DIGITS = 6


def read_duration(text: str, *, signed: bool = False, bare: bool = True) -> Minutes:
    """A duration such as `80h`, `2h30m`, `90m` or `2.5h`, in minutes, rounded to the minute.

    bare: a number alone is hours. signed: a sign may stand in front. Raises Misread.
    """
    body = text[1:] if signed and text[:1] in "+-" else text
    matched = _DURATION.fullmatch(body) if body else None
    hours, minutes = matched.group("hours", "minutes") if matched else (None, None)
    if not matched and bare and _BARE.fullmatch(body):
        hours = body
    if hours is None and minutes is None:
        raise _misread(text, text[: len(text) - len(body)])
    if hours and minutes and "." in hours:
        raise Misread(f"`{text[:40]}` is no duration", "either `2.5h` or `2h30m`")
    if len((hours or "").partition(".")[0]) > _LARGEST_DIGITS or len(minutes or "") > _LARGEST_DIGITS + 2:
        raise Misread(f"the duration `{text[:40]}` is too long", f"at most {_LARGEST_DIGITS} digits of hours")
    total = int(minutes or 0)
    if hours:
        exact = int(hours) * 60 if hours.isdigit() else Decimal(hours) * 60
        total += exact if isinstance(exact, int) else int(exact.to_integral_value(ROUND_HALF_UP))
    return -total if signed and text[0] == "-" else total


def is_longer_unit(text: str) -> bool:
    """Whether a text is a number of days, weeks or months, which are no durations: they have no hours of their own."""
    return bool(_LONGER.fullmatch(text.lower()))


def _misread(text: str, sign: str) -> Misread:
    message = f"`{text[:40]}` is no duration"
    squeezed = text[len(sign) :].replace(" ", "").replace(",", ".").lower()
    if is_longer_unit(squeezed):
        return Misread(message, f"say how many hours it is, such as `{sign}80h`")
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
    return Misread(message, "hours and minutes such as `80h`, `2h30m`, `90m` or `2.5h`")


def write_duration(minutes: Minutes) -> str:
    """Minutes as a person writes them in a line: `2h30m`, `3h`, `45m`."""
    hours, rest = divmod(minutes, 60)
    return (f"{hours}h" if hours else "") + (f"{rest}m" if rest or not hours else "")


def hours_of(minutes: Minutes) -> Decimal:
    """Minutes as exact hours (a third of an hour is cut at 28 digits)."""
    return Decimal(minutes) / 60
