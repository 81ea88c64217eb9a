"""Taking back the last command's edit, if its files are still as it left them, and making it again."""

from __future__ import annotations

from pathlib import Path

from opsledger.editing import journal, stopwatch
from opsledger.editing.door import Door, opened
from opsledger.editing.edit import ChangedFile, EditRefused, ShownLine
from opsledger.editing.journal import FileEdit, JournalEntry, content_of
from opsledger.editing.recasing import recased_back
from opsledger.editing.safe_write import FileChanged
from opsledger.editing.state import state_folder


def take_back(root: str | Path, *, dry_run: bool = False) -> tuple[JournalEntry, tuple[ChangedFile, ...]]:
    """Give the files of the last edit their content from before it, or only say what would change.

    Raises EditRefused if there is none, or if a file has changed since, NotUsable, LedgerBusy and OSError.
    """
    state_folder(root)  # raises NotUsable
    with opened(root) as door:
        journal.clean_up(root)
        entry = journal.last_entry(root)
        if entry is None:
            raise EditRefused("there is nothing to undo in this ledger")
        left = [file for file in entry.files if _is_as_left(root, file, f"so `{entry.command}` is not undone")]
        if not dry_run:
            for file in recased_back(door, left):
                _restore(door, file, f"`{entry.command}` is not undone there")
            _time(root, entry.times, entry.timed)
            journal.set_aside(root, entry.number)
            journal.note_refused(root, None)
    return entry, tuple(_change(file) for file in left)


def do_again(root: str | Path, *, dry_run: bool = False) -> tuple[JournalEntry, tuple[ChangedFile, ...]]:
    """Make the edit again that was taken back last, or only say what would change. Raises as `take_back`."""
    state_folder(root)  # raises NotUsable
    with opened(root) as door:
        entry = journal.last_undone(root)
        if entry is None:
            raise EditRefused("nothing was undone since the last edit")
        turned = [FileEdit(file.path, file.after, file.before) for file in entry.files]
        left = [file for file in turned if _is_as_left(root, file, f"so `{entry.command}` is not redone")]
        if not dry_run:
            journal.take_up(root, entry.number)  # first, so that what is broken off can be taken back
            for file in recased_back(door, left):
                _restore(door, file, f"`{entry.command}` is not redone there")
            _time(root, entry.timed, entry.times)
            journal.note_refused(root, None)
    return entry, tuple(_change(file) for file in left)


def _is_as_left(root: str | Path, file: FileEdit, outcome: str) -> bool:
    """Whether a file holds what the edit left; False if it holds what it held before. Raises EditRefused."""
    now = content_of(root, file.path)
    if now == file.before:
        return False
    if now != file.after:
        what = "no longer exists" if now is None else "has been changed since"
        raise EditRefused(f"{file.path} {what}, {outcome}: do it in an editor, or with git")
    return True


def _restore(door: Door, file: FileEdit, outcome: str) -> None:
    try:
        journal.restore(door, file)
    except FileChanged:
        raise EditRefused(f"{file.path} has just been changed: {outcome}") from None


def _time(root: str | Path, now: str | None, then: str | None) -> None:
    """Time what was timed then, if what is timed is what the command left."""
    if now == then or stopwatch.stopwatch_text(root) != now:
        return
    if then is None:
        stopwatch.end(root)
    else:
        stopwatch.put_back(root, then)


def _change(file: FileEdit) -> ChangedFile:
    """The change that taking back makes, with the lines that go and those that come again."""
    if file.before is None or file.after is None:
        return ChangedFile(file.path, file.after, file.before)
    now, then = (
        data.decode("utf-8", "replace").removeprefix("\ufeff").split("\n") for data in (file.after, file.before)
    )
    first = 0
    while first < min(len(now), len(then)) and now[first] == then[first]:
        first += 1
    last = 0
    while last < min(len(now), len(then)) - first and now[-1 - last] == then[-1 - last]:
        last += 1
    gone = (ShownLine(first + 1 + at, line.rstrip("\r"), True) for at, line in enumerate(now[first : len(now) - last]))
    again = (ShownLine(first + 1 + at, line.rstrip("\r")) for at, line in enumerate(then[first : len(then) - last]))
    shown = tuple(line for line in (*gone, *again) if line.text.strip())
    return ChangedFile(file.path, file.after, file.before, shown)
