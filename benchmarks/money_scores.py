"""How good money ahead is on simulated businesses: whether what is certain comes in time, and how much the range holds.

Run by `python -m benchmarks.money_scores`, and by `make calibrate` for two sets. Many months bring nothing or one
retainer in most runs. What came is then as much as P10 itself, and all of those runs lie on it. Such a month counts as
held by the share of those runs that lies from P10 to P90, so that a forecast whose chances are right comes to 0.80.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from multiprocessing import Pool
from typing import Any, NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.calibrating.business import Task
from benchmarks.simulator.business import WEEKS, Business
from opsledger.figures.debts import open_bills
from opsledger.figures.standing import Standing
from opsledger.forecast.money_ahead import MONTHS, drawn_money
from opsledger.forecast.money_result import AheadMonth
from opsledger.forecast.paying import Payers, certain_by

_CERTAIN_DAYS = 6
_CENTS = 0.5  # amounts that differ by less are the same
TARGETS = "to reach: certain held in 0.95 of months, 0.75-0.87 of months from P10 to P90"
HEAD = f"{'':<22} {'months':>6} {'cover':>6} {'below':>6} {'above':>6} {'bias':>7} {'with certain':>13} {'held':>6}"


class ScoredMonth(NamedTuple):
    """One month as it was told and as it came.

    below, up_to: the share of the runs that are less than what came, and of those that are not more. held: whether all
    that was certain in it came, None if nothing was.
    """

    ahead: int
    told: AheadMonth
    came: float
    below: float
    up_to: float
    held: bool | None

    def within(self, low: float, high: float) -> float:
        """How much of what came lies between two quantiles."""
        if self.up_to <= self.below:
            return float(low <= self.below < high)
        return max(min(self.up_to, high) - max(self.below, low), 0.0) / (self.up_to - self.below)


def score_money(task: Task) -> list[ScoredMonth]:
    """The scored months of a business whose later life is known."""
    business = Business(task.seed, task.weeks, task.world)
    ledger, end = ledger_of(business), business.first + timedelta(days=7 * task.weeks - 1)
    on = _paid_on(business)
    paid: dict[str, float] = {}
    for (_, _, amount), paid_on in on.items():
        if paid_on:
            paid[f"{paid_on:%Y-%m}"] = paid.get(f"{paid_on:%Y-%m}", 0.0) + amount
    found = []
    for back in range(task.days):
        day = end - timedelta(weeks=27 + task.every * back)
        told, columns = drawn_money(ledger, day, task.runs)
        held = _held(Standing(ledger, day), on)
        for ahead, (month, column) in enumerate(zip(told.months, columns, strict=True)):
            came = paid.get(month.month, 0.0)
            below, up_to = bisect_left(column, came - _CENTS), bisect_right(column, came + _CENTS)
            share = (below / len(column), up_to / len(column))
            found.append(ScoredMonth(ahead, month, came, *share, held.get(month.month)))
    return found


def _paid_on(business: Business) -> dict[tuple[str, date, float], date | None]:
    """The day on which each invoice is paid, by its project, day and amount; None if it never is."""
    first = business.first
    return {
        (bill.record, first + timedelta(days=bill.sent), bill.amount): None
        if bill.paid is None
        else first + timedelta(days=bill.paid)
        for bill in business.bills
    }


def _held(standing: Standing, paid: dict[tuple[str, date, float], date | None]) -> dict[str, bool]:
    """By month whether each invoice that is certain in it was paid by its end."""
    payers, found = Payers(standing), dict[str, bool]()
    for bill in open_bills(standing):
        by = certain_by(payers, bill.client, bill.due)
        if by is not None:
            came = paid[bill.project.id, bill.line.day, float(bill.line.amount or 0)]
            is_held = came is not None and (came.year, came.month) <= (by.year, by.month)
            month = f"{by:%Y-%m}"
            found[month] = found.get(month, True) and is_held
    return found


def row(name: str, months: Sequence[ScoredMonth]) -> str:
    """A line of the table; bias: the medians less what came, in shares of what came."""
    n = len(months) or 1
    below, above = (sum(month.within(*tail) for month in months) / n for tail in ((0.0, 0.1), (0.9, 1.0 + 1e-9)))
    came = sum(month.came for month in months) or 1.0
    told = sum(month.told.p50 for month in months)
    certain = [month.held for month in months if month.held is not None]
    share = sum(certain) / len(certain) if certain else float("nan")
    return (
        f"{name:<22} {len(months):>6} {1 - below - above:>6.3f} {below:>6.3f} {above:>6.3f} "
        f"{told / came - 1:>+7.3f} {len(certain):>13} {share:>6.3f}"
    )


def rows(name: str, months: Sequence[ScoredMonth]) -> str:
    """All of the months in a line, and those equally far ahead in one each."""
    by_ahead = [[month for month in months if month.ahead == ahead] for ahead in range(MONTHS)]
    return "\n".join((row(name, months), *(row(f"  month {n}", each) for n, each in enumerate(by_ahead, 1))))


def certain_months(seed: int) -> list[bool]:
    """Whether all came that was certain in a month, of each such month ahead of some days; no forecast is drawn."""
    business = Business(seed, WEEKS, "")
    ledger, end = ledger_of(business), business.first + timedelta(days=7 * WEEKS - 1)
    paid = _paid_on(business)
    standings = (Standing(ledger, end - timedelta(weeks=27 + 9 * back)) for back in range(_CERTAIN_DAYS))
    return [is_held for standing in standings for is_held in _held(standing, paid).values()]


def certain_line(pool: Any, seeds: Iterable[int], businesses: int) -> str:
    """In how many months all that was certain came, over many businesses: it takes many to tell 95 of 100 from 93."""
    every = [1000 * seed + n for seed in seeds for n in range(businesses)]
    months = [is_held for some in pool.imap(certain_months, every) for is_held in some]
    share = sum(months) / (len(months) or 1)
    return f"certain of {len(every)} businesses, {_CERTAIN_DAYS} days each: held in {share:.3f} of {len(months)} months"


def money_lines(pool: Any, seeds: Sequence[int], businesses: int, days: int, runs: int, every: int = 13) -> list[str]:
    """The table of some sets of businesses."""
    lines = [TARGETS, certain_line(pool, seeds, 2 * businesses), HEAD]
    for seed in seeds:
        tasks = [Task(1000 * seed + n, "", WEEKS, days, every, runs) for n in range(businesses)]
        lines.append(rows(f"seed {seed}", [month for months in pool.imap(score_money, tasks) for month in months]))
    return lines


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, default=16, help="businesses a set")
    parser.add_argument("--seed", type=int, nargs="+", default=[50], help="a set each, in thousands")
    parser.add_argument("--days", type=int, default=4, help="past days to look ahead from, of each business")
    parser.add_argument("--every", type=int, default=13, help="weeks between those days")
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    with Pool(given.processes, os.environ.update, ({"XDG_CACHE_HOME": tempfile.mkdtemp()},)) as pool:
        print("\n".join(money_lines(pool, given.seed, given.businesses, given.days, given.runs, given.every)))


if __name__ == "__main__":
    main()
