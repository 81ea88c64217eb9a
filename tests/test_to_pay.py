"""Sums that are to be paid on a day, in lines or in words, count against the reserve. The day is 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.figures.to_pay import not_put_aside, to_pay
from opsledger.findings.finding import Measured
from opsledger.findings.to_pay import payments_ahead
from opsledger.forecast.money_ahead import money_ahead
from opsledger.measuring.every import measure
from opsledger.reporting.money import money_data, money_sentences
from opsledger.reviewing.money import build_money
from tests.ledger_text import DAY, ledger_of

ACCOUNT = """
opsledger.yaml
    living: 2000/month
projects/p.md
    price: 900
    - 2026-01-05 started
    - 2026-02-02 invoiced 900
    - 2026-03-06 paid 900
    - 2026-03-07 delivered
money.md
    ## Log
    - 2026-11-16 balance BALANCE
    - 2026-11-16 tax 640
    - 2026-11-16 LINE
"""


def standing_of(line: str, balance: int = 1420) -> Standing:
    return Standing(ledger_of(ACCOUNT.replace("BALANCE", str(balance)).replace("LINE", line)), DAY)


def sums(line: str) -> list[tuple[int, str, str]]:
    return [(int(each.amount), str(each.on), each.what) for each in to_pay(standing_of(line))]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("bill 1450 2027-01-10 income tax", [(1450, "2027-01-10", "income tax")]),
        ("note income tax: 1,450 are due on 10 January, letter of 4 November", [(1450, "2027-01-10", "income tax")]),
        (
            "note income tax 1,900 on 10 December; VAT of the quarter, about 2,000, on 10 January",
            [(1900, "2026-12-10", "income tax"), (2000, "2027-01-10", "VAT of the quarter")],
        ),
        ("note Einkommensteuer 1.450 fällig am 10. Januar", [(1450, "2027-01-10", "Einkommensteuer")]),
        ("note insurance 380 by 2027-02-01", [(380, "2027-02-01", "insurance")]),
        (
            "bill 380 2027-02-01 insurance of the office, the car and all that is in the two rooms",
            [(380, "2027-02-01", "insurance of the office, the car and")],
        ),
        ("note paid 900 in tax on 10 November", []),  # that day is past
        ("note letter of 4 December about 2025", []),
        ("note 1200 words for the tax office", []),
        ("note talk on 10 December", []),
        ("note tax 1,450 on 10 January 2029", []),  # nobody plans so far ahead
    ],
)
def test_a_sum_and_its_day_are_read_from_a_line_or_a_note(line: str, told: list[tuple[int, str, str]]) -> None:
    assert sums(line) == told


def test_a_note_gives_way_to_the_line_that_says_it_exactly() -> None:
    both = "note income tax 1,450 on 10 January\n    - 2026-11-17 bill 1470 2027-01-10 income tax, by the letter"
    assert sums(both) == [(1470, "2027-01-10", "income tax, by the letter")]
    twice = "note income tax 1,450 on 10 January\n    - 2026-11-17 note income tax 1,450 on 10 January"
    assert len(sums(twice)) == 1


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("bill 1450 2027-01-10 income tax", 810),  # 640 are put aside
        ("bill 500 2027-01-10 income tax", 0),
        ("bill 500 2027-01-10 insurance", 500),  # what is put aside is for tax
    ],
)
def test_what_is_put_aside_for_tax_pays_tax(line: str, missing: int) -> None:
    assert not_put_aside(standing_of(line), date(2027, 3, 1)).amount == missing


@pytest.mark.parametrize(("line", "ends"), [("note x", "2027-01"), ("bill 3000 2026-12-10 insurance", "2026-12")])
def test_the_reserve_ends_sooner_by_what_is_to_be_paid(line: str, ends: str) -> None:
    text = ACCOUNT.replace("BALANCE", "4640").replace("LINE", line)
    assert money_ahead(ledger_of(text), DAY, 20).ends == ends


def measured_of(line: str, balance: int) -> Measured:
    standing = standing_of(line, balance)
    return Measured(standing, measure(standing))


def test_what_no_money_is_put_aside_for_is_asked_about_early() -> None:
    (short,) = payments_ahead(measured_of("note income tax: 1,450 are due on 10 January", 1300))
    assert short.action == "Ask early to pay 810 EUR for income tax in parts, or put it aside"
    assert short.because == ("1,450 EUR falls due on Sun 10 Jan. 640 EUR are put aside, and the reserve is 660 EUR")
    assert short.urgency == 3
    (held,) = payments_ahead(measured_of("note income tax: 1,450 are due on 10 January", 9000))
    assert held.action == "Put 810 EUR aside for income tax"
    assert held.urgency == 2
    assert not list(payments_ahead(measured_of("bill 500 2027-01-10 income tax", 1300)))
    assert not list(payments_ahead(measured_of("bill 1450 2027-03-10 income tax", 1300)))  # there is time


def test_it_is_shown_with_the_reserve_and_in_json() -> None:
    money = build_money(measured_of("bill 1450 2027-01-10 income tax", 9000))
    assert "To pay: 1,450 EUR on 10 Jan." in money_sentences(money, "EUR")
    assert money_data(money)["to_pay"] == [{"amount": 1450, "on": date(2027, 1, 10), "what": "income tax"}]


DRAWN = """
opsledger.yaml
    living: 2000/month
    terms: 14
projects/care.md
    billing: retainer
    price: 2100/month
    - 2026-06-01 started
    - 2026-08-05 invoiced 2100
    - 2026-08-20 paid 2100
    - 2026-09-05 invoiced 2100
    - 2026-09-20 paid 2100
    - 2026-10-05 invoiced 2100
    - 2026-10-20 paid 2100
    - 2026-11-05 invoiced 2100
    - 2026-11-19 paid 2100
money.md
    ## Log
    - 2026-10-DRAWS draw 2000
    - 2026-11-DRAWS draw 2000
    - 2026-11-19 balance 600
"""


@pytest.mark.parametrize(("draws", "ends"), [("02", "2026-12"), ("18", None)])
def test_who_draws_before_clients_pay_runs_dry_within_a_month(draws: str, ends: str | None) -> None:
    assert money_ahead(ledger_of(DRAWN.replace("DRAWS", draws)), DAY, 40).ends == ends
