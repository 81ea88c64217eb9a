"""What a hint says to write, written: the fault is gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic, Hint, at, hint_to_write, warning
from opsledger.loading import LedgerUnreadable, load
from opsledger.source import SourceFile, Span
from tests.case_documents import Case, read_topics, titles
from tests.cli_support import write_ledger
from tests.ledger_text import DAY

CASES = [
    case
    for topic in read_topics()
    for case in topic.cases
    if all(file.way in ("md", "yaml", "text") for file in case.files)
]


def problems_of(root: Path, case: Case) -> tuple[Diagnostic, ...]:
    try:
        return check(load(root), case.day)
    except LedgerUnreadable as unreadable:
        return unreadable.problems


def identity(problem: Diagnostic) -> tuple[str, str, str, int | None]:
    return problem.rule.code, problem.message, problem.file, problem.line


@pytest.mark.parametrize("case", CASES, ids=titles(CASES))
def test_a_fix_mends_its_fault(case: Case, tmp_path: Path) -> None:
    files = {file.path: file.data for file in case.files}
    problems = problems_of(write_ledger(tmp_path / "before", files), case)
    for number, problem in enumerate(problems):
        if fix := problem.fix:
            mended = fix.span.source.text[: fix.span.start] + fix.text + fix.span.source.text[fix.span.end :]
            folder = write_ledger(tmp_path / str(number), {**files, problem.file: mended})
            assert identity(problem) not in map(identity, problems_of(folder, case)), (str(problem), fix.text)


def test_a_hint_of_words_alone_has_no_fix() -> None:
    span = Span(SourceFile("leads/a.md", "one two"), 0, 3)
    assert at(warning("odd", "Odd."), span, "odd", "try something else").fix is None


def test_a_fix_takes_the_place_of_the_span() -> None:
    span = Span(SourceFile("leads/a.md", "one two"), 4, 7)
    fix = at(warning("odd", "Odd."), span, "odd", hint_to_write("three")).fix
    assert fix is not None
    assert (fix.span.text, fix.text) == ("two", "three")


def test_a_fix_of_a_whole_line_takes_the_place_of_the_line() -> None:
    span = Span(SourceFile("leads/a.md", "first\r\nname: a: b\r\n"), 14, 15)
    fix = at(warning("odd", "Odd."), span, "odd", Hint("quote it", 'name: "a: b"', whole_line=True)).fix
    assert fix is not None
    assert fix.span.text == "name: a: b"


def test_a_link_stays_a_link_when_its_id_is_mended(tmp_path: Path) -> None:
    files = {
        "projects/quay-site.md": "---\nname: Site\nclient: quay\nbilling: fixed\nprice: 1\n---\n## Log\n"
        "- 2026-11-02 booked\n",
        "weeks/2026-W47.md": "## Actual\n- Mon 2h [[projects/quay-sit.md#log|the site]] build\n",
    }
    (problem,) = [p for p in check(load(write_ledger(tmp_path, files)), DAY) if p.rule.code == "unknown-target"]
    assert problem.fix is not None
    assert problem.fix.text == "[[projects/quay-site.md#log|the site]]"
