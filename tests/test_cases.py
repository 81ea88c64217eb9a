from __future__ import annotations

import errno
import os
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from opsledger.checks.every import check, count_errors
from opsledger.loading import LedgerUnreadable, load
from tests.case_documents import Case, CaseFile, read_topics, titles, told, with_expected
from tests.cases_to_docs import PATH, all_rules, build_docs

TOPICS = read_topics()
CASES = [case for topic in TOPICS for case in topic.cases]


@pytest.mark.parametrize("case", CASES, ids=titles(CASES))
def test_case(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "ledger"
    make_ledger(root, case, monkeypatch)
    assert told(root, case.day) == case.expected


@pytest.mark.parametrize("case", CASES, ids=titles(CASES))
def test_as_many_errors_are_counted_as_told(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "ledger"
    make_ledger(root, case, monkeypatch)
    with suppress(LedgerUnreadable):
        ledger = load(root)
        assert count_errors(ledger) == sum(problem.is_error for problem in check(ledger, case.day))


def make_ledger(root: Path, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    root.mkdir()
    for file in case.files:
        place = root / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        make_file(place, file, monkeypatch)
    if not any(file.path == "opsledger.yaml" for file in case.files):
        (root / "opsledger.yaml").touch()


def make_file(place: Path, file: CaseFile, monkeypatch: pytest.MonkeyPatch) -> None:
    match file.way:
        case "link":
            place.symlink_to(file.text.strip())
        case "folder":
            place.mkdir(exist_ok=True)
        case "pipe":
            os.mkfifo(place)
        case "large":
            place.write_bytes(b"x" * int(file.text))
        case "locked":
            place.write_bytes(file.data)
            lock(place, monkeypatch)
        case _:
            place.write_bytes(file.data)


def lock(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to open a file, as a system does that keeps rights (the tests may run as one who has them all)."""
    really_open = os.open

    def refuse(path: str, *arguments: int) -> int:
        if Path(path) == place:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return really_open(path, *arguments)

    monkeypatch.setattr(os, "open", refuse)


def test_no_two_rules_share_a_code() -> None:
    counted = Counter(rule.code for rule in all_rules())
    assert [code for code, times in counted.items() if times > 1] == []


def test_every_rule_has_a_case() -> None:
    covered = {code for case in CASES for code in case.codes}
    assert {rule.code for rule in all_rules()} - covered == set()


def test_every_code_in_a_case_is_a_rule() -> None:
    known = {f"{rule.severity}[{rule.code}]" for rule in all_rules()}
    for case in CASES:
        for code in case.codes:
            assert any(f"{severity}[{code}]" in known for severity in ("error", "warning")), code


def test_no_two_cases_share_a_title() -> None:
    assert [title for title, times in Counter(titles(CASES)).items() if times > 1] == []


def test_the_documented_checks_are_those_of_the_cases() -> None:
    written = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
    assert written == build_docs(TOPICS, all_rules()), (
        "write docs/checks.md again: python -m tests.cases_to_docs --write"
    )


def test_the_sample_ledger_is_clean() -> None:
    sample = Path(__file__).parent.parent / "sample-ledger"
    assert told(sample, CASES[0].day) == ""


def test_expected_diagnostics_are_brought_up_to_date_and_nothing_else() -> None:
    topic = next(topic for topic in TOPICS if sum(bool(case.expected) for case in topic.cases) > 1)
    text, case = topic.path.read_text("utf-8"), next(case for case in topic.cases if case.expected)
    spoilt = with_expected(text, case, "leads/a.md:1:1: error[other] something else\n")
    assert spoilt != text
    assert with_expected(spoilt, case, case.expected) == text
