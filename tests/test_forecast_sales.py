"""What one's own projects say of the next ones: what they took for each hour sold, how fast they went."""

from __future__ import annotations

from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.forecast.new_leads import replays
from opsledger.forecast.past import Past
from opsledger.forecast.retainers import odd_hours
from opsledger.forecast.sales import Habits
from opsledger.forecast.work import Drawing
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 20)
JOB = """
leads/site.md
    hours: 20h
    - 2026-08-03 in x
    - 2026-08-24 won
projects/site.md
    lead: site
    estimate: 20h
    - 2026-08-24 booked
    - 2026-09-02 scope +10h another language
    - 2026-09-20 delivered
weeks/2026-W36.md
    ## Actual
    - Mon 8h site
    - Tue 8h site
weeks/2026-W38.md
    ## Actual
    - Mon 8h site
    - Tue 6h site
"""
AFTERWARDS = """
weeks/2026-W42.md
    ## Actual
    - Mon 2h site
"""


def drawing(text: str) -> Drawing:
    past = Past(Standing(ledger_of(text), DAY))
    return Drawing(past, Habits(past), 10, 12)


def test_hours_after_a_delivery_are_odd_hours_and_no_part_of_the_job() -> None:
    plain, later = drawing(JOB), drawing(JOB + AFTERWARDS)
    for name in ("overrun", "overrun_unstarted", "size"):
        assert getattr(later.habits, name) == getattr(plain.habits, name)
    assert (sum(odd_hours(plain)), sum(odd_hours(later))) == (0, 2)


def test_a_lead_is_replayed_with_the_hours_of_its_estimate_since_the_overrun_holds_the_scope() -> None:
    found = drawing(JOB)
    assert found.habits.overrun_unstarted.own == pytest.approx(0.405, abs=0.001)  # ln(30 h / 20 h)
    assert replays(found)[-1].hours == 20


def test_the_guessed_leads_are_as_large_as_ones_own_jobs() -> None:
    small = JOB.replace("20h", "2h").replace("10h", "1h")
    assert replays(drawing(small))[0].hours < 0.7 * replays(drawing(JOB))[0].hours


@pytest.mark.parametrize(("other", "rests"), [("30h", 0), ("8h", 1)], ids=["a full week", "a week with room"])
def test_a_job_rests_only_in_a_week_with_room(other: str, rests: int) -> None:
    client = f"""
weeks/2026-W37.md
    ## Actual
    - Mon {other} client
"""
    _, idle, weeks = drawing(JOB + client).habits.idle
    assert (idle, weeks) == (rests, 3)
