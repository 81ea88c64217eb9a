"""What a figure's row says besides its names and definition: what people call it, and which of its parts says it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, TypeAlias, TypeVar

from opsledger.figures.standing import Figures, Standing
from opsledger.models.projects import Project

AnyMeasure = TypeVar("AnyMeasure", bound=Callable[..., object])


class FigureRow(NamedTuple):
    """How a figure is reported in a word or two.

    title: what people call it if a change of it is reported; empty: none is. key: of its value, if that is an object;
    empty: the value itself, or its first. unit: of that key, if it is another than the figure's. moves: whether a
    decision that is to move the figure is followed by this key.
    """

    name: str
    title: str = ""
    key: str = ""
    unit: str = ""
    moves: bool = True


_ROWS: dict[Callable[..., object], FigureRow] = {}


def told_as(
    name: str, title: str = "", *, key: str = "", unit: str = "", moves: bool = True
) -> Callable[[AnyMeasure], AnyMeasure]:
    """Say of the function that measures a figure how the figure is reported; a part in capitals stands for many."""

    def say(measure: AnyMeasure) -> AnyMeasure:
        _ROWS[measure] = FigureRow(name, title, key, unit, moves)
        return measure

    return say


MeasureOne: TypeAlias = Callable[[Standing, Project], Figures]
_OF_ONE: dict[Callable[..., object], MeasureOne] = {}


def of_each_project(measure_one: MeasureOne) -> Callable[[Standing], Figures]:
    """A figure of each client project, which is measured of one alone if only that is asked for."""

    @wraps(measure_one)
    def measure(standing: Standing) -> Figures:
        for project in standing.client_projects:
            yield from measure_one(standing, project)

    _OF_ONE[measure] = measure_one
    return measure


def single_measure(measure: Callable[..., object]) -> MeasureOne | None:
    """What measures one project alone of a function that measures each."""
    return _OF_ONE.get(measure)


def row_of(measure: Callable[..., object]) -> FigureRow | None:
    """What the row of a function that measures says, if it says anything."""
    return _ROWS.get(measure)
