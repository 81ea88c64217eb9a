"""What was invoiced and paid of a job or an invoice, as people type it, and the lines that it comes to."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from opsledger.capturing.fact_reading import facts_in
from opsledger.capturing.facts import LineContext
from opsledger.capturing.said_days import contradicted_weekdays, take_loose_day
from opsledger.capturing.said_hours import SaidHours
from opsledger.capturing.said_money import read_billing
from opsledger.capturing.stock_billing import billing_lines
from opsledger.capturing.stock_invoices import refuse_unsent
from opsledger.capturing.stock_jobs import hours_said
from opsledger.capturing.words import line_words
from opsledger.values.misread import Misread
from tests.cli_support import run, write_ledger

DAY = date(2026, 11, 30)
CONTEXT = LineContext("EUR", DAY, 480)
NOTHING = ["2026-11-30 note nothing billed yet"]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (
            "Certification, 7500 fixed, first half 3750 paid in October, rest on delivery",
            ["2026-10-31 invoiced 3750", "2026-10-31 paid 3750"],
        ),
        ("Site, 5000, first half (2,500) was paid on 3 Oct.", ["2026-10-03 invoiced 2500", "2026-10-03 paid 2500"]),
        ("Site, 5000, half paid 3 Nov", ["2026-11-03 invoiced 2500", "2026-11-03 paid 2500"]),
        ("Site, 6000, invoiced 2000 on 1 Oct, paid 15 Oct", ["2026-10-01 invoiced 2000", "2026-10-15 paid 2000"]),
        ("Site, 6000, a third invoiced on Mon 2 Nov", ["2026-11-02 invoiced 2000"]),
        ("Course, 1800, agreed in August, paid in full", ["2026-08-01 invoiced 1800", "2026-08-01 paid 1800"]),
        ("Audit, 95/h, nothing invoiced yet", NOTHING),
        ("Audit, nothing invoiced yet, 95/h", NOTHING),
        ("Audit, 95/h, I invoice at the end of each month. Nothing invoiced yet", NOTHING),
        ("Site, 4000, to be invoiced on delivery", NOTHING),
        ("Texts, 600 a month for 6h, since March, invoiced on the first of each month, all paid so far",
         ["2026-11-01 invoiced 600", "2026-11-30 paid 600"]),
        ("Texts, 600 a month for 6h, since March, invoiced at the end of each month, always paid",
         ["2026-10-31 invoiced 600", "2026-11-30 paid 600"]),
        ("Texts, 600 a month for 6h, invoiced on the 1st, always paid",
         ["2026-11-01 invoiced 600", "2026-11-30 paid 600"]),
        ("Texts, 600 a month for 6h, paid up to September", ["2026-09-30 invoiced 600", "2026-10-30 paid 600"]),
    ],
)  # fmt: skip
def test_what_was_invoiced_and_paid_is_understood(typed: str, lines: list[str]) -> None:
    facts = facts_in(typed, CONTEXT)
    found = billing_lines(facts, DAY, 30, "EUR")
    assert (list(found.lines), found.unclear, facts.said) == (lines, (), ())


def test_hours_of_which_nothing_is_billed_wait_for_an_invoice(tmp_path: Path) -> None:
    front = "---\nname: Audit\nclient: Tann\nbilling: hourly\nrate: 95/h\n---\n\n## Log\n\n- 2026-11-02 started\n"
    week = "## Actual\n\n- Mon 8h audit hours before the ledger\n"
    files = {
        "opsledger.yaml": "kept_since: 2026-11-30\n",
        "projects/audit.md": f"{front}- 2026-11-30 note nothing billed yet\n",
        "weeks/2026-W47.md": week,
    }
    ledger = write_ledger(tmp_path, files)
    figures = json.loads(run(ledger, "figures", "money.uninvoiced", "--json", "--on", "2026-11-30").stdout)
    assert "760" in json.dumps(figures)
    (ledger / "projects/audit.md").write_text(f"{front}- 2026-11-09 invoiced 760\n")  # before the day of the hours
    assert "760" not in run(ledger, "figures", "money.uninvoiced", "--json", "--on", "2026-11-30").stdout
    (ledger / "projects/audit.md").write_text(front)
    assert "760" not in run(ledger, "figures", "money.uninvoiced", "--json", "--on", "2026-11-30").stdout


@pytest.mark.parametrize("typed", ["Audit, 95/h, all paid so far", "Audit, 95/h, October invoiced and paid"])
def test_money_without_an_amount_is_not_guessed(typed: str) -> None:
    found = billing_lines(facts_in(typed, CONTEXT), DAY, 30, "EUR")
    assert not found.lines
    assert found.unclear


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("3750 on 1 Oct, paid 15 Oct", ["2026-10-01 invoiced 3750", "2026-10-15 paid 3750"]),
        ("3750 on 6 Nov, due 20 Nov", ["2026-11-06 invoiced 3750 due 2026-11-20"]),
        ("3750 on 6 Nov, due in 14 days", ["2026-11-06 invoiced 3750 due 2026-11-20"]),
        (
            "3750 on 6 Nov; payable by 20 Nov, paid 18 Nov",
            ["2026-11-06 invoiced 3750 due 2026-11-20", "2026-11-18 paid 3750"],
        ),
        ("3750, due 20 Nov", ["2026-10-21 invoiced 3750 due 2026-11-20"]),
        ("October, 880, paid", ["2026-10-31 invoiced 880", "2026-10-31 paid 880"]),
        ("half", ["2026-11-30 invoiced 4500"]),
        ("deposit of 3200 to invoice on 18 January", NOTHING),
        ("880 in October paid", ["2026-10-31 invoiced 880", "2026-10-31 paid 880"]),
        ("no", NOTHING),
    ],
)
def test_an_answer_says_what_was_invoiced(typed: str, lines: list[str]) -> None:
    billed = read_billing(typed, "EUR", DAY)
    assert billed
    facts = facts_in("Site, 9000", CONTEXT)
    assert list(billing_lines(type(facts)(amount="9000", billed=billed), DAY, 30, "EUR").lines) == lines
    assert read_billing("2 of 3 instalments", "EUR", DAY) is None


@pytest.mark.parametrize("typed", ["Tann, 4800, not invoiced yet", "Tann, 4800 for November, will send today"])
def test_an_invoice_that_is_not_sent_is_not_owed(typed: str) -> None:
    facts = facts_in(typed, CONTEXT._replace(is_invoice=True))
    with pytest.raises(Misread, match="not sent yet"):
        refuse_unsent(facts, DAY)


@pytest.mark.parametrize(
    "typed",
    [
        "Wolf, 1840, issued 12 Oct, due 26 Oct. One reminder sent 9 Nov",
        "Wolf, 1840, issued 12 Oct, due 26 Oct, reminded on Mon 9 Nov",
    ],
)
def test_a_reminder_is_not_the_day_of_the_invoice(typed: str) -> None:
    facts = facts_in(typed, CONTEXT._replace(is_invoice=True))
    assert (facts.issued, facts.due, facts.reminded) == (date(2026, 10, 12), date(2026, 10, 26), date(2026, 11, 9))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Fri 29 Jan", "2027-01-29"),
        ("Monday the 11th of January", "2027-01-11"),
        ("Wed 16.12.", "2026-12-16"),
        ("next Friday 4 Dec", "2026-12-04"),
        ("Thu 29 Jan", "2027-01-29"),
    ],
)
def test_a_date_counts_and_not_the_weekday_before_it(typed: str, day: str) -> None:
    taken = take_loose_day(line_words(typed), DAY, back=False)
    assert taken == (date.fromisoformat(day), len(typed.split()))


def test_a_weekday_that_contradicts_its_date_is_told() -> None:
    said = "due Thu 29 Jan, agreed Thu 29 Jan, begins Mon 11 Jan"
    assert contradicted_weekdays(line_words(said), DAY) == ["`Thu 29 Jan` is a Friday: the date counts"]
    assert facts_in("Site, 900, starts Monday, 11 January", CONTEXT).start == date(2027, 1, 11)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("Audit, 12 days at 960 a day, 5 of 12 days done", SaidHours(whole=5760, left=3360, done=2400)),
        ("Audit, 960 a day, 5 days left", SaidHours(left=2400)),
        ("Audit, 8 days at 900/day, 3 days delivered", SaidHours(whole=3840, left=2400, done=1440)),
        ("Audit, 900 a day, 3 of 8 days", SaidHours(whole=3840, left=2400, done=1440)),
    ],
)
def test_days_of_work_have_the_hours_of_a_day(typed: str, hours: SaidHours) -> None:
    assert hours_said(facts_in(typed, CONTEXT), DAY) == hours


@pytest.mark.parametrize(
    "typed", ["Retainer Quay Press, 6 h a month for 600", "Retainer for Quay Press, 6 h a month, 600 EUR"]
)
def test_hours_a_month_with_an_amount_are_a_retainer(typed: str) -> None:
    facts = facts_in(typed, CONTEXT)
    assert (facts.billing, facts.monthly, hours_said(facts, DAY).monthly) == ("retainer", "600/month", 360)
