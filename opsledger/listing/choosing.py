"""Choosing among rows what a person asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from opsledger.listing.rows import Cell, Row
from opsledger.values.characters import same_id


def having(rows: Iterable[Row], key: str, wanted: Sequence[str]) -> list[Row]:
    """The rows whose value of a key is one of some words, without regard to case; of a list, one of its values."""
    words = {_folded(word) for word in wanted}
    return [row for row in rows if any(_folded(value) in words for value in _values(row[key]))]


def between(rows: Iterable[Row], key: str, first: date | None, last: date | None) -> list[Row]:
    """The rows whose day lies in a span, both ends included; an open end is None."""
    return [
        row
        for row in rows
        if isinstance(day := row[key], date) and (first is None or day >= first) and (last is None or day <= last)
    ]


def values_of(rows: Iterable[Row], key: str) -> list[str]:
    """Every value that a key has in some rows."""
    return sorted({value for row in rows for value in _values(row[key])})


def _values(cell: Cell) -> tuple[str, ...]:
    if cell is None:
        return ()
    return cell if isinstance(cell, tuple) else (str(cell),)


def _folded(text: str) -> str:
    return same_id(text).casefold()
