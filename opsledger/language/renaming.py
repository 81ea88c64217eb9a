"""A record's new id: its file moved, and every place that names it."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.diagnostics import Fix
from opsledger.editing.naming import fault_of_id, place_of_twin
from opsledger.language.references import meant_by, mention_at, read_as, references_to
from opsledger.models.ledger import Ledger
from opsledger.models.record import LoggedRecord, Record
from opsledger.reading.kinds import kind_of
from opsledger.source import SourceFile, Span
from opsledger.values.characters import same_id

_NAMED_BY = {"week": "a week's file is named by its week", "review": "a review's file is named by its day"}


class CannotRename(Exception):
    """Why a record cannot have a new id, or that one."""


class Renaming(NamedTuple):
    """What a new id takes: texts to write, and one file to move, by its path in the ledger before and after."""

    edits: list[Fix]
    path: str
    new_path: str


def renamable_at(ledger: Ledger, source: SourceFile, offset: int) -> tuple[Span, Record] | None:
    """The record that is named at an offset, and where its id stands.

    At the top of a record's file, on its `---` or its `name`, it is the record itself; nothing of its id is there.
    """
    own = read_as(ledger, source)
    mention = mention_at(ledger, source, offset)
    if mention:
        meant = meant_by(ledger, mention)
        return (mention.span, meant[0]) if meant else None
    line = Span(source, offset, offset).whole_line
    name = own.front.get("name") if own else None
    if own and (line.start == 0 or (name and line.start <= name.start <= line.end)):
        return name or line, own
    return None


def rename(ledger: Ledger, record: Record, new_id: str) -> Renaming:
    """What it takes to give a record another id. Raises CannotRename."""
    kind = kind_of(record.file)
    assert kind is not None
    if not isinstance(record, LoggedRecord):
        raise CannotRename(_NAMED_BY[kind.name])
    if fault := fault_of_id(new_id):
        raise CannotRename(fault)
    if new_id.split() != [new_id] or new_id[-1] in ".,:;!":
        raise CannotRename(f"`{new_id}` is not an id: use letters, digits and `-`, such as `big-name`")
    if same_id(new_id) == same_id(record.id):
        raise CannotRename(f"its id is `{record.id}` already")
    twin = place_of_twin(ledger, kind, new_id)
    if twin and twin != record.file:  # if only upper and lower case change, the file is its own twin
        raise CannotRename(f"the id `{new_id}` is taken by {twin}")
    edits = [Fix(mention.span, new_id) for mention in references_to(ledger, record)]
    folder = record.file.rpartition("/")[0]
    return Renaming(edits, record.file, f"{folder}/{new_id}.md")
