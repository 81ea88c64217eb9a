"""Lines about jobs, invoices and inquiries as people type them, and what is understood of each."""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.capturing.fact_reading import facts_in, read_answer
from opsledger.capturing.facts import LineContext, due_said
from opsledger.capturing.lead_reading import read_lead
from opsledger.capturing.said_hours import SaidHours
from opsledger.capturing.stock_jobs import as_hours, hours_said, told_of_job
from opsledger.capturing.stock_leads import lead_record
from opsledger.values.misread import Misread
from tests.test_capturing_corpus import rows_of

DAY = date(2026, 11, 30)
CONTEXT = LineContext("EUR", DAY, 480)
STAGES = ("inquiry", "qualified", "proposal", "verbal")
ROWS = rows_of("stock-lines.txt")
BY_KIND = {kind: [row[1:] for row in ROWS if row[0] == kind] for kind in ("job", "invoice", "lead")}


@pytest.mark.parametrize(("typed", "told"), BY_KIND["job"])
def test_a_job_is_understood(typed: str, told: str) -> None:
    facts = facts_in(typed, CONTEXT)
    assert told_of_job(facts, hours_said(facts, DAY), "EUR", DAY) == told


@pytest.mark.parametrize(("typed", "told"), BY_KIND["invoice"])
def test_an_invoice_is_understood(typed: str, told: str) -> None:
    facts = facts_in(typed, CONTEXT._replace(is_invoice=True))
    said = (facts.client, facts.name, facts.amount, facts.number, facts.issued, due_said(facts, DAY))
    assert "; ".join("" if one is None else str(one) for one in said) == told


@pytest.mark.parametrize(("typed", "told"), BY_KIND["lead"])
def test_an_inquiry_is_understood(typed: str, told: str) -> None:
    values, lines = lead_record(read_lead(typed, CONTEXT, STAGES), DAY)
    assert "; ".join((*(f"{key}: {value}" for key, value in values.items()), *lines)) == told


@pytest.mark.parametrize(
    ("first", "more", "hours"),
    [
        ("Site, 9000, 80h", "40", SaidHours(whole=4800, left=2400)),
        ("Site, 9000, 80h", "all of it, all", SaidHours(whole=4800, left=4800)),
        ("Site, 9000, 80h", "30h done", SaidHours(whole=4800, left=3000, done=1800)),
        ("Site, 9000", "20 of 50h done", SaidHours(whole=3000, left=1800, done=1200)),
        ("Site, 9000, 20 of 50h done", "", SaidHours(whole=3000, left=1800, done=1200)),
        ("Care, 300 a month", "4h", SaidHours(monthly=240)),
        ("Care, 300 a month for 4h", "", SaidHours(monthly=240)),
    ],
)
def test_hours_are_what_the_question_asked_for(first: str, more: str, hours: SaidHours) -> None:
    answer = read_answer(as_hours(more, ["the hours left"]), CONTEXT)
    assert hours_said(facts_in(first, CONTEXT), DAY, answer) == hours


def test_an_amount_in_another_currency_is_refused() -> None:
    with pytest.raises(Misread, match="USD"):
        facts_in("Site for Ada, $4,000", CONTEXT)


@pytest.mark.parametrize("typed", ["Phase 2", "Website 2027 for X", "12 Monkeys", "for", "a", "- -", "(", "20 of"])
def test_a_name_with_a_number_in_it_is_a_name_and_nothing_fails(typed: str) -> None:
    assert facts_in(typed, CONTEXT).amount is None
    read_lead(typed, CONTEXT, STAGES)
