"""Invoices that should have been sent by now and were not. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from opsledger.figures.standing import Standing
from opsledger.figures.unsent import Unsent, unsent
from opsledger.findings.finding import Measured
from opsledger.findings.invoices import unbilled
from opsledger.findings.measured import measured_on
from opsledger.forecast.money_ahead import money_ahead
from opsledger.reviewing.outflow import build_outflow
from tests.ledger_text import DAY, ledger_of

KEPT = "opsledger.yaml\n    kept_since: 2026-10-15\n"
OTHER = "projects/other.md\n    price: 100\n    - 2026-03-01 started\n    - 2026-03-02 invoiced 100\n"
MONTHLY = ("2026-09-01 invoiced 900", "2026-10-01 invoiced 900", "2026-11-01 invoiced 900")


def care(*log: str, begun: str = "2025-03-01", front: str = "price: 900/month") -> str:
    lines = "".join(f"    - {line}\n" for line in (f"{begun} started", *log))
    return f"projects/care.md\n    billing: retainer\n    {front}\n{lines}"


def found(text: str, day: date = DAY) -> list[Unsent]:
    return [each for each in unsent(Standing(ledger_of(text), day)) if each.project.id != "other"]


def lacks(*log: str, day: str = "2026-11-20", settings: str = "", **told: str) -> Any:
    rows = found(settings + OTHER + care(*log, **told), date.fromisoformat(day))
    return (rows[0].amount, [str(each)[5:] for each in rows[0].days]) if rows else None


def test_a_month_is_missing_five_days_after_its_usual_day() -> None:
    assert lacks(*MONTHLY) is None
    assert lacks(*MONTHLY[:2], day="2026-11-05") is None
    assert lacks(*MONTHLY[:2], day="2026-11-06") == (900, ["11-01"])
    assert lacks(*MONTHLY[:1]) == (1800, ["10-01", "11-01"])


def test_one_forgotten_between_others_is_missed_too() -> None:
    assert lacks(MONTHLY[0], MONTHLY[2]) == (900, ["11-01"])


def test_an_invoice_at_the_months_end_or_for_the_month_before_is_one_a_month() -> None:
    ends = ("2026-08-31 invoiced 900", "2026-09-30 invoiced 900", "2026-10-31 invoiced 900")
    assert lacks(*ends) is None
    assert lacks(*ends[:2]) == (900, ["10-31"])
    assert lacks("2026-10-05 invoiced 900", "2026-11-04 invoiced 900", begun="2026-09-01") is None


def test_a_quarters_invoice_pays_for_three_months() -> None:
    assert lacks("2026-08-01 invoiced 2700", day="2026-10-31") is None
    assert lacks("2026-08-01 invoiced 2700") == (900, ["11-01"])


def test_halves_make_a_month_and_a_discount_is_none_of_our_business() -> None:
    assert lacks("2026-10-01 invoiced 450", "2026-10-15 invoiced 450", "2026-11-01 invoiced 800") is None
    assert lacks("2026-10-01 invoiced 900", "2026-11-01 invoiced 450") == (450, ["11-01"])


@pytest.mark.parametrize(
    ("log", "amount"),
    [
        (("2026-10-10 scope +4h +280 extra", *MONTHLY[2:]), 280),  # the next invoice left it out
        (("2026-10-10 scope +4h +280 extra", "2026-11-01 invoiced 1180"), None),
        (("2026-10-10 scope +4h +280 extra", "2026-10-20 invoiced 280", *MONTHLY[2:]), None),
        ((*MONTHLY[2:], "2026-11-10 scope +4h +280 extra"), None),  # goes on the next one
        (("2026-10-10 scope +4h", *MONTHLY[2:]), None),  # nobody pays for it
        (("2026-10-10 expense 50", *MONTHLY[2:]), 50),
        (("2026-10-10 scope +4h +280 extra",), 1180),
    ],
)
def test_what_was_agreed_beside_the_price_is_to_be_invoiced(log: tuple[str, ...], amount: int | None) -> None:
    told = lacks(*MONTHLY[:2], *log)
    assert (told[0] if told else None) == amount


def test_a_credit_is_given_on_purpose_and_an_invoice_written_again_is_one() -> None:
    assert lacks(*MONTHLY, "2026-11-05 credited 900") is None
    again = ("2026-10-03 credited 900", "2026-10-04 invoiced 900")
    assert lacks(*MONTHLY[:2], *again) == (900, ["11-01"])


def test_a_paused_retainer_owes_no_month_and_an_ended_one_its_last() -> None:
    assert lacks(*MONTHLY[:2], "2026-10-25 paused") is None
    assert lacks(*MONTHLY[:1], "2026-09-25 paused", "2026-11-01 resumed") == (900, ["11-01"])
    assert lacks(*MONTHLY[:1], "2026-10-31 ended") == (900, ["10-01"])
    assert lacks(*MONTHLY[:1], "2026-10-31 ended", day="2027-02-01") is None  # settled in another way by now
    assert lacks(*MONTHLY[:1], "2026-10-31 cancelled") is None


def test_a_price_that_rose_is_asked_for_at_its_month() -> None:
    assert lacks(*MONTHLY[:2], "2026-11-01 price 1000/month") == (1000, ["11-01"])


def test_without_any_invoice_a_month_is_due_at_its_end() -> None:
    assert lacks(begun="2026-10-20", day="2026-11-04") is None
    assert lacks(begun="2026-10-20") == (900, ["10-31"])
    assert lacks(begun="2026-11-02") is None
    assert lacks() == (2700, ["08-31", "09-30", "10-31"])  # no more than three of them
    assert lacks("2026-10-01 paid 900", "2026-11-01 paid 900", begun="2026-10-01") is None


def test_what_was_due_before_the_ledger_was_kept_is_not_asked_for() -> None:
    assert lacks("2026-08-01 invoiced 900", settings=KEPT) == (900, ["11-01"])
    assert lacks("2026-08-01 invoiced 900", "2026-10-30 invoiced 900", settings=KEPT) is None
    assert lacks(settings=KEPT) is None
    assert lacks(settings=KEPT, day="2026-12-06") == (900, ["11-30"])


def test_bills_that_are_planned_take_the_place_of_months() -> None:
    assert lacks(*MONTHLY[:1], "2026-09-02 bill 900 2026-12-01") is None
    assert lacks(*MONTHLY[:1], "2026-09-02 bill 950 2026-11-02") == (950, ["11-02"])
    job = "projects/job.md\n    price: 4000\n    - 2026-10-01 started\n    - 2026-10-01 bill 2000 2026-11-01\n"
    assert [(each.how, each.amount) for each in found(OTHER + job)] == [("planned", 2000)]
    assert found(OTHER + job + "    - 2026-11-03 invoiced 2000\n") == []


DONE = "projects/job.md\n    price: 1000\n    - 2026-10-01 started\n    - 2026-10-05 scope +2h +200 more\n"


def said(text: str) -> list[str]:
    measured: Measured = measured_on(ledger_of(text), DAY)
    return [f"{finding.action}: {finding.because}" for finding in unbilled(measured) if "other" not in finding.about]


def test_extra_that_the_last_invoice_left_out_is_told_as_such() -> None:
    assert said(DONE + "    - 2026-11-10 delivered\n    - 2026-11-10 invoiced 1000\n") == [
        "Invoice 200 EUR for job: it was agreed beside the price, and is on no invoice"
    ]
    assert said(DONE + "    - 2026-11-10 delivered\n    - 2026-11-10 invoiced 500\n") == [
        "Charge another 700 EUR for job, or write it off: its last invoice was sent, and its price is more than was "
        "charged"
    ]
    assert said(OTHER + DONE + "    - 2026-11-10 delivered\n") == [
        "Invoice 1,200 EUR for job: it is finished and is not invoiced"
    ]


HOURLY = "projects/job.md\n    billing: hourly\n    rate: 70/h\n    - 2026-10-01 started\n"


def by_the_hour(*weeks: int, log: str = "", hours: int = 11) -> list[str]:
    worked = "".join(f"weeks/2026-W{week}.md\n    ## Actual\n    - Mon {hours}h job\n" for week in weeks)
    return said(OTHER + HOURLY + log + worked)


def test_hours_are_to_be_invoiced_once_their_month_is_over() -> None:
    sent = "    - 2026-10-31 invoiced 770\n"
    assert by_the_hour(43, 44, log="    - 2026-10-20 invoiced 770\n") == [
        "Invoice 770 EUR for job: its hours since Mon 26 Oct are not invoiced"
    ]
    assert by_the_hour(44, 45, 47, log=sent) == []  # of this month
    assert by_the_hour(44, 45, log="    - 2026-10-24 invoiced 100\n", hours=2) == []  # little, and of three weeks


def test_without_any_invoice_so_far_hours_wait_no_longer_than_two_weeks() -> None:
    assert by_the_hour(46, 47) == []
    assert by_the_hour(45, 46) == ["Invoice 1,540 EUR for job: its hours since Mon 2 Nov are not invoiced"]


def test_a_retainers_missing_months_are_told_with_their_days() -> None:
    assert said(OTHER + care(*MONTHLY[:2], "2026-10-10 scope +280 more")) == [
        "Invoice 1,180 EUR for care: its invoice of Sun 1 Nov was not sent, and 280 EUR of agreed extra is on none"
    ]
    assert said(OTHER + care(MONTHLY[0])) == [
        "Invoice 1,800 EUR for care: its invoices of Thu 1 Oct and Sun 1 Nov were not sent"
    ]
    assert said(OTHER + care(*MONTHLY[:2], "2026-10-10 scope +280 more", MONTHLY[2])) == [
        "Invoice 280 EUR for care: 280 EUR of agreed extra is on no invoice"
    ]


def test_hours_before_the_ledger_that_a_later_invoice_charges_are_billed_by_no_one_else() -> None:
    job = "projects/job.md\n    billing: hourly\n    rate: 70/h\n    - 2026-10-01 started\n    - 2026-11-10 delivered\n"
    weeks = "weeks/2026-W41.md\n    ## Actual\n    - Mon 10h job\nweeks/2026-W45.md\n    ## Actual\n    - Mon 5h job\n"
    sent = job + "    - 2026-11-11 invoiced 980\n"
    assert [each.amount for each in found(KEPT + sent + weeks)] == [70]
    assert found(KEPT + job + "    - 2026-11-11 invoiced 350\n" + weeks) == []


def test_the_money_ahead_holds_every_month_that_is_missing() -> None:
    def likely(*log: str) -> float:
        return sum(month.booked for month in money_ahead(ledger_of(OTHER + care(*log)), DAY).months)

    assert likely(MONTHLY[0]) - likely(*MONTHLY) == pytest.approx(1800, abs=50)
    assert likely(*MONTHLY, "2026-10-10 scope +280 more") - likely(*MONTHLY) == pytest.approx(280, abs=10)


def charged_too_little(*jobs: str, hours: int = 10) -> str:
    text = "".join(
        f"projects/{name}.md\n    billing: hourly\n    rate: 70/h\n    - 2026-10-01 started\n"
        f"    - 2026-11-10 delivered\n    - 2026-11-11 invoiced 350\n"
        for name in jobs
    )
    worked = "".join(f"    - {day} {hours}h {name}\n" for day, name in zip(("Mon", "Tue", "Wed"), jobs, strict=False))
    return f"{text}weeks/2026-W45.md\n    ## Actual\n{worked}"


def test_more_than_two_jobs_charged_too_little_are_one_thing_to_decide() -> None:
    two, three = (charged_too_little(*names) for names in (("a1", "b1"), ("a1", "b1", "c1")))
    assert [each.partition(",")[0] for each in said(two)] == [
        "Charge another 350 EUR for a1",
        "Charge another 350 EUR for b1",
    ]
    assert said(three) == [
        "Charge or write off the rest of 3 finished projects, first a1 (350 EUR): 1,050 EUR of worked hours was never "
        "invoiced"
    ]
    (one,) = unbilled(measured_on(ledger_of(three), DAY))
    assert (one.urgency, one.whole, len(one.sources)) == (2, 1050, 3)
    (little,) = unbilled(measured_on(ledger_of(charged_too_little("a1", "b1", "c1", hours=6)), DAY))
    assert (little.urgency, little.whole) == (1, 210)


def test_the_review_says_what_of_the_hours_earnings_is_not_invoiced() -> None:
    def told(text: str) -> tuple[int, str] | None:
        found = build_outflow(measured_on(ledger_of(text), DAY)).rate_unsent
        return None if found is None else (found.an_hour, found.in_all)

    assert told(charged_too_little("a1", "b1")) == (35, "about 700 EUR")
    assert told(charged_too_little("a1", "b1").replace("invoiced 350", "invoiced 690")) is None
