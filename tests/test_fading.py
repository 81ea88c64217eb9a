"""Work by the hour that fades before it ends: hours, headline and what to do. The day is Friday, 20 November 2026."""

from __future__ import annotations

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.every import findings
from opsledger.findings.fading import fading_sentence
from opsledger.findings.finding import Measured
from opsledger.forecast.coming import forecast
from opsledger.forecast.left import left_of
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.values.days import Week
from tests.ledger_text import DAY, ledger_of

FRAME = """
    projects/frame.md
        name: Texts for Ostsee
        client: ostsee
        billing: hourly
        rate: 70/h
        estimate: 1000h
        - 2026-01-05 started
        - 2026-01-05 due 2026-12-31
"""


def worked(early: int, late: int, front: str = FRAME) -> Ledger:
    """Hours a week on it, of 26 weeks that ended, and of the last eight of them."""
    now = Week.of(DAY)
    weeks = "".join(
        f"    weeks/{now.plus(-back)}.md\n        ## Actual\n        - Tue {late if back <= 8 else early}h frame\n"
        for back in range(1, 31)
    )
    return ledger_of(front + weeks)


def seen(ledger: Ledger) -> Measured:
    standing = Standing(ledger, DAY)
    return Measured(standing, measure(standing))


def test_what_is_left_is_what_its_client_still_asks_for() -> None:
    ledger = worked(16, 6)
    (project,) = (standing := Standing(ledger, DAY)).client_projects
    left = left_of(standing, project).likely
    assert left is not None
    assert round(left) == round(6 * 41 / 7)
    weeks = {str(week.week): week.committed for week in forecast(ledger, DAY, weeks=16, runs=60).weeks}
    assert weeks["2026-W48"] > 3
    assert weeks["2027-W05"] < 1


@pytest.mark.parametrize(
    ("early", "late", "front"),
    [
        (16, 14, FRAME),  # no fall
        (16, 6, FRAME.replace("- 2026-01-05 due 2026-12-31", "- 2026-01-05 note open end")),
        (16, 6, FRAME.replace("hourly", "fixed").replace("rate: 70/h", "price: 70000")),
        (16, 6, FRAME + "        - 2026-11-19 left 300h\n"),  # its owner knows better
    ],
)
def test_otherwise_it_needs_what_was_agreed(early: int, late: int, front: str) -> None:
    measured = seen(worked(early, late, front))
    (project,) = measured.standing.client_projects
    left = left_of(measured.standing, project).likely
    assert left is not None
    assert left > 150
    assert not [each for each in findings(measured) if each.rule == "fading-work"]
    assert not fading_sentence(measured)


def test_it_is_said_in_bold_and_to_be_talked_about() -> None:
    measured = seen(worked(16, 6))
    assert fading_sentence(measured) == "work for Ostsee fell from about 16 h to 6 h a week, and ends on 31 Dec"
    (finding,) = (each for each in findings(measured) if each.rule == "fading-work")
    assert finding.action == "Talk to Ostsee about what comes after Texts for Ostsee"
    assert finding.because == "Texts for Ostsee fell from about 16 h to 6 h a week, and it ends on Thu 31 Dec"


def test_what_fades_is_sold_and_done_only_up_to_its_end() -> None:
    measured = seen(worked(16, 6))
    assert measured.part("balance.backlog_hours", "hours") == pytest.approx(6 * 41 / 7, abs=0.01)
    finish = measured.figures["outflow.finish.frame"].value
    assert isinstance(finish, dict)
    assert str(finish["day"]) == "2026-12-31"
    assert not [each for each in findings(measured) if each.rule in ("broken-promises", "thin-plan")]


@pytest.mark.parametrize(("estimate", "hours"), [(440, 94), (600, 120)])
def test_work_by_the_hour_takes_no_more_until_its_end_than_it_sold_or_its_pace(estimate: int, hours: int) -> None:
    standing = Standing(worked(16, 16, FRAME.replace("1000h", f"{estimate}h")), DAY)  # 480 h are worked
    (project,) = standing.client_projects
    left = left_of(standing, project).likely
    assert left is not None
    assert round(left) == hours
