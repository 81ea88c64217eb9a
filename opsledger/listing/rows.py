"""What all lists share: rows, columns, and the front matter of a record as plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Generic, NamedTuple, TypeAlias

from opsledger.figures.standing import Standing
from opsledger.models.ledger import AnyRecord
from opsledger.models.lines import Reference
from opsledger.models.record import Record
from opsledger.reading.fields import HOURS, Field
from opsledger.reading.kinds import Kind
from opsledger.values.duration import Minutes, hours_of
from opsledger.values.rate import Rate

Cell: TypeAlias = bool | int | Decimal | str | date | tuple[str, ...] | None
Row: TypeAlias = dict[str, Cell]


class Column(NamedTuple):
    """A column of the table a person is shown: a key of the rows, its heading, its unit.

    unit: `text`, `prose` (longer text), or what stands to the right: `number`, `hours`, `money` (in the ledger's
    currency). The columns that matter least come last: a narrow terminal has no room for them.
    """

    key: str
    heading: str
    unit: str = "text"


class Listing(NamedTuple):
    """One list: what it is called, the rows it has, every key they have, and the columns a person is shown."""

    name: str
    rows: Callable[[Standing], list[Row]]
    keys: tuple[str, ...]
    columns: tuple[Column, ...]


class Derived(NamedTuple, Generic[AnyRecord]):
    """A key that is worked out from a record on a day."""

    key: str
    value: Callable[[AnyRecord, Standing], Cell]


def keys_of(kind: Kind, derived: Iterable[Derived[AnyRecord]]) -> tuple[str, ...]:
    """The keys of a kind's rows: its fields, then what is derived."""
    names = ["id", "file", *(field.key for field in kind.fields), *(one.key for one in derived)]
    return tuple(dict.fromkeys(names))


def record_rows(
    kind: Kind, records: Sequence[AnyRecord], derived: Sequence[Derived[AnyRecord]], standing: Standing
) -> list[Row]:
    """A row for each record. A key of the user's own that a derived one has too is called `own.KEY`."""
    return [
        _with_own(front_matter(kind, record) | {one.key: one.value(record, standing) for one in derived}, record.extra)
        for record in records
    ]


def front_matter(kind: Kind, record: Record) -> Row:
    """A record's id, file and fields under their own keys; what is unset is None."""
    row: Row = {"id": record.id, "file": record.file}
    for field in kind.fields:
        row[field.key] = _plain(field, getattr(record, field.target))
    return row


def _with_own(row: Row, extra: Mapping[str, str | list[str]]) -> Row:
    for key, value in extra.items():
        name = key
        while name in row:
            name = f"own.{name}"
        row[name] = tuple(value) if isinstance(value, list) else value
    return row


def _plain(field: Field, value: object) -> Cell:
    """A field's value as it is written down: hours as a number, a rate as `95/h`, a test as `yes` or `no`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return hours_of(value) if field.type in HOURS else value
    if isinstance(value, Reference):
        return value.id
    if isinstance(value, Rate):
        return str(value)
    assert value is None or isinstance(value, str | Decimal | date | tuple)
    return value


def hours_if_known(minutes: Minutes | None) -> Decimal | None:
    """Minutes as hours, if there are any to tell."""
    return None if minutes is None else hours_of(minutes)
