"""Findings about work that takes more than was sold, and what was added to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from opsledger.figures.projects import sold_for
from opsledger.figures.standing import Standing, spans
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.running import about, open_projects, where_sold
from opsledger.forecast.left import left_of
from opsledger.models.projects import Project
from opsledger.values.written import count_of, rounded, write_hours, write_share

_NEARLY_USED = Fraction(9, 10)
_WELL_USED = Fraction(3, 5)
_MUCH_ADDED, _MUCH_OF_SOLD = Fraction(8), Fraction(15, 100)  # hours added without pay: they pile up
_AHEAD_OF_TIME = Fraction(15, 100)


def overruns(measured: Measured) -> Iterator[Finding]:
    """An open project has used what was sold, or uses it up faster than its time passes.

    One past its promise is left to that: its client needs a new date before any talk of what more hours cost.
    """
    for project, name in open_projects(measured):
        standing = measured.standing
        burnt, sold = measured.part(name, "burnt"), measured.part(name, "sold")
        left = left_of(standing, project).likely
        if burnt is None or sold is None or left is None or project.is_retainer:
            continue
        if project.revised_promise and project.revised_promise < measured.day:
            continue
        gone = _time_gone(standing, project)
        is_early = gone is not None and burnt >= _WELL_USED and burnt - gone >= _AHEAD_OF_TIME
        if burnt < _NEARLY_USED and not is_early:
            continue
        spent = burnt * sold
        rest = write_hours(rounded(sold - spent) if sold - spent >= 1 else sold - spent)
        beyond = max(spent + left - sold, Fraction(0))
        because = f"it has used {write_share(burnt)} of its hours"
        if burnt > 1 and not _may_be_priced(project):
            because += _own_estimate(measured, project, spent + left)
        elif burnt > 1:
            because += _so_far(measured, project, spent + left)
        else:
            promise = project.revised_promise
            if is_early and promise and promise > measured.day:
                because += f", {_weeks_until(measured.day, promise)} before its promise"
            else:
                because += f" and likely needs {about(left)} more"
        yield Finding(
            rule="overruns",
            role="production",
            urgency=3 if burnt > 1 else 2,
            because=because,
            action=_what_to_do(measured, project, rest if burnt <= 1 else "", left),
            figure=name,
            sources=(*where_sold(project), *spans(standing.blocks_of(project)[-1:])),
            about=ids_of(project),
            hours=None if project.billing == "hourly" else beyond,  # more hours by the hour are paid
            at_stake="beyond what was sold",
            by=measured.within(7),
            measure=float(burnt),
            is_moved=burnt > 1,
            since=_passed_on(standing, project, sold) if burnt > 1 else None,
        )


def _passed_on(standing: Standing, project: Project, sold: Fraction) -> date | None:
    """The day on which its hours passed what was sold."""
    spent = 0
    for block in standing.blocks_of(project):
        spent += block.minutes
        if spent > sold * 60:
            return block.day
    return None


def _what_to_do(measured: Measured, project: Project, rest: str, left: Fraction) -> str:
    """What to do about hours that run out. rest: those left; empty if none are. By the hour the price is agreed.

    A fixed price is for the work, whatever it takes: more is talked about only if the client added to it.
    """
    is_hourly = project.billing == "hourly"
    if rest:
        kind = "of its estimate" if is_hourly else "of the hours sold"
        return f"Finish {project.title} within the {rest} left {kind}, or agree on more"
    if is_hourly:
        return f"Tell {measured.client_of(project)} how many more hours {measured.theirs(project)} will take"
    if _may_be_priced(project):
        return f"Agree with {measured.client_of(project)} on what more hours of {measured.theirs(project)} cost"
    if project.revised_promise and project.revised_promise >= measured.day and round(left):
        return f"Keep {about(left)} free for {project.title} until {measured.date_of(project.revised_promise)}"
    return f"Finish {project.title}{f' within {about(left)}' if round(left) else ''}"


def _may_be_priced(project: Project) -> bool:
    """Whether more hours can be charged: by the hour, or if the client added work to a fixed price without pay."""
    unpaid = any((line.minutes or 0) > 0 and line.amount is None for line in project.lines("scope"))
    return project.billing == "hourly" or unpaid


def _own_estimate(measured: Measured, project: Project, needed: Fraction) -> str:
    """What hours beyond one's own estimate of a fixed price come to, an hour and for the next one."""
    return f"{_so_far(measured, project, needed)}. Next time estimate {about(needed)}"


def _so_far(measured: Measured, project: Project, needed: Fraction) -> str:
    """What a fixed price comes to an hour by the end; of work by the hour nothing."""
    price = sold_for(project) if project.billing != "hourly" else None
    return f", so it earns {measured.money(price / needed)} an hour" if price else ""


def _time_gone(standing: Standing, project: Project) -> Fraction | None:
    """The share of the time from its start to its promise that is gone; None if there is no promise ahead."""
    due = project.revised_promise
    first = project.started_on or project.first_day
    if due is None or first is None or due <= first or due <= standing.day:
        return None
    return Fraction((standing.day - first).days, (due - first).days)


def _weeks_until(day: date, other: date) -> str:
    days = (other - day).days
    return count_of(days, "day") if days < 14 else count_of(round(days / 7), "week")


def unpaid_scope(measured: Measured) -> Iterator[Finding]:
    """Work was added to an open project that nobody pays for."""
    for project, name in open_projects(measured):
        unpaid = measured.part(name, "unpaid_scope")
        if unpaid is None or unpaid <= 0:
            continue
        lines = [line for line in project.lines("scope") if line.amount is None]
        sold = measured.part(name, "sold") or Fraction(0)
        is_much = unpaid >= max(_MUCH_ADDED, sold * _MUCH_OF_SOLD)
        if not is_much and not any(line.day in measured.standing.period for line in lines):
            continue
        yield Finding(
            rule="unpaid-scope",
            role="sales",
            urgency=3 if is_much else 2,
            because=f"{measured.hours(unpaid)} were added without pay"
            + (f", worth {measured.about(unpaid * measured.hour_is_worth)}" if is_much else ""),
            action=f"Agree with {measured.client_of(project)} on a price for the {measured.hours(unpaid)} added to "
            f"{project.title}, or on what to leave out"
            if is_much
            else f"Agree on a price for the next change of {project.title} before you make it",
            figure=name,
            sources=spans(lines),
            about=ids_of(project),
            hours=unpaid,
            by=measured.within(14),
            measure=float(unpaid),
            is_moved=False,
            since=lines[-1].day,
        )


OVERRUN_RULES = (overruns, unpaid_scope)
