"""One run's pieces of work, and the settings every ingredient draws them by."""

from __future__ import annotations

import math
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeAlias

from opsledger.dataclass import dataclass
from opsledger.forecast import priors
from opsledger.forecast.chance import above, normals, uniforms, weekly_noise
from opsledger.forecast.moves import NO_MOVES, Moves
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits

_OFFSETS = 2048


class Job(NamedTuple):
    """A piece of work in one run.

    left: hours. pace: hours in a usual week. start: weeks from the Monday of the day's own week; early: since when it
    may be begun before that, if there is room. noise: where its weeks' luck begins in the shared table.
    """

    left: float
    pace: float
    start: float
    early: float
    noise: int


Runs: TypeAlias = list[list[Job]]


@dataclass(frozen=True)
class Drawing:
    """What all ingredients share: the past, the habits read from it, how many runs, and how many weeks.

    weeks: the coming ones; there is one step more, the rest of the day's own week. moves: what is supposed of work.
    """

    past: Past
    habits: Habits
    runs: int
    weeks: int
    moves: Moves = NO_MOVES

    @property
    def day(self) -> date:
        """The day the forecast is made on."""
        return self.past.day

    @property
    def steps(self) -> int:
        """The rest of the day's own week, and the coming weeks."""
        return self.weeks + 1

    @cached_property
    def now(self) -> float:
        """The day after the forecast's own, in weeks from the Monday of its week."""
        return (self.past.today - self.past.week * 7) / 7

    @cached_property
    def shares(self) -> list[float]:
        """How much of a usual week each step has: the rest of the day's own week first."""
        return [self.past.rest_of_week, *(self.past.share(self.past.week + n) for n in range(1, self.steps))]

    @cached_property
    def asking(self) -> list[float]:
        """What jobs ask for in each step, in shares of a usual week: short weeks are used more fully than long ones."""
        return [share**priors.SHORT_WEEK for share in self.shares]

    @property
    def most_hurry(self) -> float:
        """How much a promise speeds a job up at most: as it takes to keep it while no pace of the user's own is known.

        Then the owner's day says more of the pace than a guess does.
        """
        return priors.PROMISE_SPEED if self.habits.pace.n else math.inf

    def at(self, day: float) -> float:
        """An ordinal day in weeks from the Monday of the day's own week."""
        return (day - 1 - self.past.week * 7) / 7

    @cached_property
    def noise(self) -> list[float]:
        """The luck of weeks: one long table, of which each record and run reads a stretch of its own."""
        table = weekly_noise(self.habits.idle[0], priors.WEEK_SHAPE)
        size = len(table)
        return [table[int(u * size)] for u in uniforms(self.runs * self.steps + _OFFSETS, self.day, "weeks")]

    @cached_property
    def level(self) -> list[float]:
        """How far all jobs of a run go faster or slower than their mean (ln): what is not known of the mean."""
        belief = self.habits.pace
        sd = belief.sd / math.sqrt(belief.n + belief.prior.weight)
        return [sd * z for z in normals(self.runs, self.day, "", "pace")]

    def own(self, runs: Runs) -> Runs:
        """The jobs as far as they stay in the user's own hands."""
        kept = self.moves.kept
        if kept == 1.0:
            return runs
        return [[job._replace(left=kept * job.left, pace=kept * job.pace) for job in jobs] for jobs in runs]

    def noise_from(self, record: str) -> list[int]:
        """Where each run of a record begins in the table."""
        offset = int(uniforms(1, self.day, record, "weeks")[0] * _OFFSETS)
        return list(range(offset, offset + self.runs * self.steps, self.steps))

    def paces(self, record: str, own: float | None = None, weeks: float = 0.0) -> list[float]:
        """Hours in a usual week on a job of 40 h, a run; a running job's own pace weighs by its weeks."""
        belief = self.habits.pace
        share = weeks / (weeks + priors.OWN_PACE_WEEKS) if own else 0.0
        mean = belief.mean if own is None else (1 - share) * belief.mean + share * math.log(own)
        sd = belief.sd * math.sqrt(1 - share)
        own_luck = normals(self.runs, self.day, record, "pace")
        return [math.exp(mean + sd * z + level) for z, level in zip(own_luck, self.level, strict=True)]

    def lags(self, record: str, gone: float = 0.0) -> list[float]:
        """Days from booked to the first block, a run, if so many have gone by already; counted from booked."""
        belief = self.habits.start_lag
        if gone <= 0:
            return [math.exp(belief.mean + belief.sd * z) for z in normals(self.runs, self.day, record, "lag")]
        lowest = (math.log(gone) - belief.mean) / belief.sd
        numbers = uniforms(self.runs, self.day, record, "lag")
        return [max(gone, math.exp(belief.mean + belief.sd * z)) for z in above(lowest, numbers)]


def usual_pace(base: float, sold: float, left: float) -> float:
    """A job's hours in a usual week: larger jobs go faster by the root of their size, small ones have no limit."""
    if sold < priors.UNLIMITED_BELOW:
        return max(left, priors.UNLIMITED_BELOW)
    return base * math.sqrt(sold / priors.PACE_REFERENCE)
