"""A kept ledger is at every moment what a fresh load would give, and reads only what changed."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.loading import LedgerUnreadable, incremental, load, signature
from opsledger.loading.incremental import KeptLedger
from opsledger.models.ledger import Ledger
from tests.cli_support import SAMPLE, write_ledger
from tests.fuzzing import bounded

LEAD = "---\nname: Acme\nsource: mail\n---\n\n## Log\n\n- 2026-11-02 inquiry\n"
HOUR = 3_600_000_000_000

PATHS = (
    *("opsledger.yaml", "schedule.md", "leads/acme.md", "leads/new.md", "leads/_draft.md", "leads/2025/old.md"),
    *("leads/acme.txt", "leads/acme (conflicted copy).md", "projects/site.md", "team/jane.md", "weeks/2026-W47.md"),
    *("weeks/none.md", "reviews/2026-11-06.md", "reviews/2026-11-06.figures.json", "lead/x.md", "notes.md"),
)
TEXTS = (
    *("", LEAD, LEAD + "- 2026-11-03 proposal sent\n", LEAD + "- 2026-11-03 proposle sent\n", "---\nname: Acme\n"),
    *("stages: {inquiry: 10%, proposal: 40%}\n", "tasks: [design]\n", "hours: 200\n", "a: &b\n", "a: 1\na: 2\n"),
    *("---\nname: Jane\ntasks: [build]\n---\n", "## Plan\n- Mon 9:00-10:00 site build\n- Mon 9:30-11:00 acme\n"),
    *("---\nname: Site\nbilling: internal\n---\n## Log\n- 2026-11-02 booked\n", "<<<<<<< a\n=======\n>>>>>>> b\n"),
    *("## Decisions\n\n- [ ] @sales Ask due:2026-12-01 moves:inflow.leads_new\n", '{"data": {"a": {"value": 1}}}', "{"),
)
path, text = st.sampled_from(PATHS), st.sampled_from(TEXTS) | st.text(max_size=20)
STEPS = st.one_of(
    st.tuples(st.just("write"), path, text),
    st.tuples(st.just("delete"), path, st.just("")),
    st.tuples(st.just("lay"), path, text),
    st.tuples(st.just("lift"), path, st.just("")),
)


def shape(ledger: Ledger) -> tuple[str, list[str]]:
    """All that a ledger holds: its records with every place in them, and its texts."""
    texts = [source.text for source in (ledger.settings_source, *(record.document for record in ledger.records()))]
    return repr(replace(ledger, root="")), texts


def outcome(root: Path, made: object) -> object:
    """A ledger's shape, or why it cannot be read."""
    try:
        return shape(made())  # type: ignore[operator]
    except LedgerUnreadable as unreadable:
        return str(unreadable).replace(str(root), ""), repr(unreadable.problems)


@bounded(40)
@given(st.lists(st.tuples(STEPS, st.booleans()), max_size=12), st.booleans())
def test_after_any_edits_it_is_what_a_fresh_load_gives(steps: list[tuple[tuple[str, str, str], bool]], aged: bool):
    start = {"opsledger.yaml": "", "leads/acme.md": LEAD}
    saved, laid = dict(start), {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if aged:  # the times alone have to tell; each write below gets one of its own
            patch.setattr(signature, "_STEP", -HOUR)
        root = write_ledger(Path(folder) / "kept", saved)
        ledger = KeptLedger(root)
        for number, ((what, where, words), looks) in enumerate(steps):
            if what in ("write", "delete"):
                saved.pop(where, None)
                (root / where).unlink(missing_ok=True)
            if what == "write":
                saved[where] = words
                write_ledger(root, {"opsledger.yaml": saved.get("opsledger.yaml", ""), where: words})
                if "opsledger.yaml" not in saved:
                    (root / "opsledger.yaml").unlink()
                os.utime(root / where, ns=(number, number))
            elif what == "lay":
                laid[where] = words
                ledger.lay(where, words)
            elif what == "lift":
                laid.pop(where, None)
                ledger.lift(where)
            if looks or number == len(steps) - 1:
                shutil.rmtree(fresh := Path(folder) / "fresh", ignore_errors=True)
                both = saved | laid
                write_ledger(fresh, both)
                if "opsledger.yaml" not in both:
                    (fresh / "opsledger.yaml").unlink()
                _same_folders(root, fresh)

                def refreshed() -> Ledger:
                    ledger.refresh()
                    return ledger.ledger

                assert outcome(root, refreshed) == outcome(fresh, lambda: load(fresh))


def _same_folders(root: Path, fresh: Path) -> None:
    """Empty folders are left behind by deleting, and count where their name is nearly a known one."""
    for place in root.rglob("*"):
        if place.is_dir():
            (fresh / place.relative_to(root)).mkdir(parents=True, exist_ok=True)
    for place in fresh.rglob("*"):
        if place.is_dir():
            (root / place.relative_to(fresh)).mkdir(parents=True, exist_ok=True)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a kept ledger opens, an hour after they were written."""
    places: list[str] = []
    real, now = incremental.read_bytes, time.time_ns

    def read_bytes(place: str) -> bytes:
        places.append(Path(place).name)
        return real(place)

    monkeypatch.setattr(incremental, "read_bytes", read_bytes)
    monkeypatch.setattr(signature.time, "time_ns", lambda: now() + HOUR)
    return places


def test_an_edit_of_one_file_opens_one_file(tmp_path: Path, opened: list[str]):
    root = tmp_path / "sample"
    shutil.copytree(SAMPLE, root)
    ledger = KeptLedger(root)
    ledger.refresh()
    assert len(opened) > 100
    opened.clear()
    before = {record.file: record for record in ledger.ledger.records()}
    lead = next((root / "leads").glob("*.md"))
    lead.write_text(lead.read_text() + "\n")
    assert ledger.refresh() == {f"leads/{lead.name}"}
    assert opened == [lead.name]
    same = {record.file for record in ledger.ledger.records() if record is before[record.file]}
    assert len(before) - len(same) <= 1 + len(ledger.ledger.reviews)  # reviews get their frozen figures again


def test_without_a_change_it_is_the_same_ledger(tmp_path: Path, opened: list[str]):
    ledger = KeptLedger(write_ledger(tmp_path, {"leads/acme.md": LEAD}))
    first = ledger.ledger
    opened.clear()
    assert ledger.refresh() == frozenset()
    assert ledger.ledger is first
    assert opened == []


def test_a_file_that_was_just_written_is_compared_by_its_content(tmp_path: Path):
    place = write_ledger(tmp_path, {"leads/acme.md": LEAD}) / "leads/acme.md"
    ledger = KeptLedger(tmp_path)
    status = place.stat()
    assert ledger.ledger.leads[0].name == "Acme"
    place.write_text(LEAD.replace("Acme", "Bcme"))
    os.utime(place, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert ledger.refresh() == {"leads/acme.md"}
    assert ledger.ledger.leads[0].name == "Bcme"


def test_what_was_saved_with_the_same_content_changes_nothing(tmp_path: Path):
    write_ledger(tmp_path, {"leads/acme.md": LEAD})
    ledger = KeptLedger(tmp_path)
    first = ledger.ledger
    write_ledger(tmp_path, {"leads/acme.md": LEAD})
    assert ledger.refresh() == frozenset()
    assert ledger.ledger is first


def test_settings_that_change_the_words_of_lines_make_every_line_read_again(tmp_path: Path):
    write_ledger(tmp_path, {"leads/acme.md": LEAD.replace("inquiry", "asked")})
    ledger = KeptLedger(tmp_path)
    assert [problem.rule.code for problem in ledger.ledger.problems] == ["line-word"]
    (tmp_path / "opsledger.yaml").write_text("stages: {asked: 10%}\n")
    assert ledger.refresh() == {"opsledger.yaml"}
    assert ledger.ledger.problems == ()


def test_settings_that_cannot_be_read_leave_the_ledger_it_had(tmp_path: Path):
    settings_file = write_ledger(tmp_path, {"leads/acme.md": LEAD}) / "opsledger.yaml"
    ledger = KeptLedger(tmp_path)
    first = ledger.ledger
    settings_file.write_text("a: 1\na: 2\n")
    with pytest.raises(LedgerUnreadable):
        ledger.refresh()
    assert ledger.ledger is first
    (tmp_path / "leads/acme.md").write_text(LEAD + "- 2026-11-03 note x\n")
    settings_file.write_text("")
    assert ledger.refresh() == {"leads/acme.md"}


def test_an_unsaved_text_counts_as_if_it_had_been_saved(tmp_path: Path):
    write_ledger(tmp_path, {"leads/acme.md": LEAD})
    ledger = KeptLedger(tmp_path)
    ledger.lay("leads/acme.md", LEAD.replace("Acme", "Unsaved"))
    ledger.lay("leads/2026/new.md", LEAD.replace("Acme", "New"))
    assert ledger.refresh() == {"leads/2026/new.md", "leads/acme.md", "opsledger.yaml"}
    assert sorted(lead.name or "" for lead in ledger.ledger.leads) == ["New", "Unsaved"]
    ledger.lift("leads/acme.md")
    ledger.lift("leads/2026/new.md")
    assert ledger.refresh() == {"leads/2026/new.md", "leads/acme.md"}
    assert [lead.name for lead in ledger.ledger.leads] == ["Acme"]


def test_a_link_out_of_the_ledger_is_told_of_when_it_comes_and_when_it_goes(tmp_path: Path):
    root = write_ledger(tmp_path / "ledger", {"leads/acme.md": LEAD})
    (tmp_path / "outside.md").write_text(LEAD)
    ledger = KeptLedger(root)
    ledger.refresh()
    link = root / "leads/link.md"
    link.symlink_to(tmp_path / "outside.md")
    assert ledger.refresh() == {"leads/link.md"}
    assert [problem.rule.code for problem in ledger.ledger.problems] == ["link-outside"]
    link.unlink()
    assert ledger.refresh() == {"leads/link.md"}
    assert ledger.ledger.problems == ()
