"""The calendar that is exported, as RFC 5545 has it and as the icalendar library reads it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.exporting.calendar import calendar_text, folded_line
from opsledger.figures.standing import Standing
from opsledger.loading import load
from tests.cli_support import SAMPLE, run, write_ledger
from tests.ledger_text import DAY, ledger_of

WEEK = """
opsledger.yaml
    business: Quay; Studio
    tasks: [design]
projects/site.md
    name: Quay, the site
    - 2026-11-02 booked
weeks/2026-W47.md
    ## Plan
    - Mon 9:00-12:30 site design first, then; more
    - Tue 2h admin
    - Wed 22:00-24:00 site
    - Fri off dentist
    ## Actual
    - Mon 9:00-12:30 site
"""


def exported(text: str = WEEK, **options: object) -> str:
    return calendar_text(Standing(ledger_of(text), DAY), **options)  # type: ignore[arg-type]


def events(text: str) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text.encode())
    assert calendar.errors == []
    for event in calendar.events:
        assert event.errors == []
    return list(calendar.events)


def uids(text: str) -> list[str]:
    return [str(event["UID"]) for event in events(text)]


def test_a_block_is_an_event_at_its_time_without_a_zone() -> None:
    first, *_ = events(exported(lists=["plan"]))
    assert (first.start, first.end) == (datetime(2026, 11, 16, 9), datetime(2026, 11, 16, 12, 30))
    assert str(first["SUMMARY"]) == "Quay, the site · design · first, then; more"
    assert first["CATEGORIES"].cats == ["site"]


def test_a_block_until_midnight_ends_on_the_next_day() -> None:
    assert events(exported(lists=["plan"]))[2].end == datetime(2026, 11, 19)


def test_hours_alone_and_a_day_off_are_events_of_the_whole_day() -> None:
    _, hours, _, off = events(exported(lists=["plan"]))
    assert (hours.start, hours.end, str(hours["SUMMARY"])) == (date(2026, 11, 17), date(2026, 11, 18), "2 h · admin")
    assert (str(off["SUMMARY"]), off.start) == ("off: dentist", date(2026, 11, 20))
    assert (str(hours["TRANSP"]), str(off["TRANSP"])) == ("TRANSPARENT", "OPAQUE")


def test_every_event_has_an_uid_of_its_own() -> None:
    twice = WEEK.replace("- Tue 2h admin", "- Tue 2h admin\n    - Tue 2h admin again")
    found = uids(exported(twice))
    assert len(set(found)) == len(found) == 6


def test_an_uid_stays_when_the_text_changes_or_a_line_is_put_in_front() -> None:
    changed = WEEK.replace("first, then; more", "other words").replace(
        "    - Mon 9", "    - Mon 8:00-9:00 admin\n    - Mon 9"
    )
    assert set(uids(exported())) <= set(uids(exported(changed)))


def test_an_uid_is_another_when_the_block_moves() -> None:
    moved = exported(WEEK.replace("Wed 22:00", "Wed 21:00"))
    assert len(set(uids(exported())) - set(uids(moved))) == 1


def test_the_days_asked_for_are_in_it_and_no_others() -> None:
    text = exported(lists=["plan"], first=date(2026, 11, 17), last=date(2026, 11, 18))
    assert [event.start for event in events(text)] == [date(2026, 11, 17), datetime(2026, 11, 18, 22)]


def test_the_same_ledger_gives_the_same_bytes() -> None:
    first, second = (calendar_text(Standing(load(SAMPLE), DAY)) for _ in range(2))
    assert first == second


def test_lines_end_in_crlf_and_have_at_most_75_octets() -> None:
    text = calendar_text(Standing(load(SAMPLE), DAY))
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all("\n" not in line and "\r" not in line and len(line.encode()) <= 75 for line in lines)


def test_all_blocks_of_the_sample_are_read_back() -> None:
    ledger = load(SAMPLE)
    blocks = sum(len(week.plan) + len(week.actual) for week in ledger.weeks)
    assert len(events(calendar_text(Standing(ledger, date(2027, 1, 1))))) == blocks


@given(st.text(max_size=300))
def test_folding_is_undone_by_unfolding(text: str) -> None:
    line = text.replace("\r", "").replace("\n", "")
    parts = folded_line(line).split("\r\n")
    assert all(len(part.encode("utf-8", "replace")) <= 75 for part in parts)
    assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == line


def test_a_users_text_makes_no_line_of_its_own(tmp_path: Path) -> None:
    line = "- Mon 9:00-10:00 admin x\\nEND:VEVENT\x85BEGIN:VEVENT \\; \u2028ATTACH:file \x0bATTACH:file\n"
    ledger = load(write_ledger(tmp_path, {"weeks/2026-W47.md": f"## Plan\n{line}"}))
    text = calendar_text(Standing(ledger, DAY))
    assert len(events(text)) == 1
    assert not any(one.startswith("ATTACH") for one in text.splitlines())


def test_the_command_writes_the_plan_unless_it_is_asked_for_what_was_done() -> None:
    planned = run(SAMPLE, "export", "ics", "--from", "2026-11-16", "--to", "2026-11-20", "--on", "2026-11-20").stdout
    done = run(SAMPLE, "export", "ics", "--actual", "--from", "2026-11-16", "--on", "2026-11-20").stdout
    both = run(SAMPLE, "export", "ics", "--plan", "--actual", "--from", "2026-11-16", "--to", "2026-11-20").stdout
    assert "DESCRIPTION:done" not in planned
    assert "DESCRIPTION:planned" not in done
    assert planned.count("BEGIN:VEVENT") + done.count("BEGIN:VEVENT") == both.count("BEGIN:VEVENT")


@pytest.mark.parametrize("list_name", ["plan", "actual"])
def test_what_is_done_later_is_not_in_it_and_what_is_planned_is(list_name: str) -> None:
    text = calendar_text(Standing(ledger_of(WEEK), date(2026, 11, 15)), [list_name])
    assert len(events(text)) == (4 if list_name == "plan" else 0)


def test_promises_renewals_steps_and_decisions_are_days_to_remember(tmp_path: Path) -> None:
    lead = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-02 in\n- 2026-11-03 next 2026-11-25 send, the offer\n"
    front = "---\nname: Site\nclient: q\nbilling: hourly\nrate: 90/h\ndue: 2026-12-18\n---\n"
    project = f"{front}## Log\n- 2026-11-02 started\n"
    files = {
        "leads/quay.md": lead,
        "projects/site.md": project,
        "projects/old.md": project.replace("Site", "Old") + "- 2026-11-05 delivered\n",
        "tools/pad.md": "---\nname: Pad\nrenews: 2027-03-01\n---\n\n## Log\n- 2026-11-02 cost 12/month\n",
        "reviews/2026-11-06.md": "## Decisions\n- [ ] @sales call due:2026-11-30\n- [x] @sales done due:2026-11-30\n",
    }
    result = run(write_ledger(tmp_path, files), "export", "ics", "--what", "dates,actions", "--on", "2026-11-20")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    days = [line.partition(":")[2] for line in lines if line.startswith("DTSTART")]
    titles = [line.partition(":")[2] for line in lines if line.startswith("SUMMARY")]
    assert list(zip(days, titles, strict=True)) == [
        ("20261125", "Quay: send\\, the offer"),
        ("20261130", "@sales call"),
        ("20261218", "Promised: Site"),
        ("20270301", "Renews: Pad"),
    ]
    assert run(tmp_path, "export", "ics", "--what", "date").exit_code == 2
