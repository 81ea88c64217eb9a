"""How good the forecast is on businesses it has never seen: `python -m benchmarks.calibrate`.

Simulates businesses with a known future (benchmarks/simulator), and lets the forecast be scored on each one's ledger as
`opsledger forecast --backtest` does. Losses are added up in shares of each business's own client hours, so that a large
one counts no more than a small one. With `--true 40` the true processes are run again so often from each day: no
forecast can be better.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from multiprocessing import Pool
from typing import Any, NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.simulator.business import WEEKS, Business
from benchmarks.simulator.person import WORLDS
from opsledger.forecast.backtest import backtest
from opsledger.forecast.outlook import Lines
from opsledger.forecast.priors import FEWEST_WEEKS
from opsledger.forecast.rivals import guess_of
from opsledger.forecast.scoring import Guess, Score, Scored, by_horizon, reliability, score

BANDS = (("1-3", 1, 3), ("4-6", 4, 6), ("7-12", 7, 12))
YOUNG_WEEKS, YOUNG_EVERY, YOUNG_FEWEST, YOUNG_DAYS = 28, 4, 4, 6
TARGETS = (
    "to reach: cover 0.76-0.86 in every band, skill >= 0.30, lean skill >= 0.35, over skill >= 0.10,\n"
    "bias within 0.02, lean said within 0.03 of what came"
)


class Task(NamedTuple):
    """One business to score: its seed, the world it lives in, and how many days to forecast from.

    true: how often the true processes are run again, instead of the forecast. fewest: recorded weeks before a day.
    """

    seed: int
    world: str
    days: int
    every: int
    runs: int
    weeks: int
    true: int
    fewest: int


def score_business(task: Task) -> list[Scored]:
    """A business's scored weeks, hours as shares of its client hours."""
    business = Business(task.seed, task.weeks, task.world)
    on = business.first + timedelta(days=7 * task.weeks - 1)
    found = backtest(ledger_of(business), on, task.days, every=task.every, runs=task.runs, fewest=task.fewest)
    scored = found.scored
    if task.true:
        scored = tuple(_true_guesses(business, found.days, scored, task.true))
    return [_scaled(week, business.person.client_hours) for week in scored]


def _true_guesses(business: Business, days: Sequence[Any], scored: Sequence[Scored], runs: int) -> Iterable[Scored]:
    """The same weeks with what the true processes say in place of the forecast."""
    place = 0
    for day in days:
        made = business.could_become(day, runs)
        ahead = 0
        while place < len(scored) and scored[place].horizon > ahead:
            week = scored[place]
            ahead = week.horizon
            hours = sorted(run[ahead - 1] for run in made)
            yield week._replace(model=guess_of(hours, week.capacity, Lines(0.6, 1.1)))
            place += 1


def _scaled(week: Scored, by: float) -> Scored:
    def guess(of: Guess) -> Guess:
        return Guess(of.p10 / by, of.p50 / by, of.p90 / by, of.famine, of.feast)

    return week._replace(
        hours=week.hours / by,
        capacity=week.capacity / by,
        model=guess(week.model),
        rivals=tuple(map(guess, week.rivals)),
    )


COLUMNS = (
    *(("weeks", 6), ("cover", 6), ("loss", 7), ("averages", 8), ("last", 7), ("four", 7), ("booked", 7), ("skill", 6)),
    *(("bias", 7), ("lean", 6), ("said", 6), ("came", 6), ("over", 6), ("said", 6), ("came", 6)),
)
HEAD = " ".join((" " * 22, *(f"{name:>{width}}" for name, width in COLUMNS)))


def row(name: str, total: Score) -> str:
    """A line of the table."""
    values = (
        *(f"{total.n}", f"{total.coverage:.3f}", f"{total.pinball:.4f}", *(f"{loss:.4f}" for loss in total.rivals)),
        *(f"{total.skill:.3f}", f"{total.bias:+.3f}"),
        *(f"{each:.3f}" for each in (total.lean.skill, total.lean.said, total.lean.came)),
        *(f"{each:.3f}" for each in (total.overloaded.skill, total.overloaded.said, total.overloaded.came)),
    )
    return " ".join((f"{name:<22}", *(f"{value:>{width}}" for value, (_, width) in zip(values, COLUMNS, strict=True))))


def rows(name: str, weeks: Sequence[Scored]) -> str:
    """All of the weeks in a line, and each band of weeks ahead in one."""
    found = [row(name, score(weeks))]
    for band, first, last in BANDS:
        here = [week for week in weeks if first <= week.horizon <= last]
        if here:
            found.append(row(f"  {band} weeks ahead", score(here)))
    return "\n".join(found)


def run(pool: Any, tasks: Iterable[Task]) -> list[Scored]:
    """The scored weeks of some businesses."""
    return [week for weeks in pool.imap(score_business, tasks) for week in weeks]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, default=24, help="businesses a set")
    parser.add_argument("--seed", type=int, default=50, help="the first set's seed")
    parser.add_argument("--seeds", type=int, default=2, help="sets of other businesses, in the usual world")
    parser.add_argument("--days", type=int, default=6, help="past days to forecast from, of each business")
    parser.add_argument("--every", type=int, default=12, help="weeks between those days")
    parser.add_argument("--runs", type=int, default=250)
    parser.add_argument("--weeks", type=int, default=WEEKS, help="the age of each business")
    parser.add_argument("--true", type=int, default=0, help="run the true processes again so often")
    parser.add_argument("--plain", action="store_true", help="without young businesses and other worlds")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    begun = time.perf_counter()

    def tasks(seed: int, world: str = "", *, is_young: bool = False) -> list[Task]:
        first = 1000 * seed
        days, every, weeks, fewest = (
            (YOUNG_DAYS, YOUNG_EVERY, YOUNG_WEEKS, YOUNG_FEWEST)
            if is_young
            else (given.days, given.every, given.weeks, FEWEST_WEEKS)
        )
        return [
            Task(first + n, world, days, every, given.runs, weeks, given.true, fewest) for n in range(given.businesses)
        ]

    print(f"{given.businesses} businesses a set, {given.weeks} weeks each, {given.days} days every {given.every} weeks")
    print(f"{TARGETS}\n{HEAD}", flush=True)
    everything: list[Scored] = []
    setting = ({"XDG_CACHE_HOME": tempfile.mkdtemp()},)
    with Pool(given.processes, os.environ.update, setting) as pool:
        for seed in range(given.seed, given.seed + 10 * given.seeds, 10):
            found = run(pool, tasks(seed))
            print(rows(f"seed {seed}", found), flush=True)
            everything += found
        if not given.plain:
            print(rows("young, weeks 4 to 24", run(pool, tasks(given.seed, is_young=True))), flush=True)
            for world in WORLDS:
                print(row(world, score(run(pool, tasks(given.seed, world)))), flush=True)
    print("\nby weeks ahead, all sets")
    for total in by_horizon(everything):
        print(row(f"{total.horizon}", total))
    print("\nlean: chance said, share that came")
    for line in reliability(everything):
        print(f"{line.low:.1f}-{line.high:.1f} {line.n:>6} {line.said:.3f} {line.came:.3f}")
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
