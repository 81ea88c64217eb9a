"""What was imported before: a small file of the ledger, `imported.txt`, one line a row.

A row is known by a digest of what it says in the other program, so that it is not imported twice, whatever the user
made of its line since: moved it, reworded it, gave it to another project, or deleted it. The lines are sorted, so that
git merges them; any other line, such as a conflict marker, is passed over, and gone when the file is next written.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from opsledger.editing.door import place_in_ledger
from opsledger.editing.journal import FileEdit
from opsledger.importing.plan import Key, Taken, Unusable
from opsledger.loading.files import IMPORTED_FILE
from opsledger.patterns import pattern
from opsledger.values.days import known_date

_HEAD = """\
# What `opsledger import` has taken over, one line a row: day, format, and what the row is known by.
# Of an event also its time then, its series and its calendar.
# It is not taken over again. Keep this file with the ledger.
"""
_LINE = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([a-z]+) ([0-9a-f]{16})"
    r"(?: ((?:[0-9]{0,4}\+[0-9]{1,4}|off) [0-9a-f]{8} [0-9a-f]{8}))?"
)
_LARGEST = 20_000_000


def row_digest(*parts: object) -> str:
    """What a row is known by, from what it says."""
    return sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_taken(root: str | Path) -> Taken:
    """The rows that were imported before; none if there is no file. Raises Unusable and OSError."""
    place = place_in_ledger(root, IMPORTED_FILE)
    if not place.exists():
        return Taken()
    if not place.is_file() or place.stat().st_size > _LARGEST:
        raise Unusable(f"{IMPORTED_FILE} is not a regular file of an expected size")
    data = place.read_bytes()
    found = set()
    for line in data.decode("utf-8", "replace").splitlines():
        matched = _LINE.fullmatch(line.strip())
        day = known_date(matched[1]) if matched else None
        if matched and day:
            found.add(Key(day, matched[2], matched[3], matched[4] or ""))
    return Taken(frozenset(found), data)


def taken_edit(taken: Taken, keys: Iterable[Key]) -> FileEdit:
    """The file as it was read, and as it is with these rows too."""
    by_identity = {key.identity: key for key in (*sorted(taken.keys), *keys)}
    lines = sorted(f"{' '.join(map(str, key)).rstrip()}\n" for key in by_identity.values())
    return FileEdit(IMPORTED_FILE, taken.data, (_HEAD + "".join(lines)).encode())
