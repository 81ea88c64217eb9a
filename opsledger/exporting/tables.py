"""Every table that is exported: the lists that the commands print, and beside them what those leave out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from opsledger.exporting.lines import (
    COST_KEYS,
    LOG_KEYS,
    PIECE_KEYS,
    cost_rows,
    log_rows,
    marketing_rows,
    piece_rows,
    schedule_rows,
)
from opsledger.figures.evidence import Figure, Value
from opsledger.figures.standing import Standing
from opsledger.listing.every import LISTINGS
from opsledger.listing.rows import Cell, Derived, Listing, Row, front_matter, keys_of, record_rows
from opsledger.measuring.every import measure
from opsledger.models.ledger import LOGGED
from opsledger.models.record import LoggedRecord
from opsledger.reading.kinds import KINDS, MEMBER, REVIEW, WEEK, Kind
from opsledger.reporting.json_text import json_line


class Table(NamedTuple):
    """A table: what it is called, the keys its rows have, and the rows on a day."""

    name: str
    keys: tuple[str, ...]
    rows: Callable[[Standing], list[Row]]


class LogTable(NamedTuple):
    """The table of a kind's log lines: what it is called, and the key that names the record in it."""

    name: str
    key: str
    kind: Kind


_LOGGED = tuple(kind for kind in KINDS if "Log" in kind.sections)
LOG_TABLES = tuple(
    LogTable("team_events", "person", kind) if kind is MEMBER else LogTable(f"{kind.name}_events", kind.name, kind)
    for kind in sorted(_LOGGED, key=lambda kind: LOGGED.index(kind.folder))
)

_LIFE: tuple[Derived[LoggedRecord], ...] = (
    Derived("first", lambda record, _: record.first_day),
    Derived("last", lambda record, _: record.last_day),
)
_MONEY = ("invoiced", "paid", "credited", "refunded", "cost", "expense")
_MONEY_KEYS = ("day", "word", "amount", "client", "project", "area", "text", "file", "line", "net", "number")
_SCHEDULE_KEYS = ("weekday", "from", "to", "hours", "target", "area", "off", "task", "text", "line")
_FIGURE_KEYS = ("name", "value", "unit", "n", "low", "high", "previous", "note")


def logged_rows(standing: Standing, kind: Kind) -> list[Row]:
    """The records of a kind that no command lists, one a row."""
    return record_rows(kind, standing.ledger.logged([kind.folder]), _LIFE, standing)


def week_rows(standing: Standing) -> list[Row]:
    """The weeks in order, one a row, with what their front matter says."""
    sheets = sorted(standing.ledger.weeks, key=lambda sheet: sheet.week)
    return [front_matter(WEEK, sheet) for sheet in sheets]


def review_rows(standing: Standing) -> list[Row]:
    """The reviews in order, one a row."""
    reviews = sorted(standing.ledger.reviews, key=lambda review: review.on)
    return [front_matter(REVIEW, review) | {"on": review.on} for review in reviews]


def all_cost_rows(standing: Standing) -> list[Row]:
    """The costs of all weeks."""
    sheets = sorted(standing.ledger.weeks, key=lambda sheet: sheet.week)
    return [{"file": sheet.file, **row} for sheet in sheets for row in cost_rows(sheet)]


def money_rows(standing: Standing) -> list[Row]:
    """All money that moved, by day: the projects' lines with their client, and what the business itself costs."""
    ledger = standing.ledger
    rows: list[Row] = [
        {**row, "client": project.client.id if project.client else None, "project": project.id, "file": project.file}
        for project in ledger.projects
        for row in log_rows(project)
        if row["word"] in _MONEY
    ]
    rows += [{**row, "word": "cost", "net": row["amount"]} for row in all_cost_rows(standing)]
    rows += [
        {**row, "word": "cost", "amount": row["cost"], "net": row["cost"], "area": "marketing", "file": sheet.file}
        for sheet in ledger.weeks
        for row in marketing_rows(sheet)
        if row["cost"] is not None
    ]
    rows.sort(key=lambda row: (str(row["day"]), str(row["file"]), row["line"]))
    return [{key: row.get(key) for key in _MONEY_KEYS} for row in rows]


def _event_rows(standing: Standing, key: str, folder: str) -> list[Row]:
    records = standing.ledger.logged([folder])
    return [{key: record.id, "file": record.file, **row} for record in records for row in log_rows(record)]


def figure_rows(standing: Standing) -> list[Row]:
    """Every figure, one a row; a value that is an object or a list is written as JSON."""
    return [_figure_row(figure) for figure in measure(standing).values()]


def _figure_row(figure: Figure) -> Row:
    low, high = (None, None) if figure.interval is None else map(_cell, figure.interval)
    return {
        "name": figure.name,
        "value": _cell(figure.value),
        "unit": figure.unit,
        "n": figure.n,
        "low": low,
        "high": high,
        "previous": _cell(figure.previous),
        "note": figure.note,
    }


def _cell(value: Value) -> Cell:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    if isinstance(value, float):
        return Decimal(repr(value)) if value == value and abs(value) != float("inf") else None
    if value is None or isinstance(value, str | bool | int | Decimal) or hasattr(value, "isoformat"):
        return value  # type: ignore[return-value]  # a date is what is left
    return json_line(value)


def _listed(listing: Listing) -> Table:
    return Table(listing.name, listing.keys, listing.rows)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        *map(_listed, LISTINGS.values()),
        *(
            Table(kind.folder, keys_of(kind, _LIFE), partial(logged_rows, kind=kind))
            for kind in _LOGGED
            if kind.folder not in LISTINGS
        ),
        Table("weeks", ("id", "file", *(field.key for field in WEEK.fields)), week_rows),
        Table("schedule", _SCHEDULE_KEYS, schedule_rows),
        Table("money", _MONEY_KEYS, money_rows),
        Table("pieces", PIECE_KEYS, piece_rows),
        Table("costs", ("file", *COST_KEYS), all_cost_rows),
        Table("reviews", ("id", "file", *(field.key for field in REVIEW.fields)), review_rows),
        *(
            Table(name, (key, "file", *LOG_KEYS), partial(_event_rows, key=key, folder=kind.folder))
            for name, key, kind in LOG_TABLES
        ),
        Table("figures", _FIGURE_KEYS, figure_rows),
    )
}
