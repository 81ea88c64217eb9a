"""The headline and This week say nothing that the tables, the status, the page or the JSON say otherwise."""

from __future__ import annotations

import re
from datetime import date, timedelta
from fractions import Fraction
from functools import cache

import pytest

from opsledger.figures.debts import open_bills
from opsledger.figures.standing import Standing
from opsledger.findings.measured import measured_on
from opsledger.findings.money import LIKELY_LOW
from opsledger.forecast.lasting import lasting
from opsledger.forecast.outlook import AGREED
from opsledger.forecast.recalled import kept_forecast
from opsledger.forecast.result import Forecast
from opsledger.forecast.result import data as forecast_data
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.rendering.templates import PAGE_TEMPLATE, render
from opsledger.reporting.money import money_lines
from opsledger.reporting.status import status_data, status_lines
from opsledger.reviewing.build import build_review
from opsledger.reviewing.overview import overview_of
from opsledger.reviewing.review import Review
from opsledger.values.written import write_date, write_hours, write_month, write_number, write_share
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of
from tests.test_booked_everywhere import as_read, ledger_text

pytestmark = pytest.mark.usefixtures("all_runs")

SAMPLE_DAYS = (date(2026, 3, 27), date(2026, 10, 9), date(2026, 11, 20))
CASES = [*(f"seed {seed}" for seed in (1, 3, 5, 6, 9, 12)), *map(str, SAMPLE_DAYS)]
SHORT_DATE = re.compile(r"\b(\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?: \d{4})?)\b")
STRETCH = re.compile(
    r"(?:[Ll]ean|[Oo]verloaded)(?: ahead)?: (\d+ \w{3}(?: \d{4})?) to (\d+ \w{3}(?: \d{4})?) "
    r"\((\d+ %) likely, about ([\d,]+ h) (?:short|too much)\)"
)


@cache
def reviewed(case: str) -> tuple[Ledger, Review, Forecast]:
    made = case.startswith("seed")
    ledger = ledger_of(ledger_text(int(case.split()[1]))) if made else load(SAMPLE)
    day = DAY if made else date.fromisoformat(case)
    coming = kept_forecast(ledger, day)
    return ledger, build_review(ledger, day, track_record="", forecast=coming), coming


def without_year(day: str) -> str:
    return " ".join(day.split()[:2])


def short(day: date, on: date) -> str:
    return write_date(day, on).partition(" ")[2]


@pytest.mark.parametrize("case", CASES)
def test_every_form_says_the_same_headline_and_the_same_things_to_do(case: str) -> None:
    ledger, review, coming = reviewed(case)
    markdown = render(review, ledger.root).replace("\\", "")
    page = as_read(render(review, ledger.root, PAGE_TEMPLATE))
    seen = overview_of(measured_on(ledger, review.on, forecast=coming))
    status = " ".join(line.text.strip() for line in status_lines(seen, coming, 400))
    told = status_data(seen, coming)
    assert review.stand.verdict in markdown
    assert review.stand.verdict in page
    assert review.stand.verdict in status
    assert told["verdict"] == review.stand.verdict
    for row in review.this_week:
        assert row.text in markdown
        assert row.text in page
        assert row.text in status
    assert [row["text"] for row in told["this_week"]] == [row.text for row in review.this_week]  # type: ignore[index,call-overload,union-attr]


@pytest.mark.parametrize("case", CASES)
def test_the_status_is_a_part_of_the_review(case: str) -> None:
    ledger, review, coming = reviewed(case)
    seen, plan = overview_of(measured_on(ledger, review.on, forecast=coming)), review.outflow.plan
    assert [row.link.file for row in seen.waiting] == [row.link.file for row in review.inflow.leads if row.waits]
    assert [each.id for each in seen.overdue] == [row.id for row in review.follow_up.rows if row.is_overdue]
    late = [(row.link.file, row.revised) for row in review.outflow.projects if row.is_late]
    assert [(row.link.file, row.due) for row in seen.late] == late
    assert seen.has_weeks == bool(review.stand.weeks)
    assert len(seen.unnamed) == len(review.stand.unnamed)
    assert (seen.outstanding, seen.oldest_days) == (review.stand.outstanding, review.stand.oldest_days)
    assert (seen.money.reserve, seen.money.overdue_amount) == (
        review.stand.money.reserve,
        review.stand.money.overdue_amount,
    )
    assert (seen.coming_week, seen.coming_hours, seen.judged) == (plan.coming_week, plan.coming_hours, plan.judged)
    assert len(seen.off_ahead) == len(plan.off_ahead)


@pytest.mark.parametrize("case", CASES)
def test_the_headlines_stretches_are_those_of_the_forecast_and_its_weeks(case: str) -> None:
    _, review, coming = reviewed(case)
    known = {
        (
            short(each.first.monday, review.on),
            short(each.last.sunday, review.on),
            write_share(each.chance),
            write_hours(round(each.hours)),
        ): each
        for each in coming.stretches
    }
    assert coming.too_few or forecast_data(coming)["stretches"] or not known
    weeks = {week.week: week for week in coming.weeks}
    for said in STRETCH.findall(review.stand.verdict):
        stretch = known[said]
        for end in (stretch.first, stretch.last):
            chance = weeks[end].famine if stretch.kind == "lean" else weeks[end].feast
            assert chance is not None
            assert chance >= AGREED[stretch.kind] - 0.01
        whole = coming.outlook.of(stretch.kind)[12]
        assert whole is None or stretch.chance <= whole + 0.01


@pytest.mark.parametrize("case", CASES)
def test_every_date_of_the_headline_is_one_of_the_review(case: str) -> None:
    ledger, review, coming = reviewed(case)
    lasts = lasting(Standing(ledger, review.on))
    days = [day for day in (review.stand.dry_on, lasts.until, lasts.last) if day]
    days += [week.week.sunday for week in coming.now.weeks]
    for each in coming.stretches:
        days += [each.first.monday, each.last.sunday, max(each.first.monday - timedelta(days=1), review.on)]
    known = {short(day, review.on) for day in days}
    said = set(SHORT_DATE.findall(review.stand.verdict))
    early = {short(review.on + timedelta(weeks=weeks), review.on) for weeks in range(1, 9)}
    assert said <= (known | early if coming.too_few else known)


@pytest.mark.parametrize("case", CASES)
def test_every_month_the_headline_calls_low_is_low_in_the_table(case: str) -> None:
    _, review, _ = reviewed(case)
    said = re.search(r"([A-Z]\w{2}(?:(?:, | and )[A-Z]\w{2})*) will likely bring less", review.stand.verdict)
    low = [
        write_month(row.first).partition(" ")[0]
        for row in review.stand.money.months
        if row.first > review.on and row.below_floor is not None and row.below_floor >= LIKELY_LOW
    ]
    assert re.findall(r"[A-Z]\w{2}", said[1]) == low if said else len(low) < 2 or not review.stand.outlook


@pytest.mark.parametrize("case", CASES)
def test_every_form_says_the_same_money_of_every_month(case: str) -> None:
    ledger, review, coming = reviewed(case)
    money, currency = review.stand.money, review.currency
    measured = measured_on(ledger, review.on, forecast=coming)
    printed = [re.findall(r"-?[\d,]+(?= |$)", line[9:]) for line in money_lines(money, currency, review.on)]
    tables = [as_read(text) for text in (render(review, ledger.root), render(review, ledger.root, PAGE_TEMPLATE))]
    for row, month in zip(money.months, status_data(overview_of(measured), coming)["money"]["months"], strict=True):
        said = [write_number(each, 0) for each in row.amounts]
        assert said in [numbers[: len(said)] for numbers in printed]
        amounts = r"\W+".join(re.escape(f"{each} {currency}") for each in said)
        for table in tables:
            assert re.search(rf"{write_month(row.first)}\W+{amounts}", table)
        figure = measured.figures[f"money.ahead.{month['month']}"].value
        for keys in (month, figure):
            assert [keys[key] for key in ("received", "from_invoices", "likely", "hoped", "p10", "p50", "p90")] == [
                pytest.approx(float(each), abs=0.001) for each in row.amounts
            ]


@pytest.mark.parametrize("case", CASES)
def test_what_invoices_bring_stands_whole_in_the_month_to_expect_it(case: str) -> None:
    ledger, review, _ = reviewed(case)
    owed = sum(bill.left for bill in open_bills(Standing(ledger, review.on)))
    assert sum(row.from_invoices for row in review.stand.money.months) <= owed + Fraction(1, 100)
    for row in review.stand.money.months:
        assert row.from_invoices == 0 or row.from_invoices >= min(
            bill.left for bill in open_bills(Standing(ledger, review.on))
        ) - Fraction(1, 100)


@pytest.mark.parametrize("case", CASES)
def test_every_date_of_this_week_stands_in_the_review_too(case: str) -> None:
    ledger, review, _ = reviewed(case)
    text = render(review, ledger.root)
    begin = text.index("**This week:**") if "**This week:**" in text else len(text)
    body = text[:begin] + text[text.find("| | | last reviews |", begin) :] if review.this_week else text
    known = {without_year(day) for day in SHORT_DATE.findall(body)}
    for row in review.this_week:
        assert {without_year(day) for day in SHORT_DATE.findall(row.said)} <= known


def test_the_cases_hold_all_that_is_compared() -> None:
    verdicts = [reviewed(case)[1].stand.verdict for case in CASES]
    assert any(STRETCH.search(verdict) for verdict in verdicts)
    assert any("will likely bring less" in verdict for verdict in verdicts)
    assert any(" now: " in verdict for verdict in verdicts)
    assert measure(Standing(reviewed(CASES[-1])[0], SAMPLE_DAYS[-1]))["balance.dry_on"].value
