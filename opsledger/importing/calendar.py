"""iCalendar files (RFC 5545) as time entries: the events of a span of days, each repetition for itself."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from opsledger.importing.entries import DayOff, Entry
from opsledger.importing.moments import DAY_SECONDS, whole_minutes
from opsledger.importing.plan import Key, Read, Skipped, Unusable
from opsledger.importing.recurrence import without_unusable
from opsledger.importing.sheet import LARGEST, one_line
from opsledger.importing.taken import digest
from opsledger.values.days import MINUTES_A_DAY, Interval

if TYPE_CHECKING:
    from icalendar import Calendar

FORMAT = "ics"
MOST_DAYS = 400
_MINUTES = "X-OPSLEDGER-MINUTES"  # as `export ics` writes it
_OFF = re.compile(r"off(?:: ?|$)", re.IGNORECASE)
# What the libraries raise on files that are no calendars, beside the ValueError that they promise.
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError, RecursionError, OSError)


class Chosen(NamedTuple):
    """What of a calendar is asked for: which days, in which zone (None: the system's), and whether days off count.

    repeated: the UIDs of the events that repeat.
    """

    days: Interval
    zone: tzinfo | None
    takes_off: bool
    repeated: frozenset[str] = frozenset()


class Events(NamedTuple):
    """The events of a calendar: those with times, and those of whole days that are asked for."""

    entries: Read[Entry]
    off: list[DayOff]


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA database. Raises Unusable."""
    try:
        return ZoneInfo(name)
    except (*_FAULTS,):
        raise Unusable(f"there is no time zone `{name}`", "such as Europe/Berlin") from None


def read_calendar(name: str, data: bytes, chosen: Chosen) -> Events:
    """The events of a file. Raises Unusable, also where the libraries for it are not installed."""
    try:
        import icalendar
        import recurring_ical_events  # type: ignore[import-untyped]
    except ImportError:
        raise Unusable(
            "reading calendars needs two libraries more", "python3 -m pip install 'opsledger[calendar]'"
        ) from None
    if (chosen.days.last - chosen.days.first).days > MOST_DAYS:
        raise Unusable("these are too many days at a time", f"at most {MOST_DAYS} with --from and --to")
    if len(data) > LARGEST:
        raise Unusable(f"{name} is larger than {LARGEST // 1_000_000} MB", "export fewer days at a time")
    if b"BEGIN:VCALENDAR" not in data[:2000].upper():
        raise Unusable(f"{name} is no calendar: it does not begin with BEGIN:VCALENDAR", "export it as .ics")
    try:
        calendars = icalendar.Calendar.from_ical(data, multiple=True)
        left_out = [one for calendar in calendars for one in without_unusable(calendar, chosen.days)]
        found = [event for calendar in calendars for event in _events(recurring_ical_events.of, calendar, chosen)]
        repeated = frozenset(uid for calendar in calendars for uid in _repeated(calendar))
    except _FAULTS as fault:
        raise Unusable(f"{name} cannot be read as a calendar: {one_line(str(fault), 120)}") from None
    if not calendars:
        raise Unusable(f"{name} is not a whole calendar: it does not end with END:VCALENDAR", "export it once more")
    events = _sorted_out(name, found, chosen._replace(repeated=repeated))
    for event, reason in left_out:
        events.entries.skipped.append(Skipped(name, f"`{one_line(str(event.get('SUMMARY', '')), 60)}`", reason))
    return events


def _events(of: Any, calendar: Calendar, chosen: Chosen) -> list[Any]:
    """The events that touch the days asked for; a day more at both ends, for those of other zones."""
    first = chosen.days.first - timedelta(days=1)
    last = chosen.days.last + timedelta(days=2)
    if str(calendar.get("METHOD", "")).upper() == "CANCEL":  # a message that calls off what it holds
        for event in calendar.walk("VEVENT"):
            event["STATUS"] = "CANCELLED"
    query = of(calendar, keep_recurrence_attributes=True, skip_bad_series=True)
    return list(query.between(first, last))


def _repeated(calendar: Calendar) -> list[str]:
    rules = ("RRULE", "RDATE", "RECURRENCE-ID")
    return [str(event.get("UID", "")) for event in calendar.walk("VEVENT") if any(rule in event for rule in rules)]


def _sorted_out(name: str, events: list[Any], chosen: Chosen) -> Events:
    found = Events(Read([], [], []), [])
    for event in events:
        try:
            _sort_out(name, event, chosen, found)
        except _FAULTS as fault:
            what = one_line(str(event.get("SUMMARY", "")), 60)
            found.entries.skipped.append(Skipped(name, what, f"it cannot be read: {one_line(str(fault), 80)}"))
    return found


def _sort_out(name: str, event: Any, chosen: Chosen, found: Events) -> None:
    """Put one event where it belongs."""
    start, end = event.start, event.end
    text = one_line(str(event.get("SUMMARY", "")))
    if not isinstance(start, datetime):
        _whole_days(name, event, text, chosen, found)
        return
    begin, finish = _local(start, chosen.zone), _local(end, chosen.zone)
    if begin.date() not in chosen.days:
        return
    seconds = int((finish - begin).total_seconds())
    seconds_of_day = begin.hour * 3600 + begin.minute * 60 + begin.second
    minutes = whole_minutes(seconds_of_day + seconds) - whole_minutes(seconds_of_day)
    what = f"{begin.date()} `{text[:60]}`"
    reason = None
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        reason = "it is cancelled"
    elif seconds > DAY_SECONDS:
        reason = f"it lasts {seconds // 3600} hours"
    elif minutes < 1:
        reason = "it lasts no minute"
    if reason:
        found.entries.skipped.append(Skipped(name, what, reason))
        return
    names = tuple(dict.fromkeys((*_categories(event), text)))
    key = Key(begin.date(), FORMAT, _digest(event, chosen))
    start_minute = whole_minutes(seconds_of_day)
    found.entries.found.append(
        Entry(name, key, begin.date(), start_minute, minutes, "", tuple(filter(None, names)), "", text)
    )


def _whole_days(name: str, event: Any, text: str, chosen: Chosen, found: Events) -> None:
    last = max(event.start, event.end - timedelta(days=1))
    hours = str(event.get(_MINUTES, ""))
    for number in range(min((last - event.start).days + 1, MOST_DAYS)):
        day = event.start + timedelta(days=number)
        if day not in chosen.days:
            continue
        reason = None
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            reason = "it is cancelled"
        elif (
            hours.isdecimal() and 0 < int(hours[:5]) <= MINUTES_A_DAY
        ):  # a block of hours alone, as this program exports it
            names = tuple(filter(None, _categories(event)))
            key = Key(day, FORMAT, _digest(event, chosen))
            said = text.partition(" · ")[2]
            found.entries.found.append(Entry(name, key, day, None, int(hours), "", names, "", said))
        elif chosen.takes_off:
            said = _OFF.sub("", text)
            found.off.append(DayOff(name, Key(day, FORMAT, digest(_digest(event, chosen), day)), day, said))
        else:
            reason = "it takes the whole day: --off takes such days off"
        if reason:
            found.entries.skipped.append(Skipped(name, f"{day} `{text[:60]}`", reason))


def _digest(event: Any, chosen: Chosen) -> str:
    """What an event is known by: its UID, and of one that repeats which repetition it is; not when it takes place.

    One without a UID is known by its title and its time.
    """
    uid = str(event.get("UID", ""))
    repetition = event.get("RECURRENCE-ID") if uid in chosen.repeated else None
    named = (uid,) if uid else (event.get("SUMMARY", ""), event.start.isoformat())
    return digest(FORMAT, *named, repetition.to_ical() if repetition else "")


def _local(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment as the clock on the wall shows it; one without a zone is meant so already."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(zone).replace(tzinfo=None)


def _categories(event: Any) -> list[str]:
    given = event.get("CATEGORIES")
    lists = given if isinstance(given, list) else [given] if given is not None else []
    return [one_line(str(name)) for one in lists for name in getattr(one, "cats", [])]
