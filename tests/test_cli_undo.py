"""Taking edits back and making them again, in any order, and never one that was not meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-20T10:00:00")
LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 inquiry\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, {"leads/quay.md": LEAD})


def done(ledger: Path, *arguments: str) -> str:
    result = run(ledger, *arguments, clock=CLOCK)
    assert result.exit_code == 0, result.stderr
    return result.stderr


def refused(ledger: Path, *arguments: str) -> str:
    result = run(ledger, *arguments, clock=CLOCK)
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr


def said(ledger: Path) -> list[str]:
    text = (ledger / "leads/quay.md").read_text(encoding="utf-8")
    return [line.partition(" out ")[2] for line in text.splitlines() if " out " in line]


def test_what_was_taken_back_is_made_again_in_its_order(ledger: Path) -> None:
    for word in ("one", "two", "three"):
        done(ledger, "log", "quay", "out", word)
    for _ in range(3):
        done(ledger, "undo")
    assert said(ledger) == []
    for number in range(3):
        assert "Redone: `log quay out " in done(ledger, "redo")
        assert said(ledger) == ["one", "two", "three"][: number + 1]
    assert "nothing was undone since the last edit" in refused(ledger, "redo")
    assert done(ledger, "undo").startswith("Undone: `log quay out three")


def test_after_another_edit_nothing_is_made_again(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    done(ledger, "undo")
    done(ledger, "log", "quay", "out", "two")
    assert "nothing was undone since the last edit" in refused(ledger, "redo")
    assert said(ledger) == ["two"]


def test_a_file_that_was_changed_since_is_not_overwritten(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    done(ledger, "undo")
    (ledger / "leads/quay.md").write_text(LEAD + "- 2026-11-02 in by hand\n", encoding="utf-8")
    assert "leads/quay.md has been changed since, so `log quay out one` is not redone" in refused(ledger, "redo")


def test_a_new_file_is_removed_and_made_again(ledger: Path) -> None:
    done(ledger, "new", "client", "Harbor Dental")
    place = ledger / "clients/harbor-dental.md"
    text = place.read_bytes()
    done(ledger, "undo")
    assert not place.exists()
    done(ledger, "redo", "--dry-run")
    assert not place.exists()
    done(ledger, "redo")
    assert place.read_bytes() == text


REFUSALS = {
    "a word": ("log", "quay", "owt"),
    "an id": ("log", "quey", "out", "two"),
    "a value": ("set", "quay", "hours", "many"),
    "a missing argument": ("log", "quay"),
    "an option": ("track", "--no-such-option"),
    "a day": ("track", "9:00-10:00", "admin", "--on", "2026-02-30"),
    "a block": ("track", "9:00-8:00", "admin"),
    "a name": ("new", "lead"),
    "an action": ("actions", "done", "2026-11-06-9"),
    "an import": ("import", "toggl", "opsledger.yaml"),
    "nothing timed": ("stop",),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_after_a_refused_command_an_older_one_is_not_taken_back_unasked(
    what: str, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ledger)
    done(ledger, "log", "quay", "out", "one")
    refused(ledger, *REFUSALS[what])
    told = refused(ledger, "undo")
    assert f"the last command, `{' '.join(REFUSALS[what])}`, was refused and wrote nothing" in told
    assert "the one before is `log quay out one`" in told
    assert "hint: `opsledger undo --yes` undoes that one" in told
    assert said(ledger) == ["one"]
    done(ledger, "undo", "--yes")
    assert said(ledger) == []


@pytest.mark.parametrize(("answer", "left"), [("y\n", []), ("\n", ["one"]), ("n\n", ["one"])])
def test_on_a_terminal_it_is_asked(answer: str, left: list[str], ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.cli.undo.asks", lambda: True)
    done(ledger, "log", "quay", "out", "one")
    refused(ledger, "log", "quay", "owt")
    run(ledger, "undo", given=answer)
    assert said(ledger) == left


def test_an_edit_after_a_refusal_is_taken_back_without_a_question(ledger: Path) -> None:
    refused(ledger, "log", "quay", "owt")
    done(ledger, "log", "quay", "out", "one")
    done(ledger, "undo")
    assert said(ledger) == []


def test_what_was_started_or_dropped_is_taken_back_before_an_older_edit(ledger: Path) -> None:
    done(ledger, "log", "quay", "out", "one")
    done(ledger, "start", "admin")
    assert done(ledger, "undo") == "Undone: `start admin`\n`admin` is no longer being timed\n"
    assert "`admin` is being timed again since 10:00" in done(ledger, "redo")
    done(ledger, "stop", "--drop")
    assert "`admin` is being timed again since 10:00" in done(ledger, "undo")
    assert said(ledger) == ["one"]


def test_of_very_many_lines_the_first_and_the_last_are_told(tmp_path: Path) -> None:
    rows = [f"2026-{2 + day // 28:02d}-{1 + day % 28:02d},1:00:00,Pier" for day in range(200)]
    ledger = write_ledger(tmp_path / "ledger", {"projects/pier.md": "---\nname: Pier\nbilling: internal\n---\n"})
    for export in (rows[::2], rows[1::2]):  # the second one adds lines to files that are there
        (tmp_path / "hours.csv").write_text("\n".join(("Start date,Duration,Project", *export)))
        done(ledger, "import", "csv", str(tmp_path / "hours.csv"), "--write")
    written = {path: path.read_text() for path in ledger.rglob("*.*")}
    undone = run(ledger, "undo", clock=CLOCK)
    assert len(undone.stdout.splitlines()) == 26
    again = run(ledger, "redo", clock=CLOCK)
    lines = again.stdout.splitlines()
    assert (len(lines), again.exit_code) == (26, 0)
    assert re.fullmatch(r"… \d+ more lines, of \d+ files in all …", lines[20])
    assert {path: path.read_text() for path in ledger.rglob("*.*")} == written
