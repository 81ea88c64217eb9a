"""Time entries and days off as other programs have them, whatever they were read from."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import NamedTuple

from opsledger.importing.moments import DAY_SECONDS, whole_minutes
from opsledger.importing.plan import UNREAD, Key, Read, Skipped
from opsledger.importing.sheet import cell_text
from opsledger.importing.taken import row_digest
from opsledger.values.misread import Misread
from opsledger.values.written import count_of


class Appointment(NamedTuple):
    """What an entry is in a calendar: the series and the calendar it is of, as short digests.

    older: how earlier versions knew it. void: why it is not to be taken, if so.
    """

    series: str
    calendar: str
    older: str
    void: str = ""


class Entry(NamedTuple):
    """Time spent or planned, as another program has it, in whole minutes.

    start: minutes since the midnight of its day, None if only the duration is known; it may run past midnight.
    names: what may say which record it was for, the surest first; context: what may say it if they do not. what: how a
    person is told which entry it is. evening: of one that lasts past midnight and has no start because the clock was
    changed in that night, when it began all the same. billable: whether it is to be billed, if the program says so.
    """

    place: str
    key: Key
    day: date
    start: int | None
    minutes: int
    client: str
    names: tuple[str, ...]
    task: str
    text: str
    appointment: Appointment | None = None
    context: tuple[str, ...] = ()
    evening: int | None = None
    billable: bool | None = None

    @property
    def what(self) -> str:
        """The entry in a few words."""
        named = self.names[0] if self.names else self.client
        text = "" if named == self.text else self.text[:40]
        return " ".join(part for part in (str(self.day), named and f"`{named}`", text) if part)


class DayOff(NamedTuple):
    """A day that a calendar has an event of the whole day on. title: what the calendar calls it."""

    place: str
    key: Key
    day: date
    text: str
    title: str
    appointment: Appointment

    @property
    def what(self) -> str:
        """The day in a few words."""
        return f"{self.day} `{self.title}`"


class LeftOut(Misread):
    """A row that can be read and is not taken; kind: why, in a word or two."""

    def __init__(self, message: str, hint: str | None, kind: str) -> None:
        super().__init__(message, hint)
        self.kind = kind


class TimeSpent(NamedTuple):
    """Time as a file has it, in seconds. starts: since the midnight of its day; None if only its length is known.

    evening: when it began if it has no start because the clock was changed in the night that it lasts into.
    """

    day: date
    starts: int | None
    lasts: int
    evening: int | None = None


def over_change(day: date, starts: int, shown: int, lasts: int) -> TimeSpent:
    """Time that lasts otherwise than its times show, because the clock was changed in between.

    Clocks are changed in the small hours: of what lasts past midnight, the evening is as long as its times show.
    """
    is_over_midnight = starts + shown > DAY_SECONDS and lasts > DAY_SECONDS - starts
    return TimeSpent(day, None, lasts, starts if is_over_midnight else None)


class Entries:
    """The entries of one file as they are read, and the rows that are not entries, with the time of both."""

    def __init__(self, name: str, format_name: str, notes: list[str] | None = None) -> None:
        self.name = name
        self.format = format_name
        self.found: list[Entry] = []
        self.skipped: list[Skipped] = []
        self.notes = notes or []
        self.seconds = 0
        self._seen: Counter[tuple[object, ...]] = Counter()
        self._rows: dict[tuple[object, ...], str] = {}
        self._alike: list[str] = []

    def add(
        self,
        line: int,
        stretch: TimeSpent,
        names: tuple[str, ...],
        text: str,
        *,
        client: str = "",
        task: str = "",
        context: tuple[str, ...] = (),
    ) -> Entry:
        """An entry of a line of the file; its time is counted by the caller. Raises Misread if it is not one."""
        day, starts, lasts, evening = stretch
        if lasts > DAY_SECONDS:
            hint = "was the timer forgotten? split it there, or write it by hand"
            raise LeftOut(f"it lasts {lasts // 3600} hours", hint, "over 24 hours")
        begins = None if starts is None else whole_minutes(starts)
        minutes = whole_minutes(lasts if starts is None else starts + lasts) - (begins or 0)
        if minutes < 1:
            raise LeftOut("it is under a minute", None, "under a minute")
        names = tuple(filter(None, map(cell_text, names)))
        place = f"{self.name}:{line}"
        self._tell_apart(place, stretch, (cell_text(client), *names, cell_text(task), cell_text(text)))
        said = (self.format, day, begins, minutes, names[:1], cell_text(text))
        self._seen[said] += 1
        key = Key(day, self.format, row_digest(*said, self._seen[said]))
        context = tuple(filter(None, map(cell_text, context)))
        said_of = cell_text(client), names, cell_text(task), cell_text(text)
        since = None if evening is None else whole_minutes(evening)
        entry = Entry(place, key, day, begins, minutes, *said_of, context=context, evening=since)
        self.found.append(entry)
        return entry

    def _tell_apart(self, place: str, stretch: TimeSpent, said: tuple[str, ...]) -> None:
        """Take note of a row. Raises LeftOut for one that says to the second what another says: it is there twice.

        Hours without a time of day may well be the same twice.
        """
        first = self._rows.setdefault((stretch, *said), place)
        if first != place and stretch.starts is not None:
            raise LeftOut(f"it is the same entry as {first}", None, "the same entry twice")
        if first != place:
            self._alike.append(place)

    def take(
        self, line: int, stretch: TimeSpent, names: tuple[str, ...], text: str, *, context: tuple[str, ...] = ()
    ) -> Entry | None:
        """As `add`, with its time counted; one that is not an entry is left out with the reason."""
        self.seconds += stretch.lasts
        try:
            return self.add(line, stretch, names, text, context=context)
        except Misread as misread:
            self.leave_out(line, f"{stretch.day} {text}", misread, stretch.lasts)
            return None

    def leave_out(self, line: int, what: str, why: str | Misread, seconds: int = 0) -> None:
        """Note a row that is not taken. seconds: its time, which the caller has counted."""
        kind = why.kind if isinstance(why, LeftOut) else UNREAD
        if isinstance(why, Misread):
            why = f"{why.message} ({why.hint})" if why.hint else why.message
        self.skipped.append(Skipped(f"{self.name}:{line}", cell_text(what, 60), why, kind, _rounded(seconds)))

    def read(self) -> Read[Entry]:
        """All that was found."""
        if self._alike:
            rows = count_of(len(self._alike), "row says what another says", "rows say what another says")
            self.notes.append(
                f"{rows}, without a time of day, and counted beside it: is it there twice? ({self._alike[0]})"
            )
        return Read(self.found, self.skipped, self.notes, self.seconds)


def _rounded(seconds: int) -> int:
    return whole_minutes(seconds) if seconds >= 0 else -whole_minutes(-seconds)
