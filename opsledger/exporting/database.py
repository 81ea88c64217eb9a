"""The ledger as one SQLite file, for whoever asks questions in SQL."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from opsledger.exporting.columns import Ids
from opsledger.exporting.schema import INDEXES, RELATIONS, VIEWS
from opsledger.exporting.tables import TABLES
from opsledger.figures.standing import Standing
from opsledger.listing.rows import Row
from opsledger.models.settings import FORMAT
from opsledger.values.visible import visible

SCHEMA = 1  # the database's own version, in its `user_version`
_APPLICATION = 0x4F70734C  # "OpsL", in its `application_id`


def database(standing: Standing) -> bytes:
    """The bytes of the database; the same ledger on the same day gives the same rows in the same order.

    Of two records with one id, which `check` reports, the first is taken, with its lines.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "ledger.sqlite"
        with closing(sqlite3.connect(place)) as connection:
            fill(connection, standing)
            connection.commit()
        return place.read_bytes()


def fill(connection: sqlite3.Connection, standing: Standing) -> None:
    """Make the tables, indexes and views in an empty database, with everything the ledger holds on its day."""
    rows = _all_rows(standing)
    ids: Ids = {name: frozenset(str(row["id"]) for row in found if "id" in row) for name, found in rows.items()}
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {SCHEMA}")
    connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID")
    connection.executemany("INSERT INTO about VALUES (?, ?)", _about(standing))
    for relation in RELATIONS:
        columns = ",\n  ".join(f"{column.name} {column.declared}".strip() for column in relation.columns)
        connection.execute(f"CREATE TABLE {relation.name} (\n  {columns}\n)")
        marks = ", ".join("?" * len(relation.columns))
        values = (
            tuple(column.store(row[column.key], ids) for column in relation.columns) for row in rows[relation.name]
        )
        connection.executemany(f"INSERT INTO {relation.name} VALUES ({marks})", values)
    for statement in (*INDEXES, *VIEWS):
        connection.execute(statement)


def _about(standing: Standing) -> list[tuple[str, str | None]]:
    settings = standing.settings
    return [
        ("on", standing.day.isoformat()),
        ("business", settings.business and visible(settings.business)),
        ("currency", settings.currency),
        ("format", str(FORMAT)),
    ]


def _all_rows(standing: Standing) -> dict[str, list[Row]]:
    """The rows of every table; of records with one id the first, and of lines those of the records taken."""
    found: dict[str, list[Row]] = {}
    for relation in RELATIONS:
        rows = TABLES[relation.source].rows(standing)
        if relation.part_of:
            files = {row["file"] for row in found[relation.part_of]}
            rows = [row for row in rows if row["file"] in files]
        elif "id" in TABLES[relation.source].keys:
            rows = list({row["id"]: row for row in reversed(rows)}.values())[::-1]
        found[relation.name] = rows
    return found
