"""How many pieces take an hour, such as words of a translation: as the ledger's own jobs say, or their owner."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from opsledger.figures.covering import covers_life
from opsledger.figures.standing import Standing, total
from opsledger.importing.jobs import SoldJob
from opsledger.values.misread import Misread
from opsledger.values.pieces import Pieces

_FEWEST = 3  # jobs that make a pace one's own
_LARGEST = Decimal(100_000)


def own_pace(standing: Standing, unit: str) -> Decimal | None:
    """The pieces of a unit that an hour takes: the median of delivered jobs with all their hours recorded.

    None if there are fewer than three.
    """
    found = []
    for project in standing.client_projects:
        price, minutes = project.price, total(standing.blocks_of(project))
        pieces = price.quantity if isinstance(price, Pieces) and price.unit.casefold() == unit else None
        if pieces and project.delivered_on and minutes and covers_life(standing, project):
            found.append(pieces * 60 / minutes)
    return median(found) if len(found) >= _FEWEST else None


def read_pace(text: str) -> Decimal:
    """Pieces an hour, such as `350`. Raises Misread."""
    bare = text.strip().replace(",", ".").partition("/")[0].partition(" ")[0]
    if not bare.replace(".", "", 1).isdecimal() or not 0 < Decimal(bare) <= _LARGEST:
        raise Misread(f"`{text[:40]}` is not a number of pieces an hour", "such as 350")
    return Decimal(bare)


def to_estimate(found: Iterable[SoldJob]) -> dict[str, list[SoldJob]]:
    """The jobs of a table that are not done and have pieces, but no hours, by the unit of their pieces."""
    by_unit: dict[str, list[SoldJob]] = {}
    for job in found:
        is_done = job.delivered.is_so or job.invoiced.is_so or job.paid.is_so or bool(job.number)
        if job.quantity and not job.hours and not is_done:
            by_unit.setdefault(job.unit, []).append(job)
    return by_unit
