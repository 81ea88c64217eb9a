"""Figures as a person and a program read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from opsledger.figures.evidence import Figure, Value
from opsledger.measuring.titles import part_title, part_unit
from opsledger.reporting.json_text import Json
from opsledger.reporting.tables import Shown
from opsledger.values.visible import visible
from opsledger.values.written import NOTHING, rounded, write_number, write_unit

_LONGEST_VALUE = 30


def figures_data(figures: Mapping[str, Figure]) -> Json:
    """Figures as the data of a JSON envelope, by name."""
    return {name: _figure_data(figure) for name, figure in figures.items()}


def _figure_data(figure: Figure) -> Json:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "n": figure.n,
        "interval": figure.interval,
        "previous": figure.previous,
        "note": figure.note,
        "sources": [{"file": span.file, "line": span.line} for span in figure.sources],
    }


def figures_table(figures: Iterable[Figure], currency: str) -> Shown:
    """Figures as a table; a figure that is an object has a row for each of its keys below it."""
    rows: list[list[str]] = []
    for figure in figures:
        is_object = isinstance(figure.value, Mapping)
        value = "" if is_object else value_text(figure.value, figure.unit, currency)
        before = (
            "" if isinstance(figure.previous, Mapping | None) else value_text(figure.previous, figure.unit, currency)
        )
        note = visible(figure.note or "")
        if len(value) > _LONGEST_VALUE:
            value, note = "", f"{value} {note}".strip()
        rows.append(
            [
                visible(figure.name),
                value,
                str(figure.n),
                interval_text(figure.interval) if figure.interval else "",
                before,
                note,
            ]
        )
        if isinstance(figure.value, Mapping):
            earlier = figure.previous if isinstance(figure.previous, Mapping) else {}
            for key, inner in figure.value.items():
                was = value_text(earlier[key], "", currency) if key in earlier else ""
                shown = value_text(inner, "", currency)
                is_long = len(shown) > _LONGEST_VALUE
                rows.append([f"  {visible(key)}", "" if is_long else shown, "", "", was, shown if is_long else ""])
    return Shown(
        ["figure", "value", "n", "interval", "before", "note"],
        rows,
        [False, True, True, False, True, False],
        [False, True, False, False, False, True],
    )


def parts_table(figure: Figure, currency: str) -> Shown:
    """The parts of a figure that is an object, by what people call them, each in its unit, and as they were before."""
    assert isinstance(figure.value, Mapping)
    earlier = figure.previous if isinstance(figure.previous, Mapping) else {}
    units = {key: part_unit(figure.name, key, figure.unit) for key in figure.value}
    rows = [
        [
            visible(part_title(figure.name, key)),
            value_text(inner, units[key], currency),
            value_text(earlier[key], units[key], currency) if key in earlier else "",
        ]
        for key, inner in figure.value.items()
    ]
    return Shown(["part", "value", "before" if earlier else ""], rows, [False, True, True], [False, True, False])


def interval_text(interval: tuple[float, float]) -> str:
    """Between which shares a rate is likely to lie: `36–78 %`."""
    low, high = interval
    return f"{rounded(low * 100)}–{rounded(high * 100)} %"


def value_text(value: Value, unit: str, currency: str) -> str:
    """A figure's value with its unit; what is not known is a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | date):
        return visible(str(value))
    if isinstance(value, Sequence):
        return visible(", ".join(value)) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{visible(key)} {value_text(inner, '', currency)}" for key, inner in value.items())
    return write_unit(value, unit, currency)


def changed_parts(then: object, now: object) -> list[tuple[str, str, str]]:
    """What differs between two values of a figure: the part's key (empty: the whole), then and now, briefly."""
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        keys = dict.fromkeys((*then, *now))
        return [
            (f" {visible(str(key))}", _briefly(then.get(key)), _briefly(now.get(key)))
            for key in keys
            if then.get(key) != now.get(key)
        ]
    return [("", _briefly(then), _briefly(now))]


def _briefly(value: object) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float | Fraction | Decimal):
        return write_number(value, 2)
    if isinstance(value, Mapping):
        return ", ".join(f"{visible(str(key))} {_briefly(inner)}" for key, inner in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return visible(", ".join(map(str, value))) or "none"
    return visible(str(value))
