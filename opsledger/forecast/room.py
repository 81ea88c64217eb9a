"""The room for jobs: what a person can do in a week, less what retainers and odd hours take of it first."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.forecast.ceiling import ceilings
from opsledger.forecast.retainers import draw_odd_hours, draw_retainers
from opsledger.forecast.work import Drawing


class Room(NamedTuple):
    """One run's hours by step: given to retainers and odd work, kept for retainers alone, and free for jobs."""

    given: list[float]
    kept: list[float]
    free: list[float]


def draw_rooms(drawing: Drawing) -> list[Room]:
    """The room of every run."""
    kept = drawing.moves.kept
    promised = [[kept * hours for hours in row] for row in draw_retainers(drawing)]
    asked = [list(row) for row in promised]
    draw_odd_hours(drawing, asked)
    rooms = []
    for most, steady, all_asked in zip(ceilings(drawing), promised, asked, strict=True):
        given = [min(b, a) for a, b in zip(all_asked, most, strict=True)]
        retained = [min(b, a) for a, b in zip(steady, given, strict=True)]
        rooms.append(Room(given, retained, [a - b for a, b in zip(most, given, strict=True)]))
    return rooms
