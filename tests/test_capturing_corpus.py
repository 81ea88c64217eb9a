"""A hundred lines as people type them on a phone: how many find their place, and that none goes astray or is lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.capturing.inbox import read_inbox
from opsledger.capturing.placed import PlacedOff, WhyLeft
from opsledger.capturing.placing import Placing
from opsledger.editing import performing
from opsledger.editing.door import Door
from opsledger.editing.edit import EditRefused
from opsledger.editing.planning import planned_change
from opsledger.loading import load
from opsledger.loading.survey import Survey
from opsledger.models.settings import FILE
from tests.cli_support import SAMPLE, SOURCE, run, write_ledger
from tests.fuzzing import bounded

DAY = date(2026, 11, 20)


def rows_of(name: str) -> list[tuple[str, ...]]:
    """The lines of a file of them: what is typed, where it belongs, and what has to stand there."""
    rows = (SOURCE / "tests/data" / name).read_text("utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if not row.startswith("#")]


LINES = rows_of("inbox-lines.txt")


def placed(typed: str, survey: Survey, placing: Placing) -> tuple[str, str] | None:
    """Where a line goes and the whole of what the file then says; None if it stays."""
    (line,) = read_inbox(typed.encode(), DAY).lines
    found = placing.place(line.text, line.day)
    if isinstance(found, WhyLeft):
        return None
    if isinstance(found, PlacedOff):
        return FILE, str(found.days)
    try:
        change = planned_change(survey, found.edit.path, [found.edit], DAY)
    except EditRefused:
        return None
    written = change.after or b""
    shown = "\n".join(one.text for one in change.shown)
    return found.edit.path, shown or written.decode()


@pytest.mark.parametrize(
    ("lines", "most"),
    [(LINES, 99), (rows_of("inbox-sentences.txt"), 240)],  # of 100 and of 250; a new lead without its source stays
    ids=["lines", "sentences"],
)
def test_most_lines_find_their_place_and_none_a_wrong_one(lines: list[tuple[str, ...]], most: int) -> None:
    survey = Survey(SAMPLE)
    placing = Placing(survey, load(SAMPLE).as_of(DAY), DAY)
    right, stays, wrong = 0, [], []
    for typed, path, text in lines:
        got = placed(typed, survey, placing)
        if (got is None and path == "-") or (got is not None and got[0] == path and text in got[1]):
            right += 1
        elif got is None:
            stays.append(typed)
        else:
            wrong.append((typed, got))
    assert wrong == []
    assert right >= most, stays


FILES = {
    "opsledger.yaml": "areas: {admin: 2}\n",
    "leads/quay.md": "---\nname: Quay\nsource: web\n---\n## Log\n- 2026-11-01 inquiry\n",
    "projects/site.md": "---\nname: Site\nclient: Pier\nbilling: fixed\nprice: 9\n---\n## Log\n- 2026-11-02 started\n",
}
TYPED = ("2h site build", "quay call back", "paid 900 site", "buy milk", "1h admin", "site they like it", "9-10 quay")


class Killed(BaseException):
    """Stands for a process that ends in the middle of writing."""


def texts(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


@bounded(20)
@given(
    lines=st.lists(st.sampled_from(TYPED), min_size=1, max_size=6, unique=True),
    written=st.integers(min_value=0, max_value=5),
)
def test_no_line_is_lost_when_sorting_is_killed_and_undo_brings_all_back(lines: Sequence[str], written: int) -> None:
    with TemporaryDirectory() as folder:
        root = write_ledger(Path(folder), {**FILES, "inbox.md": "".join(f"{line}\n" for line in lines)})
        before = texts(root)
        done = run(root, "sort", "--write", "--on", str(DAY)).stdout
        after = texts(root)
        run(root, "undo", "--yes")
        assert texts(root) == before
        write, count = Door.write, iter(range(100))

        def dying(*arguments: object, **options: object) -> None:
            if next(count) == written:
                raise Killed
            write(*arguments, **options)  # type: ignore[arg-type]

        survives = patch.object(performing, "_break_off", lambda *_: None)  # as if nobody were left to clean up
        with patch.object(Door, "write", dying), survives, suppress(Killed):
            run(root, "sort", "--write", "--on", str(DAY))
        now = texts(root)
        assert now["inbox.md"] in (before["inbox.md"], after["inbox.md"])
        if now["inbox.md"] == after["inbox.md"]:  # a line leaves only once all of them are written
            assert now == after, done
        elif now != before:
            run(root, "undo", "--yes")
            assert texts(root) == before
