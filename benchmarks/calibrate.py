"""How good the forecast is on businesses it has never seen: `python -m benchmarks.calibrate`.

Simulates businesses with known truth (benchmarks/simulator), writes each one's ledger, and lets the forecast be scored
on it as `opsledger forecast --backtest` does. Losses are added up in shares of each business's own client hours, so
that a large one counts no more than a small one.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterable
from datetime import timedelta
from multiprocessing import Pool
from typing import NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import WEEKS, Business
from benchmarks.simulator.person import WORLDS, make_person
from opsledger.forecast.backtest import backtest
from opsledger.forecast.scoring import Guess, Score, Scored, by_horizon, reliability, score

TARGETS = "targets: coverage 0.75-0.87, pinball skill >= 0.15, famine skill >= 0.15"


class Task(NamedTuple):
    """One business to score: its seed, the world it lives in, and how many days to forecast from."""

    seed: int
    world: str
    days: int
    every: int
    runs: int
    weeks: int = WEEKS


def score_business(task: Task) -> list[Scored]:
    """A business's scored weeks, hours as shares of its client hours."""
    business = Business(task.seed, task.weeks, task.world)
    on = business.first + timedelta(days=7 * task.weeks - 1)
    found = backtest(ledger_of(business), on, task.days, every=task.every, runs=task.runs)
    return [_scaled(week, business.person.client_hours) for week in found.scored]


def _scaled(week: Scored, by: float) -> Scored:
    def guess(of: Guess) -> Guess:
        return Guess(of.p10 / by, of.p50 / by, of.p90 / by, of.famine)

    return Scored(
        week.horizon,
        week.hours / by,
        week.capacity / by,
        week.was_famine,
        guess(week.model),
        guess(week.climatology),
        guess(week.persistence),
        guess(week.committed),
    )


def row(name: str, total: Score) -> str:
    return (
        f"{name:<22} {total.n:>6} {total.coverage:>9.3f} {total.pinball:>8.4f} {total.climatology:>8.4f} "
        f"{total.persistence:>8.4f} {total.committed:>8.4f} {total.skill:>7.3f} {total.famine_skill:>7.3f}"
    )


COLUMNS = (("weeks", 6), ("coverage", 9), *((name, 8) for name in ("loss", "climat.", "persist.", "booked")))
HEAD = " ".join((" " * 22, *(f"{name:>{width}}" for name, width in (*COLUMNS, ("skill", 7), ("famine", 7)))))


def run(pool: object, tasks: Iterable[Task]) -> list[Scored]:
    found = pool.imap(score_business, tasks)  # type: ignore[attr-defined]
    return [week for weeks in found for week in weeks]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--businesses", type=int, default=40, help="businesses a set")
    parser.add_argument("--seed", type=int, default=1, help="the first set's seed")
    parser.add_argument("--seeds", type=int, default=2, help="sets of other businesses, unchanged")
    parser.add_argument("--days", type=int, default=10, help="past days to forecast from, of each business")
    parser.add_argument("--every", type=int, default=8, help="weeks between those days")
    parser.add_argument("--runs", type=int, default=250)
    parser.add_argument("--weeks", type=int, default=WEEKS, help="the age of each business")
    parser.add_argument("--plain", action="store_true", help="without the other worlds")
    parser.add_argument("--each", action="store_true", help="a line for each business")
    given = parser.parse_args()
    begun = time.perf_counter()

    def tasks(seed: int, world: str = "") -> list[Task]:
        first = 1000 * seed
        return [
            Task(first + n, world, given.days, given.every, given.runs, given.weeks) for n in range(given.businesses)
        ]

    print(f"{given.businesses} businesses a set, {given.weeks} weeks each, {given.days} days every {given.every} weeks")
    print(TARGETS)
    with tempfile.TemporaryDirectory() as cache, Pool(2, os.environ.update, ({"XDG_CACHE_HOME": cache},)) as pool:
        first: list[Scored] = []
        print(HEAD)
        for seed in range(given.seed, given.seed + given.seeds):
            if given.each:
                for task, weeks in zip(tasks(seed), pool.imap(score_business, tasks(seed)), strict=True):
                    if weeks:
                        print(row(f"{task.seed} {make_person(task.seed).trade}", score(weeks)), flush=True)
            found = run(pool, tasks(seed))
            print(row(f"seed {seed}", score(found)), flush=True)
            first = first or found
        if not given.plain:
            for world in WORLDS:
                print(row(world, score(run(pool, tasks(given.seed, world)))), flush=True)
    print("\nby horizon (weeks ahead), seed", given.seed)
    print(HEAD)
    for total in by_horizon(first):
        print(row(f"{total.horizon}", total))
    print("\nfamine: chance said, share that came")
    for line in reliability(first):
        print(f"{line.low:.1f}-{line.high:.1f} {line.n:>6} {line.said:.3f} {line.came:.3f}")
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
