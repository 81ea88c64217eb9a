"""What a retainer's month leaves unused is told before it ends and after, with what becomes of it.

The day is Friday, 20 November 2026, and a review covers 14 days.
"""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.findings.measured import measured_on
from opsledger.reviewing.outflow import build_outflow
from tests.ledger_text import DAY, ledger_of

CARE = """
    projects/care.md
        billing: retainer
        price: 1000/month
        estimate: 10h/month
        - 2026-08-01 started
    weeks/2026-W31.md
        ## Actual
        - Fri 1h admin
    weeks/2026-W44.md
        ## Actual
        - Mon 4h care
    weeks/2026-W46.md
        ## Actual
        - Mon 7h care
    """
ROLLOVER = "estimate: 10h/month\n        rollover: 2h"


def said(text: str, day: date = DAY) -> list[str]:
    return [row.words for row in build_outflow(measured_on(ledger_of(text), day)).unused]


def test_hours_that_a_month_will_leave_are_told_two_weeks_before_its_end() -> None:
    assert said(CARE) == [": 3 h of Nov are not used yet. They lapse on Mon 30 Nov"]
    assert said(CARE, date(2026, 11, 14)) == []


@pytest.mark.parametrize(
    ("front", "text"),
    [
        ("estimate: 10h/month", ": 6 h of Oct were not used. They lapsed"),
        (ROLLOVER, ": 8 h of Oct were not used. 2 h moved to Nov, the rest lapsed"),
        (ROLLOVER.replace("2h", "20h"), ": 16 h of Oct were not used. 10 h moved to Nov, the rest lapsed"),
    ],
)
def test_hours_that_a_month_left_are_told_after_it(front: str, text: str) -> None:
    assert said(CARE.replace("estimate: 10h/month", front), date(2026, 11, 6)) == [text]


def test_what_is_used_first_is_what_moved_here() -> None:
    assert said(CARE.replace("estimate: 10h/month", ROLLOVER)) == [
        ": 5 h of Nov are not used yet. 2 h move to Dec, the rest lapses"
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Mon 7h care", "Mon 9.5h care"),  # half an hour
        ("2026-08-01 started", "2026-11-09 started"),  # not all of the month
        ("2026-08-01 started", "2026-08-01 started\n        - 2026-11-12 paused"),
        ("        estimate: 10h/month\n", ""),
    ],
)
def test_nothing_is_told_of_little_or_of_a_month_that_is_not_whole(old: str, new: str) -> None:
    assert said(CARE.replace(old, new)) == []
