from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic
from opsledger.loading import LedgerUnreadable, load
from opsledger.models.ledger import Ledger
from opsledger.reading.plain_mapping import read_plain_entries
from opsledger.reading.tree import Mapping, YamlRefused, entries_of, read_tree
from opsledger.source import SourceFile, Span
from tests.fuzzing import BYTES, PLACES, bounded

pytestmark = pytest.mark.fuzz
DAY = date(2026, 11, 20)
FEW = bounded(75)


def ledger_of(files: dict[str, bytes]) -> Ledger:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in {"opsledger.yaml": b"", **files}.items():
            place = Path(folder) / name
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(data)
        return load(folder)


def assert_slices(span: Span) -> None:
    text = span.source.text
    assert 0 <= span.start <= span.end <= len(text)
    line, column = span.position
    assert line == text.count("\n", 0, span.start) + 1
    assert column == span.start - (text.rfind("\n", 0, span.start) + 1) + 1
    assert span.end_position >= span.position
    assert span.source.line_text(line) is not None


def assert_sound(ledger: Ledger) -> None:
    for problem in check(ledger, DAY):
        assert str(problem)
        if problem.span:
            assert_slices(problem.span)
        for other in problem.related:
            if other.span:
                assert_slices(other.span)
    logged = (*ledger.leads, *ledger.projects, *ledger.tools)
    lines = [line.span for record in logged for line in record.log]
    blocks = [block.span for sheet in ledger.weeks for block in (*sheet.plan, *sheet.actual)]
    actions = [action.span for review in ledger.reviews for action in review.decisions]
    for span in (*lines, *blocks, *actions, *(block.span for block in ledger.schedule)):
        assert_slices(span)
        assert "\n" not in span.text
    for record in ledger.records():
        for span in record.front.values():
            assert_slices(span)


@FEW
@given(st.sampled_from(PLACES), BYTES)
def test_any_bytes_of_a_record_become_diagnostics(path: str, data: bytes) -> None:
    assert_sound(ledger_of({path: data}))


@FEW
@given(BYTES)
@example(b"---\n" + b"[" * 25_000)
@example(b"hours: " + b"{" * 25_000)
def test_any_bytes_of_the_settings_are_read_or_refused(data: bytes) -> None:
    problems: tuple[Diagnostic, ...] = ()
    try:
        assert_sound(ledger_of({"opsledger.yaml": data}))
    except LedgerUnreadable as unreadable:
        problems = unreadable.problems
        assert problems
    for problem in problems:
        assert problem.span
        assert_slices(problem.span)


@pytest.mark.parametrize("opened", ["[", "{", "- ", "? ", "a: {", "!a ", "&a "])
def test_deep_nesting_is_refused(opened: str) -> None:
    ledger = ledger_of({"leads/x.md": f"---\nname: {opened * 25_000}\n---\n".encode()})
    assert [problem.is_error for problem in ledger.problems] == [True]


def test_records_beside_each_other_become_diagnostics() -> None:
    files = dict.fromkeys(PLACES, b"---\nname: x\n---\n## Log\n- 2026-01-01 booked\n")
    assert_sound(ledger_of(files))


KEYS = st.sampled_from(["name", "source", "no", "null", "A_b-0", "y", "_", "<<", "1", "é", "a b", '"q"', "-a", "a:b"])
SIGNS = "ab Z09:#,-?[]{}&*!|>'\"%@`~\\/.=+_()\t\u00a0\u00ad\u00e9\u2028\u2019\u2013\u200d\ufeff\u0085\x7f\x07\ufffe😀"
VALUES = st.one_of(
    st.text(SIGNS, max_size=12),
    st.text(SIGNS, max_size=8).map(lambda text: f'"{text}"'),
    st.text(SIGNS, max_size=8).map(lambda text: f"'{text}'"),
    st.sampled_from(
        ["", "2026-11-02", "10:30", "no", "~", "0x1F", "1_000", "C#", "a #b", "a: b", "a:b", "- a", "x  y "]
    ),
)
ENTRIES = st.lists(
    max_size=2,
    elements=st.tuples(
        KEYS, st.sampled_from([": ", ":", ":  ", ":\t"]), VALUES, st.sampled_from(["\n", "\r\n", " \n"])
    ),
)


@bounded(500)
@given(ENTRIES, st.sampled_from(["", "---\n", "😀\n"]))
def test_the_fast_way_through_front_matter_gives_the_same_tree(entries: list[tuple[str, ...]], above: str) -> None:
    text = above + "".join("".join(entry) for entry in entries)
    source = SourceFile("leads/x.md", text)
    fast = read_plain_entries(source, len(above), len(text))
    if fast is None:
        return
    try:
        slow, problems = read_tree(source, len(above), len(text))
    except YamlRefused as refused:
        raise AssertionError(refused.problem.message) from refused
    assert problems == []
    assert fast == (entries_of(slow) if isinstance(slow, Mapping) else [])
