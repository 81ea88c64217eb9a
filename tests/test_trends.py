"""The headline numbers over the last six reviews, and the reviews of a year or a quarter beside them."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.loading.ledger import load
from opsledger.rendering.charts.spark import spark, spark_text
from opsledger.reviewing.parts.stand import TrendRow
from opsledger.reviewing.trends import trends
from opsledger.values.written import write_number, write_rate, write_share
from tests.cli_support import write_ledger

REVIEW = "# A review\n\n## Decisions\n\n"
JOB = """---
name: A job
client: Osprey
billing: fixed
price: 3000
estimate: 30h
---
## Log
- 2026-09-01 booked
- 2026-09-10 invoiced 1000
- 2026-10-05 paid 400
"""


def _owed(measured: Measured) -> list[TrendRow]:
    return [row for row in trends(measured) if row.name == "owed"]


def _measured(folder: Path) -> Measured:
    return measured_on(load(folder), date(2026, 10, 30))


def test_a_number_is_as_its_review_froze_it_and_else_as_of_that_day(tmp_path: Path) -> None:
    frozen = {"data": {"money.outstanding": {"value": {"amount": 777, "oldest_days": 3}}}}
    files = {
        "projects/job.md": JOB,
        "reviews/2026-10-02.md": REVIEW,
        "reviews/2026-10-16.md": REVIEW,
        "reviews/2026-10-16.figures.json": json.dumps(frozen),
    }
    (row,) = _owed(_measured(write_ledger(tmp_path, files)))
    assert [on.day for on in row.days] == [2, 16, 30]
    assert row.values == (1000, 777, 600)


def test_one_known_point_makes_no_line(tmp_path: Path) -> None:
    assert _owed(_measured(write_ledger(tmp_path, {"projects/job.md": JOB}))) == []


def test_a_quarters_review_is_none_of_the_fortnights(tmp_path: Path) -> None:
    files = {
        "projects/job.md": JOB,
        "reviews/2026-10-02.md": REVIEW,
        "reviews/2026-Q3.md": f"{REVIEW}- [ ] @sales Two retainers\n",
    }
    ledger = load(write_ledger(tmp_path, files))
    assert [review.id for review in ledger.fortnights] == ["2026-10-02"]
    (quarter,) = (review for review in ledger.reviews if review.is_long)
    assert (quarter.since, quarter.on) == (date(2026, 7, 1), date(2026, 9, 30))
    assert [action.id for action in quarter.decisions] == ["2026-Q3-1"]


def test_a_line_of_characters_runs_from_the_least_to_the_greatest() -> None:
    assert spark_text([1, None, 3, 2]) == "▁·█▅"
    assert spark_text([5, 5]) == "▄▄"
    assert spark_text([None]) == ""


def test_a_drawn_line_says_its_values_and_whether_the_last_is_better() -> None:
    drawn = spark([4, None, 2], "Owed", "less")
    assert drawn.about == "4, –, 2."
    assert spark([Fraction(1, 2), 1], "Won", "more", "share").about == "50 %, 100 %."
    assert spark([Fraction(1201, 2), 90], "Owed", "less", "money", "EUR").about == "601 EUR, 90 EUR."
    assert drawn.marks[-1].style == "spark-now spark-better"


@pytest.mark.parametrize("share", [0.475, Fraction(0.475), Fraction(475, 1000)])
def test_a_half_is_rounded_up_wherever_it_was_worked_out(share: float | Fraction) -> None:
    assert (write_share(share), write_number(share, 2)) == ("48 %", "0.48")


def test_a_rate_of_fewer_than_ten_has_no_percentage() -> None:
    assert write_rate(7, 9, (0.45, 0.94)) == "7 of 9"
    assert write_rate(10, 17, (0.36, 0.78)) == "10 of 17 (59 %, likely 36–78 %)"
