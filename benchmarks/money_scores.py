"""How good money ahead is on simulated businesses: whether what is certain comes in time, and how much the range holds.

Run by `python -m benchmarks.money_scores`.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from multiprocessing import Pool
from typing import Any, NamedTuple

from benchmarks.businesses import ledger_of
from benchmarks.calibrating.business import Task
from benchmarks.simulator.business import WEEKS, Business
from opsledger.figures.debts import open_bills
from opsledger.figures.standing import Standing
from opsledger.forecast.money_ahead import MONTHS, AheadMonth, money_ahead
from opsledger.forecast.paying import Payers, certain_by

TARGETS = "to reach: certain held in 0.95 of months, 0.75-0.87 of months from P10 to P90"
HEAD = f"{'':<22} {'months':>6} {'cover':>6} {'below':>6} {'above':>6} {'bias':>7} {'with certain':>13} {'held':>6}"


class ScoredMonth(NamedTuple):
    """One month as it was told and as it came; held: whether all that was certain in it came, None if nothing was."""

    ahead: int
    told: AheadMonth
    came: float
    held: bool | None


def score_money(task: Task) -> list[ScoredMonth]:
    """The scored months of a business whose later life is known."""
    business = Business(task.seed, task.weeks, task.world)
    ledger, end = ledger_of(business), business.first + timedelta(days=7 * task.weeks - 1)
    paid: dict[str, float] = {}
    on: dict[tuple[str, date, float], date | None] = {}
    for bill in business.bills:
        day = None if bill.paid is None else business.first + timedelta(days=bill.paid)
        on[bill.record, business.first + timedelta(days=bill.sent), bill.amount] = day
        if day:
            paid[f"{day:%Y-%m}"] = paid.get(f"{day:%Y-%m}", 0.0) + bill.amount
    found = []
    for back in range(task.days):
        day = end - timedelta(weeks=27 + task.every * back)
        told = money_ahead(ledger, day, task.runs)
        held = _held(Standing(ledger, day), on)
        for ahead, month in enumerate(told.months):
            found.append(ScoredMonth(ahead, month, paid.get(month.month, 0.0), held.get(month.month)))
    return found


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
    """A line of the table; bias: mean of what was told in the middle less what came, in shares of what came."""
    n = len(months) or 1
    below = sum(month.came < month.told.p10 - 0.5 for month in months) / n
    above = sum(month.came > month.told.p90 + 0.5 for month in months) / n
    came = sum(month.came for month in months) or 1.0
    told = sum(month.told.received + month.told.certain + month.told.likely + month.told.hoped for month in months)
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


def run_money(pool: Any, tasks: Iterable[Task]) -> list[ScoredMonth]:
    """The scored months of some businesses."""
    return [month for months in pool.imap(score_money, tasks) for month in months]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--businesses", type=int, default=16)
    parser.add_argument("--seed", type=int, default=50)
    parser.add_argument("--days", type=int, default=4, help="past days to look ahead from, of each business")
    parser.add_argument("--every", type=int, default=13, help="weeks between those days")
    parser.add_argument("--runs", type=int, default=150)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    tasks = [
        Task(1000 * given.seed + n, "", WEEKS, given.days, given.every, given.runs) for n in range(given.businesses)
    ]
    print(f"{TARGETS}\n{HEAD}", flush=True)
    with Pool(given.processes, os.environ.update, ({"XDG_CACHE_HOME": tempfile.mkdtemp()},)) as pool:
        print(rows(f"seed {given.seed}", run_money(pool, tasks)))


if __name__ == "__main__":
    main()
