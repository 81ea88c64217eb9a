"""From an event's part of a file to an event whose times can be followed, or to why they cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from icalendar import Event

from opsledger.importing.calendar.lines import Component, Property
from opsledger.importing.calendar.zones import FAULTS, Zones
from opsledger.importing.sheet import cell_text
from opsledger.patterns import pattern

ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE")
MOST_DATES = 2_000  # of one event's RDATE and EXDATE
MOST_DATES_IN_ALL = 20_000
_MOMENTS = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_REPEATS = ("RRULE", "RDATE", "EXDATE")
_READ = (*ONCE, *_REPEATS)
_RAW_DAY = pattern(r"[12][0-9]{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:T[0-9]{6}Z?)?")
_UNTIL = pattern(r"UNTIL=([0-9]{8})", re.IGNORECASE)
_AROUND = timedelta(days=2)  # by which a day may differ in another zone, and one more


class Unfollowable(Exception):
    """An event whose time is not known; says why."""


def is_elsewhere(part: Component, first: date, last: date) -> bool:
    """Whether an event, by its bare text, is on no day of a span: then it need not be read."""
    if part.first("RECURRENCE-ID") or part.first("RDATE"):
        return False
    begins, ends = part.value("DTSTART"), part.value("DTEND")
    if not _RAW_DAY.fullmatch(begins) or not (not ends or _RAW_DAY.fullmatch(ends)):
        return False
    before, after = (f"{day:%Y%m%d}" for day in (first - _AROUND, last + _AROUND))
    if begins[:8] > after:
        return True
    if part.first("RRULE"):
        until = _UNTIL.search(part.value("RRULE"))
        return bool(until) and begins[:8] == ends[:8] and until[1] < before  # type: ignore[index]
    return not part.first("DURATION") and begins[:8] <= (ends or begins)[:8] < before


def dates_in(part: Component) -> int:
    """How many days an event names in its RDATE and EXDATE."""
    return sum(each.value.count(",") + 1 for each in part.properties if each.name in _REPEATS[1:])


def known_by(part: Component) -> tuple[str, str, str]:
    """What tells an event from others of its file: its UID, which repetition it is, and which version."""
    return part.value("UID"), part.value("RECURRENCE-ID"), part.value("SEQUENCE") or "0"


def read_event(part: Component, zones: Zones, own_zone: tzinfo | None, calendar_zone: tzinfo | None) -> Any:
    """The event with its times in their zones; own_zone: what times without one are in. Raises Unfollowable."""
    if part.fault:
        raise Unfollowable(part.fault)
    if twice := next((name for name in ONCE if len(part.all(name)) > 1), None):
        raise Unfollowable(f"its {twice} is given twice")
    if part.first("EXRULE"):
        raise Unfollowable("its EXRULE cannot be read")
    if dates_in(part) > MOST_DATES:
        raise Unfollowable(f"it names more than {MOST_DATES:,} days")
    event = _parsed(part)
    if bad := [name for name, _ in event.errors if name in _READ]:
        raise Unfollowable(f"its {bad[0]} cannot be read")
    if any("FREQ" not in rule for rule in _rules(event)):
        raise Unfollowable("its RRULE cannot be read")
    if "DTSTART" not in event:
        raise Unfollowable("it has no DTSTART")
    for name in _MOMENTS:
        given = [one for one in part.all(name) if one.value.strip() or name not in _REPEATS]
        for each, written in zip(_listed(event.get(name)), given, strict=True):
            _place_in_zone(name, each, written, zones, calendar_zone)
    _check_end(event)
    event["RRULE"] = [_ending_with_its_last_day(rule, event["DTSTART"].dt, own_zone) for rule in _rules(event)]
    if not event["RRULE"]:
        del event["RRULE"]
    return event


def _parsed(part: Component) -> Any:
    """The event of the properties that are read, each without the parameters that are not: they cannot be at fault."""
    lines = ["BEGIN:VEVENT"]
    for each in part.properties:
        value = each.value.strip() if each.name in _READ else ""
        if not value and each.name in _REPEATS:  # some programs write an empty one
            continue
        if each.name in _MOMENTS:
            given = each.parameters
            kept = [f"{key}={given[key].upper()}" for key in ("VALUE", "RANGE") if given.get(key, "").isalpha()]
            lines.append(f"{';'.join([each.name, *kept])}:{value}")
        elif each.name in _READ:
            lines.append(f"{each.name}:{value}")
    try:
        return Event.from_ical("\r\n".join([*lines, "END:VEVENT", ""]))
    except (*FAULTS,) as fault:
        raise Unfollowable(f"it cannot be read: {cell_text(str(fault), 80)}") from None


def _listed(given: Any) -> list[Any]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _rules(event: Any) -> list[Any]:
    return _listed(event.get("RRULE"))


def _place_in_zone(name: str, each: Any, written: Property, zones: Zones, calendar_zone: tzinfo | None) -> None:
    """Put the times of one property into the zone it names, and those in UTC into the calendar's own."""
    named = written.parameters.get("TZID", "")
    zone = zones.named(named) if named else None

    def placed(moment: Any) -> Any:
        if isinstance(moment, tuple):
            return tuple(placed(one) for one in moment)
        if isinstance(moment, time):
            raise Unfollowable(f"its {name} cannot be read")
        if not isinstance(moment, datetime):
            return moment
        if moment.tzinfo is None and named:
            if zone is None:
                raise Unfollowable(f"its time zone `{cell_text(named, 40)}` is not known")
            return moment.replace(tzinfo=zone)
        if moment.tzinfo is not None and calendar_zone and name in ("DTSTART", "DTEND"):
            return moment.astimezone(calendar_zone)
        return moment

    for one in getattr(each, "dts", [each]):
        one.dt = placed(one.dt)


def _check_end(event: Any) -> None:
    """Raises Unfollowable for an event that does not end after it begins."""
    start, end, duration = event["DTSTART"].dt, event.get("DTEND"), event.get("DURATION")
    try:
        if (end and comes_before(end.dt, start)) or (duration and duration.dt < timedelta(0)):
            raise Unfollowable("it ends before it begins")
        if duration:
            start + duration.dt
    except TypeError:
        raise Unfollowable("its DTSTART and DTEND are of two kinds") from None
    except OverflowError:
        raise Unfollowable("its DURATION is out of range") from None


def comes_before(first: date, second: date) -> bool:
    """Whether a moment is before another of its kind; of two in different zones by their instants."""
    if isinstance(first, datetime) and isinstance(second, datetime) and first.tzinfo and second.tzinfo:
        return first.astimezone(UTC) < second.astimezone(UTC)
    return first < second


def _ending_with_its_last_day(rule: Any, start: date, own_zone: tzinfo | None) -> Any:
    """A rule whose UNTIL is of the kind of its start, and includes the day that it names."""
    for until in rule.get("UNTIL", []):
        rule["UNTIL"] = [_until(until, start, own_zone)]
    return rule


def _until(until: date, start: date, own_zone: tzinfo | None) -> date:
    if not isinstance(start, datetime):
        return date(until.year, until.month, until.day)
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59), start.tzinfo)
    elif start.tzinfo is None and until.tzinfo is not None:  # a time without a zone, with an end that has one
        until = max(until.replace(tzinfo=None), until.astimezone(own_zone).replace(tzinfo=None))
    elif until.tzinfo is None:
        until = until.replace(tzinfo=start.tzinfo)
    return until if start.tzinfo is None else until.astimezone(UTC)


def of_its_series(event: Any, core: Any, own_zone: tzinfo | None) -> None:
    """Let the repetition that an event replaces be named as its series names it: a day, a moment, or one in no zone."""
    named = event.get("RECURRENCE-ID")
    if named is None or core is None:
        return
    start = core["DTSTART"].dt
    if isinstance(start, datetime) and not isinstance(named.dt, datetime):
        named.dt = datetime.combine(named.dt, start.timetz())
    elif isinstance(named.dt, datetime) and not isinstance(start, datetime):
        named.dt = named.dt.date()
    elif isinstance(start, datetime) and start.tzinfo is None and named.dt.tzinfo is not None:
        named.dt = named.dt.astimezone(own_zone).replace(tzinfo=None)


def replaced_by(part: Component, zones: Zones) -> Iterator[date]:
    """Which repetition an event replaces, though it may itself be left out."""
    written = part.first("RECURRENCE-ID")
    if written is None:
        return
    bare = Component("VEVENT", part.line, properties=[written, Property(part.line, "DTSTART", "", "19700101")])
    try:
        event = read_event(bare, zones, None, None)
    except Unfollowable:
        return
    yield event["RECURRENCE-ID"].dt
