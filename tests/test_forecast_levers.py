"""What could be tried of a stretch, and which of it is offered."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.measured import measured_on
from opsledger.forecast.coming import forecast
from opsledger.forecast.levers import levers_of
from opsledger.forecast.levers_tried import Lever, candidates
from opsledger.forecast.outlook import Stretch
from opsledger.forecast.result import Forecast
from opsledger.forecast.what_if import parse_what_if
from opsledger.loading import load
from opsledger.reviewing.levers import lever_rows
from opsledger.values.days import Week
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of

LEAN = Stretch("lean", Week(2026, 51), Week(2026, 53), 0.7, 20.0)
FULL = Stretch("overloaded", Week(2026, 51), Week(2026, 53), 0.7, 20.0)
BUSY = """
    opsledger.yaml
        client_hours: 20
        time_off: [2026-12-21/2026-12-24, 2027-02-15/2027-02-19]
    leads/sooner.md
        hours: 40h
        start: 2027-01-25
        - 2026-10-05 in x
        - 2026-11-02 proposal
    leads/any.md
        hours: 20h
        - 2026-10-06 in x
    projects/waiting.md
        estimate: 30h
        - 2026-11-10 booked
    projects/running.md
        estimate: 80h
        due: 2026-12-18
        - 2026-10-12 started
    team/jane.md
        tasks: [build]
        - 2026-09-01 rate 40/h
    weeks/2026-W45.md
        ## Actual
        - Mon 6h running build
    weeks/2026-W46.md
        ## Actual
        - Mon 6h running build
        - Tue 6h running design
"""


@cache
def tried(kind: str) -> list[Lever]:
    ledger = ledger_of(BUSY)
    return list(candidates(Standing(ledger, DAY), plain(), LEAN if kind == "lean" else FULL))


@cache
def plain() -> Forecast:
    return forecast(ledger_of(BUSY), DAY, runs=20)


@pytest.mark.parametrize(
    ("kind", "what_if"),
    [
        ("lean", "sooner=start@2026-12-14"),
        ("lean", "waiting=start@2026-12-14"),
        ("lean", "sooner=won@2026-11-27"),
        ("lean", "any=won@2026-11-27"),
        ("lean", "job=16h@2026-12-14"),
        ("lean", "running=due@2027-01-01"),
        ("overloaded", "waiting=start@2027-01-04"),
        ("overloaded", "waiting=start@2026-11-30"),
        ("overloaded", "running=due@2027-01-29"),
        ("overloaded", "build=@jane"),
        ("overloaded", "sooner=start@2027-01-04"),
        ("overloaded", "sooner=lost"),
        ("overloaded", "on=2026-12-21/2026-12-24"),
    ],
)
def test_each_lever_is_tried(kind: str, what_if: str) -> None:
    assert what_if in [lever.what_if for lever in tried(kind)]


def test_a_holiday_after_a_lean_stretch_may_be_taken_in_it() -> None:
    (holiday,) = [lever for lever in tried("lean") if lever.kind == "off"]
    assert holiday.on is not None
    assert LEAN.first.monday <= holiday.on <= LEAN.last.monday
    assert holiday.was == date(2027, 2, 15)


def test_every_lever_can_be_supposed() -> None:
    for lever in (*tried("lean"), *tried("overloaded")):
        assert forecast(ledger_of(BUSY), DAY, what_if=[parse_what_if(lever.what_if)], runs=4).weeks


def test_a_spoken_yes_is_never_turned_down() -> None:
    ledger = ledger_of(BUSY.replace("2026-11-02 proposal", "2026-11-02 verbal"))
    found = [lever.what_if for lever in candidates(Standing(ledger, DAY), plain(), FULL)]
    assert "sooner=lost" not in found
    assert "any=lost" in found


def test_what_cannot_be_written_is_not_tried() -> None:
    ledger = ledger_of(BUSY.replace("leads/any.md", "leads/any one.md"))
    found = candidates(Standing(ledger, DAY), plain(), LEAN)
    assert not [lever for lever in found if " " in lever.record]


@cache
def offered() -> list[str]:
    measured = measured_on(load(SAMPLE), DAY)
    return [f"{row.before}{row.link.text if row.link else ''}{row.after}" for row in lever_rows(measured)]


def test_a_likely_lead_that_starts_after_the_hole_is_asked_to_begin_in_it() -> None:
    assert "Begin Juniper Tea web shop on Mon 7 Dec, not Mon 11 Jan" in offered()


def test_few_are_offered_each_once_and_only_those_that_help() -> None:
    measured = measured_on(load(SAMPLE), DAY)
    assert measured.forecast is not None
    found = levers_of(measured.standing, measured.forecast, measured.forecast.stretches[0])
    assert 0 < len(found) <= 3
    assert len({(pulled.lever.kind == "win", pulled.lever.record) for pulled in found}) == len(found)
    assert [pulled.hours for pulled in found] == sorted((pulled.hours for pulled in found), reverse=True)
    assert all(pulled.hours >= 1 for pulled in found)


@pytest.mark.parametrize("due", ["2026-11-25", "2027-01-10"])
def test_no_start_is_offered_after_which_a_promise_would_break(due: str) -> None:
    ledger = ledger_of(BUSY.replace("estimate: 30h\n", f"estimate: 30h\n        due: {due}\n"))
    standing = Standing(ledger, DAY)
    begun = [each for each in candidates(standing, forecast(ledger, DAY, runs=20), FULL) if each.record == "waiting"]
    assert all(each.on is None or each.on < date.fromisoformat(due) for each in begun)
    assert not any(each.kind == "begin" and each.on and each.on > date(2027, 1, 3) for each in begun)
