"""Ticking the box of a decision changes its line, and nothing else of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.editing.edit import EditRefused
from opsledger.editing.performing import perform
from opsledger.editing.ticking import Tick
from opsledger.loading import load
from opsledger.loading.survey import Survey
from opsledger.models.lines import Action
from tests.cli_support import write_ledger

DAY = date(2026, 11, 20)
PATH = "reviews/2026-11-06.md"
REVIEW = """---
on: 2026-11-06   # a comment
from: 2026-10-24
---

My words.

## Decisions

- [ ] @sales Call the quay due:2026-11-19
*   [ ]   @coo  Think [ ] of it   due:2026-11-30    moves:inflow.open   
    a note that belongs to it
<!-- - [ ] @coo hidden -->
+ [x] @ceo Rest done:2026-11-10
- [-] @ceo Drop this

The end"""  # noqa: W291


def ticked(root: Path, number: int, text: str = REVIEW, day: date = DAY) -> str:
    """The file after its action of a number was ticked."""
    write_ledger(root, {PATH: text.encode()})
    tick(root, action(root, number), day)
    return (root / PATH).read_bytes().decode()


def tick(root: Path, decided: Action, day: date) -> None:
    perform(Survey(root), [Tick(decided, day)], "actions done")


def action(root: Path, number: int) -> Action:
    return load(root).reviews[0].decisions[number - 1]


def test_the_line_alone_changes(tmp_path: Path) -> None:
    line = "- [ ] @sales Call the quay due:2026-11-19"
    assert ticked(tmp_path, 1) == REVIEW.replace(line, "- [x] @sales Call the quay due:2026-11-19 done:2026-11-20")


def test_odd_spacing_another_bullet_and_a_box_in_the_text_stay(tmp_path: Path) -> None:
    line = "*   [ ]   @coo  Think [ ] of it   due:2026-11-30    moves:inflow.open   "
    new = "*   [x]   @coo  Think [ ] of it   due:2026-11-30    moves:inflow.open done:2026-11-20   "
    assert ticked(tmp_path, 2) == REVIEW.replace(line, new)


def test_crlf_and_a_bom_are_kept(tmp_path: Path) -> None:
    text = "\ufeff" + REVIEW.replace("\n", "\r\n")
    line = "- [ ] @sales Call the quay due:2026-11-19"
    assert ticked(tmp_path, 1, text) == text.replace(line, "- [x] @sales Call the quay due:2026-11-19 done:2026-11-20")


def test_a_last_line_without_an_end_stays_without(tmp_path: Path) -> None:
    assert ticked(tmp_path, 1, "## Decisions\n- [ ] @coo Think") == "## Decisions\n- [x] @coo Think done:2026-11-20"


def test_it_is_done_on_that_day_when_read_again(tmp_path: Path) -> None:
    ticked(tmp_path, 2)
    again, text = action(tmp_path, 2), "Think [ ] of it a note that belongs to it"
    assert (again.state, again.done, again.due, again.text) == ("done", DAY, date(2026, 11, 30), text)


@pytest.mark.parametrize(("number", "state"), [(3, "done"), (4, "dropped")])
def test_what_is_settled_is_refused(number: int, state: str, tmp_path: Path) -> None:
    with pytest.raises(EditRefused, match=f"2026-11-06-{number} is {state} already"):
        ticked(tmp_path, number)
    assert (tmp_path / PATH).read_bytes() == REVIEW.encode()


def test_a_day_before_it_was_decided_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EditRefused, match="was decided on 2026-11-06, after 2026-11-05"):
        ticked(tmp_path, 1, day=date(2026, 11, 5))


def test_what_was_saved_since_it_was_read_stays(tmp_path: Path) -> None:
    write_ledger(tmp_path, {PATH: REVIEW})
    read = action(tmp_path, 1)
    (tmp_path / PATH).write_bytes(REVIEW.replace("My words", "Your words").encode())
    tick(tmp_path, read, DAY)
    text = (tmp_path / PATH).read_text(encoding="utf-8")
    assert "Your words" in text
    assert "- [x] @sales" in text


@pytest.mark.parametrize("line", ["- [ ] @sales Call the harbour", "- [ ] @coo Before\n- [ ] @sales Call the quay"])
def test_an_action_that_is_another_one_by_now_is_refused(line: str, tmp_path: Path) -> None:
    write_ledger(tmp_path, {PATH: REVIEW})
    read = action(tmp_path, 1)
    changed = REVIEW.replace("- [ ] @sales Call the quay", line)
    (tmp_path / PATH).write_bytes(changed.encode())
    with pytest.raises(EditRefused, match="has changed"):
        tick(tmp_path, read, DAY)
    assert (tmp_path / PATH).read_text(encoding="utf-8") == changed


def test_no_other_file_is_left(tmp_path: Path) -> None:
    ticked(tmp_path, 1)
    assert [path.name for path in (tmp_path / "reviews").iterdir()] == ["2026-11-06.md"]


@pytest.mark.parametrize("line", ["- [ ] @coo Think done:2026-11-01", "- [ ] @coo done:2026-11-01 Think"])
def test_an_open_box_with_a_day_it_was_done_on_gets_no_second_one(line: str, tmp_path: Path) -> None:
    text = ticked(tmp_path, 1, f"## Decisions\n{line}\n")
    assert text == f"## Decisions\n{line}\n".replace("[ ]", "[x]").replace("2026-11-01", "2026-11-20")
    assert action(tmp_path, 1).done == DAY


def test_the_line_of_a_note_below_it_stays(tmp_path: Path) -> None:
    text = "## Decisions\n- [ ] @coo Think\n  of it again\nand more\n"
    assert ticked(tmp_path, 1, text) == text.replace("Think", "Think done:2026-11-20").replace("[ ]", "[x]")
