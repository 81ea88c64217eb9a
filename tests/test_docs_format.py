from __future__ import annotations

import re
from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.loading import load
from opsledger.reading.kinds import KINDS
from tests.docs_figures import DAY
from tests.docs_tables import read

_EXAMPLE = re.compile(r"^```(?:md|yaml) (?P<path>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {found["path"]: found["text"] for found in _EXAMPLE.finditer(read("docs/format.md"))}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    for path, text in EXAMPLES.items():
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path


def test_each_example_is_a_file_of_its_own() -> None:
    assert len(_EXAMPLE.findall(read("docs/format.md"))) == len(EXAMPLES)


def test_the_examples_have_nothing_wrong_with_them(ledger: Path) -> None:
    assert [str(problem) for problem in check(load(ledger), DAY)] == []


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_each_kind_has_an_example(kind, ledger: Path) -> None:  # type: ignore[no-untyped-def]
    assert getattr(load(ledger), kind.folder)


def test_the_first_page_has_nothing_wrong_with_it(tmp_path: Path) -> None:
    page = read("docs/format.md").partition("## What most people need")[2].partition("\n---\n\nThe rest")[0]
    texts = re.findall(r"^```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    paths = ("opsledger.yaml", "leads/acme.md", "projects/acme-website.md", "weeks/2026-W47.md")
    for path, text in zip(paths, texts, strict=True):
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    assert [str(problem) for problem in check(load(tmp_path), DAY)] == []
