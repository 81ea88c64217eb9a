"""What a retainer's log says of days ahead moves hours and money from then on. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.money import cash_sentence
from opsledger.forecast.coming import forecast
from opsledger.forecast.money_ahead import money_ahead
from opsledger.forecast.seen import fingerprints
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

RUNS = 60
CARE = """
    opsledger.yaml
        terms: 0
    projects/care.md
        client: linden
        billing: retainer
        price: 2400/month
        estimate: 24h
        - 2026-02-01 started
        - 2026-10-31 invoiced 2400
        - 2026-11-02 paid 2400
        AHEAD
    weeks/2026-W45.md
        ## Actual
        - Tue 6h care
    weeks/2026-W46.md
        ## Actual
        - Tue 6h care
"""


def with_lines(*lines: str) -> str:
    return CARE.replace("AHEAD", "\n        ".join(f"- {line}" for line in lines) or "- 2026-11-03 note nothing")


def booked(text: str) -> dict[str, float]:
    return {month.month: month.likely for month in money_ahead(ledger_of(text), DAY, RUNS).months}


def hours(text: str) -> dict[str, float]:
    return {str(week.week): week.committed for week in forecast(ledger_of(text), DAY, weeks=16, runs=RUNS).weeks}


@pytest.mark.parametrize(
    ("lines", "paid", "unpaid", "worked", "idle"),
    [
        ((), "2027-03", None, "2027-W08", None),
        (("2026-12-31 ended",), "2027-01", "2027-02", "2026-W53", "2027-W01"),
        (("2026-12-14 paused",), "2027-01", "2027-02", "2026-W50", "2026-W51"),
        (("2026-12-14 paused", "2027-02-01 resumed"), "2027-03", "2027-02", "2027-W05", "2027-W04"),
    ],
)
def test_hours_and_money_follow_a_line_dated_ahead(
    lines: tuple[str, ...], paid: str, unpaid: str | None, worked: str, idle: str | None
) -> None:
    text = with_lines(*lines)
    money, weeks = booked(text), hours(text)
    assert money[paid] > 1500
    assert weeks[worked] > 1
    assert unpaid is None or money[unpaid] == 0
    assert idle is None or weeks[idle] == 0


def test_a_price_dated_ahead_holds_from_its_day_on() -> None:
    money = booked(with_lines("2027-01-01 price 3000/month"))
    assert money["2027-01"] <= 2400
    assert 2400 < money["2027-02"] <= 3000


def test_a_review_of_a_past_day_knows_of_none() -> None:
    later = "    weeks/2026-W50.md\n        ## Actual\n        - Tue 6h care\n"
    assert booked(with_lines("2026-12-31 ended") + later) == booked(with_lines() + later)


def test_what_is_kept_of_a_day_is_made_anew_once_an_end_is_written_down() -> None:
    marks = [fingerprints(ledger_of(with_lines(*lines)), [DAY]) for lines in ((), ("2026-12-31 ended",))]
    assert marks[0] != marks[1]


RESERVE = """
    opsledger.yaml
        living: 3000/month
        terms: 14
    money.md
        ## Log
        - 2026-11-18 balance BALANCE
    projects/p.md
        client: ada
        price: 9000
        - 2026-09-01 started
        - 2026-10-01 invoiced OWED
"""


@pytest.mark.parametrize(
    ("balance", "owed", "said"),
    [
        (1500, 100, "your reserve of 1,500 EUR pays for about 15 days"),
        (1500, 3000, "Ada owes you 3,000 EUR that is overdue, and your reserve of 1,500 EUR pays for about 15 days"),
        (3000, 2900, ""),
    ],
)
def test_money_that_is_nearly_gone_is_the_first_thing_said(balance: int, owed: int, said: str) -> None:
    standing = Standing(ledger_of(RESERVE.replace("BALANCE", str(balance)).replace("OWED", str(owed))), DAY)
    assert cash_sentence(Measured(standing, measure(standing))) == said


@pytest.mark.parametrize(
    ("day", "drawn", "ends"),
    [
        (date(2026, 11, 18), "", "2027-01"),  # 12 of November's 30 days, and December: 1,200 + 3,000 of 5,000
        (date(2026, 11, 30), "", "2027-01"),  # the month is over
        (date(2026, 11, 18), "- 2026-11-02 draw 3000", "2027-01"),
        (date(2026, 11, 1), "", "2026-12"),
    ],
)
def test_of_the_month_of_the_balance_only_what_is_left_of_it_costs_anything(day: date, drawn: str, ends: str) -> None:
    text = f"""
    opsledger.yaml
        living: 3000/month
    money.md
        ## Log
        {drawn or "- 2026-10-01 note x"}
        - {day} balance 5000
    projects/p.md
        client: ada
        - 2026-09-01 started
    """
    assert money_ahead(ledger_of(text), max(day, DAY), RUNS).ends == ends
