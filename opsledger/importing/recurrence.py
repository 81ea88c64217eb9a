"""Which events of a calendar can be followed: not every file keeps to the format, and a rule may never end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from opsledger.importing.sheet import one_line
from opsledger.values.days import Interval

if TYPE_CHECKING:
    from icalendar import Calendar

# How often a day a rule is looked at, and how many looks are taken; what is not named is more often than any work is.
_A_DAY = {"HOURLY": 24, "DAILY": 1, "WEEKLY": 1, "MONTHLY": 1, "YEARLY": 1}
_MOST_STEPS = 150_000
_BY_DAYS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO")
_TIMES = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")


def without_unusable(calendar: Calendar, days: Interval) -> list[tuple[Any, str]]:
    """Take out of a calendar the events that no time can be told of, each with why.

    Their times cannot be read, they have the UID of another at another time, or their repetitions would take minutes to
    work out, or never end. days: what is asked
    for; of an event that is known to be on another day nothing is said.
    """
    first: dict[tuple[str, ...], Any] = {}
    unusable = [(event, reason) for event in calendar.walk("VEVENT") if (reason := _fault(event, days, first))]
    out = {id(event) for event, _ in unusable}
    calendar.subcomponents = [part for part in calendar.subcomponents if id(part) not in out]
    return unusable


def _fault(event: Any, days: Interval, first: dict[tuple[str, ...], Any]) -> str | None:
    """Why an event cannot be followed; first: of those before it, by what they are known by."""
    bad = [name for name, _ in event.errors if name in _TIMES]
    if bad:
        return f"its {bad[0]} cannot be read"
    start = event.get("DTSTART")
    if start is None:
        return "it has no DTSTART"
    end = event.get("DTEND")
    try:
        if end is not None and end.dt < start.dt:
            return "it ends before it begins"
    except TypeError:
        return "its DTSTART and its DTEND are of two kinds"
    zones = (one.params.get("TZID") for name in ("DTSTART", "DTEND") if (one := event.get(name)) and _is_naive(one))
    if (zone := next(filter(None, zones), None)) and _may_be_in(event, start.dt, days):
        return f"its time zone `{one_line(str(zone), 40)}` is not known"
    if _is_endless(event, days.last):
        return "it repeats too often, or since too long ago, to be followed"
    uid = str(event.get("UID", ""))
    repetition = event.get("RECURRENCE-ID")
    known_by = (uid, repetition.to_ical().decode() if repetition else "", str(event.get("SEQUENCE", 0)))
    other = first.setdefault(known_by, event)
    if uid and other["DTSTART"].dt != start.dt and _may_be_in(event, start.dt, days):
        return f"it has the UID of another event, `{one_line(str(other.get('SUMMARY', '')), 60)}`"
    return None


def _is_naive(moment: Any) -> bool:
    return isinstance(moment.dt, datetime) and moment.dt.tzinfo is None


def _may_be_in(event: Any, start: date, days: Interval) -> bool:
    """Whether an event may take place on the days, in whatever zone."""
    day = date(start.year, start.month, start.day)
    around = timedelta(days=1)
    repeats = "RRULE" in event or "RDATE" in event
    return day <= days.last + around and (repeats or day >= days.first - around)


def _is_endless(event: Any, last: date) -> bool:
    rules = event.get("RRULE")
    if rules is None:
        return False
    start = event["DTSTART"].dt
    begin = date(start.year, start.month, start.day)
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
