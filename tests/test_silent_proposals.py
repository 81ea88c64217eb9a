"""Several proposals without an answer are rung before new leads are looked for. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.choosing import ChosenFindings
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

SILENT = """
leads/harbour.md
    name: Harbour report
    value: 6800
    - 2026-09-10 in asked
    - 2026-10-05 proposal
    - 2026-10-05 next 2026-10-19 ring
leads/memoir.md
    name: Memoir
    value: 9500
    - 2026-09-20 in asked
    - 2026-10-20 proposal
    - 2026-10-20 next 2026-11-03 ask
"""
REVIEW = """
reviews/2026-11-06.md
    ## Decisions
    - [ ] @sales Ring Harbour due:2026-11-10
"""


def shown(text: str) -> ChosenFindings:
    standing = Standing(ledger_of(text), DAY)
    return chosen(Measured(standing, measure(standing)))


def test_silent_proposals_are_one_item_with_their_sum_the_longest_silent_first() -> None:
    found = shown(SILENT)
    (row,) = [row for row in found.this_week if row.finding.rule == "stale-leads"]
    assert row.finding.action == "Ring the two who have your proposal: Harbour report and Memoir"
    assert row.finding.because == "they are worth 16,300 EUR together, and nothing was heard for 31 to 46 days"
    assert (row.finding.whole, row.finding.by) == (16300, date(2026, 11, 23))
    assert {"stale-leads"}.isdisjoint(row.finding.rule for row in found.others)
    assert sum(row.finding.rule == "stale-leads" for row in found.every) == 2  # each is remembered by itself


def test_a_name_is_said_up_to_its_colon() -> None:
    found = shown(SILENT.replace("name: Memoir", 'name: "Baumeister Rath: memoir"'))
    assert (
        found.this_week[0].finding.action == "Ring the two who have your proposal: Harbour report and Baumeister Rath"
    )


def test_what_was_decided_of_them_and_not_done_is_quoted() -> None:
    found = shown(SILENT + REVIEW)
    first = found.this_week[0].finding
    assert first.because.endswith("You decided on Fri 6 Nov: “Ring Harbour”")
    assert "overdue-actions" not in [row.finding.rule for row in (*found.this_week, *found.others)]


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("next 2026-11-03 ask", "next 2026-12-03 ask"),  # its day is to come
        ("value: 9500\n", ""),  # nobody knows what it is worth
        ("2026-10-20 proposal", "2026-10-20 qualified"),  # nothing was offered yet
    ],
)
def test_one_alone_is_told_as_before(was: str, is_now: str) -> None:
    found = shown(SILENT.replace(was, is_now))
    assert not any(row.finding.action.startswith("Ring the ") for row in found.this_week)
    assert any(row.finding.action == "Harbour report: ring" for row in found.this_week)


def test_no_marketing_is_asked_for_beside_them() -> None:
    site = """
website/case.md
    type: case-study
    - 2026-10-05 published
projects/done.md
    name: Done
    client: ada
    price: 900
    - 2026-10-01 started
    - 2026-11-05 delivered
"""
    alone = SILENT.partition("leads/memoir.md")[0]
    rules = [
        [row.finding.rule for row in (*found.this_week, *found.others)]
        for found in map(shown, (alone + site, SILENT + site))
    ]
    assert "unproved-work" in rules[0]
    assert "unproved-work" not in rules[1]
