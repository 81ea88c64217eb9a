"""Copies that sync tools and file managers leave beside a record, and files that are not on the disk."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.loading import LedgerUnreadable, load
from opsledger.models.ledger import Ledger

DAY = date(2026, 11, 20)
SITE = "---\nname: Quay site\nclient: quay\nbilling: internal\n---\n\n## Log\n\n- 2026-10-01 booked\n"
OTHER = SITE.replace("booked", "booked again")

# What each tool calls a copy, in the languages that people use them in.
SYNC_TOOLS = {
    "Dropbox": "site (Jo's conflicted copy 2026-11-02)",
    "Dropbox, German": "site (In Konflikt stehende Kopie von Jo 2026-11-02)",
    "Dropbox, older German": "site (Konfliktkopie von Jo 2026-11-02)",
    "Dropbox, French": "site (Copie en conflit de Jo 2026-11-02)",
    "Dropbox, Spanish": "site (Copia en conflicto de Jo 2026-11-02)",
    "Dropbox, Italian": "site (Copia in conflitto di Jo 2026-11-02)",
    "Dropbox, Portuguese": "site (Cópia em conflito de Jo 2026-11-02)",
    "Dropbox, Dutch": "site (Conflicterende kopie van Jo 2026-11-02)",
    "Dropbox, Polish": "site (kopia powodująca konflikt Jo 2026-11-02)",
    "Dropbox, Russian": "site (конфликтующая копия 2026-11-02)",
    "Dropbox, Japanese": "site (Jo の競合コピー 2026-11-02)",
    "Dropbox, Chinese": "site (Jo 的冲突副本 2026-11-02)",
    "Nextcloud": "site (conflicted copy 2026-11-02 101010)",
    "ownCloud, older": "site_conflict-20261102-101010",
    "Obsidian Sync": "site (Conflicted copy desk 202611021010)",
    "Syncthing": "site.sync-conflict-20261102-101010-ABCDEFG",
    "Resilio": "site.Conflict",
    "Seafile": "site (SFConflict jo@quay.example 2026-11-02-10-10-10)",
    "Synology Drive": "site_Jo-PC_Nov-02-1010-2026_Conflict",
    "Synology Drive, case": "site_Jo-PC_Nov-02-1010-2026_CaseConflict_1",
    "Google Drive": "site_conf(1)",
    "pCloud": "site [conflicted]",
    "Tresorit": "site (Jo's conflict 2026-11-02)",
    "FileCloud": "site(Conflict_jo_2026-11-02-10-10-10)",
    "a merge tool": "site_REMOTE_4711",
    "Dropbox, spelling": "site (Unicode Encoding Conflict)",
    "Dropbox, chosen folders": "site (Selective Sync Conflict 1)",
    "Nextcloud, letters": "site (case clash from jo)",
    "Nextcloud, a user": "site_conflict_jo-20261102-101010",
    "iCloud": "site (Jo's conflict)",
    "Tresorit, a name": "site - Conflict - Jo Lind",
    "Synology Drive, seconds": "site_jo_Nov-02-101112-2026_Conflict",
    "Unison": "site (copy: conflict #1 on 2026-11-02)",
    "Box": "site (Conflicted Copy - Jo Lind)",
    "MEGA": "site (MEGA conflict)",
    "Cozy": "site-conflict-2026-11-02T10_11_12.345Z",
    "CTERA": "site (edits by jo not merged 2026-11-02)",
}
FILE_MANAGERS = {
    "iCloud": "site 2",
    "Google Drive": "site (1)",
    "OneDrive": "site-LAPTOP",
    "OneDrive, Windows": "site-DESKTOP-AB12CD",
    "OneDrive, macOS": "site-Jos-MacBook-Pro",
    "Windows": "site - Copy",
    "Windows, again": "site - Copy (2)",
    "Windows, German": "site - Kopie",
    "Windows, Japanese": "site - コピー",
    "Finder": "site copy",
    "Finder, again": "site copy 3",
    "Finder, German": "site Kopie",
    "GNOME": "site (copy)",
    "GNOME, again": "site (another copy)",
    "Google Drive on the web": "Copy of site",
    "MEGA": "site (2)",
    "MEGA, a number": "site_1",
    "Box, an address": "site (jo@quay.example)",
    "Box, a name": "site (Jo Lind)",
    "Box, older": "site -copy of",
    "OneDrive, a device": "site-Jo's MacBook Air",
    "Syncthing, a version": "site~20261102-101010",
    "a merge": "site.orig",
}


def ledger_with(root: Path, files: dict[str, str]) -> Ledger:
    for path, text in {"opsledger.yaml": "", **files}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return load(root)


def told(ledger: Ledger, code: str) -> list[Diagnostic]:
    return [problem for problem in check(ledger, DAY) if problem.rule.code == code]


@pytest.mark.parametrize("name", SYNC_TOOLS.values(), ids=SYNC_TOOLS)
def test_a_sync_tools_copy_is_never_a_record(tmp_path: Path, name: str) -> None:
    ledger = ledger_with(tmp_path, {"projects/site.md": SITE, f"projects/{name}.md": OTHER})
    assert [project.id for project in ledger.projects] == ["site"]
    assert [problem.file for problem in told(ledger, "conflicted-copy")] == [f"projects/{name}.md"]


@pytest.mark.parametrize("name", FILE_MANAGERS.values(), ids=FILE_MANAGERS)
def test_a_copy_with_the_same_words_is_not_read(tmp_path: Path, name: str) -> None:
    more = SITE + "- 2026-10-02 started\n"
    ledger = ledger_with(tmp_path, {"projects/site.md": SITE, f"projects/{name}.md": more})
    assert [project.id for project in ledger.projects] == ["site"]
    assert [problem.file for problem in told(ledger, "conflicted-copy")] == [f"projects/{name}.md"]


@pytest.mark.parametrize("name", FILE_MANAGERS.values(), ids=FILE_MANAGERS)
def test_a_record_with_words_of_its_own_is_read_whatever_its_name(tmp_path: Path, name: str) -> None:
    ledger = ledger_with(tmp_path, {"projects/site.md": SITE, f"projects/{name}.md": OTHER})
    assert {project.id for project in ledger.projects} == {"site", name}


def test_a_name_that_only_looks_like_a_copys_is_a_record(tmp_path: Path) -> None:
    ledger = ledger_with(tmp_path, {"projects/site 2.md": SITE, "projects/resolve-conflict.md": OTHER})
    assert {project.id for project in ledger.projects} == {"site 2", "resolve-conflict"}
    ours = {"projects/quay-conflict-talks.md": OTHER, "projects/quay (Conflict Talks).md": OTHER}
    assert len(ledger_with(tmp_path, ours).projects) == 4


def test_a_copy_of_a_week_is_told_of_as_one(tmp_path: Path) -> None:
    week = "## Actual\n- Mon 2h admin\n"
    ledger = ledger_with(tmp_path, {"weeks/2026-W47.md": week, "weeks/2026-W47 2.md": week})
    assert len(ledger.weeks) == 1
    assert told(ledger, "conflicted-copy")
    assert not told(ledger, "week-name")


def test_what_is_in_icloud_alone_is_an_error_and_no_reference_to_it_is(tmp_path: Path) -> None:
    site = SITE.replace("quay", "acme").replace("client: acme", 'client: "[[acme]]"')
    ledger = ledger_with(tmp_path, {"projects/site.md": site, "clients/quay.md": "---\nname: Quay\n---\n"})
    assert told(ledger, "unknown-client")
    (tmp_path / "clients/.acme.md.icloud").touch()
    ledger = load(tmp_path)
    assert [problem.file for problem in told(ledger, "not-downloaded")] == ["clients/acme.md"]
    assert not told(ledger, "unknown-client")


def test_settings_and_schedule_in_icloud_alone_are_named(tmp_path: Path) -> None:
    ledger_with(tmp_path, {})
    (tmp_path / ".schedule.md.icloud").touch()
    assert [problem.file for problem in told(load(tmp_path), "not-downloaded")] == ["schedule.md"]
    shutil.move(tmp_path / "opsledger.yaml", tmp_path / ".opsledger.yaml.icloud")
    with pytest.raises(LedgerUnreadable, match="iCloud"):
        load(tmp_path)


@pytest.mark.parametrize("name", ["#site.md#", "site.md~", ".#site.md", "site.md___jb_tmp___", "site.md.part"])
def test_what_an_editor_keeps_for_itself_is_not_told_of(tmp_path: Path, name: str) -> None:
    ledger = ledger_with(tmp_path, {"projects/site.md": SITE})
    if name.startswith(".#"):
        (tmp_path / "projects" / name).symlink_to("jo@desk.4711")
    else:
        (tmp_path / "projects" / name).write_text(SITE)
    ledger = load(tmp_path)
    assert [project.id for project in ledger.projects] == ["site"]
    assert check(ledger, DAY) == ()
