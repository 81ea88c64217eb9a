"""JSON as other programs write it: the items of one array, each with the line it is on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from opsledger.importing.entry import TimeSpent, over_change
from opsledger.importing.plan import Unusable
from opsledger.importing.sheet import cell_text
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

_GAP = pattern(r"[\s,]*")
_BASIC = pattern(
    r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})[T ]([0-9]{2}):?([0-9]{2}):?([0-9]{2})(?:[.,][0-9]+)?(Z|[+-][0-9:]+)?"
)


def items_of(name: str, text: str) -> Iterator[tuple[int, Any]]:
    """Each item of an array with its 1-based line. Raises Unusable."""
    decoder = json.JSONDecoder()
    place = text.find("[") + 1
    while True:
        found = _GAP.match(text, place)
        place = found.end() if found else place
        line = text.count("\n", 0, place) + 1
        if text[place : place + 1] in ("]", ""):
            if not text[place : place + 1]:
                raise Unusable(f"{name} is not whole: its list is not closed", "export it again")
            return
        try:
            item, place = decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as fault:
            raise Unusable(f"{name}:{line} cannot be read as JSON: {cell_text(str(fault), 80)}") from None
        yield line, item


def moment_of(given: object, zone: tzinfo | None) -> datetime:
    """A moment by the reader's clock, without its zone. Raises Misread.

    given: seconds since 1970, or ISO 8601 with or without separators; UTC, or without a zone as the clock showed it.
    """
    try:
        if isinstance(given, (int, float)) and not isinstance(given, bool):
            return datetime.fromtimestamp(given, UTC).astimezone(zone).replace(tzinfo=None)
        found = _BASIC.fullmatch(str(given).strip())
        if found:
            *parts, offset = found.groups()
            year, month, day, hour, minute, second = map(int, parts)
            moment = datetime.fromisoformat(
                f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}{offset or ''}"
            )
            if moment.tzinfo is None or (zone is None and moment.utcoffset()):
                return moment.replace(tzinfo=None)
            return moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):
        pass
    raise Misread(f"`{cell_text(str(given), 40)}` is not a moment", "such as 2026-11-02T09:00:00Z")


def stretch_of(start: object, end: object, zone: tzinfo | None) -> TimeSpent:
    """The time between two moments, by the reader's clock; its length by the moments. Raises Misread.

    Where the clock is changed in between, the times do not tell how long it took: then it has its length alone.
    """
    begins, ends = moment_of(start, zone), moment_of(end, zone)
    shown = int((ends - begins).total_seconds())
    lasts = shown
    if isinstance(start, (int, float)) and isinstance(end, (int, float)):
        lasts = int(end) - int(start)
    elif str(start).strip().endswith("Z") and str(end).strip().endswith("Z"):
        lasts = int((moment_of(end, UTC) - moment_of(start, UTC)).total_seconds())
    if lasts < 0:
        raise Misread("it ends before it begins")
    of_day = begins.hour * 3600 + begins.minute * 60 + begins.second
    if lasts != shown:
        return over_change(begins.date(), of_day, shown, lasts)
    return TimeSpent(begins.date(), of_day, lasts)
