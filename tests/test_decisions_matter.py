"""A decision covers what was known when it was made, and has a reason of its own.

The day is Friday, 20 November 2026; it was decided on 9 October.
"""

from __future__ import annotations

import pytest

from opsledger.figures.naming import names_of
from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.findings.memory import Judged
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

JOB = """
    clients/ada.md
        name: Ada Lane
    projects/site.md
        name: Website
        client: ada
        price: 5000
        estimate: 10h
        due: 2027-03-31
        - 2026-10-01 started
        {line}
    weeks/2026-W{week}.md
        ## Actual
        - Mon 8h site
        - Tue 8h site
    reviews/2026-10-09.md
        ## Decisions
        - [ ] @{role} {decision} due:2026-10-23
"""


def shown(decision: str, role: str, line: str = "- 2026-11-18 call", week: int = 46) -> tuple[Judged, ...]:
    text = JOB.format(decision=decision, role=role, line=line, week=week)
    standing = Standing(ledger_of(text), DAY)
    return chosen(Measured(standing, measure(standing))).this_week


def reasons(rows: tuple[Judged, ...]) -> dict[str, str]:
    """What is to be done, as the decision or the suggestion says it, and why."""
    return {row.covered_by[0].text if row.covered_by else row.finding.action: row.finding.because for row in rows}


def test_a_complaint_after_a_decision_speaks_and_names_it() -> None:
    told = reasons(shown("Send Ada Lane one list of extras", "production", "- 2026-11-17 complaint late"))
    assert told["Answer the complaint of Ada Lane: late"] == (
        "they complained on Tue 17 Nov, and no answer of yours is written down. "
        "You decided on Fri 9 Oct: Send Ada Lane one list of extras"
    )


def test_an_overdue_decision_of_the_matter_takes_the_place_of_an_overrun_that_came_after_it() -> None:
    told = reasons(shown("Send Ada Lane one list of extras", "production"))
    assert told["Send Ada Lane one list of extras"].startswith("it has used 160 % of its hours")


def test_an_overrun_after_a_decision_of_another_matter_speaks_for_itself() -> None:
    told = reasons(shown("Ask Ada Lane for 85 an hour", "finance"))
    assert told["Ask Ada Lane for 85 an hour"] == "you decided it 6 weeks ago"
    assert any(because.startswith("it has used 160 % of its hours") for because in told.values())


def test_an_overrun_that_was_known_is_covered_and_lends_no_reason() -> None:
    told = reasons(shown("Ask Ada Lane for 85 an hour", "finance", week=41))
    assert told["Ask Ada Lane for 85 an hour"] == "you decided it 6 weeks ago"
    assert not any("160 %" in because for because in told.values())


def test_only_what_was_decided_on_the_matter_counts_as_decided_before() -> None:
    rows = shown("Send Ada Lane one list of extras", "production", week=41)
    (row,) = [row for row in rows if row.finding.rule == "overruns"]
    assert (row.decided, row.undone) == (1, 1)


def test_an_overdue_decision_has_a_place_behind_what_came_up_since() -> None:
    rows = shown("Begin to post again", "marketing")
    assert [row.finding.rule for row in rows] == ["overruns", "dry-spell", "overdue-actions"]
    assert rows[-1].covered_by[0].text == "Begin to post again"


@pytest.mark.parametrize(
    ("decision", "is_meant"),
    [
        ("Ring Gerber within two weeks", True),
        ("Ring Gerbermuseum", True),
        ("Ring the gerber", False),
        ("Gerber", False),  # the first word is a verb as a rule
        ("Ring Gerb", False),
        ("Ring Museum", False),
    ],
)
def test_a_decision_may_use_the_beginning_of_a_name(decision: str, is_meant: bool) -> None:
    ledger = ledger_of("clients/gm.md\n    name: Gerbermuseum\nclients/other.md\n    name: Museumsshop\n")
    assert ("gm" in names_of(Standing(ledger, DAY)).named(decision)) is is_meant


def test_a_beginning_that_two_names_share_is_nobodys() -> None:
    ledger = ledger_of("clients/a.md\n    name: Gerbermuseum\nclients/b.md\n    name: Gerberhaus\n")
    assert not names_of(Standing(ledger, DAY)).named("Ring Gerber")
