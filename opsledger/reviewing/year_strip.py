"""A year or a quarter as a strip: projects, leads, days off, and the weeks that were lean or overloaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.figures.time_off import off_in
from opsledger.forecast.outlook import LEAN, OVERLOADED, Lines
from opsledger.forecast.past import Past, week_of
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.reviewing.links import link_to
from opsledger.reviewing.long_review import StretchBar, StripBar, YearStrip
from opsledger.values.days import Interval

_FEWEST_WEEKS = 2
_BRIDGED = 1  # weeks in between that are otherwise do not end a stretch


def strip_of(standing: Standing, days: Interval, until: date) -> YearStrip:
    """The strip of some days, as of the standing's day. until: the end of the year or quarter."""
    whole = Interval(days.first, until)
    return YearStrip(
        projects=_in_order(_project_bars(standing, whole)),
        leads=_in_order(_lead_bars(standing, whole)),
        off=tuple((each.first, each.last) for each in off_in(standing, whole) if each.days >= 1),
        stretches=tuple(sorted(stretches_in(standing, days), key=lambda each: each.first)),
    )


def stretches_in(standing: Standing, days: Interval) -> Iterator[StretchBar]:
    """Each two or more weeks of some days that were lean, or overloaded, by the hours recorded in them."""
    past = Past(standing)
    settings = standing.settings
    lines = Lines(float(settings.famine), float(settings.feast))
    weeks = [number for number in past.ended if past.capacity(number) > 0 and week_of(number).sunday in days]
    for kind in (LEAN, OVERLOADED):
        beyond = [
            number for number in weeks if lines.beyond(kind, past.client_hours[number], past.capacity(number)) > 0
        ]
        for run in _runs(beyond, weeks):
            within = [number for number in weeks if run[0] <= number <= run[-1]]
            worked = sum(past.client_hours[number] for number in within)
            share = worked / sum(past.capacity(number) for number in within)
            first = max(week_of(run[0]).monday, days.first)
            yield StretchBar(kind, first, week_of(run[-1]).sunday, len(within), share)


def _runs(beyond: Sequence[int], weeks: Sequence[int]) -> Iterator[list[int]]:
    """Weeks that follow each other, with at most one other recorded week between two."""
    place = {number: at for at, number in enumerate(weeks)}
    run: list[int] = []
    for number in beyond:
        if run and place[number] - place[run[-1]] > 1 + _BRIDGED:
            if len(run) >= _FEWEST_WEEKS:
                yield run
            run = []
        run.append(number)
    if len(run) >= _FEWEST_WEEKS:
        yield run


def _project_bars(standing: Standing, days: Interval) -> Iterator[StripBar]:
    for project in standing.client_projects:
        begun, ended = _begun(project), _ended(project)
        promise = project.revised_promise
        last = ended or max(standing.day, min(promise, days.last) if promise and project.is_open else standing.day)
        if begun and begun <= days.last and last >= days.first:
            state = project.status or ""
            yield StripBar(link_to(project), max(begun, days.first), min(last, days.last), ended is None, state)


def _begun(project: Project) -> date | None:
    line = project.first("started", "booked") if project.started_on is None else None
    return project.started_on or (line.day if line else None)


def _ended(project: Project) -> date | None:
    line = None if project.is_open else project.reached(project.status or "")
    return line.day if line else None


def _lead_bars(standing: Standing, days: Interval) -> Iterator[StripBar]:
    for lead in standing.ledger.leads:
        opened, closed = lead.opened, None if lead.is_open else _closed(lead)
        if opened is None:
            continue
        last = closed or standing.day
        if opened.day <= days.last and last >= days.first:
            first = max(opened.day, days.first)
            yield StripBar(link_to(lead), first, min(last, days.last), lead.is_open, lead.stage)


def _closed(lead: Lead) -> date | None:
    line = lead.stage_line
    return line.day if line else None


def _in_order(bars: Iterable[StripBar]) -> tuple[StripBar, ...]:
    return tuple(sorted(bars, key=lambda bar: (bar.first, bar.last, bar.link.text)))
