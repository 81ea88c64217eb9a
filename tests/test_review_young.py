"""A new ledger's review is useful from the first day: it says what is missing and what to write next."""

from __future__ import annotations

import pytest

from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, ledger_of
from tests.markdown_shape import headings

WEEK = """
    opsledger.yaml
        business: Quay Signs
    leads/bakery.md
        source: a friend
        - 2026-11-17 in wants a sign by spring
    projects/harbour.md
        client: Harbour Café
        price: 1200
        estimate: 20h
        - 2026-11-16 booked
        - 2026-11-17 started
    weeks/2026-W47.md
        ## Actual
        - Tue 9:00-12:00 harbour
        - Wed 2h bakery
"""


def review_of(text: str) -> str:
    return render(build_review(ledger_of(text), DAY))


def missing_of(text: str) -> tuple[str, ...]:
    return tuple(sentence.partition(":")[0] for sentence in build_review(ledger_of(text), DAY).missing)


def test_an_empty_ledger_says_all_that_is_missing() -> None:
    assert missing_of("") == (
        "No lead is known",
        "No client project is known",
        "No time is recorded",
        "No week is planned",
        "No target is set",
    )


def test_an_empty_ledgers_review_is_whole() -> None:
    text = review_of("")
    assert headings(text)[-1] == "Decisions"
    for line in (
        "**Too early to tell: no client work is recorded yet.**",
        "No action is open.",
        "No lead is open.",
        "No client project is open.",
        "Nothing was planned or recorded in these days.",
        "2026-W48 is not planned yet.",
        "No tool is due for a look.",
        "Nothing on the website is due for a look.",
    ):
        assert line in text


def test_a_ledger_of_a_week_says_what_is_still_missing() -> None:
    assert missing_of(WEEK) == ("No week is planned", "No target is set")


def test_a_ledger_of_a_week_has_its_numbers() -> None:
    text = review_of(WEEK)
    assert "Quay Signs, the days from Sat 7 Nov 2026 to Fri 20 Nov 2026." in text
    assert "| Booked work left, as sold | 17 h |" in text
    assert "3 h of 20 h" in text
    assert "New leads: **1** (+1 on the period before)" in text
    assert "| client | – | 3 h |  |" in text


def test_what_is_known_no_longer_stands_under_what_is_missing() -> None:
    text = (
        WEEK
        + """
        ## Plan
        - Fri 2h harbour
    """
    )
    assert missing_of(text.replace("business: Quay Signs", "targets: {income: 4000/month}")) == ()


def test_a_project_without_an_estimate_is_told() -> None:
    assert "No project has an estimate" in missing_of(WEEK.replace("        estimate: 20h\n", ""))


@pytest.mark.parametrize(("errors", "told"), [(1, "**1 error in"), (2, "**2 errors in")])
def test_errors_in_the_files_are_counted(errors: int, told: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    from opsledger.loading import load

    ledger_of(WEEK, tmp_path)
    with (tmp_path / "leads" / "bakery.md").open("a", encoding="utf-8") as file:
        file.write("- 2026-02-30 out no such day\n" * errors)
    assert told in render(build_review(load(tmp_path), DAY))
