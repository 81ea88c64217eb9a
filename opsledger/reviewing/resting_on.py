"""What the coming weeks rest on: the booked work, how the last weeks went, and the leads that want to begin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.pairs import won_without_project
from opsledger.figures.projects import burn
from opsledger.figures.standing import WORKDAYS, Standing
from opsledger.findings.finding import Measured
from opsledger.forecast.booked_weeks import booked_on
from opsledger.forecast.lasting import lasting
from opsledger.forecast.left import jobs_within, left_of, likely_hours
from opsledger.forecast.result import Forecast
from opsledger.forecast.silence import chance_now
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.stand import StartRow
from opsledger.values.days import Week
from opsledger.values.written import count_of, rounded, write_hours, write_number

_MOST_STARTS = 4
_NEARLY = Fraction(4, 5)  # used of its hours: a project that needs more than is left runs over
_CLEARLY_MORE = Fraction(5, 4)
_A_PART, _MOST_NAMED = Fraction(1, 4), 2  # of the hours beyond those sold
_FEWEST_TYPICAL = 4  # finished projects that make an overrun usual


def booked_said(measured: Measured) -> str:
    """Booked work as sold, as the open projects will likely need it, and as the coming weeks hold it."""
    forecast = measured.forecast
    if measured.is_young and (not measured.figures["outflow.estimate_ratio"].n or not _needs_more(measured)):
        return ""  # the headline says it as sold, and what it will take beyond that is a guess, or little
    return " ".join(_booked(measured, forecast)) if forecast and forecast.weeks else ""


def _needs_more(measured: Measured) -> bool:
    """Whether booked jobs likely take clearly more than was sold."""
    return likely_hours(measured.standing) > _CLEARLY_MORE * lasting(measured.standing).hours


def _booked(measured: Measured, forecast: Forecast) -> Iterator[str]:
    standing, weeks = measured.standing, len(forecast.weeks)
    sold, needed = measured.part("balance.backlog_hours", "hours"), round(likely_hours(standing))
    ahead = round(sum(week.committed for week in forecast.weeks))
    booked = booked_on(standing)
    jobs = min(round(jobs_within(booked, weeks)), ahead, needed)
    now = min(max(needed - jobs - round(booked.waiting(weeks)), 0), round(_CLEARLY_MORE * _rest_of_week(standing)))
    later = needed - jobs - now
    without = int(measured.part("balance.backlog_hours", "without_estimate") or 0)
    if without and not sold:
        yield f"Sold, not yet worked: {count_of(without, 'job')} without an estimate."
    else:
        yield f"Sold, not yet worked: {write_hours(None if sold is None else rounded(sold))}."
    if needed:
        why = _why_more(measured)
        expect = f"{why}: expect" if why else "Expect"
        whom = "projects and won leads" if won_without_project(standing) else "projects"
        first = f"{_whole(now)} this week, " if now else ""
        after = f", {_whole(later)} later" if later else ""
        yield f"{expect} about {_whole(needed)} for {whom}, {first}{_whole(jobs)} in {_next(weeks)}{after}."
    others = [
        *(["retainers"] if any(job.is_open and job.is_retainer for job in standing.client_projects) else []),
        *([_unestimated(measured)] if without else []),
    ]
    if others and (ahead > jobs or others[0] == "retainers"):
        who = " and ".join(others)
        who = f"{who[0].upper()}{who[1:]}"
        more = f"add about {_whole(ahead - jobs)} in those weeks" if needed else ""
        yield f"{who} {more or f'take about {_whole(ahead - jobs)} of {_next(weeks)}'}."
    if needed and _needs_more(measured):
        yield from _what_more(measured)


def _what_more(measured: Measured) -> Iterator[str]:
    """Which jobs take most of what is beyond the hours sold, while too few finished ones say what is usual."""
    standing, finished = measured.standing, measured.figures["outflow.estimate_ratio"].n
    if finished >= _FEWEST_TYPICAL:
        return
    jobs = [each for each in standing.client_projects if each.is_open and not each.is_retainer]
    lefts = [(left_of(standing, each), each) for each in jobs]
    beyond = [(int(rounded((left.likely or 0) - left.as_sold)), job) for left, job in lefts if left.as_sold is not None]
    beyond = sorted((each for each in beyond if each[0] > 0), key=lambda each: (-each[0], each[1].id))
    least = _A_PART * sum(more for more, _ in beyond)
    named = [f"{_whole(more)} for {job.title}" for more, job in beyond if more >= least][:_MOST_NAMED]
    if not named:
        return
    few = f"; {count_of(finished, 'finished project')} cannot say what is usual" if finished else ""
    yield f"Beyond what was sold: {' and '.join(named)}{few}."


def _rest_of_week(standing: Standing) -> Fraction:
    """The hours available for clients from the next day to the end of its week."""
    days = [standing.day + timedelta(days=number) for number in range(1, 7 - standing.day.weekday())]
    there = [standing.minutes_available(day, for_clients=True) for day in days if day.weekday() < WORKDAYS]
    return Fraction(sum(there), 60)


def _why_more(measured: Measured) -> str:
    """Why projects will take more than was sold; empty if they will not, or if their owner said what is left."""
    standing = measured.standing
    jobs = [each for each in standing.client_projects if each.is_open and not each.is_retainer]
    lefts = [(burn(standing, each), left_of(standing, each)) for each in jobs]
    more = [spent for spent, left in lefts if not left.by and (left.likely or 0) > (left.as_sold or 0)]
    if not more:
        return ""
    is_known = measured.figures["outflow.estimate_ratio"].n >= _FEWEST_TYPICAL
    if any((spent.burnt or 0) > (_NEARLY if is_known else 1) for spent in more):
        return "Some projects run well over"
    return "With your usual overrun" if is_known else "By a built-in guess of what jobs run over"


def _unestimated(measured: Measured) -> str:
    """What is said of projects without an estimate: their hours are a guess unless some of one's own are finished."""
    standing = measured.standing
    done = sum(job.delivered_on is not None and bool(standing.blocks_of(job)) for job in standing.client_projects)
    who = "projects without an estimate"
    return who if done >= _FEWEST_TYPICAL else f"by a built-in guess, {who}"


def _next(weeks: int) -> str:
    return f"the next {count_of(weeks, 'week')}"


def _whole(hours: int) -> str:
    return f"{write_number(hours, 0)} h"


def behind_said(measured: Measured) -> str:
    """The last two whole weeks for clients against what there was, if both were lean or both overloaded."""
    forecast = measured.trusted_forecast
    if forecast is None or not forecast.now.kind:
        return ""
    held = [
        f"{write_hours(week.hours)} {'with' if week.hours > week.capacity else 'of'} {write_hours(week.capacity)}"
        f"{' available' if week.hours > week.capacity else ''} (to {measured.short(week.week.sunday)})"
        for week in forecast.now.weeks
    ]
    return ", ".join(held)


def start_rows(measured: Measured) -> tuple[StartRow, ...]:
    """The open leads that say when they want to begin within the coming weeks, the earliest first."""
    forecast = measured.trusted_forecast
    if forecast is None or not forecast.weeks:
        return ()
    last = forecast.weeks[-1].week.sunday
    found = sorted(
        (lead.start, lead.title, chance_now(measured.standing, lead), lead)
        for lead in measured.standing.open_leads
        if lead.start and measured.day < lead.start <= last
    )
    return tuple(
        StartRow(link_to(lead), str(Week.of(start)), start, chance) for start, _, chance, lead in found[:_MOST_STARTS]
    )
