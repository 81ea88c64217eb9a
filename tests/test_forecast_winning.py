"""How leads are won: what silence does to a chance, and which lead a project came of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opsledger.figures.pairs import won_without_project
from opsledger.figures.standing import Standing
from opsledger.forecast.coming import forecast
from opsledger.forecast.new_leads import arrivals
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing
from opsledger.models.ledger import Ledger
from tests.ledger_text import DAY, ledger_of

CLOSED = "".join(
    f"leads/{word}-{n}.md\n    - {DAY - timedelta(days=90 + n)} inquiry\n    - {DAY - timedelta(days=70 + n)} {word}\n"
    for n in range(6)
    for word in ("won", "lost")
)


def silent(days: int, count: int = 6) -> str:
    return "".join(f"leads/open-{n}.md\n    - {DAY - timedelta(days=days)} inquiry\n" for n in range(count))


def drawing(ledger: Ledger) -> Drawing:
    past = Past(Standing(ledger, DAY))
    return Drawing(past, Habits(past), 10, 12)


def chance(ledger: Ledger) -> float:
    return Winning(drawing(ledger)).stages["inquiry"].chance


def test_leads_that_nobody_closes_lower_the_chance_of_the_others() -> None:
    usual, with_silent = chance(ledger_of(CLOSED)), chance(ledger_of(CLOSED + silent(200)))
    assert with_silent < 0.8 * usual


def test_leads_of_today_leave_the_chance_as_it_is() -> None:
    assert chance(ledger_of(CLOSED + silent(0))) == chance(ledger_of(CLOSED))


def test_as_many_leads_silent_as_lost_count_as_if_they_were_lost() -> None:
    lost = silent(200).replace("inquiry\n", f"inquiry\n    - {DAY - timedelta(days=170)} lost\n")
    assert chance(ledger_of(CLOSED + silent(200))) == pytest.approx(chance(ledger_of(CLOSED + lost)), abs=0.03)


def test_the_longer_a_lead_stands_the_less_it_is_worth() -> None:
    stage = Winning(drawing(ledger_of(CLOSED + silent(100)))).stages["inquiry"]
    chances = [stage.after(days) for days in (0, 30, 60, 120, 250, 500, 1000, 4000)]
    assert chances[0] == pytest.approx(stage.chance)
    assert chances[2:] == sorted(chances[2:], reverse=True)
    assert chances[-1] < 0.01


BOOKED = """
    leads/kite.md
        client: kite
        hours: 90h
        - 2026-10-01 inquiry
        - 2026-11-12 won
    projects/kite-site.md
        client: {client}
        {front}
        - {day} booked
"""


@pytest.mark.parametrize(
    ("client", "front", "day", "counts"),
    [
        ("kite", "lead: kite", date(2026, 9, 1), 1),
        ("kite", "estimate: 90h", date(2026, 11, 16), 1),
        ("kite", "estimate: 90h", date(2026, 11, 5), 1),
        ("kite", "estimate: 90h", date(2026, 10, 5), 2),
        ("heron", "estimate: 90h", date(2026, 11, 16), 2),
    ],
)
def test_a_project_that_names_no_lead_is_the_one_won_near_its_first_line(
    client: str, front: str, day: date, counts: int
) -> None:
    found = drawing(ledger_of(BOOKED.format(client=client, front=front, day=day)))
    assert len(won_without_project(found.past.standing)) + 1 == counts
    assert arrivals(found)[1] == counts - 1


def test_a_project_without_an_estimate_takes_the_hours_of_its_lead() -> None:
    told, untold = (
        forecast(ledger_of(BOOKED.format(client="kite", front=front, day="2026-11-16")), DAY, runs=50)
        for front in ("lead: kite", "estimate: 90h")
    )
    assert [week.committed for week in told.weeks] == [week.committed for week in untold.weeks]
