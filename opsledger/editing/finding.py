"""Finding the file of the record that a command names, by file names alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from opsledger.diagnostics import did_you_mean_one
from opsledger.editing.edit import EditRefused
from opsledger.editing.naming import SHARING
from opsledger.loading.files import UNREADABLE
from opsledger.loading.survey import Survey
from opsledger.reading.kinds import KINDS, Kind
from opsledger.reading.records import record_id
from opsledger.values.characters import same_id
from opsledger.values.misread import Misread
from opsledger.values.reference import read_reference
from opsledger.values.written import listed


class Named(NamedTuple):
    """A record's file and its kind."""

    kind: Kind
    path: str


def find_record(survey: Survey, written: str, kinds: Iterable[Kind], what: str = "record") -> Named:
    """The record of an id, among kinds that can be meant.

    written: an id, `[[id]]`, or with its folder if two kinds of record share it: `clients/harbor-dental`.
    Raises EditRefused if no file has the id, or more than one.
    """
    kinds = tuple(kinds)
    folder = written.strip("[]").partition("/")[0] if "/" in written else None
    if folder is not None:
        kinds = tuple(kind for kind in kinds if kind.folder == folder)
    try:
        wanted = read_reference(written.rpartition("/")[2].removesuffix(".md") if folder is not None else written)
    except Misread as misread:
        raise EditRefused(misread.message) from None
    named = [Named(kind, path) for kind in kinds for path in _paths(survey, kind, wanted)]
    if not named:
        closed = tuple(problem for problem in survey.folder.problems if problem.rule is UNREADABLE)
        raise EditRefused(f"there is no {what} `{written[:60]}`{_hint(survey, wanted, kinds)}", closed)
    twins = [path for kind in _sharing(named[0].kind) for path in _paths(survey, kind, wanted)]
    if len(twins) > 1:
        raise EditRefused(f"the id `{wanted}` is in more than one file: {listed(twins)}; rename one of them")
    if len(named) > 1:
        ways = listed([f"`{one.kind.folder}/{wanted}`" for one in named], joint="or")
        raise EditRefused(f"`{wanted}` is {_and(one.path for one in named)}: write {ways}")
    return named[0]


def _sharing(kind: Kind) -> tuple[Kind, ...]:
    return SHARING if kind in SHARING else (kind,)


def _paths(survey: Survey, kind: Kind, wanted: str) -> list[str]:
    return [found.path for found in survey.files(kind) if same_id(record_id(found.path)) == wanted]


def _and(words: Iterable[str]) -> str:
    return listed(words)


def _hint(survey: Survey, wanted: str, kinds: tuple[Kind, ...]) -> str:
    """What else may be meant: ids that hold the word, one that looks like it, or what it is instead."""
    ids = {record_id(found.path) for kind in kinds for found in survey.files(kind)}
    if hint := did_you_mean_one(wanted, ids):
        return f": {hint}"
    others = [path for kind in KINDS if kind not in kinds for path in _paths(survey, kind, wanted)]
    return f": it is {_and(others)}" if others else ""
