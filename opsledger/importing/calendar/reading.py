"""iCalendar files as time entries: the events of a span of days, each repetition by itself."""

from __future__ import annotations

from dataclasses import field
from datetime import date, tzinfo
from operator import attrgetter
from typing import NamedTuple
from zoneinfo import ZoneInfo

from opsledger.bundled import extra_command
from opsledger.dataclass import dataclass
from opsledger.importing.calendar.lines import read_calendar_parts
from opsledger.importing.entry import DayOff, Entry
from opsledger.importing.plan import Read, Unusable, merged
from opsledger.importing.sheet import LARGEST
from opsledger.values.days import Interval

FORMAT = "ics"
WHOLE_DAY = "it takes the whole day: --off takes such days off"
MOST_DAYS = 400


class Chosen(NamedTuple):
    """What of a calendar is asked for.

    days: which days. zone: the reader's; None for the system's. takes_off: whether whole days are days off. mine: the
    reader's own mail addresses.
    """

    days: Interval
    zone: tzinfo | None
    takes_off: bool
    mine: frozenset[str] = frozenset()


class SeenRepetition(NamedTuple):
    """A repetition that a calendar has, on a day asked for or near it: what it is known by, its series and its day."""

    digest: str
    older: str
    series: str
    day: date


@dataclass(slots=True)
class Events:
    """The events of a calendar: those with times, those of whole days, and what the calendar has on those days."""

    days: Interval
    entries: Read[Entry] = field(default_factory=lambda: Read([], [], []))
    off: list[DayOff] = field(default_factory=list)
    seen: list[SeenRepetition] = field(default_factory=list)
    calendars: set[str] = field(default_factory=set)


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its name in the IANA database. Raises Unusable."""
    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError):
        raise Unusable(f"there is no time zone `{name}`", "such as Europe/Berlin") from None


def read_calendar(name: str, data: bytes, chosen: Chosen) -> Events:
    """The events of a file. Raises Unusable, also if the libraries for it are not installed."""
    try:
        import icalendar
        import recurring_ical_events  # type: ignore[import-untyped]  # noqa: F401
    except ImportError:
        raise Unusable("reading calendars needs two more libraries", extra_command("calendar")) from None
    del icalendar
    if (chosen.days.last - chosen.days.first).days > MOST_DAYS:
        raise Unusable("these are too many days at a time", f"at most {MOST_DAYS} with --from and --to")
    if len(data) > LARGEST:
        raise Unusable(f"{name} is larger than {LARGEST // 1_000_000} MB", "export fewer days at a time")
    file = read_calendar_parts(name, data)
    events = [part for part in file.parts if part.name == "VEVENT"]
    if not file.calendars and not events:
        raise Unusable(f"{name} is not a calendar: it has no BEGIN:VCALENDAR", "export it as .ics")
    if not file.is_whole and not events:
        raise Unusable(f"{name} is not a whole calendar: it does not end with END:VCALENDAR", "export it again")
    from opsledger.importing.calendar.following import Following

    found = Events(chosen.days)
    Following(name, file, events, chosen, found).read()
    return found


def together(found: list[Events]) -> Events:
    """What several files hold as one calendar; what is in two of them is taken once."""
    first, *others = found
    whole = Events(first.days, merged((one.entries for one in found), attrgetter("key.identity")))
    known: set[tuple[str, str]] = set()
    for one in (first, *others):
        whole.off += [off for off in one.off if off.key.identity not in known]
        known |= {off.key.identity for off in one.off}
        whole.seen += one.seen
        whole.calendars |= one.calendars
    return whole
