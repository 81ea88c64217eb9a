"""The scoring of the forecast on simulated businesses."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from benchmarks.calibrating.business import Found, Task, score_business
from benchmarks.calibrating.parts import ALL, PARTS, score_without, without, worth
from benchmarks.calibrating.results import read_result, write_result
from benchmarks.calibrating.tables import jackknife, outlook_rows, whole
from benchmarks.calibrating.targets import TARGETS, target_lines
from opsledger.forecast import priors, simulation


@pytest.fixture(scope="module")
def task(tmp_path_factory):
    keep = tmp_path_factory.mktemp("calibrate")
    return Task(7, "", weeks=40, days=2, every=4, fewest=8, runs=20, lives=6, keep=str(keep))


@pytest.fixture(scope="module")
def found(task):
    return score_business(task)


def test_all_weeks_after_each_of_the_days_are_known(found):
    days = sorted({week.day for week in found.forecast.weeks})
    assert [(day - found.first) / timedelta(weeks=1) for day in days] == pytest.approx([24 - 1 / 7, 28 - 1 / 7])
    for day in days:
        assert max(week.horizon for week in found.forecast.weeks if week.day == day) == 12


def test_the_true_processes_say_something_else_of_the_same_weeks(found):
    ours, true = found.forecast, found.true
    assert [week[:6] for week in ours.weeks] == [week[:6] for week in true.weeks]
    assert [week.rivals[:3] for week in ours.weeks] == [week.rivals[:3] for week in true.weeks]
    assert [week.model for week in ours.weeks] != [week.model for week in true.weeks]
    assert [each._replace(said=0) for each in ours.outlook] == [each._replace(said=0) for each in true.outlook]


def test_what_was_worked_out_is_kept(task, found):
    (kept,) = Path(task.keep, "lives").iterdir()
    before = kept.stat().st_mtime_ns
    assert score_business(task) == found
    assert kept.stat().st_mtime_ns == before


def test_the_tables_name_both_and_every_target(found):
    lines = whole("seed 7", [found])
    assert [line.split("  ")[0] for line in lines if not line.startswith(" ")] == ["seed 7, forecast"]
    assert any(line.startswith("  true processes") for line in lines)
    assert any(line.startswith("seed 7, lean 8") for line in outlook_rows("seed 7", [found]))
    told = target_lines([("seed 7", [found])])
    assert all(line.startswith(target.name) for line, target in zip(told[1:], TARGETS, strict=True))
    assert all("(" in line and ")" in line for line in told[1:])


def test_the_result_holds_what_the_tables_show(found, tmp_path):
    write_result(tmp_path / "kept" / "result.json", {"seed": 7}, {"usual": [("seed 7", [found])], "young": []})
    kept = read_result(tmp_path / "kept" / "result.json")
    (row,) = kept["usual"]
    assert (kept["seed"], kept["young"], row["name"], row["businesses"]) == (7, [], "seed 7", 1)
    shown = whole("seed 7", [found])[0].split()
    assert f"{row['forecast']['skill']:.3f}" in shown
    assert f"{row['forecast']['coverage']:.3f}" in shown
    assert sum(band["weeks"] for band in row["forecast"]["bands"].values()) == row["forecast"]["weeks"]
    assert set(row["true processes"]["outlook"]) == {
        f"{kind} {n}" for kind in ("lean", "overloaded") for n in (4, 8, 12)
    }


def test_without_lives_the_ceiling_is_left_out(found):
    alone = Found(found.seed, found.first, found.forecast, found.true._replace(weeks=[], outlook=[]))
    assert not [line for line in whole("seed 7", [alone]) if "true" in line]
    assert all(line.endswith("(-)") for line in target_lines([("seed 7", [alone])])[1:])


def test_the_jackknife_gives_the_standard_error_of_a_mean():
    groups = [[1.0], [2.0], [3.0], [6.0]]
    error = jackknife(groups, lambda some: sum(some) / len(some))
    assert error == pytest.approx((14 / 3 / 4) ** 0.5)


def test_a_part_is_switched_off_wherever_its_numbers_are_read_and_on_again_afterwards():
    names = {name for part in PARTS for name in part.off}
    before = {name: getattr(priors, name) for name in names}
    for part in PARTS:
        with without(part):
            assert {name: getattr(priors, name) for name in names} == before | part.off != before
            assert simulation.YIELDS == priors.YIELDS
    assert {name: getattr(priors, name) for name in names} == before
    assert before["YIELDS"] == simulation.YIELDS


def test_what_a_part_is_worth_is_how_much_less_is_lost_with_it(task, found):
    assert worth([found], [found]).gain == 0
    lacking = score_without((task, ALL))
    losses = [sum(week.model.loss(week.hours) for week in each.forecast.weeks) for each in (found, lacking)]
    assert worth([found], [lacking]).gain == pytest.approx(1 - losses[0] / losses[1])
    assert score_without((task, None)) == found
