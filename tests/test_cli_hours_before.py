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
    command = told.partition("Record them: opsledger ")[2].split()
    assert command == ["track", "2026-11-22", "HOURS", "site", *FROM_MEMORY.split()]
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
        "opsledger track 2026-11-22 HOURS shop hours before"
        in run(ledger, *made, "--on", "2026-10-12", clock=CLOCK).stderr
    )


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-29"])
def test_nothing_is_asked_about_a_project_begun_since(day: str, ledger: Path) -> None:
    assert "hours" not in run(ledger, "log", "site", "started", "--on", day, clock=CLOCK).stderr


def test_a_new_ledger_is_kept_from_the_day_it_was_made(tmp_path: Path) -> None:
    assert run(None, "init", str(tmp_path), "--yes", clock=CLOCK).exit_code == 0
    assert str(load(tmp_path).settings.kept_since) == "2026-11-29"
