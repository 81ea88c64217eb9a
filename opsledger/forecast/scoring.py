"""How good a distribution was once the week is known: pinball loss, coverage, Brier score.

Pinball loss of a quantile q: (x - v) q if the hours x exceed it, (v - x)(1 - q) if they do not; here the mean
over P10, P50 and P90, in hours (Koenker and Bassett 1978; Gneiting 2011). Brier score: the squared distance of a
chance from what happened, 0 or 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from opsledger.dataclass import dataclass

QUANTILES = (0.1, 0.5, 0.9)
RIVALS = ("your own averages", "last week's hours", "your recent average", "the booked hours alone")
SAME = 1e-9
_BINS = 5


class Guess(NamedTuple):
    """What one forecaster says of one week: three quantiles in hours, the chances of a lean and an overloaded one."""

    p10: float
    p50: float
    p90: float
    famine: float
    feast: float

    def loss(self, hours: float) -> float:
        """The mean pinball loss of the three quantiles, in hours."""
        total = 0.0
        for share, value in zip(QUANTILES, self[:3], strict=True):
            total += (hours - value) * share if hours >= value else (value - hours) * (1 - share)
        return total / len(QUANTILES)


class Scored(NamedTuple):
    """One past week of one past forecast: how far ahead, what was worked, and what each forecaster had said.

    day: on which it was said. rivals: in the order of RIVALS.
    """

    day: date
    horizon: int
    hours: float
    capacity: float
    was_famine: bool
    was_feast: bool
    model: Guess
    rivals: tuple[Guess, ...]


class Chances(NamedTuple):
    """One kind of chance: the mean said, the share that came, and the Brier scores of it and of one's own past rate."""

    said: float
    came: float
    brier: float
    brier_own_rate: float

    @property
    def skill(self) -> float:
        """1 - Brier score / that of the user's own past rate."""
        return 1 - self.brier / self.brier_own_rate if self.brier_own_rate else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The scores over some weeks. horizon: weeks ahead, None over all. Losses are in hours.

    rivals: their losses, in the order of RIVALS. coverage: the share of weeks within P10–P90. bias: the mean of
    P50 - hours, over the mean capacity.
    """

    horizon: int | None
    n: int
    pinball: float
    rivals: tuple[float, ...]
    coverage: float
    bias: float
    lean: Chances
    overloaded: Chances

    @property
    def skill(self) -> float:
        """1 - loss / loss of the best rival: above 0 is better than it."""
        return 1 - self.pinball / min(self.rivals) if min(self.rivals) else 0.0

    @property
    def best_rival(self) -> str:
        """The rival with the least loss."""
        return RIVALS[self.rivals.index(min(self.rivals))]


@dataclass(frozen=True, slots=True)
class Reliability:
    """Weeks whose lean chance was said to lie between two values: how many, the mean said, the share that came."""

    low: float
    high: float
    n: int
    said: float
    came: float


def score(weeks: Sequence[Scored], horizon: int | None = None) -> Score:
    """The scores over some weeks, at least one."""
    n = len(weeks)

    def mean(values: Iterable[float]) -> float:
        return sum(values) / n

    def chances(said: Sequence[float], own_rate: Sequence[float], came: Sequence[bool]) -> Chances:
        return Chances(mean(said), mean(came), _brier(said, came), _brier(own_rate, came))

    capacity = mean(week.capacity for week in weeks)
    return Score(
        horizon,
        n,
        mean(week.model.loss(week.hours) for week in weeks),
        tuple(mean(week.rivals[place].loss(week.hours) for week in weeks) for place in range(len(RIVALS))),
        mean(week.model.p10 - SAME <= week.hours <= week.model.p90 + SAME for week in weeks),
        mean(week.model.p50 - week.hours for week in weeks) / capacity if capacity else 0.0,
        chances(
            [week.model.famine for week in weeks],
            [week.rivals[0].famine for week in weeks],
            [week.was_famine for week in weeks],
        ),
        chances(
            [week.model.feast for week in weeks],
            [week.rivals[0].feast for week in weeks],
            [week.was_feast for week in weeks],
        ),
    )


def _brier(said: Sequence[float], came: Sequence[bool]) -> float:
    return sum((chance - happened) ** 2 for chance, happened in zip(said, came, strict=True)) / len(said)


def by_horizon(weeks: Sequence[Scored]) -> tuple[Score, ...]:
    """The scores for each number of weeks ahead."""
    horizons = sorted({week.horizon for week in weeks})
    return tuple(score([week for week in weeks if week.horizon == horizon], horizon) for horizon in horizons)


def reliability(weeks: Sequence[Scored]) -> tuple[Reliability, ...]:
    """Whether lean weeks come as often as they are said to, in five classes of chance; empty classes are left out."""
    rows = []
    for number in range(_BINS):
        low, high = number / _BINS, (number + 1) / _BINS
        here = [week for week in weeks if min(int(week.model.famine * _BINS), _BINS - 1) == number]
        if here:
            said = sum(week.model.famine for week in here) / len(here)
            came = sum(week.was_famine for week in here) / len(here)
            rows.append(Reliability(low, high, len(here), said, came))
    return tuple(rows)
