"""Lines about jobs, invoices and inquiries as people type them, and what is understood of each."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.capturing.fact_reading import facts_in, read_answer
from opsledger.capturing.facts import LineContext, due_said
from opsledger.capturing.lead_reading import read_lead
from opsledger.capturing.said_hours import SaidHours
from opsledger.capturing.stock_jobs import AGREED, HOURS_LEFT, UNTIL_WHEN, as_agreed, as_hours, hours_said, told_of_job
from opsledger.capturing.stock_leads import lead_record
from opsledger.capturing.stock_money import read_balance, read_days_off
from opsledger.checks.every import check
from opsledger.loading import load
from opsledger.values.misread import Misread
from tests.cli_support import clock_at, run, write_ledger
from tests.fuzzing import bounded
from tests.test_capturing_corpus import rows_of

pytestmark = pytest.mark.fuzz

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


@pytest.mark.parametrize(
    ("typed", "unknown", "meant"),
    [
        ("September", [AGREED], "agreed September"),
        ("30, until 18 Dec, 5 Oct", [HOURS_LEFT, UNTIL_WHEN, AGREED], "30, until 18 Dec, agreed 5 Oct"),
        ("18 Dec", [UNTIL_WHEN, AGREED], "18 Dec"),
        ("40, due 18 Dec, agreed 1 Sep", [HOURS_LEFT, UNTIL_WHEN, AGREED], "40, due 18 Dec, agreed 1 Sep"),
    ],
)
def test_the_last_day_is_of_the_agreement_that_was_asked_for(typed: str, unknown: list[str], meant: str) -> None:
    assert as_agreed(typed, unknown, DAY) == meant


def test_an_amount_in_another_currency_is_refused() -> None:
    with pytest.raises(Misread, match="USD"):
        facts_in("Site for Ada, $4,000", CONTEXT)


@pytest.mark.parametrize("typed", ["Phase 2", "Website 2027 for X", "12 Monkeys", "for", "a", "- -", "(", "20 of"])
def test_a_name_with_a_number_in_it_is_a_name_and_nothing_fails(typed: str) -> None:
    assert facts_in(typed, CONTEXT).amount is None
    read_lead(typed, CONTEXT, STAGES)


PIECES = (
    "brand|for|Brandt & Keller|A/B|[x]|6400|fixed|95/h|700 a month|20|of|50h|30h|left|done|,|,|-|(|)|due|by|18 Dec"
    "|end of|February|2028|31|in 3 weeks|agreed|starts|7.12.|2026-02-30|29 feb|sent|no 1|#7|gross|14 days|late|weekly"
    "|half|~|€|x|12 words x 0.1|wants|free|via|decide|proposal|said yes|lost|#|'"
)
WORDS = st.sampled_from(PIECES.split("|"))
TYPED = st.one_of(st.lists(WORDS, max_size=9).map(" ".join), st.text(max_size=40))


@bounded(60)
@given(typed=TYPED)
def test_whatever_is_typed_is_read_or_refused_with_a_reason(typed: str) -> None:
    line = " ".join(typed.split())
    for context in (CONTEXT, CONTEXT._replace(is_invoice=True)):
        with suppress(Misread):
            facts = facts_in(line, context)
            told_of_job(facts, hours_said(facts, DAY), "EUR", DAY)
            due_said(facts, DAY)
    with suppress(Misread):
        lead_record(read_lead(line, CONTEXT, STAGES), DAY)
    with suppress(Misread):
        read_days_off(line, DAY)
    with suppress(Misread):
        read_balance(line, CONTEXT)


@bounded(12)
@given(typed=st.lists(TYPED.map(lambda text: " ".join(text.split())), min_size=1, max_size=5))
def test_a_conversation_ends_without_a_fault_and_leaves_a_ledger_that_reads(typed: list[str]) -> None:
    seen = [patch(f"opsledger.cli.{module}.asks", lambda: True) for module in ("take_stock", "edits")]
    with TemporaryDirectory() as folder, seen[0], seen[1]:
        ledger = write_ledger(Path(folder), {"opsledger.yaml": "kept_since: 2026-11-30\n"})
        parts = (typed, typed, typed, typed, typed)
        given_lines = "".join(f"{line}\n" for part in parts for line in (*part, ""))
        result = run(ledger, "take-stock", clock=clock_at("2026-11-30T10:00"), given=given_lines)
        assert result.exit_code in (0, 1)
        assert "Traceback" not in result.output
        errors = [problem for problem in check(load(ledger)) if problem.is_error]
        assert errors == [], given_lines
