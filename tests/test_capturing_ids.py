"""Names at the desk: a command takes a record by whatever the inbox knows it by."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-29T12:00")
PROJECT = "---\nname: {}\nclient: {}\nbilling: fixed\nprice: 9000\n---\n\n## Log\n- 2026-11-23 started\n"
LEAD = "---\nname: Velowerkstatt Kobi\nsource: web\n---\n\n## Log\n- 2026-11-01 in\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {
        "projects/verpackung.md": PROJECT.format("Verpackung neu", "Bäckerei Müller"),
        "projects/studio-ørsted-website.md": PROJECT.format("Studio Ørsted Website", "Studio Ørsted"),
        "leads/velowerkstatt-kobi.md": LEAD,
        "leads/hug-laden.md": LEAD.replace("Velowerkstatt Kobi", "Metzgerei Hug"),
        "projects/hug-etiketten.md": PROJECT.format("Etiketten", "Metzgerei Hug"),
    }
    return write_ledger(tmp_path, files)


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("müller", "projects/verpackung.md"),
        ("Mueller", "projects/verpackung.md"),
        ("muller", "projects/verpackung.md"),
        ("Bäckerei Müller", "projects/verpackung.md"),
        ("studio-orsted-website", "projects/studio-ørsted-website.md"),
        ("orsted", "projects/studio-ørsted-website.md"),
        ("kobi", "leads/velowerkstatt-kobi.md"),
        ("Velowerkstatt Kobi", "leads/velowerkstatt-kobi.md"),
    ],
)
def test_a_record_is_found_by_its_name_or_its_clients(typed: str, path: str, ledger: Path) -> None:
    assert run(ledger, "log", typed, "note", "fine", clock=CLOCK).exit_code == 0
    assert "note fine" in (ledger / path).read_text()


def test_time_finds_a_project_by_its_client(ledger: Path) -> None:
    assert run(ledger, "track", "2h", "müller", "layout", clock=CLOCK).exit_code == 0
    assert "- Sun 2h verpackung layout" in (ledger / "weeks/2026-W48.md").read_text()


def test_of_several_that_a_name_fits_one_is_asked_for(ledger: Path) -> None:
    assert (
        "`metzgerei` matches several: hug-etiketten, hug-laden" in run(ledger, "log", "metzgerei", "note", "a").stderr
    )
    assert run(ledger, "log", "metzgerei", "started", clock=CLOCK).exit_code == 0
