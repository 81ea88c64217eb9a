"""What is left of a project: as sold, and what it likely takes, by its owner's own estimate or the usual overrun."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.by_hour import Fading, by_hour
from opsledger.figures.covering import sold_left
from opsledger.figures.pacing import finish_day, weekly_pace
from opsledger.figures.pairs import won_without_project
from opsledger.figures.projects import estimated
from opsledger.figures.standing import Standing, hours
from opsledger.forecast import priors
from opsledger.forecast.booked import hurry, left_in_runs
from opsledger.forecast.booked_weeks import BookedAhead
from opsledger.forecast.past import Past
from opsledger.forecast.sales import Habits
from opsledger.forecast.work import usual_pace
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project

_QUANTILES = 64


class Left(NamedTuple):
    """Hours left of a project: as sold, 0 if it is past its estimate, and as likely, above 0 while it is open.

    None if nothing is sold, or nothing is known. by: the `left` line that likely rests on, if one does.
    """

    as_sold: Fraction | None
    likely: Fraction | None
    by: LogLine | None = None


def left_of(standing: Standing, project: Project) -> Left:
    """What is left of an open project; of a retainer the rest of its month.

    Likely is its owner's own estimate less the hours since. Once that is used up, or without one, it is what was sold
    (or estimated) times the usual overrun, given what is spent.
    """
    minutes = sold_left(standing, project)
    as_sold = None if minutes is None else hours(minutes)
    own = estimated(standing, project)
    if own and (own.left > 0 or project.is_retainer):
        return Left(as_sold, hours(max(own.left, 0)), own.line)
    if project.is_retainer:
        return Left(as_sold, as_sold)
    habits = standing.once(_habits)
    hourly = by_hour(standing, project)
    if own is None and hourly.asked is not None:
        return Left(as_sold, Fraction(hourly.asked))
    spent = habits.past.of(project).hours
    sold = spent + own.left / 60 if own else habits.sold(project)
    if own and (sold is None or sold <= 0):
        sold = habits.sold(project)
    likely = None if sold is None else Fraction(_likely(habits, sold, spent))
    if likely is not None and own is None and hourly.until_end is not None:
        likely = min(likely, max(Fraction(hourly.until_end), as_sold or Fraction(0)))
    return Left(as_sold, likely)


def fading_of(standing: Standing, project: Project) -> Fading | None:
    """How a project by the hour fades towards its end; None if it does not, or its owner said what is left."""
    return None if estimated(standing, project) else by_hour(standing, project).fading


def likely_hours(standing: Standing) -> Fraction:
    """What all sold jobs likely need: open projects but retainers, and won leads that have no project yet."""
    projects = [each for each in standing.client_projects if each.is_open and not each.is_retainer]
    left = sum((left_of(standing, each).likely or Fraction(0) for each in projects), Fraction(0))
    habits = standing.once(_habits)
    won = [Fraction(_likely(habits, lead.size / 60, 0.0)) for lead in won_without_project(standing) if lead.size]
    return sum(won, left)


def jobs_within(booked: BookedAhead, weeks: int) -> float:
    """The hours of sold jobs that the coming weeks hold, as they are shown: what retainers take left out."""
    return sum(map(min, booked.jobs[:weeks], booked.hours[:weeks]))


class Finish(NamedTuple):
    """When a project is done at its own pace: its hours a week, the day, and the promise as it is.

    None: what is not known. late: days from the promise to the day, below zero if it is earlier.
    """

    left: Left
    pace: Fraction | None
    day: date | None
    due: date | None

    @property
    def late(self) -> int | None:
        """The days by which it misses its promise; None if either is not known."""
        return (self.day - self.due).days if self.day and self.due else None


def finish_of(standing: Standing, project: Project) -> Finish:
    """When an open project is done, by what is likely left of it and the pace of its last weeks.

    One that is not begun goes at the pace that the forecast gives it, from the day on which it begins.
    """
    left, pace = left_of(standing, project), weekly_pace(standing, project)
    day = None
    if pace and left.likely is not None and not project.is_retainer:
        day = finish_day(standing, left.likely, pace)
        if day and (fades := fading_of(standing, project)):
            day = min(day, fades.end)
    elif left.likely and not project.is_retainer and (begins := agreed_start(standing, project)):
        day = finish_day(standing, left.likely, _pace_from(standing, project, left.likely, begins), begins)
    return Finish(left, pace, day, project.revised_promise)


def agreed_start(standing: Standing, project: Project) -> date | None:
    """The day after D on which a project that is not begun will begin: as agreed, or as its lead wants it."""
    if project.status != "booked" or standing.blocks_of(project):
        return None
    lead = standing.once(_habits).leads.get(project.id)
    begins = project.start or (lead.start if lead else None)
    return begins if begins and begins > standing.day else None


def _pace_from(standing: Standing, project: Project, left: Fraction, begins: date) -> Fraction:
    """The hours a week that a job will likely get once it begins, faster if its promise asks for it."""
    habits = standing.once(_habits)
    sold = habits.sold(project) or float(left)
    pace = usual_pace(math.exp(habits.pace.mean), sold, float(left))
    due = project.revised_promise
    if due and due >= begins:
        most = priors.PROMISE_SPEED if habits.pace.n else math.inf
        pace *= hurry(float(left), pace, ((due - begins).days + 1) / 7, most)
    return min(Fraction(pace), Fraction(standing.settings.client_hours, 60))


def _likely(habits: Habits, sold: float, spent: float) -> float:
    """The mean of what the forecast's runs draw of a project."""
    if not spent:
        belief = habits.overrun_unstarted
        return sold * math.exp(belief.mean + belief.sd**2 / 2)
    shares = [(number + 0.5) / _QUANTILES for number in range(_QUANTILES)]
    return sum(left_in_runs(sold, spent, habits.overrun, shares)) / _QUANTILES


def _habits(standing: Standing) -> Habits:
    return Habits(Past(standing))
