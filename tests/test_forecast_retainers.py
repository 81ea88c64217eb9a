"""What a retainer asks for in the coming weeks. The day is Friday, 20 November 2026."""

from __future__ import annotations

import pytest

from opsledger.forecast.coming import forecast
from opsledger.values.days import Week
from tests.ledger_text import DAY, ledger_of

CARE = """
    opsledger.yaml
        client_hours: 20
    projects/care.md
        client: linden
        billing: retainer
        price: 1600/month
        estimate: 26h
        - 2026-01-05 started
"""


def booked(early: int, middle: int, late: int) -> float:
    """The mean hours booked a week after weeks of some hours each: all but 13, the first seven of these, the last."""
    now = Week.of(DAY)
    worked = [late] * 6 + [middle] * 7 + [early] * 20
    weeks = "".join(
        f"    weeks/{now.plus(-back)}.md\n        ## Actual\n        - Tue {hours}h care\n"
        for back, hours in enumerate(worked, 1)
    )
    ahead = forecast(ledger_of(CARE + weeks), DAY, weeks=8, runs=200).weeks
    return sum(week.committed for week in ahead) / len(ahead)


def test_a_retainer_used_far_beyond_its_hours_for_months_goes_on_like_that() -> None:
    usual = booked(6, 6, 6)  # 26 h a month are six a week; it may end, and rests in some weeks
    assert usual < 6
    assert booked(6, 12, 12) > 1.5 * usual


@pytest.mark.parametrize(("middle", "late"), [(6, 12), (12, 6)])
def test_one_long_month_is_not_what_it_takes(middle: int, late: int) -> None:
    assert booked(6, middle, late) < 8
