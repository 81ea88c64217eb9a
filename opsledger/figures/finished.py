"""The client projects that were finished of late, with the line that says so."""

from __future__ import annotations

from opsledger.figures.standing import Standing, place
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.days import Interval


def finished(standing: Standing, weeks: int, *states: str) -> list[tuple[Project, LogLine]]:
    """The client projects that reached one of these states in the last weeks and are in it, with the line."""
    return finished_in(standing, standing.last_weeks(weeks), *states)


def finished_in(standing: Standing, days: Interval, *states: str) -> list[tuple[Project, LogLine]]:
    """The client projects that reached one of these states in a span of days and are in it, with the line."""
    lines = ((project, project.reached(*states)) for project in standing.client_projects)
    found = [(project, line) for project, line in lines if line and line.day in days]
    return sorted(found, key=lambda pair: place(pair[1].span, pair[1].day))
