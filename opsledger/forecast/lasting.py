"""Until when booked work lasts at the hours that the owner set, if the estimates hold: what a young ledger can say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.covering import sold_left
from opsledger.figures.kept import is_young
from opsledger.figures.pairs import won_without_project
from opsledger.figures.standing import WORKDAYS, Standing, hours
from opsledger.forecast.left import agreed_start, finish_of
from opsledger.models.projects import Project

_FARTHEST_DAYS = 366
_WEEKDAYS_A_YEAR = 260
_KNOWN_BY = timedelta(weeks=8)


class Lasting(NamedTuple):
    """The booked jobs, without paused ones, worked off one after another, as sold, at the client hours that are set.

    hours: of all jobs, without retainers. until: the day on which the last of them is done; None without any, if that
    is more than a year ahead, or if no hours are set. last: the last day that is promised, or on which a job without
    promise is done; None if a job has neither. unknown: the jobs of which nobody said how many hours they take.
    retained: the hours a month of retainers. ends: the day on which each project is done.
    """

    hours: Fraction
    until: date | None
    last: date | None
    unknown: tuple[Project, ...]
    retained: Fraction
    ends: Mapping[str, date]


class _Job(NamedTuple):
    due: date
    begins: date
    hours: Fraction
    record: str


def lasting(standing: Standing) -> Lasting:
    """Until when booked work lasts."""
    return standing.once(_lasting)


def _lasting(standing: Standing) -> Lasting:
    tomorrow = standing.day + timedelta(days=1)
    jobs: list[_Job] = []
    unknown: list[Project] = []
    for project in standing.client_projects:
        if not project.is_open or project.is_retainer or project.status == "paused":
            continue
        minutes = sold_left(standing, project)
        if minutes is None:
            unknown.append(project)
            continue
        begins = agreed_start(standing, project) or tomorrow
        jobs.append(_Job(project.revised_promise or date.max, begins, hours(minutes), project.id))
    jobs += [
        _Job(lead.due or date.max, max(lead.start or tomorrow, tomorrow), hours(lead.size), lead.id)
        for lead in won_without_project(standing)
        if lead.size
    ]
    kept = _retained(standing)
    ends, total = _worked_off(standing, sorted(jobs), kept), sum((job.hours for job in jobs), Fraction(0))
    until = max(ends.values()) if ends and len(ends) == sum(job.hours > 0 for job in jobs) else None
    return Lasting(total, until, _last(standing, until), tuple(unknown), kept, ends)


def _retained(standing: Standing) -> Fraction:
    """The hours a month of the retainers that run, or that are booked and may have begun."""
    retainers = [each for each in standing.client_projects if each.is_retainer and each.is_open]
    running = [each for each in retainers if each.status != "paused" and not (agreed_start(standing, each))]
    return hours(sum(each.estimate or 0 for each in running))


def _worked_off(standing: Standing, jobs: list[_Job], retained: Fraction) -> dict[str, date]:
    """The day on which each job is done, those promised first first, each from the day it begins on."""
    left, ends = [job.hours for job in jobs], {}
    kept = retained * 12 / _WEEKDAYS_A_YEAR
    for number in range(1, _FARTHEST_DAYS):
        day = standing.day + timedelta(days=number)
        free = hours(standing.minutes_available(day, for_clients=True)) - kept if day.weekday() < WORKDAYS else 0
        for place, job in enumerate(jobs):
            if free > 0 and job.begins <= day:
                done = min(left[place], free)
                left[place] -= done
                free -= done
                if done and not left[place]:
                    ends[job.record] = day
        if not any(left):
            break
    return ends


def _last(standing: Standing, until: date | None) -> date | None:
    """The last day for which work is booked: the last promise, or when a job without one is done."""
    ends = [
        project.revised_promise or finish_of(standing, project).day or until
        for project in standing.client_projects
        if project.is_open and not project.is_retainer and project.status != "paused"
    ]
    ends += [lead.due or until for lead in won_without_project(standing)]
    known = [max(end, until or end) for end in ends if end]
    return max(known) if known and len(known) == len(ends) else None


def ends_in_young(standing: Standing) -> dict[str, date]:
    """Of a ledger just begun the day on which each fixed job without hours yet is done, at the hours that are set.

    One of which nobody said how many hours it takes is done on the day promised. Empty once weeks of recorded time tell
    better when jobs are done.
    """
    if standing.settings.kept_since is None or not is_young(standing):
        return {}
    since, found = standing.recorded_since, lasting(standing)
    promised = {each.id: each.revised_promise for each in found.unknown if each.revised_promise}
    ends = {**found.ends, **{record: day for record, day in promised.items() if day > standing.day}}
    if since is not None and since < standing.day - _KNOWN_BY:
        return {}
    jobs = [each for each in standing.client_projects if each.billing == "fixed" and not standing.blocks_of(each)]
    return {each.id: ends[each.id] for each in jobs if each.id in ends}
