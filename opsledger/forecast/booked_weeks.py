"""The booked hours of the coming weeks, and until when they keep a week from being lean: told alike wherever shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.forecast.averages import habit
from opsledger.forecast.booked import draw_booked
from opsledger.forecast.moves import NO_MOVES, Moves
from opsledger.forecast.past import Past
from opsledger.forecast.priors import RUNS
from opsledger.forecast.room import draw_rooms
from opsledger.forecast.sales import Habits
from opsledger.forecast.simulation import work_off
from opsledger.forecast.work import Drawing
from opsledger.values.days import Week

FARTHEST_WEEKS = 52
_OF_RUNS = 10


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


def booked_ahead(past: Past, habits: Habits, runs: int = RUNS, moves: Moves = NO_MOVES) -> BookedAhead:
    """The booked hours of the coming weeks: the booked work alone, worked off in a tenth of so many runs."""
    drawing = Drawing(past, habits, max(runs // _OF_RUNS, 1), FARTHEST_WEEKS, moves)
    jobs, kept, left = _alone(drawing)
    own, found = habit(past), []
    for number in range(1, drawing.steps):
        usual, part = own.ahead(number, drawing.runs)
        found.append(_held_back(jobs[number] + kept[number], usual, part, past.room(past.week + number)))
    capacities = (past.capacity(past.week + number) for number in range(1, drawing.steps))
    return BookedAhead(past.day, tuple(found), tuple(capacities), tuple(jobs[1:]), left)


def _alone(drawing: Drawing) -> tuple[list[float], list[float], float]:
    """The mean hours of booked jobs and of retainers, a step each, and what is left of the jobs in the end."""
    jobs_done, retained, waiting = [0.0] * drawing.steps, [0.0] * drawing.steps, 0.0
    for room, jobs in zip(draw_rooms(drawing), draw_booked(drawing), strict=True):
        done, left = work_off(jobs, room.free, drawing.asking, drawing.noise)
        jobs_done = [a + b for a, b in zip(jobs_done, done, strict=True)]
        retained = [a + b for a, b in zip(retained, room.kept, strict=True)]
        waiting += left
    runs = drawing.runs
    return [hours / runs for hours in jobs_done], [hours / runs for hours in retained], waiting / runs


def _held_back(hours: float, usual: Sequence[float], part: float, share: float) -> float:
    """Booked hours, moved towards one's own weeks as all hours are, if they exceed those."""
    if not usual or not share:
        return hours if share else 0.0
    most = share * sum(usual) / len(usual)
    return hours - part * max(hours - most, 0.0)


def booked_on(standing: Standing) -> BookedAhead:
    """The booked hours of the weeks after a standing's day, worked out once."""
    return standing.once(_booked_on)


def _booked_on(standing: Standing) -> BookedAhead:
    past = Past(standing)
    return booked_ahead(past, Habits(past))
