"""Work that is on no invoice yet is money too: told with what clients owe, and first when money is short.

The day is Friday, 27 November 2026.
"""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.standing import Standing
from opsledger.figures.uninvoiced import uninvoiced
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.money import cash_sentence
from opsledger.findings.uninvoiced import hours_to_invoice
from opsledger.forecast.money_ahead import money_ahead
from opsledger.measuring.every import measure
from opsledger.reporting.money import unsent_said
from opsledger.reviewing.money import build_money
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 27)
WORK = """
opsledger.yaml
    living: 3000/month
    terms: 30
    kept_since: 2026-09-28
projects/api.md
    client: quay
    billing: hourly
    rate: 100/h
    estimate: 300h
    - 2026-06-01 started
    - 2026-10-01 invoiced 5000 no 1 September
    - 2026-10-20 paid 5000 no 1
    - 2026-11-02 invoiced 800 no 2
    - 2026-11-20 paid 800 no 2
projects/site.md
    client: ada
    price: 1000
    estimate: 10h
    - 2026-10-01 started
    - 2026-11-24 delivered
weeks/2026-W43.md
    ## Actual
    - Mon 8h api
weeks/2026-W48.md
    ## Actual
    - Mon 8h api
    - Tue 4h api
money.md
    ## Log
    - 2026-11-26 balance BALANCE
"""


def measured_of(text: str = WORK, balance: int = 9000, day: date = DAY) -> Measured:
    standing = Standing(ledger_of(text.replace("BALANCE", str(balance))), day)
    return Measured(standing, measure(standing))


def told(measured: Measured) -> list[Finding]:
    return list(hours_to_invoice(measured))


def test_finished_work_and_hours_since_the_last_invoice_are_counted_apart() -> None:
    measured = measured_of()
    found = uninvoiced(measured.standing)
    assert [(each.project.id, each.amount) for each in found.finished] == [("site", 1000)]
    assert [(each.project.id, each.amount) for each in found.by_hour] == [("api", 1200)]
    assert unsent_said(build_money(measured), "EUR") == "1,000 EUR of finished work and 1,200 EUR of hours"


def test_an_invoice_for_hours_of_before_the_ledger_takes_none_of_those_since() -> None:
    standing = measured_of().standing
    (api,) = (each for each in standing.client_projects if each.id == "api")
    assert to_invoice(standing, api) == 1200  # 20 h less the 800 EUR invoiced since; the 5,000 EUR were for September


def test_an_advance_on_work_that_began_with_the_ledger_is_no_old_bill() -> None:
    standing = measured_of(WORK.replace("2026-06-01 started", "2026-10-01 started")).standing
    (api,) = (each for each in standing.client_projects if each.id == "api")
    assert to_invoice(standing, api) == 0


@pytest.mark.parametrize(
    ("balance", "said"),
    [
        (900, "your reserve of 900 EUR pays for about 9 days, and 2,200 EUR of work is not invoiced"),
        (9000, ""),
    ],
)
def test_it_stands_in_the_headline_while_money_is_short(balance: int, said: str) -> None:
    assert cash_sentence(measured_of(balance=balance)) == said


def test_hours_are_to_be_invoiced_at_once_while_money_is_short() -> None:
    (finding,) = told(measured_of(balance=900))
    assert finding.action == "Invoice 1,200 EUR for api now, before the month ends"
    assert finding.sentence == (
        "Its hours since the last invoice are on none, and your reserve is less than a month of living."
    )
    assert finding.urgency == 3


def test_else_they_are_told_as_the_month_ends() -> None:
    (finding,) = told(measured_of())
    assert finding.action == "Invoice the hours of Nov on Tue 1 Dec: 1 invoice, about 1,200 EUR"
    assert (finding.urgency, finding.by) == (1, date(2026, 12, 1))
    assert not told(measured_of(day=date(2026, 11, 25)))


SITE = """
opsledger.yaml
    terms: 30
projects/old.md
    client: ada
    price: 1000
    - 2026-08-01 started
    - 2026-08-20 delivered
    - 2026-08-20 invoiced 1000
    - 2026-09-17 paid 1000
projects/site.md
    client: ada
    price: 1000
    - 2026-10-01 started
    - 2026-11-24 delivered
"""


def test_an_invoice_not_written_yet_is_not_counted_on_before_it_is_due() -> None:
    months = money_ahead(ledger_of(SITE), DAY, 60).months
    assert [round(month.likely, -2) for month in months[:3]] == [0, 0, 1000]  # sent next week, due in January
