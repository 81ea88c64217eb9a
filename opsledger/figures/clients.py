"""Clients: how much of what is booked is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction

from opsledger.figures.covering import sold_left
from opsledger.figures.projects import billed_share, burn, price_on, rate_on, sold_for
from opsledger.figures.standing import Standing, hours, total
from opsledger.models.projects import Project

RETAINER_MONTHS = 6


def booked_by_client(standing: Standing) -> Mapping[str, Fraction]:
    """What is booked and not earned yet, in money by client: the rest of each price, and six months of a retainer."""
    return standing.once(_booked_by_client)


def _booked_by_client(standing: Standing) -> dict[str, Fraction]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for project in standing.client_projects:
        if project.is_open and project.client:
            found[project.client.id] += _booked(standing, project)
    return {client: amount for client, amount in sorted(found.items()) if amount > 0}


def _booked(standing: Standing, project: Project) -> Fraction:
    if project.is_retainer:
        return (price_on(project, standing.day) or Fraction(0)) * RETAINER_MONTHS
    burnt = burn(standing, project)
    if project.billing == "hourly":
        worked = total(burnt.blocks)
        billed = sum((billed_share(standing, block) * block.minutes for block in burnt.blocks), Fraction(0))
        share = billed / worked if worked else Fraction(1)
        return hours(sold_left(standing, project) or 0) * (rate_on(project, standing.day) or Fraction(0)) * share
    share = Fraction(1) if burnt.burnt is None else max(1 - burnt.burnt, Fraction(0))
    return (sold_for(project) or Fraction(0)) * share
