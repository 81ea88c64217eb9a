"""What calendars say in their own ways: that an event is of whole days, free, only likely, or declined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from opsledger.importing.calendar.lines import Component
from opsledger.patterns import pattern
from opsledger.values.days import MINUTES_A_DAY

MINUTES = "X-OPSLEDGER-MINUTES"  # a block without a time of day, as `export ics` writes it
_ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")
_BUSY = ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-MSNCALENDAR-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS")
_LAST_MINUTE = time(23, 59)
_ADDRESS = pattern(r"(?<![^\s@:<>])[^\s@:<>]++@[^\s@:<>]+")


def whole_days(part: Component, start: date, end: date, own_zone: tzinfo | None) -> tuple[date, date] | None:
    """The first and the last day of an event of whole days, or None for one with times.

    A day is one by its kind, by a mark, or by lasting from midnight to midnight, as Outlook and Exchange write it: by
    the clock of its own zone, by the reader's, or by UTC.
    """
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start, max(start, end - timedelta(days=1))
    for from_, to in (
        (start, end),
        (_wall(start, own_zone), _wall(end, own_zone)),
        (_wall(start, UTC), _wall(end, UTC)),
    ):
        if from_.time() != time(0) or (to.date() == from_.date() and to.time() < _LAST_MINUTE):
            continue
        if to.time() == time(0):
            return from_.date(), to.date() - timedelta(days=1)
        if to.time() >= _LAST_MINUTE:
            return from_.date(), to.date()
    if any(part.value(name).upper() in ("TRUE", "1", "T") for name in _ALL_DAY):
        return start.date(), max(start.date(), (end - timedelta(minutes=1)).date())
    return None


def _wall(moment: datetime, zone: tzinfo | None) -> datetime:
    """A moment by the clock of a zone; one without a zone stays as it is."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(UTC).astimezone(zone)


class LocalTime(NamedTuple):
    """An event's time by the reader's clock: its day, the seconds from midnight, and how long it lasts.

    starts: None if the clock is changed within it, so that its times do not tell how long it is.
    """

    day: date
    starts: int | None
    seconds: int


def span_of(start: datetime, end: datetime, own_zone: tzinfo | None) -> LocalTime:
    """An event with times, by the reader's clock."""
    begin, finish = _wall(start, own_zone).replace(tzinfo=None), _wall(end, own_zone).replace(tzinfo=None)
    shown = int((finish - begin).total_seconds())
    if start.tzinfo is None or end.tzinfo is None:
        return LocalTime(begin.date(), _seconds_of_day(begin), shown)
    lasts = int((end.astimezone(UTC) - start.astimezone(UTC)).total_seconds())
    if lasts == shown and lasts > 0:
        return LocalTime(begin.date(), _seconds_of_day(begin), shown)
    by_itself = int((end.replace(tzinfo=None) - start.replace(tzinfo=None)).total_seconds())
    return LocalTime(begin.date(), None, lasts if lasts > 0 else by_itself)


def _seconds_of_day(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def why_not_taken(part: Component, mine: Iterable[str], *, is_called_off: bool) -> str:
    """Why an event's time is not spent on it; empty for one that counts. mine: the reader's own addresses.

    is_called_off: whether the file is a message that calls off what it holds.
    """
    if is_called_off or part.value("STATUS").upper() == "CANCELLED":
        return "it is cancelled"
    if _is_declined(part, frozenset(mine)):
        return "it is declined"
    status = next((part.value(name).upper() for name in _BUSY if part.value(name)), "")
    hours = part.value(MINUTES)
    is_own = hours.isdecimal() and 0 < int(hours[:5]) <= MINUTES_A_DAY
    if status == "FREE" or (
        part.value("TRANSP").upper() == "TRANSPARENT" and not is_own and status not in ("BUSY", "OOF")
    ):
        return "it is marked as free"
    if part.value("STATUS").upper() == "TENTATIVE" or status == "TENTATIVE":
        return "it is tentative"
    if any(answer == "TENTATIVE" for who, answer in _guests(part) if who in mine):
        return "it is tentative"
    return ""


def _is_declined(part: Component, mine: frozenset[str]) -> bool:
    """Whether the reader declined, or everybody who was asked."""
    organizer = address_in(part.value("ORGANIZER"))
    guests = [(who, answer) for who, answer in _guests(part) if who != organizer or who in mine]
    if any(who in mine and answer == "DECLINED" for who, answer in guests):
        return True
    others = [answer for who, answer in guests if who not in mine]
    return bool(others) and all(answer == "DECLINED" for answer in others)


def _guests(part: Component) -> list[tuple[str, str]]:
    """Who is asked, by address, and what they answered."""
    return [(address_in(each.value), each.parameters.get("PARTSTAT", "").upper()) for each in part.all("ATTENDEE")]


def address_in(text: str) -> str:
    """The mail address in a text, without case; empty if there is none."""
    found = _ADDRESS.search(text)
    return found[0].casefold() if found else ""
