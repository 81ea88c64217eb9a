"""A consultant's three months of money, by commands and an editor: VAT, pounds, a deposit, parts, late payers.

Every figure is worked out by hand in the comment beside it, and again by `money_by_hand`, which shares no code with the
program; so is the sample's. The day is Friday, 18 December 2026, and the period begins on 1 October.
"""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from opsledger.figures.billing_plan import planned_bills
from opsledger.figures.standing import Standing
from opsledger.loading import load
from opsledger.measuring.every import Measuring, measure
from opsledger.models.ledger import Ledger
from tests.cli_support import SAMPLE, run
from tests.money_by_hand import Money, read

FIRST, DAY = date(2026, 10, 1), date(2026, 12, 18)

SETTINGS = """\
business: Rohde Advice
currency: CHF
vat: 8.1%
rates: {GBP: 1.10}
living: 6000/month
"""

COMMANDS = (
    "new client Alpina --id alpina --terms 20",
    "new client Nordbau --id nordbau",
    "new client Thames --id thames --vat 0%",
    'new project "Alpina audit" --id audit --client alpina --billing fixed --price 30000 --estimate 25d'
    ' --line "booked" --on 2026-10-01',
    "log audit bill 12000 2026-11-16 the second part --on 2026-10-01",
    "log audit bill 8000 2027-01-15 the rest --on 2026-10-01",
    "log audit paid 5405 gross a deposit --on 2026-10-02",
    "log audit invoiced 10810 gross no 2026-01 --on 2026-10-05",
    "log audit paid 3000 gross --on 2026-10-20",
    "log audit expense 108.10 gross train to Chur --on 2026-10-28",
    "log audit paid 2405 gross --on 2026-11-02",
    "log audit cost 540.50 gross a translator --on 2026-11-09",
    "log audit invoiced 12000 no 2026-04 --on 2026-11-16",
    "log audit paid 6486 gross no 2026-04 --on 2026-12-08",
    'new project "Thames study" --id study --client thames --billing fixed --price 7000 --currency GBP'
    ' --line "started" --on 2026-10-12',
    "log study invoiced 3000 no 2026-02 --on 2026-10-12",
    "log study cost 200 maps --on 2026-11-05",
    "log study paid 3000 @1.15 no 2026-02 --on 2026-11-16",
    "log study expense 80 ferry --on 2026-11-18",
    "log study invoiced 4000 due 2027-01-10 no 2026-05 --on 2026-11-20",
    "log study delivered --on 2026-11-27",
    "log study paid 1500 @1.12 --on 2026-12-10",
    "new tool Drawboard --id drawboard --jobs deliver --line 'cost 100/month' --on 2026-10-01",
    "log money balance 16000 --on 2026-10-01",
    "log money draw 5000 --on 2026-11-30",
    "log money balance 18400 --on 2026-12-11",
    "log money tax 3000 VAT of the quarter --on 2026-12-11",
)

HARBOUR = """\
---
name: Nordbau harbour
client: nordbau
billing: hourly
rate: 1200/day
---

## Log

- 2026-10-02 started
- 2026-10-02 invoiced 2162 gross no 2026-00, a first look
- 2026-10-30 invoiced 1500 no 2026-03
- 2026-11-20 paid 2162 gross no 2026-00
- 2026-11-27 delivered
- 2026-12-02 credited 100 no 2026-03 half a day too many
- 2026-12-14 paid 500 no 2026-03
- 2026-12-16 refunded 54.05 gross no 2026-03 paid twice, they say
"""

WEEK = """\
## Costs

- Wed 60 marketing cards

## Marketing

- Thu conference engage a talk in Bern (replies 3, cost 40)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("consultant")
    (folder / "opsledger.yaml").write_text(SETTINGS, encoding="utf-8")
    for command in COMMANDS:
        result = run(folder, *shlex.split(command))
        assert result.exit_code == 0, (command, result.stderr)
    (folder / "projects/harbour.md").write_text(HARBOUR, encoding="utf-8")  # two files in an editor
    (folder / "weeks").mkdir(exist_ok=True)
    (folder / "weeks/2026-W46.md").write_text(WEEK, encoding="utf-8")
    checked = run(folder, "check", "--on", f"{DAY}")
    assert "0 errors, 1 warning in" in checked.stdout, checked.stdout
    assert (
        "warning[paid-too-much] 5,000.00 CHF paid up to 2026-10-02" in checked.stdout
    )  # the deposit, before its invoice
    return folder


@pytest.fixture(scope="module")
def ledger(root: Path) -> Ledger:
    return load(root)


@pytest.fixture(scope="module")
def measured(ledger: Ledger) -> Measuring:
    return measure(Standing(ledger, DAY, FIRST))


def ahead(measured: Measuring) -> dict[str, Any]:
    return {name[-7:]: measured[name].value for name in measured if name.startswith("money.ahead.")}


def test_what_was_invoiced_is_net_and_in_francs(measured: Measuring) -> None:
    # Alpina 10810 / 1.081 = 10000, and 12000; 3000 + 4000 pounds at 1.10 = 7700; Nordbau 2000 + 1500 - 100
    assert measured["money.invoiced"].value == 22000 + 7700 + 3400


def test_parts_of_a_gross_invoice_come_to_its_net(measured: Measuring) -> None:
    # the deposit 5000; 8405 of 10810 are 7775.21, so 3000 come to 2775.21, and the rest to 2224.79: 10000 in all;
    # 6486 / 1.081 = 6000; 3000 pounds at 1.15 = 3450, and 1500 at 1.12 = 1680; Nordbau 2000 + 500 - 50
    assert measured["money.paid"].value == 10000 + 6000 + 3450 + 1680 + 2450


def test_each_part_comes_to_whole_cents(ledger: Ledger) -> None:
    def paid(first: date, last: date) -> Any:
        return measure(Standing(ledger, last, first))["money.paid"].value

    assert paid(date(2026, 10, 2), date(2026, 10, 2)) == 5000
    assert paid(date(2026, 10, 20), date(2026, 10, 20)) == Fraction("2775.21")
    assert paid(date(2026, 11, 2), date(2026, 11, 2)) == Fraction("2224.79")


def test_costs_and_expenses(measured: Measuring) -> None:
    # 540.50 / 1.081 = 500; 200 pounds = 220; cards 60, a talk 40
    assert measured["money.costs"].value == 500 + 220 + 100
    # 108.10 / 1.081 = 100; 80 pounds = 88
    assert measured["money.expenses"].value == 188


def test_what_is_owed_and_since_when(measured: Measuring) -> None:
    # Alpina 12000 - 6000; 4000 - 1500 pounds at 1.10 = 2750; Nordbau 1500 - 100 - 500 + 50 = 950, of 30 October
    assert measured["money.outstanding"].value == {"amount": 6000 + 2750 + 950, "oldest_days": 49}


def test_what_is_overdue(measured: Measuring) -> None:
    # Alpina's was due after 20 days, on 6 December: 12 days ago; Nordbau's on 29 November: 19; Thames's is not
    assert measured["money.overdue"].value == {"amount": 6950, "invoices": 2, "days": 19}


def test_how_late_each_client_pays(measured: Measuring) -> None:
    # due on 25 October, paid on 2 November: 8; due on 11 November, paid on the 16th: 5; due on 1 November, paid on the
    # 20th: 19. All clients' mean, beside four of 5 days: (8 + 5 + 19 + 20) / 7. It weighs 25 by
    # (64/9 + 289/9 + 625/9 + 300) / 5 = 1226/15.
    usual, weight = Fraction(52, 7), Fraction(375, 1226)
    for client, days in (("alpina", 8), ("thames", 5), ("nordbau", 19)):
        assert measured[f"money.pays_late.{client}"].value == (days + weight * usual) / (1 + weight)


def test_the_reserve_and_what_was_taken(measured: Measuring) -> None:
    assert measured["money.drawn"].value == 5000
    # 18400 - 3000, over 6000 of living and 100 of tools
    expected = {"balance": 18400, "put_aside": 3000, "amount": 15400, "months": Fraction(154, 61), "days": 7}
    assert measured["money.reserve"].value == expected


def test_the_plan_of_invoices_keeps_what_is_still_to_come(ledger: Ledger) -> None:
    (audit,) = (project for project in ledger.projects if project.id == "audit")
    # the invoice of 16 November kept the first
    assert [(bill.on, bill.amount) for bill in planned_bills(audit)] == [(date(2027, 1, 15), Fraction(8000))]


def test_certain_money_ahead_is_what_is_owed_in_the_month_by_which_it_surely_came(measured: Measuring) -> None:
    # A client's usual day and 3.2 deviations later. With one payment each: 25 within a client, and of its mean
    # 1 / (15/1226 + 1/25) = 19.14; uneven by 0.3 of the days. Alpina: 7.87, sqrt(44.14 + 5.57) = 7.05, so 31 days after
    # 6 December: 6 January. Nordbau: 16.29, sqrt(44.14 + 23.88) = 8.25, 43 days after 29 November: 11 January.
    # Thames: 5.57, sqrt(44.14 + 2.79) = 6.85, 28 days after 10 January: 7 February.
    certain = {month: value["certain"] for month, value in ahead(measured).items()}
    owed = {month: amount for month, amount in certain.items() if amount}
    assert owed == {"2027-01": 6950, "2027-02": 2750}
    # 6486 gross, 1500 pounds at 1.12, 500, and 54.05 gross paid back
    assert ahead(measured)["2026-12"]["received"] == 6000 + 1680 + 450


def test_likely_money_ahead_is_the_plan_and_the_expenses(measured: Measuring) -> None:
    # 8000 by the plan, 100 + 88 of expenses; one in a hundred is never paid
    likely = sum(value["likely"] for value in ahead(measured).values())
    assert likely == pytest.approx(8188, rel=0.05)


def by_hand(money: Money, first: date, last: date) -> dict[str, Any]:
    names = {"invoiced": "invoiced", "paid": "paid", "costs": "cost", "expenses": "expense"}
    found: dict[str, Any] = {name: money.between(word, first, last) for name, word in names.items()}
    found["costs"] = found["costs"] if money.between("cost", date.min, last) else None
    days = max(((last - invoice.line.day).days for invoice, _ in money.open), default=None)
    found["outstanding"] = {"amount": sum(left for _, left in money.open), "oldest_days": days}
    late = [((last - invoice.due).days, left) for invoice, left in money.open if invoice.due < last]
    amount, most = sum(left for _, left in late), max((days for days, _ in late), default=None)
    found["overdue"] = {"amount": amount, "invoices": len(late), "days": most}
    return found


OWN_DAYS = tuple(date(2026, 10, 2) + timedelta(days=11 * step) for step in range(8))
SAMPLE_DAYS = (date(2026, 3, 6), date(2026, 5, 29), date(2026, 8, 14), date(2026, 10, 9), date(2026, 11, 20))


@pytest.fixture(scope="module")
def sample() -> Ledger:
    return load(SAMPLE)


@pytest.mark.parametrize("day", OWN_DAYS, ids=str)
def test_a_second_reading_of_the_quarter_agrees(root: Path, ledger: Ledger, day: date) -> None:
    compare(root, ledger, day, FIRST)


@pytest.mark.parametrize("day", SAMPLE_DAYS, ids=str)
def test_a_second_reading_of_the_sample_agrees(sample: Ledger, day: date) -> None:
    compare(SAMPLE, sample, day, day - timedelta(days=13))
    compare(SAMPLE, sample, day, day - timedelta(days=181))


def compare(root: Path, ledger: Ledger, day: date, first: date) -> None:
    expected = by_hand(read(root, day), first, day)
    found = measure(Standing(ledger, day, first))
    assert {name: found[f"money.{name}"].value for name in expected} == expected
