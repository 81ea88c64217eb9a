"""The one way in which a command changes a ledger's files.

Edits are planned, and a file is written if it still holds what was read then; if it does not, because an editor has
saved it in between, the edit is planned again on what it holds now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from opsledger.editing import stopwatch
from opsledger.editing.creating import NewRecord
from opsledger.editing.door import Door, opened
from opsledger.editing.edit import ChangedFile, Edit, EditRefused
from opsledger.editing.journal import FileEdit, clean_up, content_of, forget, note, restore
from opsledger.editing.planning import planned_change
from opsledger.editing.recasing import recased
from opsledger.editing.safe_write import FileChanged
from opsledger.loading.survey import Survey

TRIES = 5


def perform(
    survey: Survey,
    edits: Sequence[Edit],
    command: str,
    day: date | None = None,
    *,
    dry_run: bool = False,
    timed: str | None = None,
    beside: Sequence[FileEdit] = (),
) -> tuple[ChangedFile, ...]:
    """Make edits, in the order given, or only say what they would change; one change for each file.

    Every one of them is planned and read again before the first file is written. command: what is said of them when
    they are taken back. day: the day it is, for what is odd about far days. timed: what to time again when they are
    taken back. beside: files of the ledger that go with the edits as a whole. They are written last, and those that go
    away after all others; if one of them has changed since, what was planned upon it is not made. Raises EditRefused
    if nothing was written,
    LedgerBusy and OSError.
    """
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    survey.expect(edit.path for edit in edits if isinstance(edit, NewRecord))
    if dry_run:
        return tuple(planned_change(survey, path, group, day) for path, group in by_path.items())
    with opened(survey.root) as door:
        survey.forget()
        clean_up(survey.root)
        if timed is not None and stopwatch.stopwatch_text(survey.root) != timed:
            raise EditRefused("another command has just ended what was being timed")
        for file in beside:
            _check_beside(survey, file)
        changes = {path: planned_change(survey, path, group, day) for path, group in by_path.items()}
        if not beside and all(change.is_none for change in changes.values()):
            return tuple(changes.values())
        number = note(survey.root, None, command, [*_noted(changes.values()), *beside], timed)
        noted = Noted(number, command, timed, tuple(beside))
        try:
            for path, group in by_path.items():
                _write(door, survey, changes, path, group, noted, day)
            for file in sorted(recased(door, beside), key=lambda each: each.after is None):
                _write_beside(door, file)
        except BaseException:
            _break_off(door, noted, changes.values())
            raise
        if timed is not None:
            stopwatch.end(survey.root)
    return tuple(changes.values())


class Noted(NamedTuple):
    """What the journal says of an edit beside its records: under which number, of which command, which other files."""

    number: int | None
    command: str
    timed: str | None
    beside: tuple[FileEdit, ...] = ()


def _write(
    door: Door,
    survey: Survey,
    changes: dict[str, ChangedFile],
    path: str,
    group: Sequence[Edit],
    noted: Noted,
    day: date | None,
) -> None:
    """Write one file, planned again as long as it changes under our hands."""
    for _ in range(TRIES):
        change = changes[path]
        try:
            if change.after is not None and not change.is_none:
                door.write(path, change.after, change.before)
        except FileChanged:
            changes[path] = planned_change(survey, path, group, day)
            files = [*_noted(changes.values()), *noted.beside]
            note(survey.root, noted.number, noted.command, files, noted.timed)
        else:
            return
    raise EditRefused(f"{path} changes faster than it can be edited: try again")


def _check_beside(survey: Survey, file: FileEdit) -> None:
    if content_of(survey.root, file.path) != file.before:
        raise EditRefused(f"{file.path} has just been changed: try again")


def _write_beside(door: Door, file: FileEdit) -> None:
    try:
        if file.after is not None and file.after != file.before:
            door.write(file.path, file.after, file.before)
        elif file.after is None and file.before is not None:
            door.remove(file.path, file.before)
    except FileChanged:
        raise EditRefused(f"{file.path} has just been changed: try again") from None


def _noted(changes: Iterable[ChangedFile]) -> list[FileEdit]:
    return [FileEdit(change.path, change.before, change.after) for change in changes]


def _break_off(door: Door, noted: Noted, changes: Iterable[ChangedFile]) -> None:
    """Take back what was written before something got in the way; what stays all the same is kept in the journal."""
    with suppress(OSError):  # a full disk: the next command finds out by itself
        files = [*_noted(changes), *noted.beside]
        written = [file for file in files if content_of(door.root, file.path) == file.after != file.before]
        for file in written:
            with suppress(OSError):
                restore(door, file)
        left = [file for file in written if content_of(door.root, file.path) == file.after]
        if left:
            note(door.root, noted.number, noted.command, left, noted.timed)
        else:
            forget(door.root, noted.number)
