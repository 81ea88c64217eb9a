"""What became of a figure that an action was to move: the part of it that says so, with its unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.every import base_of
from opsledger.figures.evidence import Value
from opsledger.figures.rows import row_of
from opsledger.findings.finding import Measured
from opsledger.measuring.every import measures_of
from opsledger.measuring.titles import aim_of
from opsledger.models.lines import Action
from opsledger.values.written import NOTHING, write_unit


class Turn(NamedTuple):
    """A figure that an action was to move: then and now, briefly, and whether it is `better` or `worse`.

    None: not known. turned: empty if it is the same, or if neither way is better.
    """

    then: str | None
    now: str | None
    turned: str


def moved(measured: Measured, action: Action) -> Turn:
    """The figure that an action was to move, as frozen when it was decided and now."""
    effect = measured.figures.get(f"actions.effect.{action.id}")
    value = effect.value if effect else None
    if action.moves is None or not isinstance(value, Mapping) or value["then"] is None:
        return Turn(None, None, "")
    return turn_of(measured, action.moves.id, value["then"], value["now"])


def turn_of(measured: Measured, name: str, then: Value, now: Value) -> Turn:
    """How a figure turned from one value to another."""
    key, _ = _said_by(measured, name)
    was, value = (_size(_part(each, key)) for each in (then, now))
    turned = ""
    if was is not None and value is not None and was != value and (aim := aim_of(name)) != "move":
        turned = "better" if (value > was) == (aim == "raise") else "worse"
    shown = briefly(measured, name, then), briefly(measured, name, now)
    return Turn(*shown, turned if shown[0] != shown[1] else "")


def briefly(measured: Measured, name: str, value: Value) -> str:
    """A value of a figure in a few characters: the part of it that says so, with its unit."""
    key, unit = _said_by(measured, name)
    return _briefly(_part(value, key), unit, measured.standing.settings.currency)


def _said_by(measured: Measured, name: str) -> tuple[str, str]:
    """The part of a figure's value that says it, and its unit."""
    figure = measured.figures.get(name)
    unit = figure.unit if figure else "count"
    rows = (row_of(measure) for measure in measures_of(base_of(name)))
    row = next((row for row in rows if row and row.moves and base_of(row.name) == base_of(name)), None)
    return (row.key, row.unit or unit) if row else ("", unit)


def _size(value: Value) -> Fraction | None:
    """A value as a number that can be compared; of a list how many; of a day its place in time."""
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, list | tuple):
        return Fraction(len(value))
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return None
    return Fraction(value)


def _part(value: Value, key: str) -> Value:
    """Of an object the part that says it."""
    if not isinstance(value, Mapping):
        return value
    return value.get(key) if key else next(iter(value.values()), None)


def _briefly(value: Value, unit: str, currency: str) -> str:
    """A value with its unit; of a list how many."""
    if isinstance(value, list | tuple):
        return str(len(value))
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction | Decimal):
        return NOTHING if value is None else str(value)
    return write_unit(value, unit, currency)
