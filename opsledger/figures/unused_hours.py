"""Hours of retainers that a month leaves unused: how many, and whether they move to the next month or lapse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.figures.projects import first_running_day, month_burn, months
from opsledger.figures.standing import Standing
from opsledger.models.projects import Project
from opsledger.values.days import Interval
from opsledger.values.duration import Minutes

_SOON = timedelta(days=14)  # the month ends before the next review
_LEAST = 60


class UnusedHours(NamedTuple):
    """What a month of a retainer leaves unused, in minutes, and how many of them move to the next month."""

    project: Project
    month: Interval
    unused: Minutes
    moves: Minutes

    def is_over(self, day: date) -> bool:
        """Whether the month has ended by a day."""
        return self.month.last < day


def unused_hours(standing: Standing) -> Iterator[UnusedHours]:
    """The open retainers' hours that the month before left, if it ended in the period, or that this one may leave.

    Under an hour is not told, nor a month before time was recorded, nor one that a retainer did not run through.
    """
    since = standing.recorded_since
    for project in standing.client_projects:
        if not (project.is_retainer and project.is_open and project.estimate) or project.status == "paused":
            continue
        for month in months(standing.period.first - timedelta(days=1), standing.day):
            is_told = month.last in standing.period if month.last < standing.day else month.last - standing.day <= _SOON
            if not is_told or since is None or month.first < since or first_running_day(project, month) != month.first:
                continue
            burnt = month_burn(standing, project, Interval(month.first, min(month.last, standing.day)))
            if (left := burnt.left or 0) >= _LEAST:
                yield UnusedHours(project, month, left, min(project.rollover or 0, burnt.moves_on))
