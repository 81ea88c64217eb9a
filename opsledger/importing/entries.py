"""From the rows of a time report to time entries."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from typing import NamedTuple

from opsledger.importing.entry import Entries, Entry, LeftOut, TimeSpent, over_change
from opsledger.importing.moments import DAY_SECONDS, day_order, read_clock, read_row_day, read_span, split_moment
from opsledger.importing.plan import Read, Unusable
from opsledger.importing.sheet import Sheet, SheetRow, cell_text, check_length, read_sheet, told_columns
from opsledger.importing.time_reports import TimeReport
from opsledger.patterns import pattern
from opsledger.values.misread import Misread
from opsledger.values.written import count_of, listed

_CLOCK_CHANGE = 60 * 60  # seconds
_NEAR = 120  # seconds by which a duration may differ from its times if nothing is odd
_CHANGED = "an hour longer or shorter than from start to end, as when the clocks change: written without times"
_UNLIKE = "longer or shorter than from start to end, perhaps because durations are rounded: the times count"
_UNITS = {"minutes": 60, "seconds": 1}
_THOUSANDS = pattern(r"[0-9]{1,3}(?:[.,'’ ][0-9]{3})+")  # `1.234` minutes may be a thousand, or one and a bit
_TOTAL = ("total", "summe", "gesamt", "somme", "suma", "soma", "totale", "totaal")
_NONE = pattern(r"\((?:without|no) [a-z]+\)|(?:without|no) (?:project|client|task)|-+|–|—", re.IGNORECASE)


class HowToRead(NamedTuple):
    """How a time tracker's file is to be read.

    order: of its days, `dmy` or `mdy`. person: whose time, if several share it. zone: the reader's; None for the
    system's.
    """

    order: str | None = None
    person: str | None = None
    zone: tzinfo | None = None


_YES, _NO = ("yes", "true", "1", "ja", "oui", "sí", "si", "sim"), ("no", "false", "0", "nein", "non", "não", "nao")
_BILLABLE = dict.fromkeys(_YES, True) | dict.fromkeys(_NO, False)
_NAMING = ("client", "project", "task")
_AS_IT_IS = HowToRead()


def read_entries(name: str, data: bytes, report: TimeReport, reading: HowToRead = _AS_IT_IS) -> Read[Entry]:
    """The time entries of an exported file. Raises Unusable."""
    sheet = read_sheet(name, data, report.spellings, report.needed, report.title, _way(report, name))
    sheet = sheet._replace(rows=[_in_parts(row, reading.zone) for row in sheet.rows])
    _check_person(sheet, reading.person)
    days = [(sheet.place(row), row[key]) for row in sheet.rows for key in ("day", "end_day") if row[key]]
    order, shown = day_order(name, days, reading.order)
    entries = Entries(name, report.format, list(sheet.notes))
    entries.notes += told_columns(sheet, as_what=report.tells_columns)
    if shown:
        entries.notes.append(f"{name}: days are read {'day' if order == 'dmy' else 'month'} first, as `{shown}` shows")
    changed, unlike = [], []
    for row in sheet.rows:
        lasts = _lasts(row, order)
        entries.seconds += lasts
        try:
            if reading.person is not None and (who := _person(row)) and who.casefold() != reading.person.casefold():
                raise LeftOut(f"it is {who}'s", None, "of other people")
            entry = _entry(entries, row, order)
            entries.found[-1] = entry._replace(billable=_BILLABLE.get(row["billable"].strip().casefold()))
        except Misread as misread:
            entries.leave_out(row.line, _told(row), misread, lasts)
            continue
        if entry.start is None and row["start"]:
            changed.append(entry.place)
        elif abs(entry.minutes * 60 - (_took(row) or entry.minutes * 60)) > _NEAR:
            unlike.append(entry.place)
    for places, told in ((changed, _CHANGED), (unlike, _UNLIKE)):
        if places:
            entries.notes.append(f"{count_of(len(places), 'row lasts', 'rows last')} {told} ({places[0]})")
    return entries.read()


def _way(report: TimeReport, name: str) -> str:
    """What helps if a report lacks columns."""
    columns = "--column day=NAME --column hours=NAME (or start and end), and project=NAME"
    if report.tells_columns:
        return f"say what they mean: {columns}"
    return f"export it in English, or say what they mean: `opsledger import csv {name}` with {columns}"


def _check_person(sheet: Sheet, person: str | None) -> None:
    """Raises Unusable for the time of several people, and for a name that is not among them."""
    people = Counter(who for row in sheet.rows if (who := _person(row)) and row["day"])
    if person is not None and people and person.casefold() not in {who.casefold() for who in people}:
        raise Unusable(f"{sheet.name} has no time by `{person}`", f"it is {listed(sorted(people))}'s")
    if person is None and len(people) > 1:
        hint = f'name yours: --user "{people.most_common(1)[0][0]}"'
        raise Unusable(f"{sheet.name} has the time of several people: {listed(sorted(people))}", hint)


def _in_parts(row: SheetRow, zone: tzinfo | None) -> SheetRow:
    """A row with its days and its times of day apart, and its duration as one text, however the table has them."""
    cells = {
        meaning: "" if meaning in _NAMING and _NONE.fullmatch(cell) else cell for meaning, cell in row.cells.items()
    }
    for part, day in (("start", "day"), ("end", "end_day")):
        if moment := split_moment(row[part], zone):
            cells[part] = moment[1]
            if not cells.get(day):
                cells[day] = moment[0]
    for unit, size in _UNITS.items():
        number = "" if _THOUSANDS.fullmatch(row[unit]) else row[unit].replace(",", ".")
        if not cells.get("span") and number.replace(".", "", 1).isdecimal() and len(number) < 10:
            cells["span"] = str(round(float(number) * size / 3600, 6))
    return replace(row, cells=cells)


def _lasts(row: SheetRow, order: str | None) -> int:
    """How many seconds a row tells, whatever else is wrong with it; none if it does not say."""
    if _is_total(row):
        return 0
    try:
        return max(0, _times(row, read_row_day(row["day"], order), order).lasts)
    except (Misread, OverflowError):
        return _took(row) or _by_clock(row)


def _by_clock(row: SheetRow) -> int:
    """How long a row lasts by its times of day alone."""
    try:
        return (read_clock(row["end"]) - read_clock(row["start"])) % DAY_SECONDS
    except Misread:
        return 0


def _is_total(row: SheetRow) -> bool:
    """Whether a row sums up the others: where its day should stand there is nothing, or the word for it."""
    cells = [row["day"]] if row["day"] else list(row.cells.values())
    return any(cell.casefold().startswith(_TOTAL) for cell in cells)


def _person(row: SheetRow) -> str:
    return cell_text(row["person"] or f"{row['first_name']} {row['last_name']}".strip())


def _told(row: SheetRow) -> str:
    parts = (row["day"], row["project"] and f"`{row['project']}`", row["text"])
    return cell_text(" ".join(part for part in parts if part), 60)


def _entry(entries: Entries, row: SheetRow, order: str | None) -> Entry:
    """A row as an entry. Raises Misread if it is not one."""
    check_length(row)
    if _is_total(row):
        raise LeftOut("the report's total, not an entry", None, "the report's total")
    if not row["day"]:
        raise Misread("it has no date")
    day = read_row_day(row["day"], order)
    names = (row["project"], row["code"])
    return entries.add(row.line, _times(row, day, order), names, row["text"], client=row["client"], task=row["task"])


def _times(row: SheetRow, day: date, order: str | None) -> TimeSpent:
    """When a row's time begins, if it says so, and how long it is. Raises Misread.

    If the clock was changed in between, its times do not tell how long it took: then it has its duration alone.
    """
    if row["start"] and row["end"]:
        start, end = read_clock(row["start"]), read_clock(row["end"])
        last = read_row_day(row["end_day"], order) if row["end_day"] else day + timedelta(days=end < start)
        seconds = end - start + (last - day).days * DAY_SECONDS
        took = _took(row)
        if took is not None and abs(abs(seconds - took) - _CLOCK_CHANGE) <= _NEAR:
            return over_change(day, start, seconds, took)
        if seconds < 0:
            raise Misread("it ends before it begins")
        return TimeSpent(day, start, seconds)
    if not row["span"] or (row["span"].startswith("-") and row["start"]):
        if row["start"]:
            raise LeftOut("it has no end yet: the timer is running", None, "still running")
        if odd := next((row[unit] for unit in _UNITS if row[unit]), None):
            raise Misread(f"`{odd[:40]}` is not a number of minutes or seconds", "such as 95, without a separator")
        raise Misread("it has neither times nor a duration")
    seconds = read_span(row["span"])
    return TimeSpent(day, read_clock(row["start"]) if row["start"] else None, seconds)


def _took(row: SheetRow) -> int | None:
    try:
        return read_span(row["span"]) if row["span"] else None
    except Misread:
        return None
