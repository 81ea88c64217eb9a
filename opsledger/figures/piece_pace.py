"""How many pieces, such as words, an hour takes, as the jobs sold by them were estimated."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from opsledger.models.projects import Project
from opsledger.values.pieces import Pieces


def pace_by_estimates(projects: Iterable[Project], unit: str) -> Decimal | None:
    """The pieces of a unit that an hour takes: the median of the jobs' estimates; None without any."""
    found = [
        project.price.quantity * 60 / project.estimate
        for project in projects
        if isinstance(project.price, Pieces) and project.price.unit.casefold() == unit.casefold() and project.estimate
    ]
    return median(found) if found else None
