"""What is being timed: begun by one command, and written as a block by another.

It is kept in the ledger's state and not in its files: a block that has no end is not a line that can be read, would be
committed and merged half done, and is of no use to anyone but who is at work. It is synced when it is begun, so it
outlives a crash, and holds the moment with its offset from UTC, so a clock that changes is noticed.
"""

from __future__ import annotations

import json
import shlex
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from opsledger.editing import journal
from opsledger.editing.door import opened
from opsledger.editing.edit import EditRefused
from opsledger.editing.state import ledger_of, made_state_folder, state_folder, states, write_state
from opsledger.private import read_own

_SCHEMA = 1
_FILE = "timed.json"
LONG, LONGEST = timedelta(hours=10), timedelta(hours=24)  # asked about; not written without an end


class Timed(NamedTuple):
    """What is timed since when: the target with the task and text after it, as they will be in the block."""

    began: datetime
    words: tuple[str, ...]

    def written(self) -> str:
        """The text it is kept as."""
        return json.dumps({"schema": _SCHEMA, "began": self.began.isoformat(), "words": self.words})


def read_timed(text: str) -> Timed | None:
    """What is timed, from the text it is kept as; None if that cannot be read."""
    try:
        data = json.loads(text)
        began = datetime.fromisoformat(data["began"])
        words = tuple(str(word) for word in data["words"])
    except (ValueError, LookupError, TypeError):
        return None
    return Timed(began, words) if began.tzinfo and words else None


def timed_now(root: str | Path) -> Timed | None:
    """What is being timed, or None. What a command that was broken off has written already is not timed any more."""
    text = stopwatch_text(root)
    if text is None:
        return None
    entry = journal.last_entry(root)
    if entry and entry.timed == text and all(journal.content_of(root, file.path) == file.after for file in entry.files):
        end(root)
        return None
    return read_timed(text)


def stopwatch_text(root: str | Path) -> str | None:
    """The text that what is being timed is kept as; None if nothing is."""
    try:
        return read_own(_place(root)).decode("utf-8")
    except (OSError, ValueError):
        return None


def timed_elsewhere() -> list[tuple[str, Timed]]:
    """What is being timed in ledgers that are not where they were, with where that was."""
    found = []
    for state in states():
        ledger = ledger_of(state)
        if ledger and not Path(ledger).exists():
            try:
                timed = read_timed(read_own(state / _FILE).decode("utf-8"))
            except (OSError, ValueError):
                continue
            found += [(ledger, timed)] if timed else []
    return found


def begin(root: str | Path, timed: Timed) -> None:
    """Keep what is timed from now on, so that it outlives a crash. Raises EditRefused, LedgerBusy and OSError."""
    with opened(root):
        if stopwatch_text(root) is not None:
            raise EditRefused("another command has just begun to time something")
        put_back(root, timed.written())
        journal.note(root, None, f"start {shlex.join(timed.words)}", (), times=timed.written())


def drop_timed(root: str | Path, timed: Timed) -> None:
    """Forget what is timed, until `undo` brings it back. Raises LedgerBusy and OSError."""
    with opened(root):
        journal.note(root, None, "stop --drop", (), timed=timed.written())
        end(root)


def put_back(root: str | Path, text: str) -> None:
    """Keep what was timed before. Raises OSError."""
    made_state_folder(root)
    write_state(_place(root), text, lasting=True)


def end(root: str | Path) -> None:
    """Time nothing any more. Raises OSError."""
    _place(root).unlink(missing_ok=True)


def _place(root: str | Path) -> Path:
    return state_folder(root) / _FILE
