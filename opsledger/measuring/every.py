"""Every figure of a ledger on a day, by name."""

from __future__ import annotations

import inspect
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
from opsledger.figures.reception import RECEPTION
from opsledger.figures.schedule import SCHEDULE
from opsledger.figures.standing import Standing
from opsledger.forecast.booked_figures import BOOKED
from opsledger.models.ledger import Ledger

MEASURES = (
    *INFLOW,
    *RECEPTION,
    *FIT,
    *MARKETING,
    *OUTFLOW,
    *TIME,
    *SCHEDULE,
    *BALANCE,
    *BOOKED,
    *MONEY,
    *MEANS,
    *ACTIONS,
)


def figures(ledger: Ledger, on: date, since: date | None = None) -> dict[str, Figure]:
    """Each figure under its name, for the period from `since` (by default the settings' review period) to `on`."""
    return measure(Standing(ledger, on, since))


def measure(standing: Standing) -> dict[str, Figure]:
    """Each figure of a standing under its name."""
    found = {figure.name: _sources_once(figure) for define in MEASURES for figure in define(standing)}
    return found | {figure.name: _sources_once(figure) for figure in effects(standing, found)}


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
