"""Money. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.ledger_text import figure_of, lines_of, value_of


def project(*log: str, name: str = "p", front: str = "") -> str:
    return "\n".join(
        [f"projects/{name}.md", *([f"    {front}"] if front else []), *(f"    - {line}" for line in log), ""]
    )


def owed(*log: str) -> Any:
    return value_of("money.outstanding", project(*log))


def test_invoiced_is_of_the_period_less_credits() -> None:
    text = project(
        "2026-11-06 invoiced 70", "2026-11-07 invoiced 1000.50", "2026-11-20 credited 200", "2026-11-21 invoiced 9"
    )
    figure = figure_of("money.invoiced", text)
    assert (figure.value, figure.previous, figure.n) == (Fraction(Decimal("800.50")), 70, 2)


def test_paid_is_of_the_period_less_refunds() -> None:
    text = project("2026-10-24 paid 70", "2026-11-07 paid 1000", "2026-11-20 refunded 200") + project(
        "2026-11-08 paid 5", name="q"
    )
    figure = figure_of("money.paid", text)
    assert (figure.value, figure.previous) == (805, 70)
    assert lines_of(figure) == ["2026-11-07 paid 1000", "2026-11-08 paid 5", "2026-11-20 refunded 200"]


def test_costs_are_the_projects_and_the_weeks_and_the_marketings() -> None:
    text = (
        project("2026-11-10 cost 100 fonts", "2026-11-11 cost 50 @jane 2h")
        + """
projects/mine.md
    billing: internal
    - 2026-11-12 cost 7 a domain
weeks/2026-W45.md
    ## Costs
    - Fri 4 admin before the period
weeks/2026-W46.md
    ## Costs
    - Mon 30 marketing cards
    - Tue 20 admin
    ## Marketing
    - Wed fair engage a stand (cost 500)
"""
    )
    figure = figure_of("money.costs", text)
    assert (figure.value, figure.previous, figure.n) == (707, 4, 6)


@pytest.mark.parametrize("name", ["money.invoiced", "money.paid"])
def test_nothing_happened_is_nought(name: str) -> None:
    figure = figure_of(name, "")
    assert (figure.value, figure.previous, figure.n, figure.note) == (0, 0, 0, None)


def test_costs_that_were_never_written_down_are_not_nought() -> None:
    figure = figure_of("money.costs", "")
    assert (figure.value, figure.note) == (None, "not known: no `cost` is written down")
    assert figure_of("money.costs", "projects/a.md\n    - 2025-01-05 booked\n    - 2025-01-06 cost 20").value == 0


def test_cents_are_exact() -> None:
    lines = [f"2026-11-10 invoiced 0.{cents}" for cents in ("10", "20", "30")]
    assert value_of("money.invoiced", project(*lines)) == Fraction(6, 10)


# outstanding


def test_nothing_owed_is_nought_with_no_oldest() -> None:
    assert owed("2026-11-01 invoiced 100", "2026-11-02 paid 100") == {"amount": 0, "oldest_days": None}


def test_payments_settle_the_oldest_invoice_first() -> None:
    assert owed("2026-10-01 invoiced 100", "2026-11-10 invoiced 50", "2026-11-12 paid 100") == {
        "amount": 50,
        "oldest_days": 10,
    }


def test_an_invoice_paid_in_part_is_not_settled() -> None:
    assert owed("2026-10-01 invoiced 100", "2026-11-10 invoiced 50", "2026-11-12 paid 99") == {
        "amount": 51,
        "oldest_days": 50,
    }


def test_credits_settle_like_payments() -> None:
    assert owed("2026-10-01 invoiced 100", "2026-11-10 invoiced 50", "2026-11-12 credited 100")["oldest_days"] == 10


def test_a_payment_before_its_invoice_settles_it() -> None:
    assert owed("2026-10-01 paid 100", "2026-10-02 invoiced 100") == {"amount": 0, "oldest_days": None}


def test_refunds_take_back() -> None:
    log = ("2026-10-01 invoiced 100", "2026-10-10 paid 100", "2026-10-11 refunded 30")
    assert owed(*log) == {"amount": 30, "oldest_days": 50}


def test_a_refund_of_what_was_credited_leaves_nothing_owed() -> None:
    log = ("2026-10-01 invoiced 100", "2026-10-10 paid 100", "2026-10-11 credited 30", "2026-10-12 refunded 30")
    assert owed(*log)["amount"] == 0


def test_a_project_paid_too_much_takes_nothing_from_another() -> None:
    text = project("2026-10-01 invoiced 100", "2026-10-01 paid 500") + project("2026-11-10 invoiced 80", name="q")
    figure = figure_of("money.outstanding", text)
    assert (figure.value, figure.n) == ({"amount": 80, "oldest_days": 10}, 1)


def test_the_oldest_is_of_all_projects() -> None:
    text = project("2026-11-10 invoiced 100") + project("2026-10-01 invoiced 80", name="q")
    assert value_of("money.outstanding", text) == {"amount": 180, "oldest_days": 50}


def test_what_is_paid_later_is_owed_on_the_day() -> None:
    assert owed("2026-11-10 invoiced 100", "2026-11-21 paid 100")["amount"] == 100
