"""What the simple rivals say of the coming weeks, beside the forecast, and which number to use for which week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from opsledger.figures.standing import Standing
from opsledger.forecast.backtest import Backtest
from opsledger.forecast.past import Past
from opsledger.forecast.result import Forecast
from opsledger.forecast.rivals import levels_of, own_weeks
from opsledger.forecast.scoring import RIVALS, Score
from opsledger.forecast.trust import SURE_OF, trusted
from opsledger.models.ledger import Ledger
from opsledger.values.days import Week

FORECAST = "this forecast"
PLAN = "your own plan"


class RivalsWeek(NamedTuple):
    """A coming week: the forecast's median, and what each rival says, in the order of RIVALS.

    ahead: how many weeks. closest: who was closest so many weeks ahead; empty if nobody can tell.
    """

    week: Week
    ahead: int
    forecast: float
    rivals: tuple[float, ...]
    closest: str


class Advised(NamedTuple):
    """What to go by for some coming weeks: a rival, the forecast or the user's own plan.

    hours: what that says of each week. is_last: the weeks reach to the end of the forecast.
    """

    name: str
    weeks: tuple[RivalsWeek, ...]
    hours: tuple[float, ...]
    is_last: bool


def rivals_ahead(ledger: Ledger, on: date, forecast: Forecast, tested: Backtest) -> tuple[RivalsWeek, ...]:
    """The weeks that have hours for clients; none if no week is recorded yet."""
    past = Past(Standing(ledger, on))
    levels, scores = levels_of(own_weeks(past), past.week), {score.horizon: score for score in tested.horizons}
    found = []
    for ahead, week in enumerate(forecast.weeks, 1):
        if levels and week.capacity:
            share = past.share(past.week + ahead)
            said = (*(level * share for level in levels.values()), week.committed)
            found.append(RivalsWeek(week.week, ahead, week.p50, said, _closest(scores.get(ahead))))
    return tuple(found)


def _closest(score: Score | None) -> str:
    if score is None:
        return ""
    return score.best_rival if score.skill < -SURE_OF else FORECAST


def choices(weeks: Sequence[RivalsWeek], tested: Backtest, planned: float | None) -> tuple[Advised, ...]:
    """Which number to use for which weeks, in order; none if nothing could be tested.

    planned: the hours of the user's own plan for next week; None without one. Plans count if they came closest.
    """
    if tested.total is None:
        return ()
    first = trusted(tested.total, tested.horizons)
    has_plan = tested.plans is not None and tested.plans.is_closest

    def name(week: RivalsWeek) -> str:
        if has_plan and week.ahead == 1:
            return PLAN
        is_throughout = first is not None and first.weeks == len(tested.horizons)
        return first.name if first and (is_throughout or week.ahead <= first.weeks) else FORECAST

    def hours(week: RivalsWeek, of: str) -> float:
        if of == PLAN:
            return planned or 0.0
        return week.forecast if of == FORECAST else week.rivals[RIVALS.index(of)]

    groups = [(each, tuple(group)) for each, group in groupby(weeks, name)]
    return tuple(
        Advised(each, some, tuple(hours(week, each) for week in some), some[-1] == weeks[-1]) for each, some in groups
    )
