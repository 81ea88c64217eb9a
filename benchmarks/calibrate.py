"""How good the forecast is on businesses it has never seen: `make calibrate`, or `python -m benchmarks.calibrate`.

Simulates businesses with a known future (benchmarks/simulator), and scores the forecast on each one's ledger as
`opsledger forecast --backtest` does: two sets in the usual world, young ledgers, and changed worlds. Losses are added
up in shares of each business's own client hours, so that a large one counts no more than a small one. Below each line
stands what the true processes say, run again from the same days. No forecast can be better, except that a few lives
leave something to chance. What is worked out is kept, so that a run that was stopped goes on from there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Sequence
from multiprocessing import Pool
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.calibrating.business import Found, Side, Task, score_business
from benchmarks.calibrating.parts import parts_lines
from benchmarks.calibrating.results import write_result
from benchmarks.calibrating.tables import (
    COLUMNS,
    FORECAST,
    OUTLOOK_COLUMNS,
    head,
    outlook_rows,
    row,
    weeks_of,
    whole,
)
from benchmarks.calibrating.targets import target_lines
from benchmarks.money_scores import money_lines
from benchmarks.simulator.business import WEEKS
from benchmarks.simulator.person import WORLDS
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.scoring import by_horizon, reliability

YOUNG = {"weeks": 36, "every": 4, "fewest": 4}
AGES = ((4, 7), (8, 15), (16, 24))
CHANGED = ("no overtime", "small jobs", "hard selling", "smooth", "retainers")
EVERY, CHANGED_EVERY = 12, 24


class Sets(NamedTuple):
    """What is scored: the usual world by seed, young ledgers, and the changed worlds."""

    usual: list[tuple[str, list[Found]]]
    young: list[tuple[str, list[Found]]]
    changed: list[tuple[str, list[Found]]]

    @property
    def all_young(self) -> list[Found]:
        """The young ones of all seeds."""
        return [each for _, found in self.young for each in found]


def main() -> None:
    """Print the tables."""
    given = _given()
    begun = time.perf_counter()
    os.environ["XDG_CACHE_HOME"] = str(given.keep)
    if given.parts:
        with Pool(given.processes) as pool:
            for line in parts_lines(pool, _by_world(given)):
                print(line, flush=True)
        return
    print(f"{given.businesses} businesses a set, {given.days} days each, {given.lives} lives of the true processes")
    with Pool(given.processes) as pool:
        found = _scored(pool, given)
    print()
    print(head("two such weeks in a row", OUTLOOK_COLUMNS))
    for name, each in found.usual:
        print("\n".join(outlook_rows(name, each)))
    for name, each in [("young", found.all_young), *found.changed]:
        print("\n".join(outlook_rows(name, each, (8,))))
    print("\n".join(_in_detail([each for _, some in found.usual for each in some])))
    print("\nmoney ahead")
    with Pool(given.processes) as pool:
        few = max(given.businesses * 2 // 3, 1), max(given.days * 2 // 3, 1)
        print("\n".join(money_lines(pool, [given.seed + 10 * n for n in range(given.seeds)], *few, given.runs)))
    print("\nwhat is reached, and in brackets what the true processes reach")
    print("\n".join(target_lines([*found.usual, *([("young", found.all_young)] if found.young else [])])))
    if given.result:
        asked = {name: getattr(given, name) for name in ("businesses", "seed", "seeds", "days", "runs", "lives")}
        by_age = _by_age(found.all_young)
        write_result(given.result, asked, {**found._asdict(), "by_age": by_age})
    print(f"\n{time.perf_counter() - begun:.0f} s")


def _by_world(given: argparse.Namespace) -> dict[str, list[Task]]:
    """The businesses by which parts are measured: of the usual world, of each changed one, and young ones."""

    def tasks(world: str, **of: int) -> list[Task]:
        usual = {"weeks": WEEKS, "every": CHANGED_EVERY, "fewest": FEWEST_WEEKS} | of
        seeds = range(1000 * given.seed, 1000 * given.seed + given.businesses)
        return [Task(seed, world, days=given.days, runs=given.runs, keep=str(given.keep), **usual) for seed in seeds]

    worlds = {"usual": tasks(""), **{world: tasks(world) for world in given.worlds}}
    return worlds if given.plain else worlds | {"young": tasks("", **YOUNG)}


def _scored(pool: Any, given: argparse.Namespace) -> Sets:
    """All that is asked for, printed set by set."""

    def shown(name: str, seed: int, world: str, businesses: int, days: int, **of: int) -> list[Found]:
        usual = {"weeks": WEEKS, "every": EVERY, "fewest": FEWEST_WEEKS} | of
        common = {"runs": given.runs, "lives": given.lives, "keep": str(given.keep)}
        tasks = [Task(seed + n, world, days=days, **usual, **common) for n in range(businesses)]
        return _shown(pool, name, tasks, by_bands=not world)

    seeds = [1000 * (given.seed + 10 * n) for n in range(given.seeds)]
    print(head("the usual world", COLUMNS))
    sets = Sets([], [], [])
    for seed in seeds:
        sets.usual.append((f"seed {seed}", shown(f"seed {seed}", seed, "", given.businesses, given.days)))
    if given.plain:
        return sets
    print()
    print(head("young, weeks 4 to 24", COLUMNS))
    for seed in seeds:
        sets.young.append((f"seed {seed}", shown(f"seed {seed}", seed, "", given.businesses, given.days, **YOUNG)))
    print("\n".join(line for name, each in _by_age(sets.all_young) for line in whole(name, each, by_bands=False)))
    print()
    print(head("changed worlds", COLUMNS))
    for world in given.worlds:
        few = max(given.businesses // 2, 1), max(given.days // 2, 1)
        sets.changed.append((world, shown(world, seeds[0], world, *few, every=CHANGED_EVERY)))
    return sets


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, default=24, help="businesses a set; half as many of a changed world")
    parser.add_argument("--seed", type=int, default=110, help="the first set's, in thousands")
    parser.add_argument("--seeds", type=int, default=2, help="sets of other businesses, in the usual world")
    parser.add_argument("--days", type=int, default=6, help="past days of each business; half as many in other worlds")
    parser.add_argument("--runs", type=int, default=200, help="of each forecast")
    parser.add_argument("--lives", type=int, default=40, help="how often the true processes are run again, 0 for never")
    parser.add_argument("--plain", action="store_true", help="without young businesses and other worlds")
    parser.add_argument("--worlds", nargs="*", choices=list(WORLDS), default=CHANGED, metavar="WORLD")
    parser.add_argument("--keep", type=Path, default=Path("build/calibrate"), help="where what is worked out is kept")
    parser.add_argument("--parts", action="store_true", help="instead: what each part of the forecast is worth")
    parser.add_argument("--result", type=Path, help="a file for the result, from which the documentation is made")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="only whether it runs: 3 businesses, 2 days")
    given = parser.parse_args()
    if given.quick:
        given.businesses, given.days, given.runs, given.lives, given.worlds = 3, 2, 60, 8, CHANGED[:1]
    given.keep = given.keep.absolute()
    given.keep.mkdir(parents=True, exist_ok=True)
    return given


def _shown(pool: Any, name: str, tasks: Iterable[Task], *, by_bands: bool) -> list[Found]:
    """What comes of some businesses, printed when all of them are done."""
    found = []
    for each in pool.imap(score_business, tasks):
        found.append(each)
        print(f"\r{name}: {len(found)} ", end="", file=sys.stderr, flush=True)
    print(end="\r", file=sys.stderr, flush=True)
    print("\n".join(whole(name, found, by_bands=by_bands)), flush=True)
    return found


def _by_age(found: Sequence[Found]) -> list[tuple[str, list[Found]]]:
    """Young ledgers by the weeks recorded on the day."""
    ages = []
    for first, last in AGES:
        part = [
            each._replace(
                **{
                    who: Side([week for week in side.weeks if first <= _age(each, week.day) <= last], [])
                    for who, side in (("forecast", each.forecast), ("true", each.true))
                }
            )
            for each in found
        ]
        if any(each.forecast.weeks for each in part):
            ages.append((f"weeks {first} to {last}", part))
    return ages


def _age(found: Found, day: Any) -> int:
    return (day - found.first).days // 7 + 1


def _in_detail(found: Sequence[Found]) -> list[str]:
    """All sets by weeks ahead, and whether lean weeks come as often as they are said to."""
    weeks = weeks_of(found, FORECAST)
    lines = [
        "",
        head("by weeks ahead, all sets", COLUMNS),
        *(row(f"{each.horizon}", each) for each in by_horizon(weeks)),
    ]
    lines += ["\nlean: chance said, share that came"]
    lines += [
        f"{each.low:.1f}-{each.high:.1f} {each.n:>6} {each.said:.3f} {each.came:.3f}" for each in reliability(weeks)
    ]
    return lines


if __name__ == "__main__":
    main()
