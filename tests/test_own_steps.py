"""What you wrote down to do in the next days stands below this week's things to do, and takes none of their places.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from datetime import date

from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.measuring.every import measure
from opsledger.reviewing.decide import own_steps
from tests.ledger_text import DAY, ledger_of

LEADS = """
leads/quay.md
    name: Quay Bakery
    value: 9000
    - 2026-11-10 in asks
    - 2026-11-12 out answered
    - 2026-11-16 next 2026-11-26 ring Ada.
leads/moss.md
    name: Moss Films
    - 2026-11-16 in asks
    - 2026-11-17 out answered
    - 2026-11-17 next 2026-11-23
leads/late.md
    name: Far away
    - 2026-11-16 in asks
    - 2026-11-17 out answered
    - 2026-11-17 next 2026-12-04 write again
leads/gone.md
    name: Lost one
    - 2026-11-16 in asks
    - 2026-11-17 next 2026-11-24 write again
    - 2026-11-18 lost price
"""


def told(text: str) -> list[tuple[str, str, date]]:
    standing = Standing(ledger_of(text), DAY)
    measured = Measured(standing, measure(standing))
    return [(row.link.text, row.link.file, row.by) for row in own_steps(measured, chosen(measured))]


def test_the_steps_of_seven_days_on_open_leads_are_told_by_day() -> None:
    assert told(LEADS) == [
        ("Moss Films", "leads/moss.md", date(2026, 11, 23)),
        ("Quay Bakery: ring Ada", "leads/quay.md", date(2026, 11, 26)),
    ]


def test_what_this_week_asks_for_is_not_told_twice() -> None:
    waits = LEADS.replace(
        "- 2026-11-12 out answered\n    - 2026-11-16 next 2026-11-26 ring Ada.", "- 2026-11-14 in again"
    )
    late = LEADS.replace("next 2026-11-26 ring", "next 2026-11-18 ring")
    for text in (waits, late):
        assert [name for name, _, _ in told(text)] == ["Moss Films"]
