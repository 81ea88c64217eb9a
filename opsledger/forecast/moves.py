"""What is supposed of work that goes on: another start, another promise, a share of it in other hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta

from opsledger.dataclass import dataclass
from opsledger.figures.standing import CLIENT
from opsledger.models.ledger import Ledger
from opsledger.values.characters import same_id

_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Moves:
    """Other first days and other promises, by the id of a project or an open lead.

    kept: the share of client hours that stay the user's own. jobs: more that are booked, each its hours and first day.
    """

    starts: Mapping[str, date] = field(default_factory=dict)
    dues: Mapping[str, date] = field(default_factory=dict)
    kept: float = 1.0
    jobs: tuple[tuple[float, date], ...] = ()


NO_MOVES = Moves()


def task_share(ledger: Ledger, day: date, task: str) -> float:
    """The share of the client hours of the last 13 weeks that were spent on a task."""
    first = day - timedelta(weeks=_WEEKS)
    names = {same_id(project.id) for project in ledger.projects if not project.is_internal} | {same_id(CLIENT)}
    whole = on_task = 0
    for sheet in ledger.weeks:
        for block in sheet.actual:
            if block.target and block.day and first < block.day <= day and same_id(block.target.id) in names:
                whole += block.minutes
                on_task += block.minutes if block.task == task else 0
    return on_task / whole if whole else 0.0
