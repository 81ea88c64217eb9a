"""`check --fix` writes what hints say exactly, and names in the place of ids are recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-29T12:00")
PROJECT = "---\nname: {name}\nclient: {client}\nbilling: hourly\nrate: 80/h\n---\n\n## Log\n- 2026-11-02 booked\n"
WEEK = (
    "## Actual\n- Mon 9-12 Harbor site\n- Mon 13:00-14:00 harbor site fixes\n- Tue 2h harbor\n- Wed 9:00-10:00 Quay\n"
    "- Thu 1h Harbor Dental call\n- Fri 1h Harbor sites\n"
)
MENDED = (
    "## Actual\n- Mon 9:00-12:00 harbor-site\n- Mon 13:00-14:00 harbor-site fixes\n- Tue 2h harbor\n"
    "- Wed 9:00-10:00 quay-texts\n- Thu 1h harbor-site call\n- Fri 1h Harbor sites\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(
        tmp_path,
        {
            "projects/harbor-site.md": PROJECT.format(name="Harbor site", client="Harbor Dental"),
            "projects/quay-texts.md": PROJECT.format(name="Texts", client="Quay"),
            "weeks/2026-W48.md": WEEK,
        },
    )


def week(ledger: Path) -> str:
    return (ledger / "weeks/2026-W48.md").read_text("utf-8")


def test_names_and_times_become_exact_and_guesses_stay(ledger: Path) -> None:
    told = run(ledger, "check", "--fix", clock=CLOCK)
    assert week(ledger) == MENDED
    assert "weeks/2026-W48.md:3: `harbor site` is now `harbor-site`" in told.stderr
    assert (told.exit_code, told.stdout.count("error[unknown-target]")) == (1, 2)  # `harbor` and `Harbor sites`
    assert run(ledger, "undo", clock=CLOCK).exit_code == 0
    assert week(ledger) == WEEK


def test_without_fix_nothing_is_written(ledger: Path) -> None:
    told = run(ledger, "check", clock=CLOCK)
    assert (told.exit_code, week(ledger)) == (1, WEEK)
    assert "hint: write its id, `harbor-site`" in told.stdout


def test_a_clients_name_with_several_projects_is_for_a_person(ledger: Path) -> None:
    (ledger / "projects/quay-logo.md").write_text(PROJECT.format(name="Logo", client="Quay"), "utf-8")
    told = run(ledger, "check", "--fix", clock=CLOCK)
    assert "write the id of one: `quay-logo` or `quay-texts`" in told.stdout
    assert "- Wed 9:00-10:00 Quay\n" in week(ledger)


def test_a_finished_project_gives_way_to_the_one_that_runs(ledger: Path) -> None:
    done = PROJECT.format(name="Logo", client="Quay") + "- 2026-11-09 delivered\n"
    (ledger / "projects/quay-logo.md").write_text(done, "utf-8")
    run(ledger, "check", "--fix", clock=CLOCK)
    assert "- Wed 9:00-10:00 quay-texts\n" in week(ledger)


def test_line_ends_and_a_mark_at_the_front_stay(ledger: Path) -> None:
    place = ledger / "weeks/2026-W48.md"
    place.write_bytes(b"\xef\xbb\xbf## Actual\r\n- Mon 13:00-14:00 Harbor site\r\n")
    run(ledger, "check", "--fix", clock=CLOCK)
    assert place.read_bytes() == b"\xef\xbb\xbf## Actual\r\n- Mon 13:00-14:00 harbor-site\r\n"


def test_a_sound_ledger_is_left_alone(ledger: Path) -> None:
    (ledger / "weeks/2026-W48.md").unlink()
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    assert run(ledger, "check", "--fix", clock=CLOCK).exit_code == 0
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before
