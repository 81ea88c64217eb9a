"""How long the reserve lasts, by half months: what comes in by the middle of the runs, less what is spent and paid.

Within a month it matters what comes first: who draws a sum early in the month needs it before most clients pay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from statistics import median_low

from opsledger.figures.standing import Standing
from opsledger.figures.to_pay import not_put_aside
from opsledger.forecast.chance import sample_quantile
from opsledger.models.record import LoggedRecord

_MIDDLE = 15  # the last day of a month's first half


class Halves:
    """What comes in, by run and half month: each half's first day, and the sums of each run in them."""

    def __init__(self, months: Sequence[str], runs: int) -> None:
        self.firsts = [date.fromisoformat(f"{month}-{day}") for month in months for day in ("01", "16")]
        self._place = {(first.year, first.month, first.day > _MIDDLE): n for n, first in enumerate(self.firsts)}
        self.totals = [[0.0] * len(self.firsts) for _ in range(runs)]

    def add(self, run: int, day: int, amount: float) -> None:
        """Money of a run that comes on a day, an ordinal."""
        on = date.fromordinal(day)
        place = self._place.get((on.year, on.month, on.day > _MIDDLE))
        if place is not None:
            self.totals[run][place] += amount


def reserve_used_up(standing: Standing, halves: Halves, reserve: float | None, living: Fraction | None) -> str | None:
    """The month in which the reserve is used up; None if it is not, or if nobody can tell.

    The balance holds what came and was spent up to its day. Of the month it is from only the days after it cost
    anything, and nothing more than what was not drawn yet if its owner draws a sum each month.
    """
    stated = next(iter(standing.ledger.account)).stated("balance") if standing.ledger.account else None
    if reserve is None or living is None or stated is None:
        return None
    month = halves.firsts[0] if halves.firsts else standing.day
    left = reserve + _came(standing, max(month, stated.day + timedelta(days=1)))
    come, spent = [0.0] * len(halves.totals), 0.0
    for place, first in enumerate(halves.firsts):
        last = _last(first)
        for run, row in enumerate(halves.totals):
            come[run] += row[place]
        spent += _spent(standing, first, stated.day, float(living))
        if last < standing.day:
            continue
        middle = sample_quantile(sorted(come), 0.5)
        if left + middle - spent - float(not_put_aside(standing, last).amount) < 0:
            return f"{first:%Y-%m}"
    return None


def _last(first: date) -> date:
    if first.day <= _MIDDLE:
        return first.replace(day=_MIDDLE)
    return (first.replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _spent(standing: Standing, first: date, stated: date, living: float) -> float:
    """What living and tools take in a half month: a month's in its second half, or in the first if it is drawn then.

    Of the month of the balance what was not drawn yet, or else the days after it.
    """
    month = first.replace(day=1)
    end = _last(month.replace(day=_MIDDLE + 1))
    is_early = stated < month and _draws_early(standing)
    if (first == month) is not is_early:
        return 0.0
    if drawn := _sum_of(standing.ledger.account, "draw", month, min(end, stated)):
        return max(living - drawn, 0.0)
    return living * max((end - max(stated, month - timedelta(days=1))).days, 0) / end.day


def _draws_early(standing: Standing) -> bool:
    """Whether the owner takes the month's money in its first half."""
    draws = [line.day.day for account in standing.ledger.account for line in account.lines("draw")]
    return bool(draws) and median_low(draws) <= _MIDDLE


def _came(standing: Standing, since: date) -> float:
    """What came from a day on to the review's, less what was refunded."""
    projects = standing.ledger.projects
    return _sum_of(projects, "paid", since, standing.day) - _sum_of(projects, "refunded", since, standing.day)


def _sum_of(records: Iterable[LoggedRecord], word: str, since: date, until: date) -> float:
    lines = (line for record in records for line in record.lines(word))
    return float(sum(line.money for line in lines if since <= line.day <= until))
