"""Invoices with terms, numbers, VAT and currencies. The day is Friday, 20 November 2026; all is worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.figures.debts import open_bills
from opsledger.figures.standing import Standing
from opsledger.models.lines import LogLine
from opsledger.models.settling import settle
from opsledger.source import SourceFile, Span
from tests.fuzzing import bounded
from tests.ledger_text import DAY, figures_of, ledger_of, value_of

SETTINGS = """
opsledger.yaml
    vat: 19%
    terms: 14
    rates: {GBP: 1.17}
"""


def project(*log: str, name: str = "p", front: str = "") -> str:
    keys = [f"    {key}" for key in front.split(", ") if key]
    return "\n".join([f"projects/{name}.md", *keys, *(f"    - {line}" for line in log), ""])


def money(name: str, *log: str, front: str = "") -> Any:
    return value_of(name, SETTINGS + project(*log, front=front), DAY, date(2026, 1, 1))


def test_gross_takes_the_tax_out_rounded_once_half_a_cent_up() -> None:
    assert money("money.invoiced", "2026-02-01 invoiced 5652.50 gross") == 4750
    assert money("money.invoiced", "2026-02-01 invoiced 100 gross") == Fraction("84.03")
    assert money("money.invoiced", "2026-02-01 invoiced 0.11 gross", front="vat: 10%") == Fraction("0.10")
    assert money("money.invoiced", "2026-02-01 invoiced 0.03 gross", front="vat: 100%") == Fraction("0.02")  # 0.015
    assert money("money.invoiced", "2026-02-01 invoiced 0.03 gross", front="vat: 20%") == Fraction("0.03")  # 0.025
    assert money("money.costs", "2026-02-01 cost 238 gross @jane 12h") == 200


def test_part_payments_of_a_gross_invoice_come_to_its_net() -> None:
    log = (
        "2026-02-01 invoiced 1190 gross",
        *(f"2026-03-0{day} paid {part} gross" for day, part in ((1, 400), (2, 400), (3, 390))),
    )
    assert money("money.paid", *log) == 1000  # each rounded for itself: 336.13 + 336.13 + 327.73 = 999.99
    assert money("money.outstanding", *log)["amount"] == 0
    assert money("money.outstanding", *log[:-1])["amount"] == Fraction("327.73")


def test_a_net_invoice_is_paid_gross_and_the_other_way_round() -> None:
    assert money("money.outstanding", "2026-02-01 invoiced 1000", "2026-03-01 paid 1190 gross")["amount"] == 0
    assert money("money.outstanding", "2026-02-01 invoiced 1190 gross", "2026-03-01 paid 1000")["amount"] == 0


def test_a_deposit_before_its_invoice_settles_it() -> None:
    log = ("2026-02-01 paid 595 gross", "2026-02-10 invoiced 1190 gross")
    assert (money("money.paid", *log), money("money.outstanding", *log)["amount"]) == (500, 500)


def test_a_gross_deposit_and_the_rest_come_to_the_net_of_the_invoice() -> None:
    lines = ("2026-02-01 paid 1 gross", "2026-02-02 invoiced 19.97 gross", "2026-02-03 paid 18.97 gross")
    assert money("money.paid", *lines, front="vat: 8.1%") == money("money.invoiced", *lines, front="vat: 8.1%")


@pytest.mark.parametrize(("vat", "net"), [("vat: 0%", 1190), ("vat: 7%", Fraction("1112.15")), ("", 1000)])
def test_a_project_has_a_vat_of_its_own(vat: str, net: Fraction) -> None:
    assert money("money.invoiced", "2026-02-01 invoiced 1190 gross", front=vat) == net


def test_a_client_has_one_for_its_projects() -> None:
    text = SETTINGS + project("2026-11-10 invoiced 1190 gross") + "clients/quay.md\n    vat: 0%\n"
    assert value_of("money.invoiced", text) == 1190


def test_a_payment_settles_the_invoice_that_it_names() -> None:
    log = ("2026-09-01 invoiced 1000 no A1", "2026-10-01 invoiced 500 no A2", "2026-10-20 paid 500 no a2")
    ledger = ledger_of(SETTINGS + project(*log))
    assert [(bill.line.number, bill.left) for bill in open_bills(Standing(ledger, DAY))] == [("A1", 1000)]
    assert money("money.outstanding", *log) == {"amount": 1000, "oldest_days": 80}


def test_what_is_over_settles_the_oldest_and_a_refund_opens_the_newest() -> None:
    log = ("2026-09-01 invoiced 1000 no A1", "2026-10-01 invoiced 500 no A2", "2026-10-20 paid 700 no A2")
    assert money("money.outstanding", *log)["amount"] == 800
    log += ("2026-10-21 paid 800", "2026-10-22 refunded 100")
    assert money("money.outstanding", *log) == {"amount": 100, "oldest_days": 50}


def test_an_invoice_is_due_by_its_line_its_client_or_the_settings() -> None:
    def late(line: str, client: str = "") -> Any:
        return value_of("money.overdue", SETTINGS + project(line) + client)

    terms = "clients/quay.md\n    terms: 60\n"
    assert late("2026-10-20 invoiced 100 due 2026-11-10") == {"amount": 100, "invoices": 1, "days": 10}
    assert late("2026-10-20 invoiced 100") == {"amount": 100, "invoices": 1, "days": 17}
    assert late("2026-10-20 invoiced 100", terms) == {"amount": 0, "invoices": 0, "days": None}
    assert late("2026-11-06 invoiced 100") == {"amount": 0, "invoices": 0, "days": None}  # due on the day itself


def test_how_late_a_client_pays_is_their_own_past_beside_all_clients() -> None:
    text = (
        SETTINGS
        + project("2026-06-01 invoiced 100", "2026-06-25 paid 100", "2026-07-01 invoiced 100", "2026-07-29 paid 100")
        + project("2026-08-01 invoiced 50", "2026-08-17 paid 50", name="q", front="client: ada")
    )
    found = figures_of(text)
    # each client's mean counts once, 12 and 2 days, beside four of 5; within a client (4 + 4 + 100) / 5, between them
    # (25 + 25 + 300) / 4
    usual, weight = Fraction(12 + 2 + 4 * 5, 2 + 4), Fraction(108, 5) / Fraction(350, 4)
    assert found["money.pays_late.quay"].value == (24 + weight * usual) / (2 + weight)
    assert found["money.pays_late.ada"].value == (2 + weight * usual) / (1 + weight)
    assert found["money.pays_late.quay"].n == 2


def test_another_currency_settles_in_itself_and_adds_up_in_the_ledgers() -> None:
    log = ("2026-11-07 invoiced 5000", "2026-11-10 paid 4700 @1.15", "2026-11-12 cost 100")
    found = figures_of(SETTINGS + project(*log, front="currency: GBP, price: 10000"))
    assert found["money.invoiced"].value == 5850
    assert found["money.paid"].value == 5405
    assert found["money.costs"].value == 117
    assert found["money.outstanding"].value == {"amount": 351, "oldest_days": 13}  # 300 pounds
    paid = figures_of(SETTINGS + project(*log, "2026-11-13 paid 300 @1.20", front="currency: GBP"))
    assert paid["money.outstanding"].value == {"amount": 0, "oldest_days": None}
    assert paid["money.paid"].value == 5765


def test_price_rate_and_scope_are_in_the_projects_currency() -> None:
    delivered = ("2026-11-07 started", "2026-11-08 scope +2h +500", "2026-11-12 delivered")
    week = "weeks/2026-W46.md\n    ## Actual\n    - Mon 10h p\n"
    found = figures_of(SETTINGS + project(*delivered, front="currency: GBP, price: 5000, estimate: 8h") + week)
    assert found["outflow.rate.p"].value["rate"] == Fraction("643.5")  # type: ignore[index]
    hourly = figures_of(SETTINGS + project(*delivered, front="currency: GBP, billing: hourly, rate: 100/h") + week)
    assert hourly["outflow.rate.p"].value["rate"] == Fraction("175.5")  # type: ignore[index]


def test_an_expense_is_paid_back_and_touches_no_margin() -> None:
    log = ("2026-11-07 started", "2026-11-08 expense 119 gross", "2026-11-12 delivered", "2026-11-13 invoiced 1100")
    week = "weeks/2026-W46.md\n    ## Actual\n    - Mon 10h p\n"
    found = figures_of(SETTINGS + project(*log, front="price: 1000, estimate: 8h") + week)
    assert found["money.expenses"].value == 100
    assert not found["money.costs"].value
    assert found["outflow.margin.p"].value["margin"] == 1  # type: ignore[index]


PAYMENTS = st.lists(st.integers(1, 60_000), min_size=1, max_size=8)


@bounded(80)
@given(gross=st.integers(1, 200_000), parts=PAYMENTS, vat=st.integers(0, 100))
def test_parts_add_up_to_the_net_of_their_invoice(gross: int, parts: list[int], vat: int) -> None:
    cents = [Decimal(part) / 100 for part in parts]
    rest = Decimal(gross) / 100
    source = SourceFile("projects/p.md", " " * 40)
    lines = [LogLine(date(2026, 1, 1), "invoiced", "", Span(source, 0, 1), amount=rest, gross=True)]
    for number, part in enumerate((*cents, rest), 1):
        if paid := min(part, rest):
            rest -= paid
            lines.append(LogLine(date(2026, 1, 2), "paid", "", Span(source, number, number), amount=paid, gross=True))
    account = settle(lines, Fraction(vat, 100))
    assert sum(account.nets[line.span.start] for line in lines[1:]) == account.nets[0]
    assert account.owed == 0
