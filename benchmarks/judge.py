"""Whether the judgement is to be trusted: `make judge`, or `python -m benchmarks.judge`.

Simulated businesses (benchmarks/simulator) are reviewed each fortnight as their owners would, and the headlines and
findings are compared with what came. Beside the headline stand a bare rule over the chances of single weeks, and the
headline as it would be if the true processes were known. Tune on seeds from 31000 on; those from 50000 on are for the
final score. What is worked out is kept, so that a run that was stopped goes on from there, unless the code changed.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import os
import pickle
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple, TypeVar

from benchmarks.businesses import ledger_of
from benchmarks.judging.announcing import TrueWeeks, announcements
from benchmarks.judging.counting import Tally, report, tally
from benchmarks.judging.every import OF_YOUNG
from benchmarks.judging.following import Gain, gain, gains_report
from benchmarks.judging.proofs import Future
from benchmarks.judging.results import write_result
from benchmarks.judging.walk import headlines, walk
from benchmarks.lives import lives_of, weeks_ahead
from benchmarks.simulator.business import Business
from opsledger.bundled import bundled
from opsledger.figures.standing import Standing
from opsledger.forecast import money_kept
from opsledger.forecast.past import Past
from opsledger.forecast.verdicts import course_of
from opsledger.loading import load

TARGETS = (
    "to reach: lean 75 % told in time, at most 20 % false; overloaded 50 %, at most 25 %; balanced wrong at most 5 %; "
    "3 this week and 7 in all; 1,200 words"
)

Made = TypeVar("Made")

_YOUNG = (3, 5, 7, 9, 11)  # the weeks after which a ledger is reviewed for the rules that speak only of young ones
_CODE = ("benchmarks/judging", "benchmarks/simulator", "opsledger", "templates")


class Task(NamedTuple):
    """How each business is judged.

    weeks: its age. runs: of each forecast. lives: how often the true processes are run again from each day, 0 for not
    at all. is_whole: whether the findings are judged too. latest: when the last business may begin.
    """

    reviews: int
    runs: int
    weeks: int
    lives: int
    is_whole: bool
    keep: Path
    latest: float = math.inf


def judge_business(task: Task, seed: int) -> Tally:
    """The counts of one simulated business: the last reviews with 12 weeks after them, and the first."""
    business = Business(seed, weeks=task.weeks)
    ledger = ledger_of(business)
    end = business.first + timedelta(days=7 * task.weeks - 1)
    standing = Standing(ledger, end)
    days = [end - timedelta(days=84 + 14 * back) for back in range(task.reviews)][::-1]
    true, course = _true(task, business, days, Past(standing)), course_of(standing)
    if task.is_whole:
        future = Future(standing, course)
        found = tally(walk(ledger, days, task.runs, written=13, true=true), future)
        first = [business.first + timedelta(days=7 * week - 1) for week in _YOUNG]
        young = tally(walk(ledger, first, task.runs), future).rules
        found.rules.update({rule: young[rule] for rule in OF_YOUNG if rule in young})
        return found
    told = announcements(headlines(ledger, days, task.runs, true), course)
    return Tally(businesses=1, reviews=len(days), announcements=told)


def _true(task: Task, business: Business, days: list[date], truth: Past) -> TrueWeeks | None:
    """What the true processes see from each day."""
    if not task.lives:
        return None
    lives = lives_of(business, days, task.lives, task.keep)
    return lambda day: weeks_ahead(lives[day], truth, day)


def judge_sample(runs: int) -> Tally:
    """The counts of the sample ledger: its reviews each fortnight from the eighth week on."""
    ledger = load(bundled("sample-ledger"))
    end = date(2026, 11, 22)
    standing = Standing(ledger, end)
    days = [date(2026, 11, 20) - timedelta(days=14 * back) for back in range(29)][::-1]
    found = walk(ledger, days, runs, written=1)
    for each in found:
        print(f"  {each.on} {each.said.text}")
    return tally(found, Future(standing, course_of(standing)))


def _tally(task: Task, seed: int) -> Tally | None:
    """The counts of one business; None if time is up."""
    money_kept.RUNS = task.runs // 2  # the share of months below the floor needs no more
    named = "-".join(map(str, (seed, *task[:4], "whole" if task.is_whole else "headlines")))
    return _kept(task, named, lambda: judge_business(task, seed))


def _gain(task: Task, seed: int) -> Gain | None:
    """What one owner gains; None if time is up."""
    return _kept(task, f"{seed}-gain", lambda: gain(seed))


def _kept(task: Task, named: str, make: Callable[[], Made]) -> Made | None:
    """What an earlier run of the same code kept, or else what is made now, if there is time."""
    path = task.keep / f"{named}-{_code()}.pickle"
    if path.exists():
        found: Made = pickle.loads(path.read_bytes())
        return found
    if time.time() > task.latest:
        return None
    made = make()
    path.with_suffix(".new").write_bytes(pickle.dumps(made))
    path.with_suffix(".new").replace(path)
    return made


@lru_cache
def _code() -> str:
    """A hash of all that the counts follow from."""
    root = Path(__file__).parent.parent
    files = sorted(path for folder in _CODE for path in (root / folder).rglob("*") if path.suffix in (".py", ".md"))
    return hashlib.blake2b(b"".join(path.read_bytes() for path in files), digest_size=6).hexdigest()


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, default=60)
    parser.add_argument("--seed", type=int, default=31000, help="the first business")
    parser.add_argument("--reviews", type=int, default=26, help="of each business")
    parser.add_argument("--runs", type=int, default=200, help="of each forecast")
    parser.add_argument("--weeks", type=int, default=156, help="the age of each business")
    parser.add_argument("--lives", type=int, default=40, help="how often the true processes are run again, 0 for never")
    parser.add_argument("--headlines", action="store_true", help="without findings: several times as fast")
    parser.add_argument("--follow", type=int, default=0, metavar="N", help="also let N owners follow the advice")
    parser.add_argument("--keep", type=Path, default=Path("build/judge"), help="where what is worked out is kept")
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin no further business after so many")
    parser.add_argument("--result", type=Path, help="a file for the result, from which the documentation is made")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--no-sample", action="store_true", help="without the sample ledger")
    parser.add_argument("--quick", action="store_true", help="three businesses, six reviews")
    given = parser.parse_args()
    if given.quick:
        given.businesses, given.reviews, given.runs, given.lives, given.no_sample = 3, 6, 60, 8, True
    given.keep = given.keep.absolute()
    given.keep.mkdir(parents=True, exist_ok=True)
    return given


def main() -> None:
    """Print what comes of it."""
    given = _given()
    begun = time.perf_counter()
    os.environ["XDG_CACHE_HOME"] = str(given.keep)
    print(TARGETS)
    latest = time.time() + 60 * given.minutes
    task = Task(given.reviews, given.runs, given.weeks, given.lives, not given.headlines, given.keep, latest)
    whole, gains = Tally(), []
    with Pool(given.processes) as pool:
        for found in pool.imap(partial(_tally, task), range(given.seed, given.seed + given.businesses)):
            whole.add(found or Tally())
            print(f"\r{whole.businesses}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        print("\n".join(report(whole)))
        if given.follow:
            print("\nowners who follow this week's three things, against those who do not")
            owners = pool.map(partial(_gain, task), range(given.seed, given.seed + given.follow), chunksize=1)
            gains = [each for each in owners if each]
            print("\n".join(gains_report(gains)))
    if not given.no_sample and not given.headlines:
        print("\nthe sample ledger")
        print("\n".join(report(judge_sample(given.runs))))
    if given.result:
        write_result(given.result, given.seed, given.runs, whole, gains)
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
