"""The expected diagnostics of the cases, as they are now: `python -m tests.cases_update --write`. Read the diff."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.case_documents import Case, read_topics, told, with_expected
from tests.test_cases import make_ledger


def tell(case: Case) -> str:
    """What is said of a case's ledger now."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        root = Path(folder) / "ledger"
        make_ledger(root, case, patch)
        return told(root, case.day)


def updated(text: str, cases: tuple[Case, ...], said: Callable[[Case], str] = tell) -> str:
    """A file of cases with the diagnostics that its ledgers have now; what is right already stays byte for byte."""
    for case in cases:
        now = said(case)
        if now != case.expected:
            text = with_expected(text, case, now)
    return text


if __name__ == "__main__":
    for topic in read_topics():
        before = topic.path.read_text("utf-8")
        after = updated(before, topic.cases)
        if after != before:
            if "--write" in sys.argv:
                topic.path.write_text(after, "utf-8")
            sys.stdout.write(f"{topic.path.name}: {'written' if '--write' in sys.argv else 'not as it is now'}\n")
