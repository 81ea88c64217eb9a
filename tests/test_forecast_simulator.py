"""The simulated businesses that the forecast is measured on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import benchmarks.simulator
from benchmarks.simulator.ledger import write_ledger
from benchmarks.simulator.life import live
from benchmarks.simulator.person import changed, make_person
from opsledger.loading import load

FIRST = date(2024, 1, 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_it_writes_ledgers_without_a_fault(seed, tmp_path):
    write_ledger(live(make_person(seed), 60, FIRST), tmp_path)
    ledger = load(tmp_path)
    assert ledger.problems == ()
    assert ledger.leads
    assert ledger.projects
    assert len(ledger.weeks) > 40


def test_the_same_seed_lives_the_same_life(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_ledger(live(make_person(5), 30, FIRST), tmp_path / name)
    first, second = ({p.name: p.read_text() for p in (tmp_path / n).rglob("*.md")} for n in ("a", "b"))
    assert first == second


def test_a_changed_market_is_another_life():
    person = make_person(4)
    assert changed(person, "sizes", 2).job_hours == 2 * person.job_hours
    with pytest.raises(ValueError, match="weather"):
        changed(person, "weather", 2)


def test_a_lead_fallen_silent_may_never_be_closed():
    person = make_person(4)
    usual, open_ended = (live(one, 60, FIRST).inquiries for one in (person, changed(person, "closes", 0)))
    silent = [each.name for each in usual if each.events[-1][1] == "lost silence"]
    assert silent
    assert [each.name for each in open_ended if each.events[-1][1] == each.closing or each.name in silent] == [
        each.name for each in usual if each.events[-1][1] == each.closing
    ]
    assert not any("lost silence" in line for each in open_ended for _, line in each.events)


def test_it_shares_nothing_with_the_forecast():
    for path in Path(benchmarks.simulator.__file__).parent.glob("*.py"):
        imports = [line for line in path.read_text().splitlines() if line.lstrip().startswith(("import ", "from "))]
        assert not any("opsledger" in line for line in imports)
