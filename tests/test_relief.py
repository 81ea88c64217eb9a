"""What takes load off: somebody who is free, and a break around the new year. The day is Friday, 20 November 2026."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen
from opsledger.findings.finding import DECIDED, LATER, Measured
from opsledger.findings.relief import hand_over_now, no_break
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook import EndedWeek, Now
from opsledger.measuring.every import measure
from opsledger.values.days import Week
from tests.ledger_text import DAY, ledger_of

FINN = """
    opsledger.yaml
        client_hours: 20
    clients/messtec.md
        name: Messtec
        - 2026-01-05 note x
    projects/portal.md
        client: messtec
        estimate: 400h
        - 2026-01-05 started
        CLIENT
    team/finn.md
        name: Finn Maurer
        status: active
        tasks: [testing]
        - 2026-06-08 assessed 5 clean work
        - 2026-09-15 note has two days a week free this winter
    reviews/2026-09-25.md
        ## Decisions
        - [ ] @hr Ask Finn for the tests due:2026-10-09
"""
AGREED = "- 2026-11-12 call they would not mind someone else for the tests"


def seen(text: str, overloaded: bool = True) -> Measured:
    standing = Standing(ledger_of(text), DAY)
    plain = forecast(standing.whole, DAY, runs=20)
    behind = tuple(EndedWeek(Week(2026, week), 36.0, 20.0) for week in (45, 46))
    now = Now("overloaded" if overloaded else None, behind)
    return Measured(standing, measure(standing), replace(plain, too_few=False, now=now, stretches=()))


def test_who_is_good_and_free_is_asked_while_it_is_too_much_and_a_client_agrees() -> None:
    measured = seen(FINN.replace("CLIENT", AGREED))
    (finding,) = hand_over_now(measured)
    assert finding.action == "Hand work to Finn Maurer now"
    assert finding.because == (
        "Finn Maurer is good and free: “has two days a week free this winter” (15 Sep). "
        "Messtec agrees: “they would not mind someone else for the tests” (12 Nov)"
    )
    assert (finding.turn, finding.hours) == (DECIDED, 32)  # two days in each of two weeks
    told = [row for row in chosen(measured).this_week if row.finding.rule == "hand-over-now"]
    assert [action.text for row in told for action in row.covered_by] == ["Ask Finn for the tests"]


def test_what_a_client_lets_go_is_at_most_the_hours_agreed_for_it_and_not_worked() -> None:
    text = FINN.replace("CLIENT", "- 2026-10-06 scope +20h tests of the old importer\n        " + AGREED)
    text += "    weeks/2026-W46.md\n        ## Actual\n        - Mon 4h portal tests\n        - Tue 9h portal\n"
    (finding,) = hand_over_now(seen(text))
    assert (finding.hours, finding.at_stake) == (16, "of your own")
    other = text.replace("for the tests", "for the texts")
    (finding,) = hand_over_now(seen(other))
    assert (finding.hours, finding.at_stake) == (32, "of your own in a fortnight")  # its hours are written nowhere


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("assessed 5 clean", "assessed 2 sloppy"),
        ("has two days a week free", "is not free"),
        ("2026-09-15 note", "2026-07-15 note"),
        ("status: active", "status: paused"),
    ],
)
def test_who_did_badly_or_is_not_free_is_not_asked(was: str, now: str) -> None:
    assert not list(hand_over_now(seen(FINN.replace("CLIENT", AGREED).replace(was, now))))


def test_nobody_is_asked_while_the_hours_fit_and_without_a_clients_word_it_can_wait() -> None:
    assert not list(hand_over_now(seen(FINN.replace("CLIENT", AGREED), overloaded=False)))
    (finding,) = hand_over_now(seen(FINN.replace("CLIENT", "- 2026-11-12 call x")))
    assert finding.turn == LATER


YEARS = """
    opsledger.yaml
        time_off: [OFF]
    projects/job.md
        client: ada
        - 2025-12-01 started
    weeks/2026-W43.md
        ## Actual
        - Mon 4h job
        - Sat 4h job
        - Sun 4h job
    weeks/2026-W45.md
        ## Actual
        - Sat 4h job
        - Sun 4h job
"""


def asked(off: str, more: str = "", day: date = DAY) -> list[str]:
    standing = Standing(ledger_of(YEARS.replace("OFF", off) + more), day)
    return [finding.because for finding in no_break(Measured(standing, measure(standing)))]


def test_a_break_that_the_years_before_had_is_asked_for_once() -> None:
    before = "2025-12-24/2026-01-02"
    (because,) = asked(before)
    assert because == (
        "no day off is entered from 20 Dec to 6 Jan, and you took some in 2025. You worked 4 weekend days in the last "
        "10 weeks, and your last day off was Fri 2 Jan"
    )
    assert not asked(before, day=date(2026, 11, 13))  # too soon
    assert not asked(f"{before}, 2026-12-28/2026-12-30")  # it is entered
    assert not asked("2025-07-07/2025-07-18")  # nobody took one
    assert not asked(before, "    reviews/2026-11-16.md\n        ## Decisions\n")  # it was told
