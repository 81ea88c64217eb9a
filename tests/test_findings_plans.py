"""What is said of next week's plan: of the hours for clients, against what is due and what is sold.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.dry import dry_spell
from opsledger.findings.finding import Measured
from opsledger.findings.planning import judged_plan, thin_plan
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of


def seen(plan: str, projects: str) -> Measured:
    week = f"    weeks/2026-W48.md\n        ## Plan\n        - Wed 6h admin\n{plan}"
    standing = Standing(ledger_of(f"    opsledger.yaml\n        client_hours: 20\n{week}{projects}"), DAY)
    return Measured(standing, measure(standing))


def job(estimate: int, due: str = "") -> str:
    promise = f"        due: {due}\n" if due else ""
    return f"    projects/job.md\n        estimate: {estimate}h\n{promise}        - 2026-11-02 booked\n"


@pytest.mark.parametrize(
    ("plan", "projects", "said"),
    [
        ("        - Mon 4h job\n", job(40, "2026-11-13"), "too little for clients, 4 h of the 20 h due"),  # late
        ("        - Mon 4h job\n", job(10, "2026-11-27"), "too little for clients, 4 h of the 12 h due"),
        ("        - Mon 4h client\n", job(10, "2026-12-18"), "realistic"),  # a share of it, in four weeks
        ("        - Mon 4h job\n", job(64), "room for more client work, 64 h are sold"),
        ("        - Mon 14h client\n", job(64), "realistic"),
        ("        - Mon 4h job\n", "", "realistic"),
        ("        - Mon 40h job\n", job(40, "2026-11-13"), "more than the hours available"),
    ],
)
def test_a_plan_is_judged_by_what_is_due_and_sold(plan: str, projects: str, said: str) -> None:
    assert judged_plan(seen(plan, projects)) == said


def test_a_plan_that_leaves_out_what_is_late_is_told_with_it() -> None:
    (finding,) = thin_plan(seen("        - Mon 4h client\n", job(40, "2026-11-13")))
    assert finding.action == "Plan next week's hours for job"
    assert finding.because == "4 h for clients are planned for next week, and about 20 h are due"


def test_sold_hours_that_do_not_fill_the_week_are_to_be_planned_before_any_lead_is_called() -> None:
    text = """
    leads/tern.md
        - 2026-11-18 out x
    projects/job.md
        estimate: 60h
        - 2026-11-09 started
    weeks/2026-W46.md
        ## Actual
        - Mon 2h job
    """
    standing = Standing(ledger_of(text), DAY)
    (finding,) = dry_spell(Measured(standing, measure(standing)))
    assert finding.action == "Plan more of the coming week for job"
    assert finding.because == "58 h are sold, but they do not fill the coming week"
