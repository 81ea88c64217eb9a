"""Which repetitions of a calendar can be followed: a rule may have no end, or none that is reached in a lifetime."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from icalendar import Calendar

# How often a day a rule is looked at, and how many looks are taken; what is not named is more often than any work is.
_A_DAY = {"HOURLY": 24, "DAILY": 1, "WEEKLY": 1, "MONTHLY": 1, "YEARLY": 1}
_MOST_STEPS = 150_000
_BY_DAYS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")


def without_endless(calendar: Calendar, last: date) -> list[Any]:
    """Take out of a calendar the events whose repetitions would take minutes to work out, or never end."""
    endless = [event for event in calendar.walk("VEVENT") if _is_endless(event, last)]
    calendar.subcomponents = [part for part in calendar.subcomponents if not any(part is one for one in endless)]
    return endless


def _is_endless(event: Any, last: date) -> bool:
    rules = event.get("RRULE")
    start = event.get("DTSTART")
    if rules is None or start is None:
        return False
    begin = date(start.dt.year, start.dt.month, start.dt.day)
    for rule in rules if isinstance(rules, list) else [rules]:
        often = str(next(iter(rule.get("FREQ", [""])), "")).upper()
        interval = int(next(iter(rule.get("INTERVAL", [1])), 1))
        if often not in _A_DAY or interval < 1:
            return True
        times = max(1, (last - begin).days) * _A_DAY[often] / interval
        for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
            times *= max(1, len(rule.get(part, [])))
        if times > _MOST_STEPS or (often == "HOURLY" and any(part in rule for part in _BY_DAYS)):
            return True
    return False
