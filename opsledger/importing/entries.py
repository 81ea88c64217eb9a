"""From the rows of a time report to time entries."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.importing.moments import DAY_SECONDS, order_of, read_clock, read_day, read_span, whole_minutes
from opsledger.importing.plan import Key, Read, Skipped, Unusable
from opsledger.importing.sheet import Sheet, SheetRow, check_length, one_line, read_sheet
from opsledger.importing.taken import digest
from opsledger.importing.time_reports import TimeReport
from opsledger.values.misread import Misread
from opsledger.values.written import count_of, listed

_CLOCK_CHANGE = 60 * 60  # seconds
_NEAR = 120  # seconds by which a duration may differ from its times where nothing is odd


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

    start: minutes since the midnight of its day, None where only the duration is known; it may run past midnight.
    names: what may say which record it was for, the surest first. what: how a person is told which entry it is.
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


def read_entries(
    name: str, data: bytes, report: TimeReport, *, order: str | None = None, person: str | None = None
) -> Read[Entry]:
    """The time entries of an exported file. order: of its days; person: whose, where several share it.

    Raises Unusable.
    """
    sheet = read_sheet(name, data, report.columns, report.needed, report.title)
    people = Counter(who for row in sheet.rows if (who := _person(row)) and row["day"])
    if person is not None and people and person.casefold() not in {who.casefold() for who in people}:
        raise Unusable(f"{name} has no time of `{person}`", f"it is {listed(sorted(people))}'s")
    if person is None and len(people) > 1:
        hint = f'name yours: --user "{people.most_common(1)[0][0]}"'
        raise Unusable(f"{name} has the time of several people: {listed(sorted(people))}", hint)
    days = [(sheet.place(row), row[key]) for row in sheet.rows for key in ("day", "end_day") if row[key]]
    found, shown = order_of(name, days, order)
    notes = list(sheet.notes)
    if shown:
        notes.append(f"{name}: days are read {'day' if found == 'dmy' else 'month'} first, as `{shown}` shows")
    read: Read[Entry] = Read([], [], notes)
    changed, unlike = [], []
    seen: Counter[tuple[object, ...]] = Counter()
    seconds = 0
    for row in sheet.rows:
        lasts = _lasts(row, found)
        seconds += lasts
        if person is not None and (who := _person(row)) and who.casefold() != person.casefold():
            read.skipped.append(_left_out(sheet, row, f"it is {who}'s", "of other people", lasts))
            continue
        try:
            entry = _entry(sheet, row, report, found, seen)
            read.found.append(entry)
            if entry.start is None and row["start"]:
                changed.append(entry.place)
            elif abs(entry.minutes * 60 - (_took(row) or entry.minutes * 60)) > _NEAR:
                unlike.append(entry.place)
        except Misread as misread:
            hint = f" ({misread.hint})" if misread.hint else ""
            kind = misread.kind if isinstance(misread, _LeftOut) else "cannot be read"
            read.skipped.append(_left_out(sheet, row, f"{misread.message}{hint}", kind, lasts))
    for places, told in (
        (
            changed,
            "an hour longer or shorter than from start to end, as when the clock is changed: without times of day",
        ),
        (unlike, "another time than from start to end, as where durations are rounded: the times count"),
    ):
        if places:
            notes.append(f"{count_of(len(places), 'row lasts', 'rows last')} {told} ({places[0]})")
    return read._replace(seconds=seconds)


class _LeftOut(Misread):
    """A row that can be read and is no entry; kind: why, in a word or two."""

    def __init__(self, message: str, hint: str | None, kind: str) -> None:
        super().__init__(message, hint)
        self.kind = kind


def _left_out(sheet: Sheet, row: SheetRow, reason: str, kind: str, seconds: int) -> Skipped:
    return Skipped(sheet.place(row), _told(row), reason, kind, whole_minutes(seconds))


def _lasts(row: SheetRow, order: str | None) -> int:
    """How many seconds a row tells, whatever else is wrong with it; none where it does not say."""
    try:
        day = read_day(row["day"], order)
    except Misread:
        day = date(2000, 1, 1)
    try:
        return 0 if _is_total(row) else max(0, _times(row, day, order)[1])
    except (Misread, OverflowError):
        return (_took(row) or 0) if not _is_total(row) else 0


def _is_total(row: SheetRow) -> bool:
    return not row["day"] and any(cell.casefold().startswith("total") for cell in row.cells.values())


def _person(row: SheetRow) -> str:
    return one_line(row["person"] or f"{row['first_name']} {row['last_name']}".strip())


def _told(row: SheetRow) -> str:
    parts = (row["day"], row["project"] and f"`{row['project']}`", row["text"])
    return one_line(" ".join(part for part in parts if part), 60)


def _entry(
    sheet: Sheet, row: SheetRow, report: TimeReport, order: str | None, seen: Counter[tuple[object, ...]]
) -> Entry:
    """A row as an entry. Raises Misread where it is none."""
    check_length(row)
    if not row["day"]:
        raise Misread("the report's total, no entry" if _is_total(row) else "it has no date")
    day = read_day(row["day"], order)
    start, seconds = _times(row, day, order)
    if seconds > DAY_SECONDS:
        hint = "was the timer forgotten? split it there, or write it by hand"
        raise _LeftOut(f"it lasts {seconds // 3600} hours", hint, "over 24 hours")
    begins = None if start is None else whole_minutes(start)
    minutes = (
        whole_minutes(seconds)
        if begins is None
        else whole_minutes(start + seconds) - begins
        if start is not None
        else 0
    )
    if minutes < 1:
        raise _LeftOut("it lasts no minute", None, "under a minute")
    names = tuple(one_line(row[key]) for key in ("project", "code") if row[key])
    text, task = one_line(row["text"]), one_line(row["task"])
    client = one_line(row["client"])
    said = (report.format, day, begins, minutes, names[:1], text)
    seen[said] += 1
    key = Key(day, report.format, digest(*said, seen[said]))
    return Entry(sheet.place(row), key, day, begins, minutes, client, names, task, text)


def _times(row: SheetRow, day: date, order: str | None) -> tuple[int | None, int]:
    """Where a row's time begins, in seconds of its day, if it says so, and how long it is. Raises Misread.

    Where the clock was changed in between, its times do not tell how long it took: then it has its duration alone.
    """
    if row["start"] and row["end"]:
        start, end = read_clock(row["start"]), read_clock(row["end"])
        last = read_day(row["end_day"], order) if row["end_day"] else day + timedelta(days=end < start)
        seconds = end - start + (last - day).days * DAY_SECONDS
        took = _took(row)
        if took is not None and abs(abs(seconds - took) - _CLOCK_CHANGE) <= _NEAR:
            return None, took
        if seconds < 0:
            raise Misread("it ends before it begins")
        return start, seconds
    if not row["span"]:
        raise Misread(
            "it has no end yet: the timer is running" if row["start"] else "it has neither times nor a duration"
        )
    seconds = read_span(row["span"])
    return (read_clock(row["start"]) if row["start"] else None), seconds


def _took(row: SheetRow) -> int | None:
    try:
        return read_span(row["span"]) if row["span"] else None
    except Misread:
        return None
