"""All that a forecast draws: every run's jobs, booked and to come, and the room for them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple

from opsledger.forecast.booked import draw_booked
from opsledger.forecast.leads import draw_leads
from opsledger.forecast.new_leads import draw_extra, draw_new
from opsledger.forecast.room import Room, draw_rooms
from opsledger.forecast.simulation import work_off
from opsledger.forecast.what_if import Supposed
from opsledger.forecast.winning import Winning
from opsledger.forecast.work import Drawing, Runs


class Drawn(NamedTuple):
    """A run each: jobs booked, jobs of each open lead, jobs of new leads, and room."""

    booked: Runs
    by_lead: Mapping[str, Runs]
    new: Runs
    rooms: list[Room]


def draw(drawing: Drawing, winning: Winning, supposed: Supposed) -> Drawn:
    """The jobs of every run: those booked, those that come from each open lead, and those of leads still to come."""
    new: Runs = [[] for _ in range(drawing.runs)]
    by_lead: Mapping[str, Runs] = {}
    if not supposed.none:
        by_lead = draw_leads(drawing, winning, supposed.won, supposed.lost)
        new = draw_new(drawing, winning)
    if supposed.more:
        new = [a + b for a, b in zip(new, draw_extra(drawing, winning, supposed.more), strict=True)]
    leads = {name: drawing.own(jobs) for name, jobs in by_lead.items()}
    return Drawn(draw_booked(drawing), leads, drawing.own(new), draw_rooms(drawing))


def worked(drawing: Drawing, drawn: Drawn) -> list[list[float]]:
    """The client hours of every run, a step each."""
    found = []
    for room, *jobs in zip(drawn.rooms, drawn.booked, drawn.new, *drawn.by_lead.values(), strict=True):
        done, _ = work_off(list(chain(*jobs)), room.free, drawing.asking, drawing.noise)
        found.append([a + b for a, b in zip(done, room.given, strict=True)])
    return found
