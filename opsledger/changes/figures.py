"""The figures that a business is steered by, if they moved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from opsledger.changes.change import Change, Changes
from opsledger.figures.every import FIRST, LAST, Measure
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.rows import row_of
from opsledger.figures.standing import Standing
from opsledger.forecast.booked_figures import BOOKED
from opsledger.values.written import write_day, write_unit

# The figures whose rows say what people call them.
HEADLINES = tuple(
    (measure, row) for measure in (*FIRST, *BOOKED, *LAST) if (row := row_of(measure)) is not None and row.title
)


def figures(then: Standing, now: Standing) -> Changes:
    """Each headline whose number, as it is written, is another."""
    for measure, headline in HEADLINES:
        before, after = (_measured(measure, headline.name, standing) for standing in (then, now))
        if before is None or after is None:
            continue
        was, value = _part(before, headline.key), _part(after, headline.key)
        if (was, value) == (then.day, now.day):  # no work is booked at either end: it ran out before
            continue
        old, new = (_written(each, headline.unit or after.unit, now.settings.currency) for each in (was, value))
        if old == new:
            continue
        span = after.sources[-1] if after.sources else None
        title, words = headline.title, f"{_verb(was, value)} {old} to {new}"
        if headline.name == "balance.cover" and isinstance(was, Fraction) and isinstance(value, Fraction):
            title, words = of_the_gap(was, value, now.settings.currency)
        elif was is None:
            words = f"is now {new} (not known before)"
        elif value is None:
            words = f"is no longer known (was {old})"
        yield Change("figures", "figure", headline.name, title, words, span, 10, _side(was), _side(value))


def of_the_gap(was: Fraction, value: Fraction, currency: str) -> tuple[str, str]:
    """A title and what happened, of weeks that are a gap below zero and a cushion above."""
    name, other = ("gap", "cushion") if value < 0 else ("cushion", "gap")
    old, new = (write_unit(abs(each), "weeks", currency) for each in (was, value))
    if (was < 0) == (value < 0):
        return f"The {name} before new work", f"{'grew' if abs(value) > abs(was) else 'shrank'} from {old} to {new}"
    return f"The {name} before new work", f"is {new}, after a {other} of {old}"


def _measured(measure: Measure, name: str, standing: Standing) -> Figure | None:
    return next((figure for figure in measure(standing) if figure.name == name), None)


def _part(figure: Figure, key: str) -> Value:
    return figure.value.get(key) if isinstance(figure.value, Mapping) else figure.value


def _verb(was: Value, value: Value) -> str:
    if isinstance(was, date) or isinstance(value, date) or was is None or value is None:
        return "moved from"
    return "rose from" if _side(value) > _side(was) else "fell from"  # type: ignore[operator]


def _side(value: Value) -> Fraction | date | None:
    if value is None or isinstance(value, date):
        return value
    return Fraction(value) if not isinstance(value, str | Mapping | list | tuple) else None  # type: ignore[arg-type]


def _written(value: Value, unit: str, currency: str) -> str:
    if isinstance(value, date):
        return write_day(value)
    number = _side(value)
    if number is None or isinstance(number, date):
        return ""
    return write_unit(number, unit, currency)
