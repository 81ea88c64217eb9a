"""What is said of a client by the hour who asks for less and less, before the agreement ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.by_hour import Fading
from opsledger.figures.projects import rate_on
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.forecast.left import fading_of
from opsledger.models.projects import Project
from opsledger.values.characters import same_id
from opsledger.values.written import write_hours

_MUCH = Fraction(1, 5)  # of a usual week: what fades and was less than that is no news for the headline
_MONTHS = 3  # that pass until it is replaced
_WEEKS_A_MONTH = Fraction(52, 12)
_LATELY, _LONGEST = timedelta(weeks=6), 90  # what was heard, and how many characters of it are quoted


class _FadingWork(NamedTuple):
    """An open project by the hour, and how it fades."""

    project: Project
    fading: Fading


def _found(measured: Measured) -> list[_FadingWork]:
    """Work by the hour that fades, what fell by most hours first."""
    found = [
        _FadingWork(project, fading)
        for project in measured.standing.client_projects
        if (fading := fading_of(measured.standing, project))
    ]
    return sorted(found, key=lambda each: (each.fading.recent - each.fading.before, each.project.id))


def _fell(each: _FadingWork) -> str:
    return f"from about {write_hours(round(each.fading.before))} to {write_hours(round(each.fading.recent))} a week"


def fading_work(measured: Measured) -> Iterator[Finding]:
    """A client by the hour asks for far less than before, and the agreement has an end: talk before it comes."""
    for project, fading in _found(measured):
        lost = Fraction(fading.before - fading.recent) * _WEEKS_A_MONTH * (rate_on(project, measured.day) or 0)
        yield Finding(
            rule="fading-work",
            role="sales",
            urgency=3,
            because=f"{project.title} fell {_fell(_FadingWork(project, fading))}, and it ends on "
            f"{measured.date_of(fading.end)}{_their_words(measured, project)}",
            action=f"Talk to {measured.client_of(project)} about what comes after {project.title}",
            instead="Name three other people who could use these hours, and write to one",
            figure=f"outflow.left.{project.id}",
            sources=(project.whole,),
            about=ids_of(project),
            money=lost * _MONTHS,
            at_stake=f"in {_MONTHS} months",
            by=measured.within(7),
            measure=fading.before - fading.recent,
            is_moved=False,
        )


def _their_words(measured: Measured, project: Project) -> str:
    """What was last heard of its client, as a sentence of its own; empty if nothing was lately."""
    since = measured.day - _LATELY
    clients = (each for each in measured.standing.ledger.clients if project.client and same_id(each.id) == _id(project))
    heard = [line for record in (project, *clients) for line in record.lines("call", "mail", "meeting")]
    last = max((line for line in heard if line.day > since), key=lambda line: line.day, default=None)
    text = " ".join(last.text.split()).rstrip(".") if last else ""
    if not last or not text or len(text) > _LONGEST:
        return ""
    return f". Last heard on {measured.date_of(last.day)}: “{text}”"


def _id(project: Project) -> str:
    return same_id(project.client.id) if project.client else ""


def fading_sentence(measured: Measured) -> str:
    """What the headline says of the largest client by the hour who asks for less, if it was a good part of the week."""
    pace = measured.number("balance.pace") or Fraction(0)
    for each in _found(measured)[:1]:
        if each.fading.before >= _MUCH * pace:
            ends = f"and ends on {measured.short(each.fading.end)}"
            return f"work for {measured.client_of(each.project)} fell {_fell(each)}, {ends}"
    return ""


FADING_RULES = (fading_work,)
