"""What became of a figure that an action was to move: the part of it that says so, with its unit."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from opsledger.figures.every import base_of
from opsledger.figures.evidence import Value
from opsledger.figures.rows import row_of
from opsledger.findings.finding import Measured
from opsledger.measuring.every import measures_of
from opsledger.models.lines import Action
from opsledger.values.written import NOTHING, write_unit


def moved(measured: Measured, action: Action) -> tuple[str | None, str | None]:
    """The figure that an action was to move, as frozen when it was decided and now, briefly; None: not known."""
    effect = measured.figures.get(f"actions.effect.{action.id}")
    value = effect.value if effect else None
    if action.moves is None or not isinstance(value, Mapping) or value["then"] is None:
        return None, None
    return briefly(measured, action.moves.id, value["then"]), briefly(measured, action.moves.id, value["now"])


def briefly(measured: Measured, name: str, value: Value) -> str:
    """A value of a figure in a few characters: the part of it that says so, with its unit."""
    figure = measured.figures.get(name)
    unit = figure.unit if figure else "count"
    rows = (row_of(measure) for measure in measures_of(base_of(name)))
    row = next((row for row in rows if row and row.moves and base_of(row.name) == base_of(name)), None)
    key, unit = (row.key, row.unit or unit) if row else ("", unit)
    return _briefly(_part(value, key), unit, measured.standing.settings.currency)


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
