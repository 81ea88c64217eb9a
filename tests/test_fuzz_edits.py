"""Of any file an edit changes the bytes that were asked for and no others, or nothing at all; taking it back restores
every byte."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.editing.adding import AddLines
from opsledger.editing.edit import Edit, EditRefused
from opsledger.editing.setting import SetField
from opsledger.editing.ticking import Tick
from opsledger.editing.time_blocks import plan_edit
from opsledger.editing.undoing import take_back
from opsledger.loading import load
from opsledger.loading.survey import Survey
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from tests.cli_support import write_ledger
from tests.editing_support import DAY, edited
from tests.fuzzing import PIECES, RECORDS, bounded

pytestmark = pytest.mark.fuzz
LEAD = "leads/x.md"
LINE = "2026-11-20 out wrote back"

# How people write: any bullet, spacing, line end, comment and word of their own, but nothing that is wrong.
BULLETS = st.sampled_from(["- ", "* ", "+ ", "-   ", "*\t"])
EVENTS = st.sampled_from(
    [
        "2026-11-01 in asked",
        "2026-10-30 Proposal: v1",
        "2026-11-02 next 2026-11-24 ring",
        "2026-11-03 value 12_000",
        "x",
    ]
)
BELOW = st.sampled_from(
    ["", "", "\n", "  more of it\n", "lazy words\n", "\n  a paragraph\n", "  - inner\n", "  ```\n  - code\n  ```\n"]
)
OWN_KEYS = st.sampled_from(
    ["mine: 1   # a comment\n", "# a comment\n", "tags: [a,  b]\n", "'quoted key': x\n", "long: |\n  a\n  b\n"]
)
PROSE = st.sampled_from(
    [
        "",
        "\n",
        "Words.\n\n",
        "# Title\n",
        "## Notes\n\n- mine\n",
        "<!-- a comment\n- x -->\n",
        "### Deep\n",
        "```\n- x\n```\n",
    ]
)


@st.composite
def styled(draw: st.DrawFn) -> str:
    """A lead as somebody may write it, with nothing wrong in it."""
    bullet = draw(BULLETS)
    front = ["name: 'Quay'  # who\n", draw(st.sampled_from(["source: web\n", "source:   web   \n", 'source: "web"\n']))]
    front += draw(st.lists(OWN_KEYS, max_size=3, unique=True))
    front += draw(st.sampled_from([[], ["value: 12 000 # net\n"], ["value:\n"], ["value: # none yet\n"]]))
    text = "---\n" + "".join(draw(st.permutations(front))) + draw(st.sampled_from(["---\n", "---  \n"]))
    text += draw(PROSE)
    for _ in range(draw(st.integers(0, 2))):
        text += draw(st.sampled_from(["## Log\n", "##Log ##\n", "## log\n\n"]))
        indent = draw(st.sampled_from(["", "", "  "]))
        for event in draw(st.lists(EVENTS, max_size=4)):
            text += f"{indent}{bullet}{event}\n" + (draw(BELOW) if not indent else "")
        text += draw(PROSE)
    text = text.removesuffix("\n") if draw(st.booleans()) else text
    text = text.replace("\n", "\r\n") if draw(st.booleans()) else text
    return ("\ufeff" if draw(st.booleans()) else "") + text


@contextmanager  # type: ignore[arg-type]
def ledger_with(text: str):  # type: ignore[no-untyped-def]
    with tempfile.TemporaryDirectory() as folder:
        yield write_ledger(Path(folder), {LEAD: text.encode("utf-8", "surrogatepass")})


def assert_taken_back(root: Path, before: bytes) -> None:
    take_back(root)
    assert (root / LEAD).read_bytes() == before


def alike(one: bytes, other: bytes) -> int:
    """How many bytes two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))


def assert_inserted(before: bytes, after: bytes, inserted: bytes) -> None:
    """The file is as it was but for one stretch, which holds what was asked for."""
    added = len(after) - len(before)
    prefix, suffix = alike(before, after), alike(before[::-1], after[::-1])
    assert prefix + suffix >= len(before)
    starts = range(max(0, len(before) - suffix), prefix + 1)
    assert any(inserted in after[start : start + added] for start in starts)


def log_of(ledger: Ledger) -> list[str]:
    return sorted(line.span.text for lead in ledger.leads for line in lead.log)


@bounded(15)
@given(styled())
def test_a_line_is_added_to_a_file_of_any_style_and_nothing_else_changes(text: str) -> None:
    with ledger_with(text) as root:
        before, said = (root / LEAD).read_bytes(), log_of(load(root))
        problems = len(load(root).problems)
        edited(root, [AddLines(LEAD, "Log", (LINE,))])
        after = (root / LEAD).read_bytes()
        assert_inserted(before, after, LINE.encode())
        assert log_of(load(root)) == sorted([*said, LINE])
        assert len(load(root).problems) == problems
        assert (b"\r\n" in after) == (b"\r\n" in before) or b"\n" not in before
        assert_taken_back(root, before)


@bounded(15)
@given(styled(), st.sampled_from([("value", "9000"), ("due", "2026-12-24"), ("name", "Pier: 'a'"), ("client", "acme")]))
def test_a_field_is_set_in_a_file_of_any_style_and_nothing_else_changes(text: str, field: tuple[str, str]) -> None:
    key, value = field
    with ledger_with(text) as root:
        before, said = (root / LEAD).read_bytes(), log_of(load(root))
        edited(root, [SetField(LEAD, key, value)])
        after = (root / LEAD).read_bytes()
        lines, were = after.splitlines(keepends=True), before.splitlines(keepends=True)
        others = [line for line in lines if not line.removeprefix(b"\xef\xbb\xbf").startswith(f"{key}:".encode())]
        assert others == [line for line in were if not line.startswith(f"{key}:".encode())]
        (lead,) = load(root).leads
        assert str(lead.client.id if key == "client" and lead.client else getattr(lead, key)) == value
        assert log_of(load(root)) == said
        for comment in (b"# who", b"# net", b"# none yet", b"# a comment"):
            assert after.count(comment) == before.count(comment)
        assert_taken_back(root, before)


@bounded(15)
@given(styled())
def test_a_field_that_is_removed_takes_its_line_alone(text: str) -> None:
    with ledger_with(text) as root:
        before = (root / LEAD).read_bytes()
        if b"\nvalue:" not in before:
            with pytest.raises(EditRefused, match="has no `value`"):
                edited(root, [SetField(LEAD, "value", None)])
            return
        edited(root, [SetField(LEAD, "value", None)])
        lines = before.splitlines(keepends=True)
        assert (root / LEAD).read_bytes().splitlines(keepends=True) == [
            line for line in lines if not line.startswith(b"value:")
        ]
        assert_taken_back(root, before)


ANY_LINE = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
EDITS: st.SearchStrategy[Edit] = st.one_of(
    ANY_LINE.map(lambda line: AddLines(LEAD, "Log", (f"2026-11-20 note {line}",))),
    ANY_LINE.map(lambda line: AddLines(LEAD, "Log", (line,))),
    st.builds(SetField, st.just(LEAD), st.sampled_from(["name", "value", "due", "client", "ideal"]), ANY_LINE),
    st.builds(SetField, st.just(LEAD), st.sampled_from(["name", "value", "source"]), st.none()),
)


@bounded(40)
@given(RECORDS, st.lists(EDITS, min_size=1, max_size=2))
def test_any_edit_of_any_file_is_done_or_refused(text: str, edits: Sequence[Edit]) -> None:
    with ledger_with(text) as root:
        before = (root / LEAD).read_bytes()
        errors = sum(problem.is_error for problem in load(root).problems)
        try:
            edited(root, edits)
        except EditRefused:
            assert (root / LEAD).read_bytes() == before
            return
        assert sum(problem.is_error for problem in load(root).problems) <= errors
        if (root / LEAD).read_bytes() != before:
            assert_taken_back(root, before)


PLANNED = ["Mon 9:00-12:00 client", "Mon 13:00-15:00 client", "2026-11-23 16:00-17:00 client", "Tue 9:00-10:00 client"]


@bounded(15)
@given(
    st.lists(st.tuples(BULLETS, st.sampled_from(PLANNED), BELOW), max_size=4, unique_by=lambda item: item[1]),
    PROSE,
    st.sampled_from(["\n", "\r\n"]),
    st.integers(8, 16),
    st.integers(1, 3),
)
def test_a_project_takes_its_time_from_clients_or_from_nobody(
    items: list[tuple[str, str, str]], prose: str, line_end: str, start: int, hours: int
) -> None:
    path = "weeks/2026-W48.md"
    text = "## Plan\n" + "".join(f"{bullet}{line}\n{below}" for bullet, line, below in items) + prose
    with ledger_with("") as root:
        project = "---\nname: X\nclient: y\nbilling: hourly\nrate: 90/h\n---\n"
        write_ledger(root, {"projects/x-site.md": project, path: text.replace("\n", line_end).encode()})
        before, planned = (root / path).read_bytes(), load(root).weeks[0].plan
        time = f"{start}:00-{start + hours}:00"
        try:
            edited(root, [plan_edit(Survey(root), date(2026, 11, 23), [time, "x-site"])])
        except EditRefused:
            assert (root / path).read_bytes() == before
            return
        plan = load(root).weeks[0].plan
        assert [block.span.text for block in plan if block.target and block.target.id != "client"] == [
            f"Mon {time} x-site"
        ]
        is_within = sum(block.minutes for block in plan) == sum(block.minutes for block in planned)
        assert is_within or len(plan) == len(planned) + 1
        assert minutes_of(planned) <= minutes_of(plan)
        assert [problem for problem in load(root).problems if problem.is_error and problem.file == path] == []
        take_back(root)
        assert (root / path).read_bytes() == before


def minutes_of(plan: Sequence[Block]) -> set[tuple[int, int]]:
    """The minutes of a plan's blocks, each with its weekday."""
    return {(block.weekday, (block.start or 0) + minute) for block in plan for minute in range(block.minutes)}


@bounded(15)
@given(
    st.lists(st.sampled_from([*PIECES, "- [ ] @sales ", "- [ ] @coo x due:2026-12-01\n", "\n"]), max_size=30).map(
        "".join
    )
)
def test_ticking_any_decision_changes_its_line_alone(text: str) -> None:
    path = "reviews/2026-11-06.md"
    with ledger_with("") as root:
        write_ledger(root, {path: f"## Decisions\n{text}".encode("utf-8", "surrogatepass")})
        before = (root / path).read_bytes()
        for action in [action for review in load(root).reviews for action in review.decisions][:2]:
            try:
                edited(root, [Tick(action, DAY)])
            except EditRefused:
                continue
            now = (root / path).read_bytes()
            changed = [(old, new) for old, new in zip(before.split(b"\n"), now.split(b"\n"), strict=True) if old != new]
            assert len(changed) == 1
            assert b"[x]" in changed[0][1]
            take_back(root)
            assert (root / path).read_bytes() == before
