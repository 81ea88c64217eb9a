"""Questions in SQL over the tables of the exported database; nothing can be changed, no file opened."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from decimal import Decimal
from typing import NamedTuple

from opsledger.diagnostics import did_you_mean
from opsledger.exporting.database import fill
from opsledger.exporting.schema import RELATIONS
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Row

SECONDS = 10  # how long a question may take
_STEPS = 10_000  # of the database between two looks at the clock
_ALLOWED = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE))
_HARMFUL = frozenset(("load_extension", "readfile", "writefile", "fts3_tokenizer"))


class QueryRefused(Exception):
    """A question cannot be answered. hint: what may help, if anything is known to."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class QueryAnswer(NamedTuple):
    """The names of the columns, each once, and the rows."""

    columns: tuple[str, ...]
    rows: list[Row]


def answer(standing: Standing, question: str) -> QueryAnswer:
    """What one SELECT gives on the ledger of a standing. Raises QueryRefused.

    Money is in whole cents and time in whole minutes, as `export sqlite` has them. Two columns of one name are told
    apart by a number. A question that takes longer than 10 seconds is given up.
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(connection, standing)
        connection.commit()
        connection.set_authorizer(_allows)
        until = time.monotonic() + SECONDS
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            cursor = connection.execute(question)
            found = cursor.fetchall()
        except sqlite3.Warning:
            raise QueryRefused("one query at a time") from None
        except (sqlite3.Error, ValueError, OverflowError) as fault:
            raise _refusal(str(fault), connection) from None
        if cursor.description is None:
            raise QueryRefused("the query is empty", "a query begins with SELECT")
        columns = _apart([column[0] for column in cursor.description])
        return QueryAnswer(columns, [dict(zip(columns, map(_cell, row), strict=True)) for row in found])


def _allows(action: int, first: str | None, second: str | None, database: str | None, inner: str | None) -> int:
    """Reading and nothing else; functions that reach for files are not reading."""
    if action not in _ALLOWED or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _HARMFUL):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _refusal(message: str, connection: sqlite3.Connection) -> QueryRefused:
    """Why the database does not answer, with the table or column that may be meant."""
    if "interrupted" in message:
        return QueryRefused(f"no answer after {SECONDS} seconds", "ask for less, or use `opsledger export sqlite`")
    if "not authorized" in message or "prohibited" in message:
        return QueryRefused("a query only reads", "it begins with SELECT or WITH")
    what, _, name = message.partition(": ")
    if what == "no such table":
        names = [relation.name for relation in RELATIONS]
        return QueryRefused(f"`{name[:40]}` is not a table", did_you_mean(name, names) or f"one of {', '.join(names)}")
    if what == "no such column":
        names = sorted({column.name for relation in RELATIONS for column in relation.columns})
        return QueryRefused(f"`{name[:40]}` is not a column", did_you_mean(name.rpartition(".")[2], names))
    return QueryRefused(message)


def _apart(names: list[str]) -> tuple[str, ...]:
    """Names of columns, each once."""
    found: dict[str, None] = {}
    for name in names:
        number, own = 2, name
        while own in found:
            own, number = f"{name}_{number}", number + 1
        found[own] = None
    return tuple(found)


def _cell(value: object) -> int | Decimal | str | None:
    if isinstance(value, float):
        return Decimal(str(value)) if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, bytes):
        return value.hex()
    return value if isinstance(value, int | str) else None
