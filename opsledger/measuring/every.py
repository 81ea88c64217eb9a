"""Every figure of a ledger on a day, by name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from opsledger.figures.actions import ACTIONS, effects
from opsledger.figures.balance import BALANCE
from opsledger.figures.evidence import Figure
from opsledger.figures.fit import FIT
from opsledger.figures.hours import TIME
from opsledger.figures.inflow import INFLOW
from opsledger.figures.marketing import MARKETING
from opsledger.figures.means import MEANS
from opsledger.figures.money import MONEY
from opsledger.figures.outflow import OUTFLOW
from opsledger.figures.rate_gap import RATE_GAP
from opsledger.figures.reception import RECEPTION
from opsledger.figures.schedule import SCHEDULE
from opsledger.figures.standing import Standing
from opsledger.forecast.booked_figures import BOOKED
from opsledger.forecast.verdicts import verdicts
from opsledger.models.ledger import Ledger

MEASURES = (
    *INFLOW,
    *RECEPTION,
    *FIT,
    *MARKETING,
    *OUTFLOW,
    *RATE_GAP,
    *TIME,
    *SCHEDULE,
    *BALANCE,
    *BOOKED,
    *MONEY,
    *MEANS,
    *ACTIONS,
    verdicts,
)


def figures(ledger: Ledger, on: date, since: date | None = None) -> dict[str, Figure]:
    """Each figure under its name, for the period from `since` (by default the settings' review period) to `on`."""
    return measure(Standing(ledger, on, since))


def measure(standing: Standing) -> dict[str, Figure]:
    """Each figure of a standing under its name."""
    found = {figure.name: _sources_once(figure) for define in MEASURES for figure in define(standing)}
    found |= _without_time_before(standing, found)
    return found | {figure.name: _sources_once(figure) for figure in effects(standing, found)}


def _without_time_before(standing: Standing, found: Mapping[str, Figure]) -> dict[str, Figure]:
    """The flows whose time before lies before their first line: nothing then is not known to be 0."""
    leads = [lead.log[0].day for lead in standing.ledger.leads]
    money = [project.log[0].day for project in standing.ledger.projects]
    money += [line.day for sheet in standing.ledger.weeks for line in sheet.costs]
    known = standing.recorded_since
    begun = {"inflow": leads, "money": money}
    return {
        name: replace(figure, previous=None)
        for name, figure in found.items()
        if figure.previous is not None
        and min([*begun.get(name.partition(".")[0], ()), *([known] if known else ())], default=date.min)
        > standing.before.last
    }


def _sources_once(figure: Figure) -> Figure:
    """A figure with each of its sources named once, where two parts of it rest on the same line."""
    once = tuple(dict.fromkeys(figure.sources))
    return figure if len(once) == len(figure.sources) else replace(figure, sources=once)


def definitions(standing: Standing) -> dict[str, str]:
    """What each figure's name means: the words of the function that measures it."""
    found = {figure.name: inspect.getdoc(define) or "" for define in MEASURES for figure in define(standing)}
    return found | dict.fromkeys(
        (figure.name for figure in effects(standing, measure(standing))), inspect.getdoc(effects) or ""
    )
