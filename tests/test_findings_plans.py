"""What is said of next week's plan: of the hours for clients, against what is due and what is sold.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.dry import dry_spell
from opsledger.findings.finding import Measured
from opsledger.findings.measured import measured_on
from opsledger.findings.planning import judged_plan, thin_plan, week_to_plan
from opsledger.findings.promises import broken_promises
from opsledger.measuring.every import measure
from opsledger.reviewing.build import build_review
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
        ("        - Mon 4h job\n", job(40, "2026-11-13"), "too little for clients: 4 h, and you need 20 h"),  # late
        ("        - Mon 4h job\n", job(10, "2026-11-27"), "too little for clients: 4 h, and you need 12 h"),
        (
            "        - Mon 4h client\n",
            job(10, "2026-12-18"),
            "within the hours available",
        ),  # a share
        ("        - Mon 4h job\n", job(64), "room for more client work, 64 h are sold"),
        ("        - Mon 14h client\n", job(64), "within the hours available"),
        ("        - Mon 4h job\n", "", "within the hours available"),
        ("        - Mon 40h job\n", job(40, "2026-11-13"), "more than the hours available"),
    ],
)
def test_a_plan_is_judged_by_what_is_due_and_sold(plan: str, projects: str, said: str) -> None:
    assert judged_plan(seen(plan, projects)) == said


def test_a_plan_that_leaves_out_what_is_late_is_told_with_it() -> None:
    (finding,) = thin_plan(seen("        - Mon 4h client\n", job(40, "2026-11-13")))
    assert finding.action == "Plan next week's hours for job"
    assert finding.because == "you planned 4 h for clients next week, and need about 20 h"


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


def test_planning_the_week_is_an_action_only_if_nothing_else_needs_its_place() -> None:
    text = (
        "    weeks/2026-W46.md\n        ## Plan\n        - Mon 6h admin\n    opsledger.yaml\n        client_hours: 20\n"
    )
    assert [row.rule for row in build_review(ledger_of(text), DAY).this_week][-1] == "week-to-plan"
    for number in range(3):
        text += f"    projects/job{number}.md\n        client: c{number}\n        price: 9000\n"
        text += "        - 2026-08-01 started\n        - 2026-09-01 invoiced 9000\n"
    rows = build_review(ledger_of(text), DAY).this_week
    assert len(rows) == 3
    assert "week-to-plan" not in [row.rule for row in rows]


def test_nobody_is_asked_on_a_wednesday_to_plan_the_next_week_nor_who_never_plans() -> None:
    text = "    weeks/2026-W46.md\n        ## {}\n        - Mon 6h admin\n"
    told = {
        (name, day): list(week_to_plan(measured_on(ledger_of(text.format(name)), day)))
        for name in ("Plan", "Actual")
        for day in (DAY, DAY - timedelta(days=2))
    }
    assert [key for key, found in told.items() if found] == [("Plan", DAY)]


WAITING = """
    projects/now.md
        name: Now
        estimate: 20h
        due: 2026-12-04
        - 2026-11-02 started
    projects/next.md
        name: Next
        price: 9000
        estimate: {}h
        due: 2027-01-29
        - 2026-11-02 booked
"""


@pytest.mark.parametrize(("estimate", "is_told"), [(100, False), (135, True), (150, True)])
def test_work_that_waits_is_told_once_it_leaves_hardly_any_room(estimate: int, is_told: bool) -> None:
    measured = seen("", WAITING.format(estimate))  # 200 h until 29 January, and Now comes first
    found = [each for each in broken_promises(measured) if each.about == ("next",)]
    assert bool(found) is is_told
    finish = measured.figures["outflow.finish.next"].value
    assert isinstance(finish, dict)
    assert (finish["day"] > finish["due"]) is (estimate == 150)


def test_what_waits_says_what_comes_first_and_how_much_a_week_it_takes() -> None:
    (found,) = [each for each in broken_promises(seen("", WAITING.format(150))) if each.about == ("next",)]
    assert found.action == "Plan about 19 h a week for Next from next week on, until Fri 29 Jan"
    assert found.because.startswith("it has not begun. With Now before it, about 210 h must be done by ")
    assert found.because.endswith("Fri 29 Jan, and you have 200 h")
    assert found.whole == 9000
    assert found.money is not None
