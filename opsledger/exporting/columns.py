"""Columns of the exported database: how each is declared, and how a cell of a row fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple, TypeAlias

from opsledger.listing.rows import Cell
from opsledger.reading.fields import Field
from opsledger.reading.kinds import KINDS
from opsledger.values.visible import visible

CellValue: TypeAlias = str | int | float | None
Ids: TypeAlias = Mapping[str, frozenset[str]]
_LARGEST = 2**63 - 1


class DatabaseColumn(NamedTuple):
    """A column: its name and declaration, the key of the row it is filled from, and how."""

    name: str
    declared: str
    key: str
    store: Callable[[Cell, Ids], CellValue]


def store_plain(cell: Cell, _: Ids) -> CellValue:
    """A text, a number, a day, a yes or no, as SQLite keeps it; a list joined by `;`."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, str | tuple):
        return _storable(cell if isinstance(cell, str) else ";".join(cell))
    return float(cell) if isinstance(cell, Decimal) or (cell is not None and abs(cell) > _LARGEST) else cell


def _storable(text: str) -> str:
    """A text as it is; of a file's name that is not UTF-8 the bytes made visible."""
    return text if text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text) else visible(text)


def store_cents(cell: Cell, _: Ids) -> CellValue:
    """Cents of an amount, or of the money of a rate such as `95/h`."""
    if isinstance(cell, str):
        cell = Decimal(cell.partition("/")[0])
    return _whole(cell, 100)


def store_unit(cell: Cell, _: Ids) -> CellValue:
    """The unit of a rate: `h`, `week`, `month` or `year`."""
    return cell.partition("/")[2] if isinstance(cell, str) else None


def store_minutes(cell: Cell, _: Ids) -> CellValue:
    """Minutes of a number of hours."""
    return _whole(cell, 60)


def _whole(cell: Cell, times: int) -> int | None:
    if not isinstance(cell, Decimal | int):
        return None
    return int((Decimal(cell) * times).to_integral_value(ROUND_HALF_UP))


def _known(table: str) -> Callable[[Cell, Ids], CellValue]:
    """A reference, if the record it names is in a table."""
    return lambda cell, ids: cell if isinstance(cell, str) and cell in ids[table] else None


def text(name: str, key: str = "", more: str = "") -> DatabaseColumn:
    """A column of text; `more` is added to its declaration."""
    return DatabaseColumn(name, f"TEXT{more}", key or name, store_plain)


def number(name: str, key: str = "") -> DatabaseColumn:
    """A column of whole numbers."""
    return DatabaseColumn(name, "INTEGER", key or name, store_plain)


def real(name: str, key: str = "") -> DatabaseColumn:
    """A column of numbers that need not be whole."""
    return DatabaseColumn(name, "REAL", key or name, store_plain)


def flag(name: str, key: str) -> DatabaseColumn:
    """A column of yes and no."""
    return DatabaseColumn(name, f"INTEGER NOT NULL CHECK ({name} IN (0, 1))", key, store_plain)


def money(name: str, key: str) -> DatabaseColumn:
    """A column of money, in cents."""
    return DatabaseColumn(f"{name}_cents", "INTEGER", key, store_cents)


def time(name: str, key: str) -> DatabaseColumn:
    """A column of time, in minutes."""
    return DatabaseColumn(f"{name}_minutes" if name else "minutes", "INTEGER", key, store_minutes)


def reference(name: str, table: str, key: str = "") -> DatabaseColumn:
    """A column that names a record of a table, or NULL if there is none."""
    return DatabaseColumn(name, f"TEXT REFERENCES {table} (id)", key or name, _known(table))


def owner(name: str, table: str) -> DatabaseColumn:
    """A column that names the record a line is in."""
    return DatabaseColumn(name, f"TEXT NOT NULL REFERENCES {table} (id)", name, store_plain)


def columns_of(field: Field) -> tuple[DatabaseColumn, ...]:
    """The columns of a front-matter field: a rate takes one for its unit, a reference one for what was written."""
    key = field.key
    match field.type.name:
        case "money":
            return (money(key, key),)
        case "duration":
            return (time(key, key),)
        case "minutes" | "days" | "period":
            return (number(key),)
        case "percent":
            return (real(key),)
        case "rate" | "money or rate":
            return (money(key, key), DatabaseColumn(f"{key}_per", "TEXT", key, store_unit))
        case "reference":
            folders = [kind.folder for kind in KINDS if kind.name == key]
            named = text(f"{key}_name" if folders else key, key)
            return (named, *(reference(key, folder) for folder in folders))
        case _:
            return (text(key),)


ID = text("id", more=" PRIMARY KEY")
FILE = text("file", more=" NOT NULL")
LINE = DatabaseColumn("line", "INTEGER NOT NULL", "line", store_plain)
DAY = text("day", more=" NOT NULL")
LIFE = (text("first_day", "first"), text("last_day", "last"))
