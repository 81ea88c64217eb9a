"""The audit trail of a ledger between two points of its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import read_log
from opsledger.history.edits import Edit, edits_in, uncommitted_edits
from opsledger.history.objects import Objects, is_shallow

HEAD = "HEAD"


class Trail(NamedTuple):
    """What was changed after the fact, the newest commit first; note: what the history does not say, if anything."""

    edits: tuple[Edit, ...]
    note: str | None = None


def read_trail(
    ledger: str | Path,
    *,
    since: str | date,
    until: str | date | None = None,
    files: Mapping[str, bytes] | None = None,
    day: date | None = None,
) -> Trail:
    """The edits between two points: since a commit, or written after a day; until a commit or a day, both included.

    files, day: the ledger's records as they are on a day, where edits that are not committed yet are to be told of too.
    Raises GitRefused.
    """
    with Objects(ledger) as objects:
        end = objects.commit(until if isinstance(until, str) else HEAD).id
        begin = objects.commit(since).id if isinstance(since, str) else None
        after = date.fromordinal(since.toordinal() + 1) if isinstance(since, date) else None
        log = read_log(ledger, end, begin, after)
        if isinstance(until, date):
            log = [each for each in log if each.commit.day <= until]
        found = edits_in(ledger, log, objects)
        if files is not None and day is not None:
            found = [*uncommitted_edits(ledger, files, day, objects, end), *found]
    note = "this clone is shallow: what was changed before it begins is not told" if is_shallow(ledger) else None
    return Trail(tuple(found), note)
