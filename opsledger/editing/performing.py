"""The one way in which a command changes a ledger's files.

Edits are planned, and a file is written if it still holds what was read then; where it does not, because an editor has
saved it in between, the edit is planned again on what it holds now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from opsledger.editing.edit import ChangedFile, Edit, EditRefused
from opsledger.editing.journal import FileEdit, clean_up, content_of, forget, note, restore
from opsledger.editing.planning import planned_change
from opsledger.editing.safe_write import FileChanged, write_in_ledger
from opsledger.editing.state import locked
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
    taken back. beside: files of the ledger that are no records and go with the edits; they are written last, and where
    one of them has changed since, what was planned upon it is not made. Raises EditRefused where nothing was written,
    LedgerBusy and OSError.
    """
    by_path: dict[str, list[Edit]] = {}
    for edit in edits:
        by_path.setdefault(edit.path, []).append(edit)
    if dry_run:
        return tuple(planned_change(survey, path, group, day) for path, group in by_path.items())
    with locked(survey.root):
        survey.forget()
        clean_up(survey.root)
        for file in beside:
            _check_beside(survey, file)
        changes = {path: planned_change(survey, path, group, day) for path, group in by_path.items()}
        if not beside and all(change.is_none for change in changes.values()):
            return tuple(changes.values())
        number = note(survey.root, None, command, [*_noted(changes.values()), *beside], timed)
        noted = Noted(number, command, timed, tuple(beside))
        try:
            for path, group in by_path.items():
                _write(survey, changes, path, group, noted, day)
            for file in beside:
                _write_beside(survey, file)
        except BaseException:
            _break_off(survey, noted, changes.values())
            raise
    return tuple(changes.values())


class Noted(NamedTuple):
    """What the journal says of an edit beside its records: under which number, of which command, which other files."""

    number: int
    command: str
    timed: str | None
    beside: tuple[FileEdit, ...] = ()


def _write(
    survey: Survey, changes: dict[str, ChangedFile], path: str, group: Sequence[Edit], noted: Noted, day: date | None
) -> None:
    """Write one file, planned again as long as it changes under our hands."""
    for _ in range(TRIES):
        change = changes[path]
        try:
            if change.after is not None and not change.is_none:
                write_in_ledger(survey.root, path, change.after, change.before)
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


def _write_beside(survey: Survey, file: FileEdit) -> None:
    try:
        if file.after is not None and file.after != file.before:
            write_in_ledger(survey.root, file.path, file.after, file.before)
    except FileChanged:
        raise EditRefused(f"{file.path} has just been changed: try again") from None


def _noted(changes: Iterable[ChangedFile]) -> list[FileEdit]:
    return [FileEdit(change.path, change.before, change.after) for change in changes]


def _break_off(survey: Survey, noted: Noted, changes: Iterable[ChangedFile]) -> None:
    """Take back what was written before something got in the way; what stays all the same is kept in the journal."""
    with suppress(OSError):  # a full disk: the next command finds out by itself
        files = [*_noted(changes), *noted.beside]
        written = [file for file in files if content_of(survey.root, file.path) == file.after != file.before]
        for file in written:
            with suppress(OSError):
                restore(survey.root, file)
        left = [file for file in written if content_of(survey.root, file.path) == file.after]
        if left:
            note(survey.root, noted.number, noted.command, left, noted.timed)
        else:
            forget(survey.root, noted.number)
