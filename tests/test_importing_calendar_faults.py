"""Damaged calendars: a fault costs the event it stands in, and each is told with its line."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.importing.calendar.reading import Chosen, read_calendar, zone_named
from opsledger.values.days import Interval
from tests.fuzzing import bounded
from tests.importing_support import csv_file, imported, ledger_in, lines, reasons

DAYS = ("--from", "2026-12-07", "--to", "2026-12-13", "--zone", "Europe/Berlin", "--target", "admin")
GOOD = "BEGIN:VEVENT\nUID:good\nDTSTART:20261207T090000\nDTEND:20261207T100000\nSUMMARY:good\nEND:VEVENT"
MEANT = ["Mon 9:00-10:00 admin good"]


def event(*extra: str, start: str = "DTSTART:20261208T090000", end: str = "DTEND:20261208T100000") -> str:
    return "\n".join(filter(None, ("BEGIN:VEVENT", "UID:odd", "SUMMARY:odd", start, end, *extra, "END:VEVENT")))


def text_of(*parts: str, line_end: str = "\r\n") -> str:
    whole = "\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN", *parts, "END:VCALENDAR", ""))
    return whole.replace("\n", line_end)


def taken(folder: Path, data: str | bytes, *arguments: str) -> Any:
    return imported(ledger_in(folder), "ics", csv_file(folder, data, "x.ics"), *DAYS, *arguments)


FAULTS = {
    "its DTSTART cannot be read": event(start="DTSTART:8 December"),
    "its DTEND cannot be read": event(end="DTEND;TZID=Europe/Berlin:20261308T100000"),
    "it has no end: neither DTEND nor DURATION": event(end=""),
    "its DURATION cannot be read": event(end="DURATION:an hour"),
    "its RRULE cannot be read": event("RRULE:EVERY=DAY"),
    "its RDATE cannot be read": event("RDATE;VALUE=TIME:090000"),
    "its EXDATE cannot be read": event("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:tomorrow"),
    "its time zone `Middle of Nowhere` is not known": event(start="DTSTART;TZID=Middle of Nowhere:20261208T090000"),
    "it is not closed: `END:VEVENT` is missing": event().removesuffix("\nEND:VEVENT"),
    "it closes nothing": "END:VALARM",
    "it ends before it begins": event(end="DTEND:20261208T080000"),
    "its EXRULE cannot be read": event("RRULE:FREQ=DAILY;COUNT=3", "EXRULE:FREQ=WEEKLY"),
    "its repetitions cannot be followed": event("RRULE:FREQ=WEEKLY;BYDAY=9MO;BYSETPOS=0"),
    "it lasts 48 hours": event(end="DTEND:20261210T090000"),
}


@pytest.mark.parametrize("reason", FAULTS)
def test_a_fault_costs_its_event_and_is_told_with_its_line(reason: str, tmp_path: Path) -> None:
    data = taken(tmp_path, text_of(FAULTS[reason], GOOD))
    assert lines(data) == MEANT
    assert [(one["place"], one["reason"].startswith(reason)) for one in data["skipped"]] == [("x.ics:4", True)]


HARMLESS = {
    "an alarm": event("BEGIN:VALARM", "TRIGGER:PT-1H-", "ACTION", "END:VALARM"),
    "an alarm left open": event("BEGIN:VALARM", "TRIGGER:-PT5M"),
    "a parameter that holds text": event("LOCATION;VALUE=Room 1, 2nd floor:Room 1"),
    "a line without a colon": event("X-NOTE", "the rest of a note"),
    "a text in odd bytes": event("DESCRIPTION;ENCODING=BASE64:%%%"),
    "a lone quote": event('ATTENDEE;CN="Kim:mailto:kim@example.org'),
    "a zone of no use": "BEGIN:VTIMEZONE\nTZID:\nBEGIN:STANDARD\nTZOFFSETFROM:+99\nEND:STANDARD\nEND:VTIMEZONE",
    "an empty rule": event("RRULE:", "RDATE:", "EXDATE:"),
    "a task": "BEGIN:VTODO\nDUE:20261209T1300Z\nEND:VTODO",
    "times of a busy person": "BEGIN:VFREEBUSY\nFREEBUSY:20261209T100000Z/20260909T090000Z\nEND:VFREEBUSY",
}


@pytest.mark.parametrize("part", HARMLESS)
def test_what_is_not_read_is_never_at_fault(part: str, tmp_path: Path) -> None:
    data = taken(tmp_path, text_of(HARMLESS[part], GOOD))
    assert lines(data) == [*MEANT, *(["Tue 9:00-10:00 admin odd"] if "UID:odd" in HARMLESS[part] else [])]
    assert data["skipped"] == []


def test_tasks_and_journals_are_counted(tmp_path: Path) -> None:
    parts = ["BEGIN:VTODO\nDUE:20261209T1300Z\nEND:VTODO"] * 2 + ["BEGIN:VJOURNAL\nEND:VJOURNAL"]
    notes = taken(tmp_path, text_of(*parts, GOOD))["notes"]
    assert [note.partition(" has ")[2] for note in notes] == [
        "2 tasks beside its events: left out",
        "1 journal entry beside its events: left out",
    ]


WHOLE = text_of(GOOD.replace("SUMMARY:good", "SUMMARY:über"))


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode("cp1252"),
        WHOLE.encode("utf-16"),
        WHOLE.encode("utf-16-le"),
        WHOLE.encode("utf-8-sig"),
        WHOLE.replace("\r\n", "\r").encode(),
        WHOLE.replace("\r\n", "\n").encode(),
        WHOLE.encode().replace(b"\xc3\xbc", b"\xc3\r\n \xbc"),  # folded within a letter
        WHOLE.encode() + b"\0" * 40,
        WHOLE.encode().replace(b"SUMMARY:", b"SUMMARY;ENCODING=QUOTED-PRINTABLE:=\r\n").replace(b"\xc3\xbc", b"=C3=BC"),
    ],
    ids=["cp1252", "utf-16", "utf-16-le", "bom", "cr", "lf", "folded", "nul", "quoted-printable"],
)
def test_a_calendar_is_read_however_it_was_saved(data: bytes, tmp_path: Path) -> None:
    assert lines(taken(tmp_path, data)) == ["Mon 9:00-10:00 admin über"]


def test_a_calendar_that_was_cut_short_gives_what_is_whole(tmp_path: Path) -> None:
    data = taken(tmp_path, text_of(GOOD, event())[:-40])
    assert lines(data) == MEANT
    assert reasons(data) == ["it is not closed: `END:VEVENT` is missing"]
    assert data["notes"][0] == "x.ics does not end with END:VCALENDAR: more may be missing at its end"


FLOODS = {
    "never": [event(f"RRULE:FREQ={freq};BYMONTH=2;BYMONTHDAY=30", start="DTSTART:20200101T090000") for freq in
              ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")],
    "seconds": [event("RRULE:FREQ=SECONDLY"), event("RRULE:FREQ=MINUTELY;BYSECOND=1,2,3")],
    "dates": [event("RDATE:" + ",".join(f"2026120{day}T{hour:02d}{minute:02d}00" for day in range(8, 10)
                                        for hour in range(24) for minute in range(60)))],
    "hours": [event("RRULE:FREQ=HOURLY", start="DTSTART:20260101T000000", end="DTEND:20260101T001000")],
}  # fmt: skip


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_of_repetitions_has_a_bound_in_all(kind: str, tmp_path: Path) -> None:
    many = [one.replace("UID:odd", f"UID:odd{number}") for number in range(15) for one in FLOODS[kind]]
    begun = time.monotonic()
    data = taken(tmp_path, text_of(*many, GOOD))
    assert time.monotonic() - begun < 30
    assert any(line.endswith("admin good") for line in lines(data)) or any(
        "good" in one["what"] for one in data["skipped"]
    )
    assert len(lines(data)) < 3_000


PIECES = (
    *(
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        "BEGIN:VALARM",
        "END:VTIMEZONE",
        "UID:a",
        "UID:b",
    ),
    *("DTSTART:20261208T090000", "DTEND:20261208T100000", "DTSTART;TZID=Europe/Berlin:20261208T090000", "DTSTART:x"),
    *("DTSTART;VALUE=DATE:20261208", "DURATION:PT1H", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY;UNTIL=20261210", "RRULE:"),
    *(
        "EXDATE:20261209T090000",
        "RDATE:20261209T090000,",
        "RECURRENCE-ID:20261208T090000Z",
        "SEQUENCE:2",
        "STATUS:CANCELLED",
    ),
    *(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261208",
        "SUMMARY:one",
        " folded",
        '\\,;:"',
        "\x00",
        "\udcff",
        "RRULE:FREQ=YEARLY",
    ),
    *(
        "RDATE;VALUE=PERIOD:20261208T090000Z/PT1H",
        "EXRULE:FREQ=DAILY",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "TRANSP:TRANSPARENT",
    ),
)


@pytest.mark.fuzz
@bounded(80)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_whatever_the_parts_are_the_good_event_is_taken(pieces: list[str], line_end: str) -> None:
    """A good event behind closed parts is never lost, whatever stands before it."""
    text = text_of(*pieces, "END:VCALENDAR", "BEGIN:VCALENDAR", GOOD, line_end=line_end)
    days = Interval(date(2026, 12, 7), date(2026, 12, 13))
    chosen = Chosen(days, zone_named("Europe/Berlin"), takes_off=True)
    events = read_calendar("x.ics", text.encode("utf-8", "surrogateescape"), chosen)
    assert any(entry.text == "good" for entry in events.entries.found)
    assert all(one.place.partition(":")[2].isdecimal() and one.reason for one in events.entries.skipped)
