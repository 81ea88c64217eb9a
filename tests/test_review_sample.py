"""The review of the sample ledger, kept as it was last looked at.

After a change that is meant: `make test ARGS='-k test_review_sample --snapshot-update'`, then read the difference.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from benchmarks.judging.walk import words_of
from opsledger.loading import load
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.cli_support import SAMPLE
from tests.conftest import as_for_users
from tests.ledger_text import DAY
from tests.markdown_shape import columns, headings, links


class MarkdownFile(SingleFileSnapshotExtension):
    """A snapshot that is a Markdown file, to be read as one."""

    file_extension = "md"
    _write_mode = WriteMode.TEXT


@pytest.fixture(scope="module")
def text(few_runs: pytest.MonkeyPatch) -> str:
    with as_for_users(few_runs):
        return rendered()


def rendered(day: date = DAY, template: str = "review.md") -> str:
    return render(build_review(load(SAMPLE), day), SAMPLE, template)


def test_the_review_is_as_it_was(text: str, snapshot: SnapshotAssertion) -> None:
    assert text == snapshot(extension_class=MarkdownFile)


def test_it_has_the_same_bytes_twice() -> None:
    assert rendered() == rendered()


def test_every_link_leads_to_a_file(text: str) -> None:
    targets = links(text)
    assert len(targets) > 20
    missing = [target for target in targets if not (SAMPLE / "reviews" / unquote(target)).resolve().is_file()]
    assert missing == []


def test_the_sections_follow_the_hour(text: str) -> None:
    assert [heading for heading in headings(text) if "minutes)" in heading or heading == "Decisions"] == [
        "Where we stand (5 minutes)",
        "What became of your decisions (5 minutes)",
        "Work flowing in (15 minutes)",
        "Work flowing out (20 minutes)",
        "Decide (15 minutes)",
        "Decisions",
    ]


def test_rows_have_as_many_cells_as_their_tables_head(text: str) -> None:
    written = [line for line in text.splitlines() if line.startswith("|")]
    cells = [len(line.replace("\\|", "").strip("|").split("|")) for line in written if not line.startswith("|--")]
    assert cells
    assert cells == columns(text)


def test_it_is_read_in_a_few_minutes(text: str) -> None:
    assert words_of(text) <= 1200


def test_nothing_unknown_shows_as_a_word_of_python(text: str) -> None:
    assert not {word for word in ("None", "nan", "inf", "Fraction", "Decimal", "True", "False") if f" {word}" in text}


@pytest.mark.parametrize(
    "day", [date(2025, 9, 1), date(2025, 10, 3), date(2026, 1, 2), date(2026, 8, 7), date(2027, 2, 5)]
)
def test_other_days_have_their_review(day: date) -> None:
    text = rendered(day)
    assert headings(text).count("Decisions") == 1
    assert [target for target in links(text) if not (SAMPLE / "reviews" / unquote(target)).resolve().is_file()] == []


def test_a_gap_to_the_last_review_is_said() -> None:
    text = rendered(date(2026, 11, 25))
    assert "The last review was on Fri 6 Nov 2026: 5 days before this period are in no review." in text


def test_an_overlap_with_the_last_review_is_said() -> None:
    assert "The last review was on Fri 6 Nov 2026: 1 day of this period are in both reviews." in rendered(
        date(2026, 11, 19)
    )


def test_a_review_that_follows_on_says_neither(text: str) -> None:
    assert "The last review was on" not in text


def test_the_month_is_rendered() -> None:
    text = render(build_review(load(SAMPLE), date(2026, 10, 31), date(2026, 10, 1)), SAMPLE, "month.md")
    assert text.splitlines()[0] == "# Northlight Studio, Thu 1 Oct to Sat 31 Oct 2026"
    assert "| Received in Oct 2026 |" in text


def test_the_review_of_a_folder_without_templates_is_the_shipped_one(tmp_path: Path) -> None:
    review = build_review(load(SAMPLE), DAY)
    assert render(review, tmp_path) == render(review, SAMPLE)


def test_a_project_says_what_is_left_as_sold_and_what_is_likely(text: str) -> None:
    (row,) = [line for line in text.splitlines() if line.startswith("| [Lantern Theatre rebrand]")]
    assert re.search(r"\| 8 h \| (1[0-9]|2[0-9]|3[0-9]) h \| [^|]+ \|", row)


def test_the_parts_of_the_rate_add_up_as_they_are_shown(text: str) -> None:
    (line,) = (line for line in text.splitlines() if line.startswith("You earned "))
    earned, sold = (int(re.search(rf"{word} (\d+) EUR", line)[1]) for word in ("earned", "Sold at"))  # type: ignore[index]
    assert sold - sum(map(int, re.findall(r"minus (\d+) EUR", line))) == earned
