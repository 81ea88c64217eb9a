"""Promises that a supposition would break: how likely each booked job is late, with it and without it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import NamedTuple

from opsledger.forecast.booked import booked_projects
from opsledger.forecast.drawn import Drawn
from opsledger.forecast.past import week_number
from opsledger.forecast.simulation import finishing_steps
from opsledger.forecast.work import Drawing

RUNS = 200


class Promise(NamedTuple):
    """A booked job promised for a day in the weeks ahead: how likely it is late, and would be anyway.

    Late is not done by the end of the promised day's week.
    """

    project: str
    due: date
    late: float
    late_plain: float

    @property
    def is_broken(self) -> bool:
        """Whether it would be more likely late than not, and clearly more so than without what is supposed."""
        return self.late >= _LIKELY and self.late - self.late_plain >= _WORSE


_LIKELY = 0.5
_WORSE = 0.1


def promises(plain: Drawing, drawn_plain: Drawn, supposed: Drawing, drawn: Drawn) -> tuple[Promise, ...]:
    """The promises of the weeks ahead, the earliest first, with the same luck both times."""
    before, after = late_chances(plain, drawn_plain), late_chances(supposed, drawn)
    dues = _dues(supposed)
    found = [Promise(name, due, after[name], before.get(name, 0.0)) for name, due in dues.items()]
    return tuple(sorted(found, key=lambda promise: (promise.due, promise.project)))


def late_chances(drawing: Drawing, drawn: Drawn) -> Mapping[str, float]:
    """The chance of each promised job to be late, by the project's id."""
    steps = {name: week_number(due) - drawing.past.week for name, due in _dues(drawing).items()}
    jobs_of = booked_projects(drawing)
    late = dict.fromkeys(steps, 0)
    for run in range(drawing.runs):
        left = [name for name, jobs in jobs_of.items() if jobs[run].left > 0]
        jobs = [*drawn.booked[run], *chain(*(of[run] for of in drawn.by_lead.values())), *drawn.new[run]]
        done = finishing_steps(jobs, drawn.rooms[run].free, drawing.asking, drawing.noise)
        for name, step in zip(left, done, strict=False):  # the booked projects come first, in the same order
            if name in steps and (step is None or step > steps[name]):
                late[name] += 1
    return {name: number / drawing.runs for name, number in late.items()}


def _dues(drawing: Drawing) -> dict[str, date]:
    """The promised day of each open job, if it lies ahead and within the weeks."""
    found = {}
    for project in drawing.habits.jobs:
        due = drawing.moves.dues.get(project.id) or project.revised_promise
        if project.is_open and due and drawing.day < due and week_number(due) - drawing.past.week < drawing.steps:
            found[project.id] = due
    return found
