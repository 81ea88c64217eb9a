"""Hours that a project took before the ledger was kept: asked on a terminal, named elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.loading import load
from opsledger.models.lines import FROM_MEMORY
from tests.cli_support import clock_at, run, write_ledger

PROJECT = "---\nname: Ørsted Website\nclient: Ørsted\nbilling: fixed\nprice: 9000\n---\n\n## Log\n- 2026-10-05 booked\n"
CLOCK = clock_at("2026-11-29T12:00")
STARTED = ("log", "site", "started", "--on", "2026-10-19")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, {"projects/site.md": PROJECT, "weeks/2026-W48.md": "## Actual\n- Mon 2h admin\n"})


def on_terminal(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setattr(f"opsledger.cli.{module}.asks", lambda: True)


def test_a_project_begun_before_the_first_week_is_told_how_to_record_its_hours(ledger: Path) -> None:
    told = run(ledger, *STARTED, clock=CLOCK).stderr
    command = told.partition("record them: opsledger ")[2].split()
    assert command == ["track", "2026-10-19/2026-11-22", "HOURS", "site", *FROM_MEMORY.split()]
    assert run(ledger, *(word.replace("HOURS", "12h") for word in command), clock=CLOCK).exit_code == 0
    assert "Record them" not in run(ledger, "log", "site", "started", "--on", "2026-10-26", clock=CLOCK).stderr


def test_hours_done_before_are_spread_over_the_weeks_before(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch, "hours_before")
    told = run(ledger, *STARTED, clock=CLOCK, given="many\n63,5\n")
    assert told.exit_code == 0, told.output
    blocks = [
        block for week in load(ledger).weeks for block in week.actual if block.target and block.target.id == "site"
    ]
    assert sum(block.minutes for block in blocks) == 63.5 * 60
    assert {str(week.week) for week in load(ledger).weeks} == {f"2026-W{number}" for number in range(43, 49)}
    assert max(block.minutes for block in blocks) <= 8 * 60
    assert run(ledger, "check", "--strict", "--on", "2026-11-29").exit_code == 0


def test_what_is_told_from_memory_makes_no_history(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch, "hours_before")
    retainer = (
        "new",
        "project",
        "Care",
        "--client",
        "Hug",
        "--billing",
        "retainer",
        "--price",
        "800",
        "--line",
        "started",
    )
    assert run(ledger, *retainer, "--on", "2025-09-01", clock=CLOCK, given="12\n").exit_code == 0
    told = [block for week in load(ledger).weeks for block in week.actual if block.is_from_memory]
    assert [block.minutes for block in told] == [120] * 6
    # The next project is asked about all the same, and nothing ahead rests on what was told.
    assert "Hours done on" in run(ledger, *STARTED, clock=CLOCK, given="38\n").stderr
    shown = run(ledger, "status", "--on", "2026-11-29", clock=CLOCK).stdout
    assert "Only 1 of the 8 weeks" in shown


@pytest.mark.parametrize("line", ["booked", "started"])
def test_a_new_project_with_a_day_before_the_first_week_is_asked_about_too(line: str, ledger: Path) -> None:
    made = ("new", "project", "Shop", "--client", "Hug", "--billing", "hourly", "--rate", "90/h", "--line", line)
    assert (
        "opsledger track 2026-10-12/2026-11-22 HOURS shop hours before"
        in run(ledger, *made, "--on", "2026-10-12", clock=CLOCK).stderr
    )


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-29"])
def test_nothing_is_asked_about_a_project_begun_since(day: str, ledger: Path) -> None:
    assert "hours" not in run(ledger, "log", "site", "started", "--on", day, clock=CLOCK).stderr


def test_a_new_ledger_is_kept_from_the_day_it_was_made(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path), "--yes", clock=CLOCK).exit_code == 0
    assert str(load(tmp_path).settings.kept_since) == "2026-11-29"


NEW = ("new", "project", "Report", "--client", "Ørsted", "--billing", "fixed", "--price", "4800", "--estimate", "60h")


def hours_of(ledger: Path, project: str) -> float:
    blocks = [block for week in load(ledger).weeks for block in week.actual]
    return sum(block.minutes for block in blocks if block.target and block.target.id == project) / 60


def test_one_undo_takes_back_a_new_project_with_the_hours_asked_for(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_terminal(monkeypatch, "hours_before")
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    assert run(ledger, *NEW, "--on", "2026-10-05", clock=CLOCK, given="38\n").exit_code == 0
    after = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    assert hours_of(ledger, "report") == 38
    assert run(ledger, "undo", "--yes", clock=CLOCK).stderr.count("Undone: `new project report") == 1
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before
    assert run(ledger, "redo", clock=CLOCK).exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == after


@pytest.mark.parametrize(("on", "done"), [("2026-10-05", "38"), ("2026-11-23", "6,5h"), ("2026-11-29", "3 h")])
def test_hours_done_can_be_given_with_the_project(ledger: Path, on: str, done: str) -> None:
    told = run(ledger, *NEW, "--on", on, "--done", done, clock=CLOCK)
    assert told.exit_code == 0, told.output
    assert hours_of(ledger, "report") == float(done.replace(",", ".").rstrip(" h"))
    assert run(ledger, "check", "--strict", "--on", "2026-11-29").exit_code == 0
    assert run(ledger, "undo", clock=CLOCK).exit_code == 0
    assert not (ledger / "projects/report.md").exists()
    assert hours_of(ledger, "report") == 0


def test_a_project_with_no_hours_done_is_not_asked_about(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_terminal(monkeypatch, "hours_before")
    told = run(ledger, *NEW, "--on", "2026-10-05", "--done", "0", clock=CLOCK)
    assert (told.exit_code, "Hours done" in told.stderr) == (0, False)


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        ("2026-11-02/2026-11-06", 2, 6),
        ("2.-6. Nov", 2, 6),
        ("2-6 Nov", 2, 6),
        ("2.11.-6.11.", 2, 6),
        ("2 Nov to 6 Nov", 2, 6),
        ("2026-W45", 2, 6),
        ("last week", 16, 20),
        ("Mo-Fr", 23, 27),
        ("November", 2, 30),
        ("1.11.-8.11.", 2, 6),
    ],
)
def test_hours_of_several_days_are_shared_by_their_workdays(ledger: Path, days: str, first: int, last: int) -> None:
    told = run(ledger, "track", *days.split(), "38,5h", "site", "build", clock=clock_at("2026-11-28T12:00"))
    assert told.exit_code == 0, told.output
    blocks = [block for week in load(ledger).weeks for block in week.actual if block.text == "build"]
    assert sum(block.minutes for block in blocks) == 38.5 * 60
    assert [min(block.day.day for block in blocks if block.day), max(b.day.day for b in blocks if b.day)] == [
        first,
        last,
    ]
    assert max(block.minutes for block in blocks) - min(block.minutes for block in blocks) <= 15


def test_more_than_a_day_has_is_refused_with_the_days_that_it_may_have_taken(ledger: Path) -> None:
    told = run(ledger, "track", "2026-11-13", "38h", "site", "build", clock=CLOCK)
    assert (told.exit_code, "38h is more than a day has" in told.stderr) == (2, True)
    command = told.stderr.partition("`opsledger ")[2].partition("`")[0].split()
    assert command == ["track", "2026-11-09/2026-11-13", "38h", "site", "build"]
    assert run(ledger, *command, clock=CLOCK).exit_code == 0
    assert hours_of(ledger, "site") == 38


def test_more_than_some_days_have_is_refused(ledger: Path) -> None:
    told = run(ledger, "track", "2026-11-12/2026-11-13", "49h", "site", clock=CLOCK)
    assert (told.exit_code, "there are at most 48h" in told.stderr) == (2, True)


def test_hours_tracked_for_weeks_of_before_the_ledger_are_told_as_from_memory(tmp_path: Path) -> None:
    path = write_ledger(
        tmp_path,
        {
            "opsledger.yaml": "kept_since: 2026-11-30\n",
            "projects/novel.md": "---\nname: Novel\nestimate: 60h\n---\n\n## Log\n\n- 2026-10-19 booked\n",
        },
    )
    run(path, "track", "2026-10-19/2026-10-30", "20h", "novel")
    run(path, "track", "2026-11-23/2026-11-27", "5h", "novel")
    blocks = [block for sheet in load(path).weeks for block in sheet.actual]
    assert sum(block.minutes or 0 for block in blocks if block.is_from_memory) == 20 * 60
    assert sum(block.minutes or 0 for block in blocks if not block.is_from_memory) == 5 * 60
