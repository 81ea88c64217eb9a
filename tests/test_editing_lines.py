"""A line is added where a person would put it, as its neighbours are written, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import EditRefused
from tests.cli_support import write_ledger
from tests.editing_support import edited, text_after

LEAD = "leads/quay.md"
FRONT = "---\nname: Quay\nsource: web\n---\n"
LINE = "2026-11-20 out wrote back"


def added(root: Path, body: str, front: str = FRONT, line: str = LINE) -> str:
    """The body after a line was added to the log."""
    text = text_after(root, LEAD, front + body, AddLines(LEAD, "Log", (line,)))
    assert text.startswith(front)
    return text.removeprefix(front)


def refused(root: Path, text: str, line: str = LINE) -> EditRefused:
    """Why a line is not added to the log of a file, which stays as it is."""
    write_ledger(root, {LEAD: text.encode()})
    with pytest.raises(EditRefused) as why:
        edited(root, [AddLines(LEAD, "Log", (line,))])
    assert (root / LEAD).read_bytes() == text.encode()
    return why.value


PLACES = {
    "behind the last item": ("## Log\n- 2026-11-01 in\n\nEnd.\n", "## Log\n- 2026-11-01 in\n@\n\nEnd.\n"),
    "never sorted": ("## Log\n- 2026-12-01 in\n- 2026-11-01 in\n", "## Log\n- 2026-12-01 in\n- 2026-11-01 in\n@\n"),
    "of the last section of its name": (
        "## Log\n- 2026-11-01 in\n## Notes\n- x\n## log\n* 2026-11-02 in\n# End\n",
        "## Log\n- 2026-11-01 in\n## Notes\n- x\n## log\n* 2026-11-02 in\n* 2026-11-20 out wrote back\n# End\n",
    ),
    "with its bullet and the spaces behind it": (
        "## Log\n+   2026-11-01 in\n",
        "## Log\n+   2026-11-01 in\n+   2026-11-20 out wrote back\n",
    ),
    "with its indent": ("## Log\n  * 2026-11-01 in\n", "## Log\n  * 2026-11-01 in\n  * 2026-11-20 out wrote back\n"),
    "with its tab": ("## Log\n\t- 2026-11-01 in\n", "## Log\n\t- 2026-11-01 in\n\t- 2026-11-20 out wrote back\n"),
    "with its line end": ("## Log\r\n- 2026-11-01 in\r\n\r\nEnd", "## Log\r\n- 2026-11-01 in\r\n@\r\n\r\nEnd"),
    "with the line end of that item alone": (
        "## Log\n- 2026-11-01 in\r\nEnd\n",
        "## Log\n- 2026-11-01 in\r\nEnd\n@\r\n",
    ),
    "without an end where there is none": ("## Log\n- 2026-11-01 in", "## Log\n- 2026-11-01 in\n@"),
    "behind what belongs to the item": (
        "## Log\n- 2026-11-01 in\n  more\n\n  a paragraph\n  - inner\n\nOutside.\n",
        "## Log\n- 2026-11-01 in\n  more\n\n  a paragraph\n  - inner\n@\n\nOutside.\n",
    ),
    "behind a paragraph that is not indented": (
        "## Log\n- 2026-11-01 in\nlazy\n### Deep\n",
        "## Log\n- 2026-11-01 in\nlazy\n@\n### Deep\n",
    ),
    "behind a fence in the item": (
        "## Log\n- 2026-11-01 in\n  ```\n  ## Log\n\n  - x\n  ```\n\n# End\n",
        "## Log\n- 2026-11-01 in\n  ```\n  ## Log\n\n  - x\n  ```\n@\n\n# End\n",
    ),
    "above a comment of its own": (
        "## Log\n- 2026-11-01 in\n<!-- - 2026-11-02 in\n-->\n",
        "## Log\n- 2026-11-01 in\n@\n<!-- - 2026-11-02 in\n-->\n",
    ),
    "above an Obsidian comment of its own": (
        "## Log\n- 2026-11-01 in\n%%\n- 2026-11-02 in\n%%\n",
        "## Log\n- 2026-11-01 in\n@\n%%\n- 2026-11-02 in\n%%\n",
    ),
    "behind an item that a comment within it makes longer": (
        "## Log\n- 2026-11-01 in %% was\n- 2026-11-02 in %%\nWords.\n",
        "## Log\n- 2026-11-01 in %% was\n- 2026-11-02 in %%\n@\nWords.\n",
    ),
    "above an underlined heading": (
        "## Log\n- 2026-11-01 in\n\nThoughts\n--------\n\n- 2026-11-02 milk\n",
        "## Log\n- 2026-11-01 in\n@\n\nThoughts\n--------\n\n- 2026-11-02 milk\n",
    ),
    "in an empty section above an underlined heading": (
        "## Log\n\nSome\nthoughts\n===\n\nWords.\n",
        "## Log\n\n@\n\nSome\nthoughts\n===\n\nWords.\n",
    ),
    "above a break": ("## Log\n- 2026-11-01 in\n---\nWords.\n", "## Log\n- 2026-11-01 in\n@\n---\nWords.\n"),
    "in an empty section": ("## Log\n\n## Notes\n", "## Log\n\n@\n\n## Notes\n"),
    "in an empty section without room": ("## Log\n## Notes\n", "## Log\n\n@\n\n## Notes\n"),
    "in an empty section at the end": ("## Log", "## Log\n\n@"),
    "in an empty section at the end, with a line end": ("## Log\n", "## Log\n\n@\n"),
    "below the prose of an empty section": (
        "## Log\n<!-- what happened\n# x -->\nWords.\n## Notes\n",
        "## Log\n<!-- what happened\n# x -->\nWords.\n\n@\n\n## Notes\n",
    ),
    "in a section of its own where there is none": ("Words.\n", "Words.\n\n## Log\n\n@\n"),
    "in a section of its own behind an open line": ("Words.", "Words.\n\n## Log\n\n@\n"),
    "in a section of its own in a file without a body": ("", "\n## Log\n\n@\n"),
}


@pytest.mark.parametrize(("before", "after"), PLACES.values(), ids=PLACES)
def test_a_line_goes(before: str, after: str, tmp_path: Path) -> None:
    assert added(tmp_path, before) == after.replace("@", f"- {LINE}")


def test_a_byte_order_mark_comments_and_unknown_keys_stay(tmp_path: Path) -> None:
    front = "\ufeff---\r\nname:   'Quay'   # who\r\nsource: web\r\nmine: [1,  2]\r\n---\r\n"
    assert added(tmp_path, "## Log\r\n- 2026-11-01 in\r\n", front).endswith(f"in\r\n- {LINE}\r\n")


def test_lists_below_their_headings_stay_there(tmp_path: Path) -> None:
    week, line = "weeks/2026-W47.md", "Mon 9:00-10:00 admin"
    before = "## Plan\n- Mon 9:00-10:00 admin\n\n## Actual\n\n## Marketing\n"
    after = text_after(tmp_path, week, before, AddLines(week, "Actual", (line,)))
    assert after == before.replace("## Actual\n", f"## Actual\n- {line}\n")


def test_several_lines_keep_their_order(tmp_path: Path) -> None:
    lines = ("2026-11-20 in b", "2026-11-01 in a")
    text = text_after(tmp_path, LEAD, f"{FRONT}## Log\n- 2026-11-10 in\n", AddLines(LEAD, "Log", lines))
    assert text == f"{FRONT}## Log\n- 2026-11-10 in\n- {lines[0]}\n- {lines[1]}\n"


def test_several_edits_of_a_file_are_told_of_one_by_one(tmp_path: Path) -> None:
    write_ledger(tmp_path, {LEAD: f"{FRONT}## Log\n- 2026-11-10 in\n"})
    edits = [AddLines(LEAD, "Log", (f"2026-11-2{number} in",)) for number in range(3)]
    (change,) = edited(tmp_path, edits)
    assert [(line.number, line.text) for line in change.shown] == [
        (7, "- 2026-11-20 in"),
        (8, "- 2026-11-21 in"),
        (9, "- 2026-11-22 in"),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("2026-11-20 propsal sent", "error[line-word] `propsal` is not a word of this log"),
        ("2026-11-31 in", "error[line-date] `2026-11-31` is not a date"),
        ("2026-11-20 next monday", "error[line-value] `monday` is not a date"),
        ("2026-11-20 in\n- 2026-11-20 won", "line ends or control characters"),
        ("2026-11-20 in \x1b[31m", "line ends or control characters"),
        ("2026-11-20 in \u2028", "spaces around it"),
        ("2026-11-20 in a\u2028b", "line ends or control characters"),
        ("  ", "says nothing"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused(line: str, why: str, tmp_path: Path) -> None:
    fault = refused(tmp_path, f"{FRONT}## Log\n- 2026-11-01 in\n", line)
    assert why in "\n".join([str(fault), *map(str, fault.problems)])


UNREADABLE = {
    "that is not UTF-8": (b"---\nname: caf\xe9\nsource: web\n---\n", "not UTF-8"),
    "with a NUL": (f"{FRONT}## Log\n- 2026-11-01 in a\0b\n", "NUL"),
    "with a merge left unfinished": (f"{FRONT}## Log\n<<<<<<< a\n- 2026-11-01 in\n=======\n>>>>>>> b\n", "merge"),
    "with front matter left open": ("---\nname: Quay\n", "never closed"),
    "with front matter below other text": (f"\n{FRONT}## Log\n", "first character"),
    "with an alias": ("---\nname: &a Quay\nsource: web\n---\n", "anchor"),
    "whose only line ends are CRs": ("---\rname: Quay\r---\r", "CRs"),
}


@pytest.mark.parametrize(("text", "why"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_is_refused(text: str | bytes, why: str, tmp_path: Path) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    write_ledger(tmp_path, {LEAD: data})
    with pytest.raises(EditRefused) as refusal:
        edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))])
    assert why in "\n".join(map(str, refusal.value.problems))
    assert (tmp_path / LEAD).read_bytes() == data


def test_a_bad_line_elsewhere_does_not_refuse_an_edit(tmp_path: Path) -> None:
    assert added(tmp_path, "## Log\n- propsal\n") == f"## Log\n- propsal\n- {LINE}\n"


def test_a_line_that_a_fence_left_open_would_hide_is_refused(tmp_path: Path) -> None:
    fault = refused(tmp_path, f"{FRONT}```\n## Log\n- 2026-11-01 in\n")
    assert "cannot be edited safely" in str(fault)
    assert "left open" in str(fault.problems[0])


def test_what_is_odd_is_written_and_told_of(tmp_path: Path) -> None:
    project = "projects/job.md"
    text = "---\nname: Job\nclient: quay\nbilling: fixed\nprice: 9000\n---\n## Log\n- 2026-11-01 booked\n"
    write_ledger(tmp_path, {project: text})
    (change,) = edited(tmp_path, [AddLines(project, "Log", ("2026-11-20 invoiced 12 000",))])
    assert [warning.rule.code for warning in change.warnings] == ["amount-cut"]
    assert "invoiced 12 000" in (tmp_path / project).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Mon 9:30-10:30 admin", "09:30-10:30 overlaps 09:00-10:00"),
        ("Tue 9:00-10:00 harbuor", "there is no project, lead or area `harbuor`"),
        ("Tue 2026-11-16 admin", "neither a time range nor a duration"),
    ],
)
def test_a_block_is_checked_against_its_list_and_the_ledger(line: str, why: str, tmp_path: Path) -> None:
    week = "weeks/2026-W47.md"
    harbor = "---\nname: Harbor\nsource: web\n---\n## Log\n- 2026-11-01 in\n"
    write_ledger(tmp_path, {week: "## Actual\n- Mon 9:00-10:00 admin\n", "leads/harbor.md": harbor})
    with pytest.raises(EditRefused) as refusal:
        edited(tmp_path, [AddLines(week, "Actual", (line,))])
    assert why in refusal.value.problems[0].message
    if "harbuor" in line:
        assert refusal.value.problems[0].hint == "did you mean `harbor`?"


@pytest.mark.parametrize("path", ["projects/quay.md", "leads/2025/quay.md", "leads/Quay.md", "leads/marketing.md"])
def test_a_new_record_with_the_id_of_another_is_refused(path: str, tmp_path: Path) -> None:
    write_ledger(tmp_path, {LEAD: f"{FRONT}## Log\n"})
    with pytest.raises(EditRefused, match="is taken by"):
        edited(tmp_path, [NewRecord(path, f"{FRONT}## Log\n")])


@pytest.mark.parametrize("path", ["leads/_x.md", "leads/con.md", "notes/x.md", "leads/x.txt", "x.md", "leads/../x.md"])
def test_a_file_that_would_be_no_record_is_refused(path: str, tmp_path: Path) -> None:
    write_ledger(tmp_path, {})
    with pytest.raises(EditRefused):
        edited(tmp_path, [NewRecord(path, f"{FRONT}## Log\n")])
    assert [place.name for place in tmp_path.rglob("*.md")] == []


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write_ledger(tmp_path, {LEAD: f"{FRONT}## Log\n"})
    (change,) = edited(tmp_path, [AddLines(LEAD, "Log", (LINE,))], dry_run=True)
    assert change.after == f"{FRONT}## Log\n\n- {LINE}\n".encode()
    assert (tmp_path / LEAD).read_text(encoding="utf-8") == f"{FRONT}## Log\n"


def test_a_week_that_is_not_there_is_made_where_it_is_said_how(tmp_path: Path) -> None:
    week = "weeks/2026-W47.md"
    write_ledger(tmp_path, {})
    with pytest.raises(EditRefused, match=f"there is no {week}"):
        edited(tmp_path, [AddLines(week, "Actual", ("Mon 1h admin",))])
    edited(tmp_path, [AddLines(week, "Actual", ("Mon 1h admin",), "## Plan\n\n## Actual\n")])
    assert (tmp_path / week).read_text(encoding="utf-8") == "## Plan\n\n## Actual\n\n- Mon 1h admin\n"
