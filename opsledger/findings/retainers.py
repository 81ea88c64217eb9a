"""Findings about retainers that ended or will: every month after them brings less."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.announced import knows_ahead
from opsledger.figures.notices import notices
from opsledger.figures.projects import price_on
from opsledger.figures.standing import hours
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import write_hours

_LATELY, _AHEAD = timedelta(weeks=8), timedelta(weeks=13)
_NEWS = timedelta(weeks=4)
_MUCH = Fraction(1, 5)
_MONTHS = 3  # that pass until it is replaced
_ENDS = ("ended", "cancelled", "delivered")


class _Ended(NamedTuple):
    """A retainer that ended or will: its last line, the day, and what it brought a month."""

    project: Project
    line: LogLine
    monthly: Fraction

    @property
    def day(self) -> date:
        return self.line.day


def _ended(measured: Measured) -> list[_Ended]:
    """The retainers that ended lately or will end, those that brought most first; none that was followed by another.

    A review of a day in the past, with hours recorded after it, does not know of ends that came later.
    """
    until = measured.day + _AHEAD if measured.standing.always(knows_ahead) else measured.day
    first, last = measured.day - _LATELY, until
    found = []
    for project in measured.standing.whole.projects:
        line = project.reached(*_ENDS)
        if not project.is_retainer or line is None or not first <= line.day <= last or _is_followed(measured, project):
            continue
        monthly = price_on(project, line.day)
        if monthly:
            found.append(_Ended(project, line, monthly))
    return sorted(found, key=lambda each: (-each.monthly, each.project.id))


def _is_followed(measured: Measured, project: Project) -> bool:
    """Whether its client has another one that runs or is booked."""
    return any(
        other.client and project.client and same_id(other.client.id) == same_id(project.client.id)
        for other in measured.standing.client_projects
        if other.is_retainer and other.is_open and same_id(other.id) != same_id(project.id)
    )


def running_besides(measured: Measured, but: Project) -> Fraction:
    """What the other retainers bring a month."""
    others = (each for each in measured.standing.client_projects if each.is_retainer and each.is_open)
    return sum((price_on(each, measured.day) or Fraction(0) for each in others if each.id != but.id), Fraction(0))


def retainer_ended(measured: Measured) -> Iterator[Finding]:
    """A retainer ended lately, or its last day is written down: what is missing a month is to be sold again."""
    for each in _ended(measured):
        project, when = each.project, "ended" if each.day <= measured.day else "ends"
        rest, client = running_besides(measured, project), measured.client_of(project)
        sold = f" and {write_hours(hours(project.estimate))}" if project.estimate else ""
        left = f"The others bring {measured.money(rest)}" if rest else "No other retainer runs"
        yield Finding(
            rule="retainer-ended",
            role="sales",
            urgency=3 if each.monthly >= _MUCH * (each.monthly + rest) else 2,
            because=f"it {when} on {measured.date_of(each.day)}: {measured.money(each.monthly)}{sold} a month less. "
            f"{left}",
            action=f"Offer {client} something to follow {project.title}, or sell its hours to somebody else",
            instead=f"Offer the hours of {project.title} to two other clients, by the month",
            figure="outflow.retainers",
            sources=(each.line.span,),
            about=ids_of(project),
            money=each.monthly * _MONTHS,
            at_stake=f"in {_MONTHS} months",
            by=measured.within(14),
            measure=float(each.monthly),
        )


def retainer_sentence(measured: Measured) -> str:
    """What the headline says of a retainer that ended in the last weeks or will, if it was a large one."""
    for each in _ended(measured):
        if each.day < measured.day - _NEWS or each.monthly < _MUCH * (
            each.monthly + running_besides(measured, each.project)
        ):
            continue
        when = "ended" if each.day <= measured.day else "ends"
        less = f"{measured.money(each.monthly)} a month less"
        return f"{each.project.title} {when} on {measured.short(each.day)}, {less}"
    return ""


def is_leaving(measured: Measured, client: str) -> bool:
    """Whether a client's work ended lately, will end, or is said to. client: their id as ids compare."""
    said = (each.project for each in notices(measured.standing).values() if not each.resumes)
    projects = [*(each.project for each in _ended(measured)), *said]
    return any(project.client and same_id(project.client.id) == client for project in projects)


RETAINER_RULES = (retainer_ended,)
