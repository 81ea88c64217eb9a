"""One's own weeks as they have been: their averages, how much a week is like those before, how far to lean on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from opsledger.dataclass import dataclass
from opsledger.forecast import priors
from opsledger.forecast.chance import GRAIN, NORMALS
from opsledger.forecast.past import Past

BASELINE_WEEKS = 26
_TREND_WEEKS = 52
BROKEN = 0.3
_TIGHTEST = 0.97
_MOST_ODDS = 3.0


def usual_weeks(past: Past, weeks: int = BASELINE_WEEKS) -> list[float]:
    """The client hours of the trailing weeks, each as if no time off had been planned, the latest last.

    Weeks mostly off are left out.
    """
    found = [week for week in past.ended if week >= past.week - weeks and past.planned_share(week) > BROKEN]
    return [past.client_hours[week] / past.planned_room(week) for week in found]


@dataclass(frozen=True, slots=True)
class Habit:
    """The user's own weeks as a forecast: back from the latest level to the average, the slower the tighter.

    usual: the hours of the trailing 26 weeks. level: of the latest weeks, each new one counting half. slope: what a
    week keeps of how far the level was from the average. tie: how much of a week's variance the level before explains,
    0 to 1. Slope and tie are own history of 52 weeks shrunk to 0.
    """

    usual: tuple[float, ...]
    level: float
    slope: float
    tie: float

    def ahead(self, weeks: int, runs: int) -> tuple[list[float], float]:
        """The hours so many weeks ahead in order, one a run, and how much of each quantile they are.

        An autoregression of the first order (Box and Jenkins 1970): its variance grows with the weeks ahead, and its
        odds against the simulation fall with the square of the variance. Weeks that vary little foretell the next ones
        well (Bates and Granger 1969): the odds fall with their own variance.
        """
        if not self.usual:
            return [], 0.0
        mean = sum(self.usual) / len(self.usual)
        known = self.tie * self.slope ** (2 * (weeks - 1))
        middle = mean + self.slope**weeks * (self.level - mean)
        narrower = math.sqrt(1 - known)
        hours = [max(middle + narrower * (each - mean), 0.0) for each in _stretched(self.usual, runs)]
        odds = self.odds(weeks) / (1 - known) ** 2
        return hours, odds / (1 + odds)

    def odds(self, weeks: int) -> float:
        """The odds of one's own averages against the simulation so many weeks ahead, by how many weeks and how even."""
        most = priors.AVERAGES if weeks == 1 else priors.AVERAGES_LATER
        return min(most / (1 - most) * self.weight * self.evenness, _MOST_ODDS)

    @property
    def weight(self) -> float:
        """How much one's own weeks are worth, 0 to 1; so few that they hardly show how weeks differ say nothing."""
        n = max(len(self.usual) - priors.AVERAGES_FROM, 0)
        return n / (n + priors.AVERAGES_WEEKS)

    @property
    def evenness(self) -> float:
        """How much less the user's own weeks vary than usual ones do: a ratio of variances, shrunk to 1."""
        n, weight = len(self.usual), priors.SWING_WEEKS
        mean = sum(self.usual) / n if n else 0.0
        if not mean:
            return 1.0
        usual, own = priors.SWING**2, sum((hours / mean - 1) ** 2 for hours in self.usual) / n
        return usual * (n + weight) / (n * own + weight * usual)


def habit(past: Past) -> Habit:
    """What the user's own weeks say of the next ones."""
    weeks = usual_weeks(past, _TREND_WEEKS)
    mean = sum(weeks) / len(weeks) if weeks else 0.0
    level, pairs = weeks[0] if weeks else 0.0, []
    for hours in weeks[1:]:
        pairs.append((level - mean, hours - mean))
        level += 0.5 * (hours - level)
    before, after = (sum(pair[place] ** 2 for pair in pairs) for place in (0, 1))
    both = max(sum(a * b for a, b in pairs), 0.0)
    known = len(pairs) / (len(pairs) + priors.TREND_WEEKS)
    slope = known * both / before if before else 0.0
    tie = known * both * both / (before * after) if before and after else 0.0
    return Habit(tuple(usual_weeks(past)), level, min(slope, _TIGHTEST), min(tie, _TIGHTEST))


@lru_cache(maxsize=2)  # asked for each week ahead
def _stretched(usual: tuple[float, ...], runs: int) -> Sequence[float]:
    """Weeks in order, stretched to one a run by straight lines between them."""
    size, ordered = len(usual), sorted(usual)
    found = []
    for rank in range(runs):
        place = min(max((rank + 0.5) / runs * size - 0.5, 0.0), size - 1.0)
        low = min(int(place), max(size - 2, 0))
        high = min(low + 1, size - 1)
        found.append(ordered[low] + (place - low) * (ordered[high] - ordered[low]))
    return found


def lean(hours: list[float], own: list[float], part: float, share: float) -> list[float]:
    """Hours in order (one a run), each moved by a part towards the own week of the same rank.

    Two forecasts that err differently are better together than either (Bates and Granger 1969); quantiles are averaged
    and not the distributions pooled, so that the result is not wider than its parts (Ratcliff 1979). own: one a run, in
    order. share: how much of a usual week the week has.
    """
    if not own:
        return hours
    kept, moved = 1 - part, part * share
    return [kept * each + moved * usual for each, usual in zip(hours, own, strict=True)]


def spread(hours: list[float], usual: float) -> list[float]:
    """Hours in order, each moved out by its normal rank: the luck that no part of the model knows of.

    usual: the hours of such a week. The same for all drawn, so that more work never gives less at any rank.
    """
    step = priors.UNKNOWN * usual
    return [max(each + step * z, 0.0) for each, z in zip(hours, _ranks(len(hours)), strict=True)]


@lru_cache(maxsize=2)
def _ranks(size: int) -> Sequence[float]:
    """The normal rank of each of so many hours in order."""
    return [NORMALS[int((rank + 0.5) / size * GRAIN)] for rank in range(size)]
