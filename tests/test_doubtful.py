"""A client who does not pay: nothing of theirs counts as money to come, and work for them is to stop.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

import pytest

from opsledger.figures.doubtful import doubtful
from opsledger.figures.standing import Standing
from opsledger.findings.asking import clients_to_answer
from opsledger.findings.finding import Measured
from opsledger.findings.headline import headline
from opsledger.findings.invoices import long_owed
from opsledger.findings.unpaid import unpaid_work
from opsledger.forecast.money_ahead import money_ahead
from opsledger.measuring.every import measure
from opsledger.reporting.money import money_data, money_lines
from opsledger.reviewing.money import build_money
from tests.ledger_text import DAY, ledger_of

OWING = """
opsledger.yaml
    terms: 14
    living: 2000/month
    client_hours: 30
    targets: {floor: 3000/month}
clients/quay.md
clients/ada.md
projects/app.md
    client: quay
    billing: hourly
    rate: 80/h
    estimate: 300h
    - 2026-06-01 started
    - 2026-07-01 invoiced 2000
    - 2026-07-20 paid 2000
    - 2026-09-08 invoiced 6000
    - 2026-10-20 mail reminder, no answer
    - 2026-11-10 mail they want another screen by Christmas
projects/shop.md
    client: ada
    billing: retainer
    price: 1000/month
    - 2026-06-01 started
    - 2026-10-30 invoiced 1000
weeks/2026-W47.md
    ## Actual
    - Mon 6h app
    - Tue 2h shop
weeks/2026-W48.md
    ## Plan
    - Mon 6h app
    - Tue 4h shop
money.md
    ## Log
    - 2026-11-19 balance 1500
"""


def measured_of(text: str) -> Measured:
    standing = Standing(ledger_of(text), DAY)
    return Measured(standing, measure(standing))


@pytest.mark.parametrize(
    ("was", "is_now", "is_doubted"),
    [
        ("", "", True),  # due on 22 September, 59 days ago; they usually pay some days late
        ("2026-10-20 mail reminder, no answer", "2026-10-20 mail thanks for the sketch", False),
        ("2026-10-20 mail reminder, no answer", "2026-09-10 mail invoice sent", False),  # before it was due
        ("2026-09-08 invoiced 6000", "2026-10-08 invoiced 6000", False),  # 29 days late
        ("2026-09-08 invoiced 6000", "2026-08-01 invoiced 6000", True),
        ("2026-11-10 mail they want", "2026-11-05 paid 500\n    - 2026-11-10 mail they want", False),  # they pay
        ("2026-11-10 mail they want", "2026-10-05 paid 500\n    - 2026-11-10 mail they want", True),
    ],
)
def test_who_is_far_later_than_ever_and_was_asked_may_not_pay(was: str, is_now: str, is_doubted: bool) -> None:
    assert list(doubtful(Standing(ledger_of(OWING.replace(was, is_now)), DAY))) == (["quay"] if is_doubted else [])


def test_one_who_is_much_later_still_needs_no_reminder_to_be_doubted() -> None:
    text = OWING.replace("2026-10-20 mail reminder, no answer", "2026-10-20 mail thanks")
    assert not doubtful(Standing(ledger_of(text), DAY))
    older = text.replace("09-08 invoiced", "08-01 invoiced")
    assert not doubtful(Standing(ledger_of(older), DAY))  # nobody writes payments down
    paid = older.replace("10-30 invoiced 1000", "09-30 invoiced 1000\n    - 2026-10-14 paid 1000")
    assert list(doubtful(Standing(ledger_of(paid), DAY))) == ["quay"]


def test_nothing_of_theirs_is_counted_as_money_to_come() -> None:
    told, sure = (money_ahead(ledger_of(text), DAY, 40) for text in (OWING, OWING.replace("reminder", "sketch")))
    assert sum(month.overdue for month in told.months) == 1000  # the shop's
    assert sum(month.doubtful for month in told.months) > 6000
    assert not any(month.doubtful for month in sure.months)
    assert all(mine.p90 < theirs.p90 for mine, theirs in zip(told.months[1:], sure.months[1:], strict=True))
    assert told.beyond >= 6000
    assert told.ends is not None
    assert sure.ends is None or told.ends <= sure.ends


def test_it_is_shown_apart_in_lines_and_json() -> None:
    money = build_money(measured_of(OWING))
    lines = list(money_lines(money, "EUR", DAY))
    assert any("below floor  doubtful" in line for line in lines)
    assert "May not pay, so not counted: quay (6,000 EUR, 59 days late)." in "\n".join(lines)
    assert "usually" not in "".join(line for line in lines if line.startswith("  quay"))
    data = money_data(money)
    assert data["doubtful"] == [{"client": "quay", "amount": 6000, "days": 59}]
    assert money_data(build_money(measured_of(OWING.replace("reminder", "sketch"))))["doubtful"] == []


def test_work_for_them_is_to_stop_and_all_else_of_them_is_told_with_it() -> None:
    measured = measured_of(OWING)
    (found,) = unpaid_work(measured)
    assert found.action == "Stop or limit work for quay until they pay or agree on dates"
    assert "they owe 6,000 EUR, due Tue 22 Sep, 59 days ago" in found.because
    assert "You planned 6 of next week's 10 h for them" in found.because
    assert "“they want another screen by Christmas”. Ask for the money first" in found.because
    assert (found.whole, found.at_stake) == (6000, "what they owe")
    assert not list(long_owed(measured))
    assert not list(clients_to_answer(measured))
    assert "You planned 6 of next week's 10 h for them" in headline(measured).text


def test_a_decision_on_it_that_is_overdue_is_quoted() -> None:
    text = OWING + (
        "reviews/2026-11-06.md\n    ## Decisions\n    - [ ] @finance Talk to quay about a plan due:2026-11-13\n"
    )
    (found,) = unpaid_work(measured_of(text))
    assert "You decided on Fri 6 Nov: Talk to quay about a plan" in found.because
    assert found.quotes == ("2026-11-06-1",)


def test_of_work_that_is_over_nothing_is_to_stop() -> None:
    measured = measured_of(OWING.replace("2026-11-10 mail they want", "2026-10-30 delivered\n    - 2026-11-10 note x"))
    assert doubtful(measured.standing)
    assert not list(unpaid_work(measured))
    assert list(long_owed(measured))
