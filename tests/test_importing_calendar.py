"""Calendars, into what is planned and what was done."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli_support import SAMPLE, run
from tests.importing_support import EXPORTS, contents, csv_file, errors_in, imported, ledger_in, lines, reasons

SPAN = ("--from", "2026-11-23", "--to", "2026-12-06")
ZONE = ("--zone", "Europe/Berlin")
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"


def calendar(*events: str) -> str:
    """A calendar of events, each as its lines joined by `|`."""
    bodies = []
    for number, event in enumerate(events):
        uid = "" if "UID:" in event else f"UID:{number}@test|"
        bodies.append(f"BEGIN:VEVENT|{uid}DTSTAMP:20261101T000000Z|{event}|END:VEVENT|".replace("|", "\r\n"))
    return HEAD + "".join(bodies) + "END:VCALENDAR\r\n"


MEETING = "DTSTART:20261124T090000|DTEND:20261124T100000|SUMMARY:site talk"


def planned(folder: Path, text: str, *arguments: str) -> list[str]:
    return lines(imported(ledger_in(folder), "ics", csv_file(folder, text, "x.ics"), *SPAN, *ZONE, *arguments))


def test_a_calendar_as_it_is_exported_becomes_a_plan(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    maps = ("--map", "Harbor=harbor-ortho-website", "--off")
    data = imported(ledger, "ics", str(EXPORTS / "calendar.ics"), *SPAN, *ZONE, *maps, "--write")
    assert [(one["file"], *one["lines"]) for one in data["write"]] == [
        ("weeks/2026-W48.md", "Fri 16:30-17:15 finance Bookkeeping"),
        ("weeks/2026-W49.md", "Mon 13:00-14:30 harbor-ortho-website Harbor: what is left"),
        ("weeks/2026-W49.md", "Wed 10:00-10:30 arbor-furniture ring Magda again"),
        ("weeks/2026-W49.md", "Fri off Long weekend"),
    ]
    assert reasons(data) == ["no project, lead or area is called `Dentist`", "it is cancelled"]
    assert errors_in(ledger) == []
    before = contents(ledger)
    again = imported(ledger, "ics", str(EXPORTS / "calendar.ics"), *SPAN, *ZONE, *maps, "--write")
    assert (lines(again), again["there"]) == ([], 4)
    assert contents(ledger) == before


def test_what_is_exported_is_there_already_when_it_is_imported(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    place = str(tmp_path / "plan.ics")
    assert run(ledger, "export", "ics", place).exit_code == 0
    data = imported(ledger, "ics", place, *SPAN)
    assert (lines(data), reasons(data)) == ([], [])
    assert data["there"] == 17


def test_an_exported_plan_comes_into_an_emptied_week_as_it_was(tmp_path: Path) -> None:
    ledger = Path(shutil.copytree(SAMPLE, tmp_path / "ledger"))
    place, week = str(tmp_path / "plan.ics"), ledger / "weeks" / "2026-W48.md"
    run(ledger, "export", "ics", place)
    before = week.read_text()
    week.unlink()
    data = imported(ledger, "ics", place, *SPAN)
    assert [f"- {line}" for line in lines(data)] == [line for line in before.splitlines() if line.startswith("- ")]


def test_hours_alone_and_days_off_come_back_as_they_were_exported(tmp_path: Path) -> None:
    text = (
        "opsledger.yaml\n    tasks: [design]\nprojects/site.md\n    name: The site\n    - 2026-01-05 booked\n"
        "weeks/2026-W48.md\n    ## Plan\n    - Mon 2h site design first\n    - Tue 45m admin\n    - Fri off dentist\n"
    )
    ledger, place = ledger_in(tmp_path, text), str(tmp_path / "plan.ics")
    assert run(ledger, "export", "ics", place).exit_code == 0
    assert imported(ledger, "ics", place, *SPAN, "--off")["there"] == 3
    (ledger / "weeks" / "2026-W48.md").unlink()
    data = imported(ledger, "ics", place, *SPAN, "--off")
    assert lines(data) == ["Mon 2h site design first", "Tue 45m admin", "Fri off dentist"]


def test_each_repetition_is_an_event_but_those_taken_out_or_moved(tmp_path: Path) -> None:
    series = (
        "UID:s@test|DTSTART;TZID=Europe/Berlin:20261026T090000|DTEND;TZID=Europe/Berlin:20261026T100000|"
        "RRULE:FREQ=WEEKLY;BYDAY=MO,WE|EXDATE;TZID=Europe/Berlin:20261125T090000|SUMMARY:site"
    )
    moved = (
        "UID:s@test|RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000|DTSTART;TZID=Europe/Berlin:20261201T150000|"
        "DTEND;TZID=Europe/Berlin:20261201T160000|SUMMARY:site"
    )
    assert planned(tmp_path, calendar(series, moved)) == [
        "Mon 9:00-10:00 site",
        "Tue 15:00-16:00 site",
        "Wed 9:00-10:00 site",
    ]


@pytest.mark.parametrize(
    ("start", "line"),
    [
        ("DTSTART:20261124T090000", "Tue 9:00-9:30 site"),
        ("DTSTART:20261124T090000Z", "Tue 10:00-10:30 site"),
        ("DTSTART;TZID=America/New_York:20261124T090000", "Tue 15:00-15:30 site"),
        ("DTSTART;TZID=Asia/Tokyo:20261124T030000", "Mon 19:00-19:30 site"),
    ],
)
def test_a_time_is_that_of_the_zone_one_lives_in(start: str, line: str, tmp_path: Path) -> None:
    assert planned(tmp_path, calendar(f"{start}|DURATION:PT30M|SUMMARY:site")) == [line]


def test_summer_time_is_kept_apart(tmp_path: Path) -> None:
    event = "DTSTART:20260701T070000Z|DTEND:20260701T080000Z|SUMMARY:site"
    days = ("--from", "2026-07-01", "--to", "2026-07-01", *ZONE)
    data = imported(ledger_in(tmp_path), "ics", csv_file(tmp_path, calendar(event), "x.ics"), *days)
    assert lines(data) == ["Wed 9:00-10:00 site"]


@pytest.mark.parametrize(
    ("event", "line"),
    [
        ("SUMMARY:anything|CATEGORIES:brand", "Tue 9:00-10:00 brand anything"),
        ("SUMMARY:brand: photographs", "Tue 9:00-10:00 brand photographs"),
        ("SUMMARY:Bolt brand", "Tue 9:00-10:00 brand"),
        ("SUMMARY:Lunch with Bolt", "Tue 9:00-10:00 brand Lunch with Bolt"),
        ("SUMMARY:Something else", "Tue 9:00-10:00 admin Something else"),
    ],
)
def test_an_event_says_what_it_is_for(event: str, line: str, tmp_path: Path) -> None:
    text = calendar(f"DTSTART:20261124T090000|DTEND:20261124T100000|{event}")
    assert planned(tmp_path, text, "--map", "Bolt=brand", "--target", "admin") == [line]


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("Call Ropewalk Museum", "ropewalk"),  # a lead's name
        ("About ropewalk", "ropewalk"),  # its id
        ("Ropewalk Museum shop: photographs", "shop"),  # the longer name
        ("Ropewalking", None),  # no whole word
        ("Papers for admin", None),  # an area counts in front alone
        ("admin: papers", "admin"),
        ("Twin", None),  # the name of two
    ],
)
def test_a_record_is_named_anywhere_in_a_title(title: str, target: str | None, tmp_path: Path) -> None:
    ledger = ledger_in(
        tmp_path,
        "leads/ropewalk.md\n    name: Ropewalk Museum\n    - 2026-11-02 in\n"
        "projects/shop.md\n    name: Ropewalk Museum shop\n"
        "projects/one.md\n    name: Twin\nprojects/two.md\n    name: Twin\n",
    )
    text = calendar(f"DTSTART:20261124T090000|DTEND:20261124T100000|SUMMARY:{title}")
    planned_lines = lines(imported(ledger, "ics", csv_file(tmp_path, text, "x.ics"), *SPAN, *ZONE))
    assert [line.split()[2] for line in planned_lines] == ([target] if target else [])


def test_a_name_that_is_nearly_one_is_told_with_its_id(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path, "leads/ropewalk-museum-1.md\n    name: Weaver House\n    - 2026-11-02 in\n")
    text = calendar("DTSTART:20261124T090000|DTEND:20261124T100000|SUMMARY:Weavers House")
    (reason,) = reasons(imported(ledger, "ics", csv_file(tmp_path, text, "x.ics"), *SPAN, *ZONE))
    assert reason == "no project, lead or area is called `Weavers House`: did you mean `ropewalk-museum-1`?"


def test_a_mapped_name_is_a_whole_word(tmp_path: Path) -> None:
    text = calendar("DTSTART:20261124T090000|DTEND:20261124T100000|SUMMARY:Boltzmann")
    assert planned(tmp_path, text, "--map", "Bolt=brand") == []


def test_only_the_days_asked_for_are_taken(tmp_path: Path) -> None:
    events = [f"DTSTART:202611{day}T090000|DTEND:202611{day}T100000|SUMMARY:site" for day in (22, 23, 24)]
    text = calendar(*events, "DTSTART:20261207T000000|DTEND:20261207T010000|SUMMARY:site")
    assert planned(tmp_path, text) == ["Mon 9:00-10:00 site", "Tue 9:00-10:00 site"]


def test_an_event_that_was_moved_since_is_told_of(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    imported(ledger, "ics", csv_file(tmp_path, calendar(MEETING), "x.ics"), *SPAN, "--write")
    moved = calendar(MEETING.replace("20261124", "20261126"))
    data = imported(ledger, "ics", csv_file(tmp_path, moved, "x.ics"), *SPAN, "--write")
    assert lines(data) == []
    assert reasons(data) == [
        "it has moved to 2026-11-26, Thu 9:00-10:00: change weeks/2026-W48.md:3 (Tue 9:00-10:00 site talk)"
    ]


def test_a_whole_day_is_taken_off_only_when_asked(tmp_path: Path) -> None:
    text = calendar("DTSTART;VALUE=DATE:20261126|DTEND;VALUE=DATE:20261128|SUMMARY:Away")
    assert planned(tmp_path, text) == []
    assert planned(tmp_path, text, "--off") == ["Thu off Away", "Fri off Away"]


def test_what_was_done_needs_its_days(tmp_path: Path) -> None:
    file = csv_file(tmp_path, calendar(MEETING), "x.ics")
    assert run(ledger_in(tmp_path), "import", "ics", file, "--actual").exit_code == 2
    data = imported(tmp_path / "ledger", "ics", file, "--actual", *SPAN)
    assert data["write"][0]["section"] == "Actual"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is not a calendar"),
        ("Start date,Project\n", "is not a calendar"),
        (HEAD, "not a whole calendar"),
    ],
)
def test_what_is_no_such_calendar_is_refused(text: str, told: str, tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", "ics", csv_file(tmp_path, text, "x.ics"), *SPAN)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;INTERVAL=5",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10;BYMINUTE=0,1,2,3,4,5;BYSECOND=0,1,2,3,4,5,6,7,8,9",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_what_repeats_without_end_is_left_out_and_the_rest_taken(rule: str, tmp_path: Path) -> None:
    endless = MEETING.replace("20261124", "20200101")
    file = csv_file(tmp_path, calendar(f"{endless}|RRULE:{rule}", MEETING), "x.ics")
    data = imported(ledger_in(tmp_path), "ics", file, *SPAN)
    assert lines(data) == ["Tue 9:00-10:00 site talk"]
    assert reasons(data) == ["it repeats too often, or since too long ago, to be followed"]


def test_a_zone_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    file = csv_file(tmp_path, calendar(MEETING), "x.ics")
    for name in ("Europe/Atlantis", "../../etc/passwd", "\x00"):
        result = run(ledger_in(tmp_path), "import", "ics", file, "--zone", name)
        assert (result.exit_code, result.stdout) == (2, "")


def test_a_span_is_of_a_year_at_most_and_not_backwards(tmp_path: Path) -> None:
    file = csv_file(tmp_path, calendar(MEETING), "x.ics")
    ledger = ledger_in(tmp_path)
    assert run(ledger, "import", "ics", file, "--from", "2026-01-01", "--to", "2027-12-31").exit_code == 2
    assert run(ledger, "import", "ics", file, "--from", "2026-01-02", "--to", "2026-01-01").exit_code == 2


def test_without_the_libraries_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "recurring_ical_events", None)
    result = run(ledger_in(tmp_path), "import", "ics", csv_file(tmp_path, calendar(MEETING), "x.ics"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "opsledger[calendar]" in result.stderr


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (f"{MEETING}|RRULE:FREQ=SOMETIMES", "its RRULE cannot be read"),
        (MEETING.replace("20261124T090000", "2026-11-24 9:00"), "its DTSTART cannot be read"),
        (MEETING.replace("20261124T100000", "soon"), "its DTEND cannot be read"),
        ("DTEND:20261124T100000|SUMMARY:site talk", "it has no DTSTART"),
        (MEETING.replace("T10", "T08"), "it ends before it begins"),
        ("DTSTART:20261124T090000|DURATION:-PT1H|SUMMARY:site talk", "it ends before it begins"),
        (f"DTSTART:20261123T090000|{MEETING}", "its DTSTART is given twice"),
        (f"{MEETING}|SEQUENCE:first", "its SEQUENCE cannot be read"),
        (MEETING.replace("DTSTART:20261124T090000", "DTSTART;VALUE=DATE:20261124"), "of two kinds"),
        (MEETING.replace(":2026", ";TZID=Nowhere:2026"), "its time zone `Nowhere` is not known"),
    ],
)
def test_an_event_that_no_time_can_be_told_of_is_left_out_alone(event: str, reason: str, tmp_path: Path) -> None:
    good = MEETING.replace("20261124", "20261125")
    data = imported(ledger_in(tmp_path), "ics", csv_file(tmp_path, calendar(event, good), "x.ics"), *SPAN, *ZONE)
    assert lines(data) == ["Wed 9:00-10:00 site talk"]
    assert [(one["what"], reason in one["reason"]) for one in data["skipped"]] == [("`site talk`", True)]


def test_of_an_unknown_zone_nothing_is_said_on_other_days(tmp_path: Path) -> None:
    event = MEETING.replace(":20261124", ";TZID=Nowhere:20250101")
    data = imported(ledger_in(tmp_path), "ics", csv_file(tmp_path, calendar(event), "x.ics"), *SPAN, *ZONE)
    assert (lines(data), reasons(data)) == ([], [])


def test_events_without_a_uid_are_told_apart_by_their_times(tmp_path: Path) -> None:
    later = MEETING.replace("T10", "T15").replace("T09", "T14")
    text = calendar(f"UID:|{MEETING}", f"UID:|{later}").replace("UID:\r\n", "")
    file, ledger = csv_file(tmp_path, text, "x.ics"), ledger_in(tmp_path)
    data = imported(ledger, "ics", file, *SPAN, *ZONE, "--write")
    assert lines(data) == ["Tue 9:00-10:00 site talk", "Tue 14:00-15:00 site talk"]
    assert imported(ledger, "ics", file, *SPAN, *ZONE)["there"] == 2


def test_an_event_with_the_uid_of_another_is_told_of(tmp_path: Path) -> None:
    later = MEETING.replace("T10", "T15").replace("T09", "T14")
    text = calendar(f"UID:a|{MEETING}", f"UID:a|{later}")
    data = imported(ledger_in(tmp_path), "ics", csv_file(tmp_path, text, "x.ics"), *SPAN, *ZONE)
    assert lines(data) == ["Tue 9:00-10:00 site talk"]
    assert reasons(data) == ["it has the UID of another event, `site talk`"]


def test_the_uid_of_an_event_in_another_file_that_says_otherwise_is_told_of(tmp_path: Path) -> None:
    later = MEETING.replace("T10", "T15").replace("T09", "T14")
    files = [csv_file(tmp_path, calendar(f"UID:a|{event}"), name) for event, name in ((MEETING, "x"), (later, "y"))]
    data = imported(ledger_in(tmp_path), "ics", *files, *SPAN, *ZONE)
    assert lines(data) == ["Tue 9:00-10:00 site talk"]
    assert reasons(data) == ["it has the ID of another before it: 2026-11-24 `site talk` (x:4)"]


def test_what_a_message_calls_off_is_left_out(tmp_path: Path) -> None:
    text = calendar(MEETING).replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:CANCEL")
    data = imported(ledger_in(tmp_path), "ics", csv_file(tmp_path, text, "x.ics"), *SPAN, *ZONE)
    assert (lines(data), reasons(data)) == ([], ["it is cancelled"])
