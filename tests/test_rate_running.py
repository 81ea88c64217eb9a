"""What an hour earned names the running work that it hides. The day is Friday, 20 November 2026."""

from __future__ import annotations

import pytest

from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from tests.ledger_text import DAY, ledger_of

LEDGER = """
    opsledger.yaml
        targets:
            rate: 90/h
    projects/site.md
        client: ada
        price: 2000
        estimate: 20h
        - 2026-09-01 started
        - 2026-10-16 delivered
    projects/portal.md
        name: Portal
        client: linden
        billing: hourly
        rate: 75/h
        estimate: 400h
        - 2026-01-05 started
    weeks/2026-W40.md
        ## Actual
        - Mon 10h site
        - Tue 10h portal
    weeks/2026-W41.md
        ## Actual
        - Mon 10h site
        - Tue 10h portal
"""


def running(text: str) -> list[tuple[str, float]]:
    found = build_review(ledger_of(text), DAY).outflow.rate_running
    return [(row.link.text, float(row.rate)) for row in found]


def test_running_work_by_the_hour_below_the_target_is_named_beside_what_an_hour_earned() -> None:
    assert running(LEDGER) == [("Portal", 75)]
    text = render(build_review(ledger_of(LEDGER), DAY))
    assert (
        "You earned 100 EUR per client hour in 52 weeks (1 project; not counted: [Portal](../projects/portal.md) "
        "at 75 EUR, still running); target 90 EUR."
    ) in text


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("rate: 75/h", "rate: 95/h"),
        ("rate: 75/h", "rate: 120/h"),
        ("Tue 10h portal", "Tue 30m portal"),
        ("2026-01-05 started", "2026-01-05 started\n        - 2026-10-19 delivered"),
    ],
)
def test_what_is_not_below_it_or_little_or_over_is_not_named(was: str, now: str) -> None:
    assert not running(LEDGER.replace(was, now))


def test_without_a_target_far_below_what_was_earned_is_named() -> None:
    plain = LEDGER.replace("        targets:\n            rate: 90/h\n", "")
    assert running(plain) == [("Portal", 75)]
    assert not running(plain.replace("75/h", "95/h"))
