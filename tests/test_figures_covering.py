"""What an hour earned of work begun before its hours were recorded. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from opsledger.reviewing.build import build_review
from tests.ledger_text import figure_of, ledger_of, value_of

WEEKS = """
weeks/2026-W37.md
    ## Actual
    - Mon 3h care
    - Tue 1h admin
weeks/2026-W41.md
    ## Actual
    - Mon 2h care
    - Thu 4h admin
weeks/2026-W46.md
    ## Actual
    - Mon 4h care
"""
CARE = """projects/care.md
    client: ben
    billing: retainer
    price: 400/month
    estimate: 5h/month
    - 2025-03-01 started
"""
JOB = """projects/job.md
    price: 3000
    estimate: 40h
    - 2026-06-01 started
    - 2026-07-01 invoiced 1500
    - 2026-10-09 delivered
"""
JOB_WEEKS = WEEKS.replace("care", "job")


def rate(text: str, name: str = "outflow.rate.care", day: date = date(2026, 11, 20)) -> Any:
    return value_of(name, text, day)


def test_a_retainer_begun_long_before_counts_from_its_first_whole_month_with_hours() -> None:
    # first hours on 7 September: October and the running November, 800 for 2 + 4 h
    assert rate(CARE + WEEKS)["rate"] == Fraction(800, 6)
    gap = rate(CARE + WEEKS, "outflow.rate_gap")
    assert (gap["sold"], gap["result"]) == (80, 200)  # October alone is over: 400 for 5 h sold, 2 h worked


def test_before_such_a_month_is_over_it_has_no_rate_and_says_why() -> None:
    figure = figure_of("outflow.rate.care", CARE + WEEKS, date(2026, 10, 8))
    assert figure.value["rate"] is None  # type: ignore[index]
    assert figure.note == "too few: its hours are recorded only since Mon 7 Sep, and it began earlier"
    assert figure_of("outflow.rate_gap", CARE + WEEKS, date(2026, 10, 8)).n == 0


def test_credits_costs_and_scope_of_months_without_hours_are_left_out_too() -> None:
    before = CARE + "    - 2026-08-03 cost 90\n    - 2026-08-04 scope +2h +150\n    - 2026-08-05 credited 50\n"
    assert rate(before + WEEKS)["rate"] == rate(CARE + WEEKS)["rate"]
    since = CARE + "    - 2026-10-03 cost 90\n    - 2026-10-05 credited 50\n"
    assert rate(since + WEEKS)["rate"] == Fraction(800 - 140, 6)
    assert rate(since + WEEKS, "outflow.rate_gap")["credits"] == -25


def test_a_retainer_of_the_ledgers_own_time_counts_whole() -> None:
    own = CARE.replace("2025-03-01", "2026-09-01")
    assert rate(own + WEEKS)["rate"] == Fraction(1200, 9)
    late = own.replace("2026-09-01", "2026-10-01") + WEEKS.replace("3h care", "3h admin")
    assert rate(late)["rate"] == Fraction(800, 6)  # time was recorded as it began, so October is all there


def test_a_job_begun_before_its_hours_were_recorded_has_no_rate() -> None:
    figure = figure_of("outflow.rate.job", JOB + JOB_WEEKS)
    assert figure.value["rate"] is None  # type: ignore[index]
    for name in ("outflow.rate", "outflow.rate_gap", "outflow.estimate_ratio"):
        assert figure_of(name, JOB + JOB_WEEKS).n == 0
    margin = rate("opsledger.yaml\n    targets: {rate: 50/h}\n" + JOB + JOB_WEEKS, "outflow.margin.job")
    assert margin == {"margin": 1, "with_own_hours": None}


def test_hours_told_before_the_first_full_week_make_it_whole() -> None:
    told = JOB + JOB_WEEKS + "weeks/2026-W36.md\n    ## Actual\n    - Sun 21h job hours before the ledger\n"
    assert rate(told, "outflow.rate.job")["rate"] == 100
    assert figure_of("outflow.estimate_ratio", told).n == 1


def test_work_by_the_hour_earns_what_is_recorded_whenever_it_began() -> None:
    hourly = JOB.replace("price: 3000", "billing: hourly\n    rate: 70/h")
    gap = rate(hourly + JOB_WEEKS, "outflow.rate_gap")
    assert (gap["sold"], gap["overrun"], gap["result"]) == (70, 0, 70)


@pytest.mark.parametrize(("kept", "known"), [("", True), ("opsledger.yaml\n    kept_since: 2026-09-07\n", False)])
def test_the_lag_that_is_usual_is_shorter_if_the_ledger_says_when_it_begins(kept: str, known: bool) -> None:
    recent = JOB.replace("2026-06-01", "2026-08-20").replace("2026-07-01", "2026-08-21")
    assert (rate(kept + recent + JOB_WEEKS, "outflow.rate.job")["rate"] is not None) is known


def test_the_review_names_what_is_not_in_the_rate() -> None:
    review = build_review(
        ledger_of(CARE + JOB + JOB_WEEKS + WEEKS.replace("W3", "W2")), date(2026, 11, 20), track_record=""
    )
    assert [link.text for link in review.outflow.rate_without] == ["job"]
