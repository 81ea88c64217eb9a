"""Old invoices that were paid where they came from, and not marked: they are asked about, and nobody is reminded.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

import pytest

from opsledger.figures.debts import open_bills, unmarked_bills
from opsledger.figures.doubtful import doubtful
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.invoices import long_owed
from opsledger.findings.unpaid import unmarked_payments
from opsledger.forecast.money_ahead import money_ahead
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

TAKEN_OVER = """
opsledger.yaml
    kept_since: 2026-11-19
projects/guide.md
    client: quay
    - 2025-10-01 booked
    - 2025-10-10 delivered
    - 2025-10-31 invoiced 529 no 2025-005
projects/leaflet.md
    client: quay
    - 2026-01-05 booked
    - 2026-01-10 delivered
    - 2026-01-31 invoiced 300 no 2026-003
    - 2026-02-20 paid 300 no 2026-003
projects/poster.md
    client: quay
    - 2026-03-05 booked
    - 2026-03-10 delivered
    - 2026-03-31 invoiced 200 no 2026-010
    - 2026-04-20 paid 200 no 2026-010
projects/texts.md
    client: pier
    - 2026-09-05 booked
    - 2026-09-10 delivered
    - 2026-09-30 invoiced 714 no 2026-066
"""


def measured_of(text: str) -> Measured:
    standing = Standing(ledger_of(text), DAY)
    return Measured(standing, measure(standing))


def test_an_old_invoice_is_asked_about_if_later_ones_are_paid() -> None:
    measured = measured_of(TAKEN_OVER)
    (found,) = unmarked_payments(measured)
    assert found.action == "Check whether Quay paid invoice 2025-005"
    assert found.because.startswith("later ones of theirs are paid, and 529 EUR of Fri 31 Oct 2025 is open")
    assert not any("Quay" in each.action for each in long_owed(measured))
    assert [bill.line.number for bill in open_bills(measured.standing)] == ["2026-066"]
    assert measured.figures["money.unmarked"].value == {"amount": 529, "invoices": 1}
    for name in ("money.outstanding", "money.overdue"):
        value = measured.figures[name].value
        assert isinstance(value, dict)
        assert value["amount"] == 714
    assert not doubtful(measured.standing)
    assert sum(month.overdue + month.open for month in money_ahead(ledger_of(TAKEN_OVER), DAY, 40).months) == 714


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("2026-11-19", "2025-10-01"),  # the ledger was kept when it was sent
        ("    - 2026-04-20 paid 200 no 2026-010\n", ""),  # one payment is not enough
        ("invoiced 529 no 2025-005", "invoiced 529 no 2025-005\n    - 2025-12-01 paid 100 no 2025-005"),
        ("invoiced 529 no 2025-005", "invoiced 529 no 2025-005\n    - 2026-11-19 mail asked for it"),
        ("2025-10-31 invoiced", "2026-09-01 invoiced"),  # those paid were sent before
    ],
)
def test_what_else_is_known_of_it_decides(was: str, is_now: str) -> None:
    standing = Standing(ledger_of(TAKEN_OVER.replace(was, is_now)), DAY)
    assert unmarked_bills(standing) == ()
    assert len(open_bills(standing)) > 1


def test_many_of_them_are_one_thing_to_do() -> None:
    text = TAKEN_OVER.replace(
        "projects/texts.md",
        "projects/sign.md\n    client: quay\n    - 2025-11-05 booked\n    - "
        "2025-11-10 delivered\n    - 2025-11-30 invoiced 50 no 2025-009\nprojects/texts.md",
    )
    (found,) = unmarked_payments(measured_of(text))
    assert found.action == "Check whether 2 old invoices were paid, first invoice 2025-005 of Quay"
    assert "(579 EUR), and later ones of the same clients are paid" in found.because


@pytest.mark.parametrize(("written", "told"), [("LinguaBridge", "LinguaBridge"), ("tamsin-shaw", "Tamsin Shaw")])
def test_a_client_without_a_file_keeps_the_spelling_of_its_name(written: str, told: str) -> None:
    (found,) = unmarked_payments(measured_of(TAKEN_OVER.replace("client: quay", f"client: {written}")))
    assert found.action == f"Check whether {told} paid invoice 2025-005"
