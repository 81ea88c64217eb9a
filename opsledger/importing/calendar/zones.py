"""The time zones of a calendar: by their names, by those of Windows, or as the file itself defines them."""

from __future__ import annotations

import re
from datetime import tzinfo
from io import StringIO
from zoneinfo import ZoneInfo

from dateutil.tz import tzical  # type: ignore[import-untyped]
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from opsledger.importing.calendar.lines import Component
from opsledger.patterns import pattern

FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError)
"""What libraries raise on data that is damaged, beside the ValueError that they promise."""
_NEEDED = ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO")
# The rules that zones have: once a year. Any other might never end.
_RULE = pattern(
    r"FREQ=YEARLY|INTERVAL=1|BYMONTH=(?:1[0-2]|0?[1-9])|BYDAY=(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)|WKST=[A-Z]{2}"
    r"|BYMONTHDAY=-?(?:1[0-9]|2[0-8]|0?[1-9])(?:,-?(?:1[0-9]|2[0-8]|0?[1-9]))*|UNTIL=[0-9]{8}(?:T[0-9]{6}Z?)?"
)
_MOST_RULES = 200


class Zones:
    """The zones that one calendar's events may name."""

    def __init__(self, defined: list[Component]) -> None:
        self._defined: dict[str, Component] = {}
        for part in defined:
            self._defined.setdefault(_plain(part.value("TZID")), part)
        self._known: dict[str, tzinfo | None] = {}

    def named(self, name: str) -> tzinfo | None:
        """A zone, or None if nothing tells what it is."""
        if name not in self._known:
            self._known[name] = self._found(_plain(name))
        return self._known[name]

    def _found(self, name: str) -> tzinfo | None:
        """Places are surest by their names; a name such as `EST` means what the file says."""
        part = self._defined.get(name)
        tries = [name, name.removeprefix("/")]
        tries += ["/".join(name.split("/")[-size:]) for size in (3, 2) if name.count("/") >= size]
        if part and "/" not in name and name not in WINDOWS_TO_OLSON:
            return _from_rules(part) or _by_name(name)
        for one in tries:
            if found := _by_name(one) or _by_name(WINDOWS_TO_OLSON.get(one, "")):
                return found
        if part is None:
            return None
        return _by_name(part.value("X-LIC-LOCATION")) or _from_rules(part)


def _plain(name: str) -> str:
    return " ".join(name.strip('" \t').split())


def _by_name(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (*FAULTS,):
        return None


def _from_rules(part: Component) -> tzinfo | None:
    """A zone from its own rules, if they can be read and end."""
    lines = ["BEGIN:VTIMEZONE", "TZID:own"]
    for each in part.inner[:_MOST_RULES]:
        if each.name not in ("STANDARD", "DAYLIGHT"):
            continue
        values = {name: each.value(name) for name in (*_NEEDED, "RRULE")}
        if not all(values[name] for name in _NEEDED):
            return None
        if any(not _RULE.fullmatch(one) for one in values["RRULE"].upper().split(";") if one):
            return None
        values["DTSTART"] = values["DTSTART"].removesuffix("Z")
        values["RRULE"] = re.sub(r"(UNTIL=[0-9T]+)Z", r"\1", values["RRULE"].upper())
        lines += [f"BEGIN:{each.name}", *(f"{name}:{value}" for name, value in values.items() if value)]
        lines += [f"RDATE:{one.value.strip()}" for one in each.all("RDATE")[:_MOST_RULES]]
        lines.append(f"END:{each.name}")
    try:
        zone: tzinfo | None = tzical(StringIO("\n".join([*lines, "END:VTIMEZONE"]))).get("own")
    except (*FAULTS,):
        return None
    return zone
