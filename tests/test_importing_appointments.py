"""Events that moved, are off, or are not work: known again in any zone and dialect, and never written twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.importing_support import csv_file, errors_in, imported, ledger_in, lines, reasons

DAYS = ("--from", "2026-11-23", "--to", "2026-12-06", "--zone", "Europe/Berlin", "--target", "admin")
MEETING = "UID:m|SUMMARY:talk|DTSTART:20261124T090000|DTEND:20261124T100000"
SERIES = "UID:s|SUMMARY:weekly|DTSTART:20261116T090000|DTEND:20261116T100000|RRULE:FREQ=WEEKLY"


def calendar(*events: str, head: str = "") -> str:
    bodies = "".join(f"BEGIN:VEVENT|{event}|END:VEVENT|" for event in events)
    return f"BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//Test//EN|{head}{bodies}END:VCALENDAR|".replace("|", "\r\n")


class Imports:
    """A ledger that calendars are taken into, one after the other."""

    def __init__(self, folder: Path, text: str | None = None) -> None:
        self.folder = folder
        self.ledger = ledger_in(folder, text) if text else ledger_in(folder)

    def take(self, text: str, *options: str) -> Any:
        return imported(self.ledger, "ics", csv_file(self.folder, text, "x.ics"), *DAYS, *options, "--write")

    @property
    def plan(self) -> list[str]:
        found = sorted((self.ledger / "weeks").glob("*.md"))
        return [line[2:] for week in found for line in week.read_text().splitlines() if line.startswith("- ")]


@pytest.fixture
def imports(tmp_path: Path) -> Imports:
    return Imports(tmp_path)


@pytest.mark.parametrize(
    ("change", "now"),
    [
        (("T09", "T11", "T10", "T12"), "2026-11-24, Tue 11:00-12:00"),
        (("T10", "T12"), "2026-11-24, Tue 9:00-12:00"),
        (("1124T", "1125T"), "2026-11-25, Wed 9:00-10:00"),
    ],
    ids=["later", "longer", "another day"],
)
def test_an_event_that_moved_is_told_with_its_line(change: tuple[str, ...], now: str, imports: Imports) -> None:
    imports.take(calendar(MEETING))
    moved = MEETING
    for old, new in zip(change[::2], change[1::2], strict=True):
        moved = moved.replace(old, new)
    data = imports.take(calendar(moved))
    assert imports.plan == ["Tue 9:00-10:00 admin talk"]
    assert reasons(data) == [f"it has moved to {now}: change weeks/2026-W48.md:3 (Tue 9:00-10:00 admin talk)"]


def test_a_line_that_was_changed_to_the_new_time_is_there(imports: Imports) -> None:
    imports.take(calendar(MEETING))
    week = imports.ledger / "weeks" / "2026-W48.md"
    week.write_text(week.read_text().replace("9:00-10:00", "11:00-12:00"))
    data = imports.take(calendar(MEETING.replace("T10", "T12").replace("T09", "T11")))
    assert (lines(data), reasons(data), data["there"]) == ([], [], 1)


def test_a_line_that_the_user_moved_does_not_come_back(imports: Imports) -> None:
    imports.take(calendar(MEETING))
    week = imports.ledger / "weeks" / "2026-W48.md"
    week.write_text(week.read_text().replace("Tue 9:00-10:00", "Wed 15:00-16:00"))
    data = imports.take(calendar(MEETING))
    assert (lines(data), reasons(data), data["before"]) == ([], [], 1)


SHIFTED = SERIES.replace("T10", "T11").replace("T09", "T10")


@pytest.mark.parametrize(
    "series",
    [
        SHIFTED,
        SHIFTED.replace("1116T", "1117T"),
        SHIFTED.replace("UID:s", "UID:s_R20261123T090000"),
        SHIFTED.replace("DTSTART:", "DTSTART;TZID=Asia/Tokyo:").replace("DTEND:", "DTEND;TZID=Asia/Tokyo:"),
    ],
    ids=["later", "another day", "cut in two", "another zone"],
)
def test_a_series_that_moved_as_a_whole_is_not_written_again(series: str, imports: Imports) -> None:
    imports.take(calendar(SERIES))
    data = imports.take(calendar(series))
    assert imports.plan == ["Mon 9:00-10:00 admin weekly", "Mon 9:00-10:00 admin weekly"]
    assert all(reason.startswith("it has moved to ") for reason in reasons(data))
    assert len(reasons(data)) == 2


def test_a_moved_series_goes_on_in_weeks_that_were_not_imported(imports: Imports) -> None:
    imports.take(calendar(SERIES), "--to", "2026-11-29")
    imports.take(calendar(SHIFTED), "--from", "2026-11-30")
    assert imports.plan == ["Mon 9:00-10:00 admin weekly", "Mon 10:00-11:00 admin weekly"]


def test_a_repetition_is_known_by_its_instant_in_any_zone(imports: Imports) -> None:
    zoned = SERIES.replace("DTSTART:", "DTSTART;TZID=Europe/Berlin:").replace("DTEND:", "DTEND;TZID=Europe/Berlin:")
    london = zoned.replace("Europe/Berlin:20261116T09", "Europe/London:20261116T08")
    london = london.replace("Europe/Berlin:20261116T10", "Europe/London:20261116T09")
    imports.take(calendar(SERIES))
    for text in (zoned, london):
        data = imports.take(calendar(text))
        assert (lines(data), reasons(data), data["there"]) == ([], [], 2)


@pytest.mark.parametrize(
    "override",
    [
        "RECURRENCE-ID:20261123T090000",
        "RECURRENCE-ID;VALUE=DATE:20261123",
        "RECURRENCE-ID:20261123T080000Z",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20261123T090000",
    ],
)
def test_a_repetition_that_moved_is_told_in_every_form(override: str, imports: Imports) -> None:
    imports.take(calendar(SERIES))
    moved = f"UID:s|SUMMARY:weekly|{override}|DTSTART:20261124T140000|DTEND:20261124T150000"
    data = imports.take(calendar(SERIES, moved))
    assert len(imports.plan) == 2
    assert reasons(data)[0].startswith("it has moved to 2026-11-24, Tue 14:00-15:00")
    assert len(reasons(data)) == (2 if "FUTURE" in override else 1)


def test_what_a_damaged_repetition_replaces_is_not_written(imports: Imports) -> None:
    broken = "UID:s|SUMMARY:weekly|RECURRENCE-ID:20261123T090000|DTSTART:20261124T140000|DTEND:soon"
    data = imports.take(calendar(SERIES, broken))
    assert (imports.plan, reasons(data)) == (["Mon 9:00-10:00 admin weekly"], ["its DTEND cannot be read"])


@pytest.mark.parametrize(
    "text",
    [
        calendar(f"{MEETING}|STATUS:CANCELLED"),
        calendar(MEETING, head="METHOD:CANCEL|"),
        calendar(f"{MEETING}|X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
    ],
)
def test_an_event_that_is_off_names_the_line_it_left(text: str, imports: Imports) -> None:
    imports.take(calendar(MEETING))
    (reason,) = reasons(imports.take(text))
    assert reason.endswith("weeks/2026-W48.md:3 (Tue 9:00-10:00 admin talk) is still there: delete it")


def test_an_event_that_is_gone_is_told_once_and_only_of_its_own_calendar(imports: Imports) -> None:
    imports.take(calendar(MEETING, head="X-WR-CALNAME:work|"))
    other = calendar(SERIES, head="X-WR-CALNAME:private|")
    assert reasons(imports.take(other)) == []
    data = imports.take(calendar(SERIES.replace("UID:s", "UID:t"), head="X-WR-CALNAME:work|"))
    gone = [one for one in data["skipped"] if one["kind"] == "gone"]
    assert [one["place"] for one in gone] == ["weeks/2026-W48.md:3"]
    week = imports.ledger / "weeks" / "2026-W48.md"
    week.write_text(week.read_text().replace("- Tue 9:00-10:00 admin talk\n", ""))
    assert not any(
        one["kind"] == "gone" for one in imports.take(calendar(SERIES, head="X-WR-CALNAME:work|"))["skipped"]
    )


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ("TRANSP:TRANSPARENT", "it is marked as free"),
        ("TRANSP:OPAQUE|X-MICROSOFT-CDO-BUSYSTATUS:FREE", "it is marked as free"),
        ("STATUS:TENTATIVE", "it is tentative"),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", "it is tentative"),
        (
            "ATTENDEE;PARTSTAT=DECLINED:mailto:Me@Example.org|ATTENDEE;PARTSTAT=ACCEPTED:mailto:o@x.org",
            "it is declined",
        ),
        ("ATTENDEE;PARTSTAT=TENTATIVE:mailto:me@example.org", "it is tentative"),
        ("ORGANIZER:mailto:me@example.org|ATTENDEE;PARTSTAT=DECLINED:mailto:o@x.org", "it is declined"),
    ],
)
def test_what_is_free_likely_or_declined_is_neither_work_nor_a_day_off(
    marks: str, reason: str, imports: Imports
) -> None:
    day = "UID:d|SUMMARY:away|DTSTART;VALUE=DATE:20261125|DTEND;VALUE=DATE:20261126"
    data = imports.take(calendar(f"{MEETING}|{marks}", f"{day}|{marks}"), "--off", "--me", "me@example.org")
    assert (lines(data), reasons(data)) == ([], [reason, reason])


WHOLE_DAYS = {
    "date": "DTSTART;VALUE=DATE:20261125|DTEND;VALUE=DATE:20261126",
    "date alone": "DTSTART;VALUE=DATE:20261125",
    "same date": "DTSTART;VALUE=DATE:20261125|DTEND;VALUE=DATE:20261125",
    "midnight": "DTSTART:20261125T000000|DTEND:20261126T000000",
    "midnight by duration": "DTSTART:20261125T000000|DURATION:P1D",
    "midnight in a zone": "DTSTART;TZID=W. Europe Standard Time:20261125T000000|"
    "DTEND;TZID=W. Europe Standard Time:20261126T000000",
    "midnight elsewhere": "DTSTART;TZID=America/New_York:20261125T000000|DTEND;TZID=America/New_York:20261126T000000",
    "midnight here, in UTC": "DTSTART:20261124T230000Z|DTEND:20261125T230000Z",
    "midnight in UTC": "DTSTART:20261125T000000Z|DTEND:20261126T000000Z",
    "to the last minute": "DTSTART:20261125T000000|DTEND:20261125T235900",
    "to the last second": "DTSTART:20261125T000000|DTEND:20261125T235959",
    "marked": "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE|DTSTART:20261125T010000|DTEND:20261126T010000",
}


@pytest.mark.parametrize("dialect", WHOLE_DAYS)
def test_a_whole_day_is_one_in_every_dialect(dialect: str, imports: Imports) -> None:
    text = calendar(f"UID:d|SUMMARY:away|{WHOLE_DAYS[dialect]}")
    assert lines(imports.take(text)) == []
    expected = ["Wed off away", "Thu off away"] if dialect == "marked" else ["Wed off away"]
    assert lines(imports.take(text, "--off")) == expected


@pytest.mark.parametrize(
    ("until", "count"), [("20261130", 2), ("20261129", 1), ("20261130T080000Z", 2), ("20261130T075959Z", 1)]
)
def test_a_rule_includes_the_last_day_that_it_names(until: str, count: int, imports: Imports) -> None:
    zoned = SERIES.replace("DTSTART:", "DTSTART;TZID=Europe/Berlin:").replace("DTEND:", "DTEND;TZID=Europe/Berlin:")
    assert len(lines(imports.take(calendar(f"{zoned};UNTIL={until}")))) == count


ZONE = (
    "BEGIN:VTIMEZONE|TZID:Our time|BEGIN:STANDARD|DTSTART:16011028T030000|RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10|"
    "TZOFFSETFROM:+0300|TZOFFSETTO:+0200|END:STANDARD|BEGIN:DAYLIGHT|DTSTART:16010325T020000|"
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3|TZOFFSETFROM:+0200|TZOFFSETTO:+0300|END:DAYLIGHT|END:VTIMEZONE|"
)


@pytest.mark.parametrize("name", ["Our time", "FLE Standard Time", "/example.org/Europe/Helsinki"])
def test_a_zone_is_known_by_its_rules_or_any_of_its_names(name: str, imports: Imports) -> None:
    event = MEETING.replace("DTSTART:", f"DTSTART;TZID={name}:").replace("DTEND:", f"DTEND;TZID={name}:")
    assert lines(imports.take(calendar(event, head=ZONE))) == ["Tue 8:00-9:00 admin talk"]


def test_rules_of_a_zone_that_never_end_are_not_followed(imports: Imports) -> None:
    event = MEETING.replace("DTSTART:", "DTSTART;TZID=Our time:").replace("DTEND:", "DTEND;TZID=Our time:")
    endless = ZONE.replace("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    assert reasons(imports.take(calendar(event, head=endless))) == ["its time zone `Our time` is not known"]


@pytest.mark.parametrize(
    ("start", "end", "line"),
    [
        ("20261025T010000", "20261025T040000", "Sun 4h admin night"),
        ("20260329T010000", "20260329T040000", "Sun 2h admin night"),
        ("20260329T023000", "20260329T033000", "Sun 1h admin night"),
    ],
)
def test_the_night_the_clock_changes_counts_its_hours(start: str, end: str, line: str, imports: Imports) -> None:
    event = f"UID:n|SUMMARY:night|DTSTART;TZID=Europe/Berlin:{start}|DTEND;TZID=Europe/Berlin:{end}"
    day = f"{start[:4]}-{start[4:6]}-{start[6:8]}"
    assert lines(imports.take(calendar(event), "--from", day, "--to", day)) == [line]


PLANNED = (
    "projects/site.md\n    name: The site\n    client: acme\n    - 2026-01-05 booked\n"
    "weeks/2026-W48.md\n    ## Plan\n    - Tue 9:00-12:00 client\n    - Wed 9:00-10:00 admin\n"
)


def test_an_event_of_a_clients_project_makes_room_in_client_time(tmp_path: Path) -> None:
    imports = Imports(tmp_path, PLANNED)
    event = MEETING.replace("SUMMARY:talk", "SUMMARY:site talk").replace("T10", "T11").replace("T09", "T10")
    later = event.replace("UID:m", "UID:n").replace("T10", "T13").replace("T11", "T12").replace("T13", "T11")
    imports.take(calendar(event, later))
    assert imports.plan == [
        "Tue 9:00-10:00 client",
        "Tue 10:00-11:00 site talk",
        "Tue 11:00-12:00 site talk",
        "Wed 9:00-10:00 admin",
    ]
    assert errors_in(imports.ledger) == []


def test_an_event_over_the_edge_of_client_time_is_left_out(tmp_path: Path) -> None:
    imports = Imports(tmp_path, PLANNED)
    data = imports.take(calendar(MEETING.replace("SUMMARY:talk", "SUMMARY:site").replace("T09", "T08")))
    assert lines(data) == []
    assert reasons(data) == ["it overlaps weeks/2026-W48.md:3 (Tue 9:00-12:00 client)"]
