"""Whether the judgement is to be trusted: `make judge`, or `python -m benchmarks.judge`.

Simulated businesses (benchmarks/simulator) are reviewed each fortnight as their owners would, and the headlines and
findings are compared with what came. Tune on seeds from 31000 on; those from 50000 on are for the final score.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.businesses import ledger_of
from benchmarks.judging.counting import Tally, report, tally
from benchmarks.judging.following import gains, gains_report
from benchmarks.judging.proofs import Future
from benchmarks.judging.walk import walk
from benchmarks.simulator.business import Business
from opsledger.bundled import bundled
from opsledger.figures.standing import Standing
from opsledger.forecast import money_kept
from opsledger.forecast.verdicts import course_of
from opsledger.loading import load

TARGETS = (
    "to reach: lean 75 % told in time, at most 20 % false; overloaded 50 %, at most 25 %; balanced wrong at most 5 %; "
    "3 this week and 7 in all; 1,200 words"
)


def judge_business(seed: int, reviews: int, runs: int, weeks: int) -> Tally:
    """The counts of one simulated business: its last reviews that have 12 weeks after them."""
    business = Business(seed, weeks=weeks)
    ledger = ledger_of(business)
    end = business.first + timedelta(days=7 * weeks - 1)
    standing = Standing(ledger, end)
    days = [end - timedelta(days=84 + 14 * back) for back in range(reviews)][::-1]
    return tally(walk(ledger, days, runs, written=13), Future(standing, course_of(standing)))


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


def _kept(given: argparse.Namespace, seed: int) -> Tally:
    """The counts of one business: those that an earlier run kept, or its own, which it keeps."""
    if given.keep is None:
        return judge_business(seed, given.reviews, given.runs, given.weeks)
    path = given.keep / f"{seed}-{given.reviews}-{given.runs}-{given.weeks}.pickle"
    if not path.exists():
        given.keep.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(judge_business(seed, given.reviews, given.runs, given.weeks)))
    found = pickle.loads(path.read_bytes())
    assert isinstance(found, Tally)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--businesses", type=int, default=60)
    parser.add_argument("--seed", type=int, default=31000, help="the first business")
    parser.add_argument("--reviews", type=int, default=26, help="of each business")
    parser.add_argument("--runs", type=int, default=200, help="of each forecast")
    parser.add_argument("--weeks", type=int, default=156, help="the age of each business")
    parser.add_argument("--follow", type=int, default=0, metavar="N", help="also let N owners follow the advice")
    parser.add_argument("--keep", type=Path, help="a folder: a run that was stopped goes on from there")
    parser.add_argument("--no-sample", action="store_true", help="without the sample ledger")
    parser.add_argument("--quick", action="store_true", help="three businesses, six reviews")
    given = parser.parse_args()
    if given.quick:
        given.businesses, given.reviews, given.runs, given.no_sample = 3, 6, 60, True
    money_kept.RUNS = given.runs // 2  # the share of months below the floor needs no more
    begun = time.perf_counter()
    print(TARGETS)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        whole = Tally()
        for seed in range(given.seed, given.seed + given.businesses):
            whole.add(_kept(given, seed))
            print(f"\r{seed}", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        print("\n".join(report(whole)))
        if not given.no_sample:
            print("\nthe sample ledger")
            print("\n".join(report(judge_sample(given.runs))))
        if given.follow:
            print("\nowners who follow this week's three things, against those who do not")
            print("\n".join(gains_report(gains(range(given.seed, given.seed + given.follow)))))
    print(f"\n{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
