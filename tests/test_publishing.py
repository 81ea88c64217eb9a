"""A review's file: all of it or nothing, and beside it the figures of the day."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from opsledger.editing.door import write_elsewhere
from opsledger.editing.safe_write import write_file
from opsledger.loading import load
from opsledger.models.ledger import Ledger
from opsledger.publishing.frozen import drifted_figures
from opsledger.publishing.reviews import plan_review, publish_review
from tests.ledger_text import DAY, ledger_of

TEXT = """
    leads/quay.md
        - 2026-11-10 in wants a sign
    projects/harbour.md
        price: 1200
        estimate: 20h
        - 2026-11-09 started
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    ledger_of(TEXT, tmp_path)
    return tmp_path


def ledger(root: Path) -> Ledger:
    return load(root)


def review(root: Path) -> Path:
    return root / "reviews" / "2026-11-20.md"


def frozen(root: Path) -> Path:
    return root / "reviews" / "2026-11-20.figures.json"


def append(root: Path, path: str, line: str) -> None:
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def test_planning_writes_nothing(root: Path) -> None:
    planned = plan_review(ledger(root), DAY)
    assert (planned.path, planned.is_new, planned.changed) == ("reviews/2026-11-20.md", True, True)
    assert not (root / "reviews").exists()


def test_the_file_holds_what_was_planned(root: Path) -> None:
    published = publish_review(ledger(root), DAY)
    assert review(root).read_bytes() == published.text.encode()


def test_no_other_file_is_left(root: Path) -> None:
    publish_review(ledger(root), DAY)
    publish_review(ledger(root), DAY)
    assert sorted(path.name for path in (root / "reviews").iterdir()) == [
        "2026-11-20.figures.json",
        "2026-11-20.md",
    ]


def test_nothing_is_written_where_nothing_changed(root: Path) -> None:
    publish_review(ledger(root), DAY)
    for path in (review(root), frozen(root)):
        os.utime(path, ns=(1_000, 1_000))
    assert not publish_review(ledger(root), DAY).changed
    assert [path.stat().st_mtime_ns for path in (review(root), frozen(root))] == [1_000, 1_000]


def test_new_lines_change_it_and_the_users_words_stay(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "reviews/2026-11-20.md", "\n- [ ] @sales Call the quay due:2026-11-30\n\nMine.")
    append(root, "leads/quay.md", "- 2026-11-11 qualified")
    published = publish_review(ledger(root), DAY)
    assert (published.is_new, published.changed) == (False, True)
    below = review(root).read_text(encoding="utf-8").partition("\n## Decisions\n")[2]
    assert below.strip() == "- [ ] @sales Call the quay due:2026-11-30\n\nMine."


def test_a_decision_of_the_day_itself_changes_no_generated_part(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "reviews/2026-11-20.md", "\n- [ ] @sales Call the quay due:2026-11-30")
    assert not publish_review(ledger(root), DAY).changed


def test_an_edited_part_writes_neither_review_nor_figures(root: Path) -> None:
    publish_review(ledger(root), DAY)
    edited = review(root).read_text(encoding="utf-8").replace("No decision is open.", "Many decisions are open.")
    review(root).write_text(edited, encoding="utf-8")
    before = frozen(root).read_bytes()
    append(root, "leads/quay.md", "- 2026-11-11 won")
    published = publish_review(ledger(root), DAY)
    assert [problem.rule.code for problem in published.problems] == ["review-edited"]
    assert (review(root).read_text(encoding="utf-8"), frozen(root).read_bytes()) == (edited, before)


def test_force_writes_over_an_edited_part(root: Path) -> None:
    publish_review(ledger(root), DAY)
    before = review(root).read_text(encoding="utf-8")
    review(root).write_text(before.replace("No decision is open.", "Many decisions are open."), encoding="utf-8")
    assert publish_review(ledger(root), DAY, force=True).replaced == ("what-became-of-it",)
    assert review(root).read_text(encoding="utf-8") == before


@pytest.mark.parametrize("data", [b"\xff\xfe", b"one\0two\n"])
def test_a_file_that_cannot_be_read_is_told_and_left(data: bytes, root: Path) -> None:
    review(root).parent.mkdir()
    review(root).write_bytes(data)
    assert publish_review(ledger(root), DAY).problems
    assert review(root).read_bytes() == data
    assert not frozen(root).exists()


@pytest.mark.parametrize("first", [b"\xef\xbb\xbf", b""])
def test_a_bom_and_crlf_are_kept(first: bytes, root: Path) -> None:
    publish_review(ledger(root), DAY)
    written = first + review(root).read_bytes().replace(b"\n", b"\r\n")
    review(root).write_bytes(written)
    assert not publish_review(ledger(root), DAY).changed
    append(root, "leads/quay.md", "- 2026-11-11 qualified")
    publish_review(ledger(root), DAY)
    now = review(root).read_bytes()
    assert now.startswith(first + b"---\r\n")
    assert now.count(b"\n") == now.count(b"\r\n")
    assert now != written


# the figures of the day


def test_the_figures_are_frozen_beside_it_without_their_sources(root: Path) -> None:
    publish_review(ledger(root), DAY)
    told = json.loads(frozen(root).read_text(encoding="utf-8"))
    assert (told["schema"], told["kind"], told["on"]) == (1, "figures", "2026-11-20")
    assert told["data"]["inflow.leads_new"]["value"] == 1
    assert told["data"]["balance.backlog_hours"]["value"] == {"hours": 20, "without_estimate": 0}
    assert not any("sources" in figure for figure in told["data"].values())


def test_the_period_is_the_one_asked_for(root: Path) -> None:
    publish_review(ledger(root), DAY, date(2026, 11, 11))
    assert "\nfrom: 2026-11-11\n" in review(root).read_text(encoding="utf-8")
    assert json.loads(frozen(root).read_text(encoding="utf-8"))["data"]["inflow.leads_new"]["value"] == 0


def test_nothing_drifts_where_nothing_was_changed(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "leads/quay.md", "- 2026-11-21 won")
    assert drifted_figures(ledger(root)) == []


def test_a_line_added_to_the_past_is_drift(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "projects/harbour.md", "- 2026-11-10 invoiced 600")
    changed = {each.name: (each.then, each.now) for each in drifted_figures(ledger(root))}
    assert changed["money.invoiced"] == (0, 600)
    assert "inflow.leads_new" not in changed


def test_a_figure_that_is_new_or_gone_drifts_against_null(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "leads/quay.md", "- 2026-11-11 lost budget")
    changed = {each.name: (each.then, each.now) for each in drifted_figures(ledger(root))}
    assert changed["inflow.lost_reasons.budget"] == (None, 1)
    assert changed["inflow.fit.quay"][1] is None


def test_what_a_review_decided_itself_is_no_drift(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "reviews/2026-11-20.md", "\n- [ ] @sales Call the quay due:2026-11-30")
    assert drifted_figures(ledger(root)) == []


def test_drift_is_of_the_period_the_review_was_of(root: Path) -> None:
    publish_review(ledger(root), DAY, date(2026, 11, 11))
    assert drifted_figures(ledger(root)) == []


def test_drift_of_one_day_is_of_that_review_alone(root: Path) -> None:
    publish_review(ledger(root), DAY)
    append(root, "projects/harbour.md", "- 2026-11-10 invoiced 600")
    assert drifted_figures(ledger(root), date(2026, 11, 6)) == []
    assert drifted_figures(ledger(root), DAY)


def test_words_saved_while_a_review_is_written_stay(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish_review(ledger(root), DAY)
    append(root, "leads/quay.md", "- 2026-11-11 qualified")
    sync, saved = os.fsync, []

    def save_once(handle: int) -> None:
        sync(handle)
        if not saved:
            append(root, "reviews/2026-11-20.md", "My own words.")
            saved.append(True)

    monkeypatch.setattr(os, "fsync", save_once)
    assert publish_review(ledger(root), DAY).changed
    assert review(root).read_text(encoding="utf-8").endswith("My own words.\n")
    assert not plan_review(ledger(root), DAY).changed


# write_file


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    write_file(tmp_path / "a" / "b" / "c.md", b"text", None)
    assert (tmp_path / "a" / "b" / "c.md").read_bytes() == b"text"


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_the_mode_is_kept(mode: int, tmp_path: Path) -> None:
    place = tmp_path / "x.md"
    place.write_bytes(b"old")
    place.chmod(mode)
    write_file(place, b"new", "any")
    assert (place.read_bytes(), place.stat().st_mode & 0o7777) == (b"new", mode)


def test_a_symbolic_link_is_written_through(tmp_path: Path) -> None:
    target, linked = tmp_path / "target" / "x.md", tmp_path / "x.md"
    target.parent.mkdir()
    target.write_bytes(b"old")
    linked.symlink_to(target)
    write_file(linked, b"new", "any")
    assert linked.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(path.name for path in target.parent.iterdir()) == ["x.md"]


def test_a_review_that_is_a_link_is_written_through(root: Path) -> None:
    publish_review(ledger(root), DAY)
    (root / "elsewhere").mkdir()
    review(root).rename(root / "elsewhere" / "mine.md")
    review(root).symlink_to(root / "elsewhere" / "mine.md")
    append(root, "leads/quay.md", "- 2026-11-11 qualified")
    assert publish_review(ledger(root), DAY).changed
    assert review(root).is_symlink()
    assert not plan_review(ledger(root), DAY).changed


def test_a_temporary_file_left_behind_is_removed_and_no_other_hidden_file_is(tmp_path: Path) -> None:
    left, others = ".opsledger-0123456789ab~", (".x~", ".x.md~", ".opsledger-mine~", ".opsledger-0123456789abc~")
    for name in (left, *others):
        (tmp_path / name).write_bytes(b"half a fi")
    write_elsewhere(tmp_path / "x.md", b"whole", None)
    assert {path.name for path in tmp_path.iterdir()} == {"x.md", *others}


def test_the_old_file_stays_whole_where_the_rename_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.md"
    place.write_bytes(b"old")

    def fails(*_: object) -> None:
        raise OSError("no")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(OSError, match="no"):
        write_file(place, b"new", "any")
    assert place.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["2026-11-20.md", "2026-11-20.figures.json"])
def test_nothing_is_written_through_a_link_out_of_the_ledger(tmp_path: Path, name: str) -> None:
    ledger, outside = tmp_path / "ledger", tmp_path / "outside.txt"
    (ledger / "reviews").mkdir(parents=True)
    (ledger / "opsledger.yaml").touch()
    outside.write_text("not ours", encoding="utf-8")
    (ledger / "reviews" / name).symlink_to(outside)
    with pytest.raises(PermissionError, match="leads out of the ledger"):
        publish_review(load(ledger), date(2026, 11, 20), force=True)
    assert outside.read_text(encoding="utf-8") == "not ours"


def test_nothing_is_made_where_a_dangling_link_leads(tmp_path: Path) -> None:
    ledger, outside = tmp_path / "ledger", tmp_path / "outside.md"
    (ledger / "reviews").mkdir(parents=True)
    (ledger / "opsledger.yaml").touch()
    (ledger / "reviews" / "2026-11-20.md").symlink_to(outside)
    with pytest.raises(PermissionError, match="leads out of the ledger"):
        publish_review(load(ledger), date(2026, 11, 20))
    assert not outside.exists()


def test_figures_that_a_later_review_answers_to_stay(root: Path) -> None:
    publish_review(ledger(root), DAY)
    before = frozen(root).read_bytes()
    append(root, "leads/quay.md", "- 2026-11-12 won")
    assert publish_review(ledger(root), DAY).stays is None
    assert (now := frozen(root).read_bytes()) != before
    publish_review(ledger(root), date(2026, 12, 4))
    append(root, "leads/quay.md", "- 2026-11-13 value 900")
    append(root, "projects/harbour.md", "- 2026-11-13 invoiced 300")
    assert publish_review(ledger(root), DAY).stays == "reviews/2026-11-20.figures.json"
    assert frozen(root).read_bytes() == now
    assert publish_review(ledger(root), DAY, force=True).stays is None
    assert frozen(root).read_bytes() != now


def test_a_review_that_nobody_asked_for_counts_once_it_is_held(root: Path) -> None:
    later = date(2026, 12, 4)
    publish_review(ledger(root), DAY, draft=True)
    assert ledger(root).as_of(DAY).reviews
    assert ledger(root).as_of(later).reviews == ()
    before = review(root).read_text()
    review(root).write_text(before + "\n## Decisions\n\n- [ ] @coo call the quay\n")
    assert ledger(root).as_of(later).reviews
    review(root).write_text(before)
    publish_review(ledger(root), DAY)
    publish_review(ledger(root), DAY, draft=True)  # one that was asked for stays one
    assert ledger(root).as_of(later).reviews
