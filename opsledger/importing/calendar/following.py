"""Following the events of one calendar: by UID, one fault at a time, into entries and days off."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date, timedelta, tzinfo
from typing import Any, NamedTuple

from icalendar.prop import vDDDTypes

from opsledger.importing.calendar.dialects import MINUTES, address_in, span_of, whole_days, why_not_taken
from opsledger.importing.calendar.events import (
    Unfollowable,
    dates_in,
    is_elsewhere,
    known_by,
    of_its_series,
    read_event,
    replaced_by,
)
from opsledger.importing.calendar.lines import CalendarFile, Component
from opsledger.importing.calendar.reading import FORMAT, WHOLE_DAY, Chosen, Events, SeenRepetition
from opsledger.importing.calendar.repetitions import TOO_MUCH, Budget, Repetition, instant_text, repetitions
from opsledger.importing.calendar.zones import FAULTS, Zones
from opsledger.importing.entry import Appointment, DayOff, Entry
from opsledger.importing.moments import DAY_SECONDS, whole_minutes
from opsledger.importing.plan import Key, Skipped
from opsledger.importing.sheet import cell_text
from opsledger.importing.taken import row_digest
from opsledger.patterns import pattern
from opsledger.values.days import MINUTES_A_DAY
from opsledger.values.written import count_of

AROUND = timedelta(days=35)  # looked at on both sides, to know the repetitions of a series that moved
_NOT_EVENTS = {"VTODO": ("task", "tasks"), "VJOURNAL": ("journal entry", "journal entries")}
_OFF = pattern(r"off(?:: ?|$)", re.IGNORECASE)
_SPLIT = pattern(r"_R[0-9]{8}(?:T[0-9]{6}Z?)?(?=@|$)")  # Google's, of a series that was cut in two


class Following:
    """The reading of one file."""

    def __init__(self, name: str, file: CalendarFile, events: list[Component], chosen: Chosen, found: Events) -> None:
        self.name = name
        self.file = file
        self.events = events
        self.chosen = chosen
        self.found = found
        self.budget: Budget = Budget()
        defined: dict[int, list[Component]] = defaultdict(list)
        for part in file.parts:
            if part.name == "VTIMEZONE":
                defined[part.calendar].append(part)
        numbers = {-1, *range(len(file.calendars))}
        self.zones: dict[int, Zones] = {number: Zones(defined[number]) for number in numbers}
        self.mine = chosen.mine | {one for calendar in file.calendars if (one := _owner(calendar))}
        self.first = chosen.days.first - AROUND
        self.last = chosen.days.last + AROUND

    def read(self) -> None:
        """Put down the events, with what is wrong in the file."""
        self.found.entries.notes.extend(self.file.notes)
        if not self.file.is_whole:
            self.found.entries.notes.append(
                f"{self.name} does not end with END:VCALENDAR: more may be missing at its end"
            )
        others = Counter(part.name for part in self.file.parts if part.name in _NOT_EVENTS)
        self.found.entries.notes.extend(
            f"{self.name} has {count_of(count, *_NOT_EVENTS[name])} beside its events: left out"
            for name, count in others.items()
        )
        for line, word in self.file.stray:
            self._leave_out(line, f"`END:{cell_text(word, 40)}`", "it closes nothing")
        for group in self._by_uid():
            self._read_group(group)

    def _by_uid(self) -> list[list[Component]]:
        """The events that are followed together, without those of another event's UID; each without a UID by itself."""
        groups: dict[object, list[Component]] = defaultdict(list)
        first: dict[tuple[str, str, str], Component] = {}
        for part in self.events:
            uid, *_ = known = known_by(part)
            other = first.setdefault(known, part)
            if is_elsewhere(part, self.first, self.last):
                continue
            if uid and other.value("DTSTART") != part.value("DTSTART") and not part.fault:
                what = cell_text(_title(other), 60)
                self._leave_out(part.line, _what(part), f"it has the UID of another event, `{what}`")
            else:
                groups[uid or id(part)].append(part)
        return list(groups.values())

    def _read_group(self, group: list[Component]) -> None:
        """Follow the events of one UID; what cannot be followed is left out alone."""
        usable: list[Any] = []
        parts: dict[int, Component] = {}
        replaced: set[str] = set()
        for part in group:
            zones = self.zones[part.calendar]
            self.budget.dates -= dates_in(part)
            try:
                if self.budget.dates < 0 and dates_in(part):
                    raise Unfollowable(TOO_MUCH)
                event = read_event(part, zones, self.chosen.zone, self._calendar_zone(part))
            except Unfollowable as unfollowable:
                replaced |= {self._instant(moment) for moment in replaced_by(part, zones)}
                self._leave_out(part.line, _what(part), str(unfollowable))
                continue
            except FAULTS as fault:
                self._leave_out(part.line, _what(part), f"it cannot be read: {cell_text(str(fault), 80)}")
                continue
            usable.append(event)
            parts[id(event)] = part
        usable.sort(key=lambda event: self._method(parts[id(event)]) != "CANCEL")  # what calls it off goes before it
        core = next((event for event in usable if "RECURRENCE-ID" not in event), None)
        for event in usable:
            of_its_series(event, core, self.chosen.zone)
        if not usable:
            return
        try:
            found = repetitions(usable, self.first, self.last, self.budget)
        except Unfollowable as unfollowable:
            self._leave_out(group[0].line, _what(group[0]), str(unfollowable))
            return
        except FAULTS as fault:
            why = f"its repetitions cannot be followed: {cell_text(str(fault), 80)}"
            self._leave_out(group[0].line, _what(group[0]), why)
            return
        is_series = any(name in event for event in usable for name in ("RRULE", "RDATE", "RECURRENCE-ID"))
        for one in found:
            if self._instant(one.instant) not in replaced:
                self._take(one, parts[id(one.event)], is_series=is_series)

    def _take(self, one: Repetition, part: Component, *, is_series: bool) -> None:
        """Put one repetition where it belongs."""
        try:
            marks = self._appointment(one, part, is_series=is_series)
            days = whole_days(part, one.start, one.end, self.chosen.zone)
            called_off = self._method(part) == "CANCEL"
            void = why_not_taken(part, self.mine, is_called_off=called_off)
            if days:
                self._whole_days(part, days, marks, void)
            else:
                self._with_times(one, part, marks, void)
        except FAULTS as fault:
            self._leave_out(part.line, _what(part), f"it cannot be read: {cell_text(str(fault), 80)}")

    def _with_times(self, one: Repetition, part: Component, marks: _Marks, void: str) -> None:
        span = span_of(one.start, one.end, self.chosen.zone)
        self._see(marks, span.day)
        if span.day not in self.chosen.days:
            return
        text = cell_text(_title(part))
        starts = None if span.starts is None else whole_minutes(span.starts)
        minutes = (
            whole_minutes(span.seconds) if starts is None else whole_minutes((span.starts or 0) + span.seconds) - starts
        )
        what = f"{span.day} `{text[:60]}`"
        reason = None
        if span.seconds > DAY_SECONDS:
            reason = f"it lasts {span.seconds // 3600} hours"
        elif minutes < 1:
            has_end = part.first("DTEND") or part.first("DURATION")
            reason = "it is under a minute" if has_end else "it has no end: neither DTEND nor DURATION"
        if reason:
            self._leave_out(part.line, what, void or reason)
            return
        names = tuple(filter(None, dict.fromkeys((*_categories(part), text))))
        mark = f"{'' if starts is None else starts}+{minutes}"
        self._add(part, marks, span.day, starts, minutes, names, text, void, mark)

    def _whole_days(self, part: Component, days: tuple[date, date], marks: _Marks, void: str) -> None:
        first, last = max(days[0], self.first), min(days[1], self.last)
        hours = part.value(MINUTES)
        text = cell_text(_title(part))
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if hours.isdecimal() and 0 < int(hours[:5]) <= MINUTES_A_DAY:  # hours alone, as this program exports them
                self._see(marks, day)
                if day in self.chosen.days:
                    names = tuple(filter(None, _categories(part)))
                    said = text.partition(" · ")[2]
                    self._add(part, marks, day, None, int(hours), names, said, void, f"+{hours}")
                continue
            of_day = marks._replace(digest=row_digest(marks.digest, day), older=row_digest(marks.older, day))
            self._see(of_day, day)
            if day not in self.chosen.days:
                continue
            key = Key(day, FORMAT, of_day.digest, f"off {of_day.series} {of_day.calendar}")
            place = f"{self.name}:{part.line}"
            appointment = of_day.with_reason(void or ("" if self.chosen.takes_off else WHOLE_DAY))
            self.found.off.append(DayOff(place, key, day, _OFF.sub("", text), text[:60], appointment))

    def _add(
        self,
        part: Component,
        marks: _Marks,
        day: date,
        start: int | None,
        minutes: int,
        names: tuple[str, ...],
        text: str,
        void: str,
        mark: str,
    ) -> None:
        key = Key(day, FORMAT, marks.digest, f"{mark} {marks.series} {marks.calendar}")
        place = f"{self.name}:{part.line}"
        entry = Entry(place, key, day, start, minutes, "", names, "", text, marks.with_reason(void))
        self.found.entries.found.append(entry)

    def _see(self, marks: _Marks, day: date) -> None:
        self.found.seen.append(SeenRepetition(marks.digest, marks.older, marks.series, day))
        self.found.calendars.add(marks.calendar)

    def _appointment(self, one: Repetition, part: Component, *, is_series: bool) -> _Marks:
        """What a repetition is known by: its UID and its instant, in whatever zone; not when it takes place.

        One without a UID is known by its title and its time. older: as earlier versions knew it.
        """
        uid = part.value("UID")
        named = (uid,) if uid else (_title(part), one.start.isoformat())
        instant = self._instant(one.instant) if is_series else ""
        raw = vDDDTypes(one.instant).to_ical() if is_series else ""
        calendar = self.file.calendars[part.calendar] if part.calendar >= 0 else None
        called = (calendar.value("X-WR-CALNAME") or calendar.value("PRODID")) if calendar else ""
        series = row_digest(FORMAT, _SPLIT.sub("", uid)) if uid else row_digest(FORMAT, *named)
        exact, older = (row_digest(FORMAT, *named, each) for each in (instant, raw))
        return _Marks(exact, older, series[:8], row_digest(called)[:8])

    def _instant(self, moment: date) -> str:
        return instant_text(moment, self.chosen.zone)

    def _calendar_zone(self, part: Component) -> tzinfo | None:
        """The zone that a calendar as a whole is in, if it says so."""
        if part.calendar < 0:
            return None
        return self.zones[part.calendar].named(self.file.calendars[part.calendar].value("X-WR-TIMEZONE"))

    def _method(self, part: Component) -> str:
        return self.file.calendars[part.calendar].value("METHOD").upper() if part.calendar >= 0 else ""

    def _leave_out(self, line: int, what: str, reason: str) -> None:
        self.found.entries.skipped.append(Skipped(f"{self.name}:{line}", what, reason))


class _Marks(NamedTuple):
    """What a repetition is known by, and what it belongs to."""

    digest: str
    older: str
    series: str
    calendar: str

    def with_reason(self, void: str) -> Appointment:
        """It as an entry carries it. void: why it is not to be taken, if so."""
        return Appointment(self.series, self.calendar, self.older, void)


def _title(part: Component) -> str:
    found = part.first("SUMMARY")
    return found.text if found else ""


def _what(part: Component) -> str:
    return f"`{cell_text(_title(part), 60)}`"


def _categories(part: Component) -> list[str]:
    split = re.compile(r"(?<!\\),").split
    return [cell_text(each._replace(value=one).text) for each in part.all("CATEGORIES") for one in split(each.value)]


def _owner(calendar: Component) -> str:
    """The address of whose calendar it is, if its name is one, as Google's is."""
    return address_in(calendar.value("X-WR-CALNAME")) or address_in(calendar.value("X-WR-RELCALID"))
