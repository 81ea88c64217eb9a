"""The booked hours of the coming weeks, and until when they keep a week from being lean: told alike wherever shown.

What draws them is imported once something has changed, since importing it takes longer than recalling.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from opsledger.cache import Plain, cached
from opsledger.dataclass import dataclass
from opsledger.figures.standing import Standing
from opsledger.forecast.priors import RUNS
from opsledger.forecast.seen import fingerprints
from opsledger.loading.root import LARGE
from opsledger.values.days import Week

FARTHEST_WEEKS = 52
LEFT_AFTER = "h of booked work will be left after these"  # in a note of the forecast


@dataclass(frozen=True, slots=True)
class BookedAhead:
    """The mean hours that booked work takes in each of the coming 52 weeks, with the usual overrun and retainers.

    capacities: the hours available for clients. jobs: the hours without retainers; left: what of jobs waits after them.
    """

    on: date
    hours: tuple[float, ...]
    capacities: tuple[float, ...]
    jobs: tuple[float, ...]
    left: float

    def waiting(self, weeks: int) -> float:
        """The hours of booked jobs that are not done within so many weeks."""
        return sum(self.jobs[weeks:]) + self.left

    def until(self, lean: float) -> Week | None:
        """The last week before booked hours stay below a share of the capacity; None if that lies beyond 52 weeks.

        The day's own week if not even the coming one is filled.
        """
        weeks = list(zip(self.hours, self.capacities, strict=True))
        enough = [number for number, (hours, there_are) in enumerate(weeks) if there_are and hours >= lean * there_are]
        open_weeks = [number for number, there_are in enumerate(self.capacities) if there_are]
        if enough and enough[-1] == open_weeks[-1]:
            return None
        return Week.of(self.on).plus(enough[-1] + 1 if enough else 0)


def booked_on(standing: Standing) -> BookedAhead:
    """The booked hours of the weeks after a standing's day, worked out once; of a large ledger kept between runs."""
    return standing.once(_booked_on)


def _booked_on(standing: Standing) -> BookedAhead:
    if len(standing.whole.records()) < LARGE:
        return _drawn(standing)

    def make() -> Plain:
        drawn = _drawn(standing)
        return [drawn.hours, drawn.capacities, drawn.jobs, drawn.left]

    def read(kept: Any) -> BookedAhead:
        hours, capacities, jobs, left = kept
        return BookedAhead(standing.day, tuple(hours), tuple(capacities), tuple(jobs), left)

    (mark,) = fingerprints(standing.whole, [standing.day])
    return cached("booked", f"{mark}-{RUNS}", make, read)


def _drawn(standing: Standing) -> BookedAhead:
    from opsledger.forecast.booked_ahead import booked_ahead
    from opsledger.forecast.past import Past
    from opsledger.forecast.sales import Habits

    past = Past(standing)
    return booked_ahead(past, Habits(past))
