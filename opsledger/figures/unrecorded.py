"""Weeks of which nothing is known: without an entry, between others, and not off. They are not weeks of 0 h."""

from __future__ import annotations

from opsledger.figures.kept import is_before
from opsledger.figures.standing import Standing
from opsledger.models.projects import Project
from opsledger.values.days import Week

LOOKED_BACK = 26  # weeks


def unrecorded_weeks(standing: Standing) -> tuple[Week, ...]:
    """The whole weeks up to the day, of the last 26, that have workdays and no time recorded, after the first entry.

    None before the ledger was kept: a gap in old data may as well be a holiday.
    """
    return standing.always(_unrecorded_weeks)


def _unrecorded_weeks(standing: Standing) -> tuple[Week, ...]:
    recorded = standing.client_minutes_by_week
    if not recorded:
        return ()
    this = Week.of(standing.day)
    last = this if standing.day == this.sunday else this.plus(-1)
    weeks = [last.plus(-back) for back in range(LOOKED_BACK)]
    return tuple(
        week
        for week in reversed(weeks)
        if week > min(recorded) and week not in recorded and standing.workdays(week)
        if not is_before(standing, week.monday)
    )


def projects_within(standing: Standing, weeks: tuple[Week, ...]) -> list[Project]:
    """The open projects for clients that ran in some of these weeks, so that their hours may lack some."""
    return [project for project in standing.client_projects if project.is_open and _ran_in(project, weeks)]


def unrecorded_in(standing: Standing, project: Project) -> int:
    """How many weeks without an entry lie in a project's time."""
    return len(_ran_in(project, unrecorded_weeks(standing)))


def _ran_in(project: Project, weeks: tuple[Week, ...]) -> tuple[Week, ...]:
    """The weeks that lie in a project's time."""
    first = project.started_on or project.first_day
    return tuple(week for week in weeks if first and first <= week.sunday)


def runs_of_weeks(weeks: tuple[Week, ...]) -> list[list[Week]]:
    """Weeks as runs of those that follow each other."""
    runs: list[list[Week]] = []
    for week in weeks:
        if runs and runs[-1][-1].plus(1) == week:
            runs[-1].append(week)
        else:
            runs.append([week])
    return runs
