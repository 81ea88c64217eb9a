"""Two clones of a ledger that are merged by git, with the merge driver and without it."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from opsledger.history.git_setup import command, driver_line
from opsledger.rendering.templates import content_hash
from tests.cli_support import SOURCE, run, write_ledger
from tests.git_repository import commit, git

LOG = "## Log\n- 2026-11-02 in\n- 2026-11-05 qualified\n"
LEAD = f"---\nname: Quay\nsource: web\nvalue: 6000\n---\nFrom the fair.\n\n{LOG}"
WEEK = "## Plan\n- Mon 9:00-12:00 quay\n\n## Actual\n- Mon 9:00-12:00 quay\n"
REVIEW = "---\non: 2026-11-06\n---\n## Decisions\n- [ ] @sales Call Quay\n- [ ] @coo Tidy up\n"
FILES = {"leads/quay.md": LEAD, "weeks/2026-W47.md": WEEK, "reviews/2026-11-06.md": REVIEW, "notes.md": "a\n"}
QUAY = "leads/quay.md"

Edit = Callable[[Path], None]


def adds(path: str, lines: str) -> Edit:
    """Lines at a file's end, or a new file."""

    def edit(folder: Path) -> None:
        place = folder / path
        place.write_text((place.read_text() if place.exists() else "") + lines)

    return edit


def turns(path: str, old: str, new: str) -> Edit:
    """One text into another."""

    def edit(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new))

    return edit


# Each: what our side does, what theirs does, and whether it is a conflict with the driver and for git alone.
WAYS: dict[str, tuple[Edit, Edit, bool, bool]] = {
    "lines at the end of one log": (
        adds(QUAY, "- 2026-11-20 proposal\n"),
        adds(QUAY, "- 2026-11-19 out\n"),
        False,
        True,
    ),
    "lines in two files": (
        adds(QUAY, "- 2026-11-20 proposal\n"),
        adds("weeks/2026-W47.md", "- Tue 1h admin\n"),
        False,
        False,
    ),
    "lines in two sections of a week": (
        turns("weeks/2026-W47.md", "\n## Actual", "- Fri 1h coo\n\n## Actual"),
        adds("weeks/2026-W47.md", "- Tue 1h admin\n"),
        False,
        False,
    ),
    "a new section on each side": (
        adds("weeks/2026-W47.md", "\n## Marketing\n- Tue linkedin work a\n"),
        adds("weeks/2026-W47.md", "\n## Costs\n- Tue 20 admin b\n"),
        False,
        True,
    ),
    "two facts that stand side by side": (
        turns(QUAY, "source: web\n", "source: fair\n"),
        turns(QUAY, "value: 6000\n", "value: 7000\n"),
        False,
        True,
    ),
    "one fact in two ways": (
        turns(QUAY, "value: 6000", "value: 7000"),
        turns(QUAY, "value: 6000", "value: 8000"),
        True,
        True,
    ),
    "one line in two ways": (
        turns(QUAY, "qualified", "qualified, met"),
        turns(QUAY, "qualified", "qualified, rang"),
        True,
        True,
    ),
    "a line taken out and one added behind it": (
        turns(QUAY, "- 2026-11-05 qualified\n", ""),
        adds(QUAY, "- 2026-11-19 out\n"),
        False,
        True,
    ),
    "a decision ticked off on each side": (
        turns("reviews/2026-11-06.md", "[ ] @sales Call Quay", "[x] @sales Call Quay done:2026-11-09"),
        turns("reviews/2026-11-06.md", "[ ] @coo", "[x] @coo"),
        False,
        True,
    ),
    "a record of one name on each side": (
        adds("leads/marsh.md", LEAD.replace("Quay", "Marsh") + "- 2026-11-20 proposal\n"),
        adds("leads/marsh.md", LEAD.replace("Quay", "Marsh") + "- 2026-11-19 out\n"),
        False,
        True,
    ),
    "a record filed away and a line added to it": (
        lambda folder: [git(folder, "mv", QUAY, "leads/filed.md"), None][1],
        adds(QUAY, "- 2026-11-19 out\n"),
        False,
        False,
    ),
    "prose in two ways": (
        turns(QUAY, "the fair", "a fair"),
        turns(QUAY, "the fair", "two fairs"),
        True,
        True,
    ),
}


def merge(folder: Path, ours: Edit, theirs: Edit, *, driver: bool) -> tuple[bool, dict[str, str]]:
    """Two machines that each commit, one of which pulls the other: whether git reports a conflict, and the files."""
    first = write_ledger(folder / "first", FILES)
    commit(first, "2026-11-10")
    if driver:
        assert run(first, "init", "--git").exit_code == 0
        commit(first, "2026-11-10")
    git(folder, "clone", "-q", "first", "second")
    ours(first)
    commit(first, "2026-11-19")
    theirs(folder / "second")
    commit(folder / "second", "2026-11-20")
    if driver:  # a clone does not take the configuration along: the one that merges needs it
        with_this_python(first)
    git(first, "fetch", "-q", "../second")
    git(first, "merge", "-q", "--no-edit", "FETCH_HEAD", fails=True)
    conflicted = bool(git(first, "ls-files", "-u"))
    texts = {path.name: path.read_text() for path in first.rglob("*.md")}
    return conflicted, texts


def with_this_python(folder: Path) -> None:
    """The driver as `init --git` sets it up, run by the Python of the tests."""
    driver = git(folder, "config", "merge.opsledger.driver")
    assert driver == driver_line()
    this = f"PYTHONPATH={shlex.quote(str(SOURCE))} {shlex.quote(sys.executable)} -m opsledger"
    git(folder, "config", "merge.opsledger.driver", driver.replace(command(), this, 1))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("driver", [True, False], ids=["driver", "git alone"])
def test_two_clones_are_merged(way: str, driver: bool, tmp_path: Path) -> None:
    ours, theirs, *conflicts = WAYS[way]
    conflicted, texts = merge(tmp_path, ours, theirs, driver=driver)
    assert conflicted is conflicts[not driver]
    together = "".join(texts.values())
    assert ("<<<<<<< " in together) is conflicted
    found = run(tmp_path / "first", "check", "--on", "2026-11-20")
    assert ("conflict-marker" in found.stdout) is conflicted


def test_the_merged_log_is_in_order(tmp_path: Path) -> None:
    ours, theirs, *_ = WAYS["lines at the end of one log"]
    _, texts = merge(tmp_path, ours, theirs, driver=True)
    assert texts["quay.md"] == f"{LEAD}- 2026-11-19 out\n- 2026-11-20 proposal\n"


def test_a_clone_without_the_driver_merges_as_git_does(tmp_path: Path) -> None:
    ours, theirs, *_ = WAYS["lines at the end of one log"]
    first = write_ledger(tmp_path / "first", FILES)
    run(first, "init", "--git")
    commit(first, "2026-11-10")
    git(tmp_path, "clone", "-q", "first", "second")
    theirs(first)
    commit(first, "2026-11-19")
    ours(tmp_path / "second")
    commit(tmp_path / "second", "2026-11-20")
    git(tmp_path / "second", "pull", "-q", "--no-rebase", "--no-edit", fails=True)
    assert "<<<<<<<" in (tmp_path / "second" / QUAY).read_text()


@pytest.mark.parametrize("program", ["no-such-program", "/dev/null", "sh -c 'exit 1' --", "sh -c 'kill $$' --"])
def test_where_the_driver_cannot_run_git_merges_by_lines(program: str, tmp_path: Path) -> None:
    first = write_ledger(tmp_path / "my ledger", FILES)
    run(first, "init", "--git")
    git(first, "config", "merge.opsledger.driver", driver_line().replace(command(), program, 1))
    commit(first, "2026-11-10")
    git(first, "switch", "-q", "-c", "phone")
    adds(QUAY, "- 2026-11-19 out\n")(first)
    adds("weeks/2026-W47.md", "- Tue 1h admin\n")(first)
    commit(first, "2026-11-19")
    git(first, "switch", "-q", "-")
    adds(QUAY, "- 2026-11-20 proposal\n")(first)
    turns("weeks/2026-W47.md", "\n## Actual", "- Fri 1h coo\n\n## Actual")(first)
    commit(first, "2026-11-20")
    git(first, "merge", "-q", "--no-edit", "phone", fails=True)
    assert git(first, "diff", "--name-only", "--diff-filter=U") == QUAY
    ours, theirs = "<<<<<<< ours\n- 2026-11-20 proposal\n", "- 2026-11-19 out\n>>>>>>> theirs\n"
    assert (first / QUAY).read_text() == f"{LEAD}{ours}=======\n{theirs}"
    week = (first / "weeks/2026-W47.md").read_text()
    assert "- Fri 1h coo" in week
    assert "- Tue 1h admin" in week


def test_one_days_review_written_on_two_machines_is_one(tmp_path: Path) -> None:
    first, second = write_ledger(tmp_path / "first", FILES), tmp_path / "second"
    run(first, "init", "--git")
    commit(first, "2026-11-10")
    with_this_python(first)
    git(tmp_path, "clone", "-q", "first", "second")
    reviewed, figures = "reviews/2026-11-20.md", "reviews/2026-11-20.figures.json"
    for folder, lead, note, day in (
        (first, "- 2026-11-19 out\n", "- [ ] @sales Call them\n", "2026-11-20"),
        (second, "- 2026-11-18 proposal\n", "- [ ] @coo Ask Ines\n", "2026-11-21"),
    ):
        adds(QUAY, lead)(folder)
        assert run(folder, "review", "--on", "2026-11-20").exit_code == 0
        adds(reviewed, note)(folder)
        commit(folder, day)
    assert (first / figures).read_text() != (second / figures).read_text()
    ours = (first / figures).read_text()
    git(first, "pull", "-q", "--no-rebase", "--no-edit", "../second")
    text = (first / reviewed).read_text()
    assert text.endswith("- [ ] @sales Call them\n- [ ] @coo Ask Ines\n")
    assert (first / figures).read_text() == ours
    again = run(first, "review", "--on", "2026-11-20")
    assert again.exit_code == 0, again.stderr
    assert (first / reviewed).read_text().endswith("- [ ] @sales Call them\n- [ ] @coo Ask Ines\n")


def test_a_generated_part_that_they_edited_by_hand_is_a_conflict(tmp_path: Path) -> None:
    part = "<!-- opsledger:begin a {} -->\n\n{}\n\n<!-- opsledger:end a -->\n"
    texts = [part.format(content_hash(f"\n{text}\n"), text) for text in ("base", "ours", "theirs")]
    texts[2] = texts[2].replace("theirs", "my own words")
    for name, text in zip(("base", "ours", "theirs"), texts, strict=True):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert run(None, "merge-driver", "--", *files, "reviews/2026-11-20.md").exit_code == 1
    assert "my own words" in (tmp_path / "ours").read_text()


def test_a_file_that_is_not_there_is_a_failure_and_no_conflict(tmp_path: Path) -> None:
    result = run(None, "merge-driver", *(str(tmp_path / name) for name in ("base", "ours", "theirs")), QUAY)
    assert (result.exit_code, result.stdout) == (129, "")


def test_a_path_that_looks_like_an_option_is_a_path(tmp_path: Path) -> None:
    for name, text in (("base", ""), ("ours", "a\n"), ("theirs", "a\n")):
        (tmp_path / name).write_text(text)
    files = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    assert run(None, "merge-driver", "--", *files, "--help.md").exit_code == 0
