"""Work that is on no invoice yet is money too: told with what clients owe, and first when money is short.

The day is Friday, 27 November 2026.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opsledger.figures.billing_plan import to_invoice
from opsledger.figures.standing import Standing
from opsledger.figures.uninvoiced import uninvoiced
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.money import cash_sentence
from opsledger.findings.uninvoiced import hours_to_invoice, planned_invoices
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
    assert (finding.urgency, finding.by) == (2, date(2026, 12, 1))
    assert not told(measured_of(day=date(2026, 11, 25)))


OF_OCTOBER = WORK.replace("2026-11-02 invoiced 800 no 2", "2026-11-06 invoiced 800 no 2 TEXT").replace(
    "weeks/2026-W48.md", "weeks/2026-W45.md\n    ## Actual\n    - Mon 3h api\nweeks/2026-W48.md"
)


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("", 1500),  # 8 h in October are nearer to 800 EUR than 11 h until its day, or the 3 h in November alone
        ("October", 1500),
        ("for 2026-10, thank you", 1500),
        ("November so far", 1200),
        ("paid for last August's talk", 1500),  # no month of late: as if it named none
        ("as soon as it may be, October", 1500),
    ],
)
def test_an_invoice_of_a_month_s_first_days_is_for_the_month_before(text: str, waits: int) -> None:
    standing = measured_of(OF_OCTOBER.replace("TEXT", text)).standing
    (waiting,) = uninvoiced(standing).by_hour
    assert waiting.amount == waits
    assert waiting.since == (date(2026, 11, 2) if waits == 1500 else date(2026, 11, 23))


def test_an_invoice_for_the_hours_until_its_day_leaves_none_of_them() -> None:
    standing = measured_of(OF_OCTOBER.replace("invoiced 800 no 2 TEXT", "invoiced 1100 no 2")).standing
    assert [each.since for each in uninvoiced(standing).by_hour] == [date(2026, 11, 23)]


PLANNED = "    - 2026-11-20 paid 800 no 2\n    - 2026-11-26 bill 700 2026-12-01"


def test_a_planned_invoice_is_told_as_its_day_comes_and_takes_no_other_hours() -> None:
    text = WORK.replace("    - 2026-11-20 paid 800 no 2", PLANNED)
    measured = measured_of(text)
    (planned,) = planned_invoices(measured)
    assert planned.action == "Send the invoice of 700 EUR for api"
    assert (planned.sentence, planned.by) == ("You planned it for Tue 1 Dec.", date(2026, 12, 1))
    assert [each.amount for each in uninvoiced(measured.standing).by_hour] == [500]
    assert not list(planned_invoices(measured_of(text, day=date(2026, 11, 26) - timedelta(days=1))))


def test_a_planned_invoice_leaves_the_hours_to_come_as_money_to_come() -> None:
    without, with_plan = (
        sum(month.booked for month in money_ahead(ledger_of(text.replace("BALANCE", "9000")), DAY, 60).months)
        for text in (WORK, WORK.replace("    - 2026-11-20 paid 800 no 2", PLANNED))
    )
    assert with_plan == pytest.approx(without, rel=0.02)


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
