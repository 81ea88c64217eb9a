"""What came before the ledger began is not known to be nothing: no figure compares with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opsledger.figures.balance import backlog_hours
from opsledger.figures.standing import Standing
from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, figures_of, ledger_of

FLOWS = (
    "inflow.leads_new",
    "inflow.decided",
    "marketing.done.topic",
    "marketing.hours",
    "marketing.cost",
    "money.invoiced",
    "money.paid",
    "money.costs",
    "time.actual.client",
)
BEGUN = f"""
    leads/first.md
        - {DAY - timedelta(days=9)} in x
    projects/job.md
        billing: fixed
        price: 500
        - {DAY - timedelta(days=9)} started
        - {DAY - timedelta(days=7)} invoiced 200
        - {DAY - timedelta(days=6)} paid 100
    weeks/2026-W46.md
        ## Actual
        - Wed 2h job
        - Wed 1h marketing
        ## Marketing
        - Wed linkedin topic said something (cost 3)
    """
EARLIER = f"""
    leads/older.md
        - {DAY - timedelta(days=60)} in x
    weeks/2026-W44.md
        ## Actual
        - Wed 2h admin
        ## Costs
        - Wed 2 admin postage
    """


@pytest.mark.parametrize("name", FLOWS)
def test_a_ledger_begun_in_the_period_has_nothing_to_compare_with(name: str) -> None:
    assert figures_of(BEGUN)[name].previous is None


@pytest.mark.parametrize("name", FLOWS)
def test_a_ledger_begun_earlier_compares_with_the_days_before(name: str) -> None:
    assert figures_of(BEGUN + EARLIER)[name].previous is not None


def test_the_review_says_no_number_of_a_fortnight_before_the_ledger() -> None:
    young, older = (build_review(ledger_of(text), DAY, track_record="") for text in (BEGUN, BEGUN + EARLIER))
    assert young.inflow.leads_before is None
    assert older.inflow.leads_before == 0
    assert {row.before for row in young.inflow.themes} == {None}


@pytest.mark.parametrize(
    ("front", "left", "hours"),
    [
        (
            "        estimate: 680h\n",
            "        - 2026-11-15 left 335h\n",
            335,
        ),  # most was worked before anything was recorded
        ("", "        - 2026-11-15 left 60h\n", 60),
        ("        estimate: 680h\n", "", 680),
    ],
)
def test_what_is_left_of_old_work_is_what_its_owner_says(front: str, left: str, hours: int) -> None:
    text = f"""
    opsledger.yaml
        kept_since: 2026-11-14
    projects/api.md
        billing: hourly
        rate: 90/h
{front}        - 2026-03-02 started
{left}    """
    standing = Standing(ledger_of(text), DAY)
    (figure,) = backlog_hours(standing)
    assert isinstance(figure.value, dict)
    assert figure.value["hours"] == hours
