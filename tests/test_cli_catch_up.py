"""After a lapse: what is known of the days since the last entry, and what the review says of the others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.reviewing.build import build_review
from tests.cli_support import clock_at, run, write_ledger
from tests.git_repository import MAIL, commit, git

PROJECT = """---
name: Site
client: Quay
billing: fixed
price: 9000
estimate: 90h
due: 2026-12-18
---

## Log
- 2026-10-05 started
"""
LEAD = "---\nname: Pier\nsource: web\nemail: kim@pier.example\n---\n\n## Log\n- 2026-10-01 in\n"
WEEKS = {
    "weeks/2026-W41.md": "## Actual\n- Mon 9:00-12:00 site\n- Fri 9:00-12:00 site\n",
    "weeks/2026-W44.md": "## Plan\n- Tue 9:00-12:00 site layouts\n- Wed 9:00-12:00 client\n- Thu off\n",
}
EVENT = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:1
SUMMARY:Site: a talk
DTSTART:20261027T100000
DTEND:20261027T110000
END:VEVENT
END:VCALENDAR
"""
MESSAGE = "From: kim@pier.example\nTo: me@example.org\nDate: Wed, 28 Oct 2026 10:00:00 +0000\nSubject: When?\n\n"
CLOCK = clock_at("2026-11-02T12:00")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {"projects/site.md": PROJECT, "leads/pier.md": LEAD, **WEEKS}
    write_ledger(tmp_path / "ledger", files)
    (tmp_path / "cal.ics").write_text(EVENT.replace("\n", "\r\n"))
    (tmp_path / "in.eml").write_text(MESSAGE)
    return tmp_path / "ledger"


def test_calendar_plan_and_mail_become_lines_and_the_surer_one_counts(ledger: Path) -> None:
    given = ["--calendar", str(ledger.parent / "cal.ics"), "--mail", str(ledger.parent / "in.eml")]
    shown = run(ledger, "catch-up", *given, clock=CLOCK)
    assert shown.exit_code == 0, shown.stderr
    assert "nothing is known about 2 weeks, from Mon 12 Oct 2026 and Mon 19 Oct 2026" in shown.stderr
    assert "planned for clients, and for none of them" in shown.stdout
    assert [sheet.actual for sheet in load(ledger).weeks][1] == ()
    run(ledger, "catch-up", *given, "--write", clock=CLOCK)
    week = (ledger / "weeks/2026-W44.md").read_text()
    assert week.endswith(
        "## Actual\n- Tue 9:00-10:00 site layouts (as planned)\n- Tue 10:00-11:00 site a talk\n"
        "- Tue 11:00-12:00 site layouts (as planned)\n"
    )
    assert (ledger / "leads/pier.md").read_text().endswith("- 2026-10-28 in When?\n")
    again = run(ledger, "catch-up", *given, "--from", "2026-10-10", clock=CLOCK)
    assert "Nothing new" in again.stderr


def test_commits_become_sittings(ledger: Path, tmp_path: Path) -> None:
    commit(tmp_path / "shop", "2026-10-01")
    for number, time in enumerate(("09:00", "10:10", "14:00")):
        when = f"--date=2026-10-29T{time}:00+01:00"
        git(tmp_path / "shop", "commit", "-q", "--allow-empty", when, "-m", f"step {number}")
    shown = run(
        ledger, "catch-up", "--git", f"{tmp_path / 'shop'}=site", "--me", MAIL, "--from", "2026-10-29", clock=CLOCK
    )
    assert shown.exit_code == 0, shown.stderr
    assert "Thu 8:30-10:10 site from 2 commits: step 0" in shown.stdout
    assert "Thu 13:30-14:00 site from 1 commit: step 2" in shown.stdout


def test_the_review_of_a_gap_says_what_is_unknown(ledger: Path) -> None:
    write_ledger(ledger, {"weeks/2026-W45.md": "## Actual\n- Mon 9:00-12:00 site\n"})
    review = build_review(load(ledger), date(2026, 11, 8), track_record="")
    assert review.remarks[0].startswith("No time is recorded for 3 weeks: Mon 12 Oct 2026 to Sun 1 Nov 2026.")
    assert review.remarks[1].endswith("than shown: Site.")
    told = [finding.sentence for finding in review.every_finding if finding.rule == "broken-promises"]
    assert len(told) == 1
    assert "its hours of 3 weeks are not recorded" in told[0]
