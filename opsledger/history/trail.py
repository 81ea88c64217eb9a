"""The audit trail of a ledger between two points of its history."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import read_log, repository_of
from opsledger.history.edits import PastEdit, edits_in, uncommitted_edits
from opsledger.history.git import GitRefused
from opsledger.history.objects import Objects
from opsledger.values.written import count_of

HEAD = "HEAD"


class Trail(NamedTuple):
    """What was changed after the fact, the newest commit first; note: what the history does not say, if anything."""

    edits: tuple[PastEdit, ...]
    note: str | None = None


class TrailReading:
    """A trail that is being read while other things are done; git does most of the work, in processes of its own."""

    def __init__(self, read: Callable[[], Trail]) -> None:
        self._found: list[Trail | GitRefused] = []
        self._thread = threading.Thread(target=self._read, args=(read,), daemon=True)
        self._thread.start()

    def _read(self, read: Callable[[], Trail]) -> None:
        try:
            self._found.append(read())
        except GitRefused as refused:
            self._found.append(refused)

    def result(self) -> Trail:
        """The trail, once it is read. Raises GitRefused."""
        self._thread.join()
        found = self._found[0] if self._found else GitRefused("git's answers could not be read")
        if isinstance(found, GitRefused):
            raise found
        return found


def read_trail(
    ledger: str | Path,
    *,
    since: str | date,
    until: str | date | None = None,
    files: Mapping[str, bytes] | None = None,
    day: date | None = None,
) -> Trail:
    """The edits between two points: since a commit, or written after a day; until a commit or a day, both included.

    files, day: the ledger's records as they are on a day, where edits not committed yet are reported too.
    Raises GitRefused.
    """
    with Objects(ledger) as objects:
        end = objects.commit(until if isinstance(until, str) else HEAD).id
        begin = objects.commit(since).id if isinstance(since, str) else None
        after = date.fromordinal(since.toordinal() + 1) if isinstance(since, date) else None
        place = repository_of(ledger)
        log = read_log(ledger, place, end, begin, after)
        if isinstance(until, date):
            last = until
            log = (each for each in log if each.commit.day <= last)
        found = edits_in(log, objects)
        if files is not None and day is not None:
            found = [*uncommitted_edits(ledger, files, day, objects, end), *found]
        notes = ["this clone is shallow: changes before its first commit are not shown"] if place.is_shallow else []
        notes += foreign_note(objects)
    return Trail(tuple(found), "; ".join(notes) or None)


def foreign_note(objects: Objects) -> list[str]:
    """What to say if some of what was read is kept encrypted or elsewhere."""
    told = f"{count_of(objects.foreign, 'version')} of files cannot be read, as git has them encrypted or as pointers"
    return [f"{told} (git-crypt, Git LFS): what was changed in them is not shown"] if objects.foreign else []
