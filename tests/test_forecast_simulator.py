"""The simulated businesses that the forecast is measured on."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path
from statistics import mean

import pytest

import benchmarks.simulator
from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import FIRST, Business
from benchmarks.simulator.owner import Decision
from benchmarks.simulator.person import WORLDS, make_person
from benchmarks.simulator.working import _in_order
from opsledger.checks.every import check

WEEKS = 40
FEW_WEEKS = 26
SUNDAY = FIRST + timedelta(days=7 * 24 - 1)


@cache
def usual(seed: int = 6, weeks: int = WEEKS) -> Business:
    return Business(seed, weeks)


@pytest.mark.parametrize("world", ["", *WORLDS])
def test_it_writes_ledgers_without_a_fault(world):
    ledger = ledger_of(Business(3, WEEKS, world))
    assert not [problem for problem in check(ledger) if problem.is_error]
    assert ledger.leads
    assert ledger.projects
    assert len(ledger.weeks) > WEEKS - 10


def test_the_same_seed_lives_the_same_life():
    assert usual().files() == Business(6, WEEKS).files()
    assert usual().files() != Business(5, WEEKS).files()


def test_a_day_shows_nothing_of_what_comes_later():
    early, late = usual().files(SUNDAY), usual().files()
    for name, text in early.items():
        if name.startswith("weeks/"):
            assert late[name].startswith(text.rstrip("\n"))
        elif name.startswith("leads/"):
            log = text.partition("## Log")[2]
            assert late[name].partition("## Log")[2].startswith(log.rstrip("\n"))
    assert len(early) < len(late)


def test_what_was_worked_is_what_the_ledger_says():
    recorded = {sheet.week.monday: sheet for sheet in ledger_of(usual()).weeks}
    for monday, hours in usual().hours.items():
        blocks = recorded[monday].actual if monday in recorded else ()
        told = sum(block.minutes for block in blocks if block.target and "-" in block.target.id) / 60
        assert told == pytest.approx(hours)


def test_another_world_is_another_life():
    assert make_person(6, "small jobs").job_hours < make_person(6).job_hours
    with pytest.raises(ValueError, match="weather"):
        make_person(6, "weather")


def test_a_lead_fallen_silent_may_never_be_closed():
    silent = [each.name for each in usual().life.inquiries if each.closing == "lost silence"]
    lines = [line for each in Business(6, WEEKS, "silent leads").life.inquiries for _, line in each.events]
    assert silent
    assert "lost silence" not in lines


def test_a_busy_owner_who_neglects_the_pipeline_has_leaner_times():
    def lean(world: str) -> float:
        lives = [Business(seed, 100, world) for seed in range(20, 26)]
        return mean(hours < 0.6 * life.person.client_hours for life in lives for hours in life.hours.values())

    assert lean("neglect") > lean("smooth") + 0.05


def test_each_client_pays_in_their_own_way():
    bills = [bill for bill in usual().bills if bill.paid is not None]
    assert bills
    assert all(bill.sent < bill.paid for bill in bills)
    assert len({bill.paid - bill.due for bill in bills}) > 3


def test_what_could_have_come_goes_on_from_what_had_happened():
    runs = usual().could_become(SUNDAY, 30)
    assert runs[:3] == usual().could_become(SUNDAY, 3)
    assert [len(run) for run in runs] == [12] * 30
    assert len({tuple(run) for run in runs}) == 30
    came = [usual().hours[SUNDAY + timedelta(days=1, weeks=week)] for week in range(12)]
    assert min(map(sum, runs)) <= sum(came) <= max(map(sum, runs))


def test_an_owner_follows_advice_and_all_other_luck_stays():
    heard = []

    def owner(life):
        heard.append(life.today)
        return [Decision("decline", each.name) for each in life.open_inquiries] + [Decision("engage", amount=4)]

    followed = Business(6, WEEKS, owner=owner)
    plain, other = usual().life, followed.life
    assert heard
    assert all((day + 1) % 14 == 0 for day in heard)
    assert {each.closing for each in other.inquiries if (each.closed_on or 0) > heard[0] + 14} <= {
        "declined capacity",
        "won",
        "lost price",
        "lost competitor",
        "lost timing",
        "lost silence",
    }
    assert sum(each.closing == "declined capacity" for each in other.inquiries) > 3
    assert [day for day in plain.sick if day < heard[0]] == [day for day in other.sick if day < heard[0]]
    assert plain.holidays == other.holidays


@pytest.mark.parametrize("what", ["sooner", "later", "promise", "push", "hand", "ask"])
def test_every_kind_of_decision_keeps_the_ledger_without_a_fault(what):
    def owner(life):
        records = [*(job.name for job in life.open_jobs), *(each.name for each in life.open_inquiries)]
        return [Decision(what, name, 7) for name in records] or [Decision(what)]

    followed = Business(9, FEW_WEEKS, owner=owner)
    assert not [problem for problem in check(ledger_of(followed)) if problem.is_error]
    assert followed.hours != usual(9, FEW_WEEKS).hours


def test_the_job_that_comes_first_is_worked_on_before_one_that_presses_more():
    life = Business(6, 12).life
    assert len(life.open_jobs) > 1
    order = _in_order(life, life.today)
    order[-1].first_until = life.today
    assert _in_order(life, life.today) == [order[-1], *order[:-1]]


def test_it_shares_nothing_with_the_forecast():
    for path in Path(benchmarks.simulator.__file__).parent.glob("*.py"):
        imports = [line for line in path.read_text().splitlines() if line.lstrip().startswith(("import ", "from "))]
        assert not any("opsledger" in line for line in imports)
