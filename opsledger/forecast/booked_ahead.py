"""Drawing the booked hours of the coming weeks: the booked work alone, worked off in some runs."""

from __future__ import annotations

from collections.abc import Sequence

from opsledger.forecast.averages import habit
from opsledger.forecast.booked import draw_booked
from opsledger.forecast.booked_weeks import FARTHEST_WEEKS, BookedAhead
from opsledger.forecast.moves import NO_MOVES, Moves
from opsledger.forecast.past import Past
from opsledger.forecast.priors import RUNS
from opsledger.forecast.room import draw_rooms
from opsledger.forecast.sales import Habits
from opsledger.forecast.simulation import work_off
from opsledger.forecast.work import Drawing

_OF_RUNS = 10


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
    """Booked hours, moved towards the user's own weeks as all hours are, if they exceed those."""
    if not usual or not share:
        return hours if share else 0.0
    most = share * sum(usual) / len(usual)
    return hours - part * max(hours - most, 0.0)
