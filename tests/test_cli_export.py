"""Where `opsledger export` writes, and where it does not."""

from __future__ import annotations

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
    assert "the ledger's own files" in result.stderr
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
