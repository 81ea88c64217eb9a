"""Where `opsledger export` writes, and where it does not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli_support import run, write_ledger

LEAD = "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-02 in\n"


@pytest.mark.parametrize(
    "place",
    [
        ("sqlite", "opsledger.yaml"),
        ("json", "leads/quay.md"),
        ("json", "LEADS/new.json"),
        ("ics", "schedule.md"),
        ("ics", "weeks/2026-W47.ics"),
        ("json", "reviews/2026-11-20.figures.json"),
        ("json", "templates/review.md"),
        ("sqlite", ".git/config"),
        ("json", "imported.txt"),
        ("csv", "leads"),
        ("csv", "leads/tables"),
        ("json", "linked/quay.md"),
    ],
)
@pytest.mark.parametrize("replace", [(), ("--replace",)])
def test_nothing_is_written_among_the_ledgers_own_files(
    place: tuple[str, str], replace: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = write_ledger(tmp_path / "ledger", {"leads/quay.md": LEAD, "reviews/README.md": ""})
    (ledger / "linked").symlink_to("leads")
    monkeypatch.chdir(ledger)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(None, "export", *place, *replace)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "the ledger keeps its own files" in result.stderr
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_file_beside_the_records_is_written(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/quay.md": LEAD})
    assert run(ledger, "export", "json", str(ledger / "export.json")).exit_code == 0
    assert run(ledger, "export", "csv", str(ledger / "tables")).exit_code == 0
    assert (ledger / "tables/leads.csv").is_file()


@pytest.mark.parametrize("form", ["ics", "json", "sqlite", "csv"])
def test_a_folder_that_is_not_there_is_not_made_on_the_way(form: str, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path / "ledger", {})
    result = run(ledger, "export", form, str(tmp_path / "missing" / "x"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"there is no folder {tmp_path / 'missing'}" in result.stderr
    assert not (tmp_path / "missing").exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_plain_file_is_never_replaced(tmp_path: Path) -> None:
    ledger, pipe = write_ledger(tmp_path / "ledger", {}), tmp_path / "pipe"
    os.mkfifo(pipe)
    result = run(ledger, "export", "json", str(pipe), "--replace")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"Error: {pipe} cannot be written: it is not an ordinary file\n"
    assert pipe.is_fifo()


def test_days_that_end_before_they_begin_are_refused(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "export", "ics", "--from", "2026-12-01", "--to", "2026-11-01")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--to 2026-11-01 is before --from 2026-12-01" in result.stderr


@pytest.mark.parametrize(("form", "name"), [("ics", "x.ics"), ("json", "x.json"), ("sqlite", "x.db"), ("csv", "x")])
@pytest.mark.parametrize("option", ["-o", "--output"])
def test_the_place_can_stand_behind_an_option(form: str, name: str, option: str, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path / "ledger", {"leads/quay.md": LEAD})
    assert run(ledger, "export", form, option, str(tmp_path / name)).exit_code == 0
    assert (tmp_path / name).exists()


def test_the_place_is_named_once(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "export", "json", "a.json", "-o", "b.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name FILE once" in result.stderr


def test_a_database_needs_a_place(tmp_path: Path) -> None:
    result = run(write_ledger(tmp_path, {}), "export", "sqlite")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name the file to write" in result.stderr
