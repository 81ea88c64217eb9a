"""Time: what was planned, what was done, and how much of it went to clients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.standing import (
    CLIENT,
    INTERNAL,
    SALES,
    Figures,
    Standing,
    hours,
    name_part,
    part_of,
    spans,
    total,
)
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.lines import Block
from opsledger.values.days import Interval


def planned(standing: Standing) -> Figures:
    """`time.planned`, `time.planned.TARGET`: hours planned in the period, in all and by area.

    Client projects and `client` count as `client`, internal projects as `internal`, leads as `sales`. Null over days
    that have no block in any Plan.
    """
    return _by_area(standing, "planned", standing.plan)


def actual(standing: Standing) -> Figures:
    """`time.actual`, `time.actual.TARGET`: hours recorded in the period, in all and by area.

    Counted as `time.planned` counts.
    """
    return _by_area(standing, "actual", standing.actual)


def _by_area(standing: Standing, name: str, blocks: Iterable[Block]) -> Figures:
    blocks = tuple(blocks)
    now, before = part_of(blocks, standing.period), part_of(blocks, standing.before)
    note = None if now else f"nothing {'planned' if name == 'planned' else 'recorded'} in the period"

    def figure(full_name: str, fed: Sequence[Block], earlier: Sequence[Block]) -> Figure:
        return Figure(
            full_name,
            hours(total(fed)) if now else None,
            "hours",
            len(fed),
            previous=hours(total(earlier)) if before else None,
            note=note,
            sources=spans(fed),
        )

    yield figure(f"time.{name}", now, before)
    of_now, of_before = _grouped(standing, now), _grouped(standing, before)
    for area in dict.fromkeys((CLIENT, INTERNAL, SALES, *standing.settings.areas)):
        yield figure(f"time.{name}.{name_part(area)}", of_now.get(area, ()), of_before.get(area, ()))


def _grouped(standing: Standing, blocks: Iterable[Block]) -> Mapping[str | None, list[Block]]:
    """Blocks by the area that they count as."""
    found: dict[str | None, list[Block]] = {}
    for block in blocks:
        found.setdefault(standing.area_of(block), []).append(block)
    return found


def available(standing: Standing, days: Interval, *, for_clients: bool = False) -> Fraction:
    """The hours there are in a span of days."""
    each = (standing.minutes_available(day, for_clients=for_clients) for day in days_of(days))
    return sum(each, Fraction(0)) / 60


def days_of(days: Interval) -> Iterable[date]:
    """Each day of a span."""
    return (date.fromordinal(number) for number in range(days.first.toordinal(), days.last.toordinal() + 1))


def client_share(standing: Standing) -> Figures:
    """`time.client_share`: hours for clients in the period, of the hours available and of all hours recorded.

    Available is a fifth of the week's hours per weekday, none on time off; a week's own `hours` are net of time off and
    spread over its weekdays that are not off.
    """
    blocks = part_of(standing.actual, standing.period)
    for_clients = [block for block in blocks if standing.area_of(block) == CLIENT]
    worked, there_are, recorded = hours(total(for_clients)), available(standing, standing.period), hours(total(blocks))
    value = {
        "of_available": worked / there_are if blocks and there_are else None,
        "of_recorded": worked / recorded if recorded else None,
    }
    note = None if blocks else f"{TOO_FEW}: nothing recorded in the period"
    yield Figure("time.client_share", value, "share", len(blocks), note=note, sources=spans(blocks))


TIME = (planned, actual, client_share)
