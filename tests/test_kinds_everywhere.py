"""Every kind of record on every surface: whoever adds a kind, or a surface, is told what is missing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import cache

import click
import pytest

from opsledger.changes.every import changes
from opsledger.cli.new import new
from opsledger.exporting.schema import RELATIONS
from opsledger.exporting.tables import TABLES
from opsledger.exporting.whole import whole_ledger
from opsledger.figures.standing import Standing
from opsledger.language.cards import card
from opsledger.language.completion import complete
from opsledger.language.hover import hover
from opsledger.language.view import View
from opsledger.listing.every import LISTINGS
from opsledger.loading import load
from opsledger.models.ledger import Ledger
from opsledger.models.record import LoggedRecord, Record
from opsledger.preview.editors import Editor
from opsledger.preview.state import State
from opsledger.preview.views import file_view
from opsledger.reading.data_lines import read_written
from opsledger.reading.kinds import KINDS, Kind, kind_of
from opsledger.reporting.schemas import schema_of_kind
from opsledger.source import SourceFile
from tests.cli_support import SAMPLE
from tests.docs_tables import read

DAY = date(2026, 11, 20)

# A cell that is empty on purpose, and why. One that is not empty any more fails the test.
ON_PURPOSE = {
    ("list", "client"): "clients are read through their leads and projects; the table `clients` is exported",
    ("list", "account"): "`opsledger money` shows it",
    ("new", "review"): "`opsledger review` makes it",
    ("changes", "week"): "hours show as figures",
    ("changes", "tool"): "costs and verdicts show as figures",
    ("changes", "member"): "rates and marks show as figures",
}


@cache
def ledger() -> Ledger:
    return load(SAMPLE)


@cache
def standing() -> Standing:
    return Standing(ledger(), DAY)


def records_of(kind: Kind) -> tuple[Record, ...]:
    found: tuple[Record, ...] = getattr(standing().ledger, kind.folder)
    return found


def in_the_folder(rows: object, kind: Kind) -> bool:
    """Whether one of some rows is of a record of a kind."""
    assert isinstance(rows, list)
    return any(str(row.get("file", "")).startswith(kind.place) for row in rows)


def is_read(kind: Kind) -> bool:
    return all(kind_of(record.file) is kind and record in standing().ledger.records() for record in records_of(kind))


def is_listed(kind: Kind) -> bool:
    return any(in_the_folder(listing.rows(standing()), kind) for listing in LISTINGS.values())


def has_a_card(kind: Kind) -> bool:
    view = View(ledger(), DAY)
    return all(record.id in card(view, record) or len(card(view, record)) > 10 for record in records_of(kind)[:3])


def keys_are_explained(kind: Kind) -> bool:
    view = View(ledger(), DAY)
    texts = [f"---\n{field.key}: \n---\n" for field in kind.fields]
    return all(hover(view, SourceFile(kind.path_of("new"), text), 5) for text in texts)


def keys_are_completed(kind: Kind) -> bool:
    found = complete(ledger(), SourceFile(kind.path_of("new"), "---\n\n---\n"), 4, DAY)
    return {field.key for field in kind.fields} <= {offer.label for offer in found.offers}


def is_made_by_new(kind: Kind) -> bool:
    return kind.name in new.list_commands(click.Context(new))


@cache
def exported() -> Mapping[str, object]:
    return whole_ledger(standing())


def is_in_the_json(kind: Kind) -> bool:
    found = exported().get(kind.folder)
    return isinstance(found, list) and len(found) == len(records_of(kind))


@cache
def rows_of(name: str) -> object:
    return TABLES[name].rows(standing())


def tables_of(kind: Kind) -> set[str]:
    return {name for name in TABLES if name != "money" and in_the_folder(rows_of(name), kind)}


def is_in_the_csv(kind: Kind) -> bool:
    return bool(tables_of(kind))


def is_in_the_database(kind: Kind) -> bool:
    return bool(tables_of(kind) & {relation.source for relation in RELATIONS})


def has_a_schema(kind: Kind) -> bool:
    shape = schema_of_kind(kind)
    assert isinstance(shape, dict)
    properties = shape["properties"]
    return isinstance(properties, dict) and {field.key for field in kind.fields} == set(properties)


def earlier(record: Record) -> Iterator[Record]:
    """A record as it may have been before: a line fewer, or without one of its facts."""
    if isinstance(record, LoggedRecord) and len(record.log) > 1:
        yield replace(record, log=record.log[:-1])
    for field in fields(record):
        value = getattr(record, field.name)
        if type(value) is tuple and value and field.name not in ("log", "stages"):
            yield replace(record, **{field.name: ()})
        elif isinstance(value, str) and field.name not in ("id", "file", "name"):
            yield replace(record, **{field.name: None})


def tells_of_changes(kind: Kind) -> bool:
    folder = kind.folder
    for record in records_of(kind)[-4:]:
        for before in earlier(record):
            others = tuple(before if one is record else one for one in getattr(ledger(), folder))
            found = changes(Standing(replace(ledger(), **{folder: others}), DAY), standing())
            if any(record.id in change.subject for change in found):
                return True
    return False


def has_a_history(kind: Kind) -> bool:
    found = [read_written(record.file, record.document.data) for record in records_of(kind)]
    return all(written.lines or written.facts for written in found)


def is_documented(kind: Kind) -> bool:
    page = read("docs/format.md")
    table = re.search(rf"<!-- generated:fields-{kind.name} -->(.*?)<!-- /generated -->", page, re.DOTALL)
    return f"`{kind.place}`" in page and table is not None and all(f"`{one.key}`" in table[1] for one in kind.fields)


def is_shown_live(kind: Kind) -> bool:
    state = State(ledger(), DAY, (), Editor("none"))
    return all(file_view(state, record.file) for record in records_of(kind)[:3])


SURFACES: dict[str, Callable[[Kind], bool]] = {
    "reading": is_read,
    "list": is_listed,
    "card": has_a_card,
    "hover": keys_are_explained,
    "completion": keys_are_completed,
    "new": is_made_by_new,
    "json": is_in_the_json,
    "csv": is_in_the_csv,
    "sqlite": is_in_the_database,
    "schema": has_a_schema,
    "changes": tells_of_changes,
    "history": has_a_history,
    "docs": is_documented,
    "live page": is_shown_live,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_sample_has_a_record_of_every_kind(kind: Kind) -> None:
    assert records_of(kind)


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_is_on_every_surface(kind: Kind, surface: str) -> None:
    assert SURFACES[surface](kind) is not ((surface, kind.name) in ON_PURPOSE)


def test_what_is_empty_on_purpose_is_a_cell() -> None:
    assert {surface for surface, _ in ON_PURPOSE} <= set(SURFACES)
    assert {kind for _, kind in ON_PURPOSE} <= {kind.name for kind in KINDS}
