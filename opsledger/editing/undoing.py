"""Taking back the last command's edit, if its files are still as it left them."""

from __future__ import annotations

from pathlib import Path

from opsledger.editing import journal, stopwatch
from opsledger.editing.edit import ChangedFile, EditRefused, ShownLine
from opsledger.editing.journal import FileEdit, JournalEntry, content_of
from opsledger.editing.safe_write import FileChanged
from opsledger.editing.state import locked


def take_back(root: str | Path, *, dry_run: bool = False) -> tuple[JournalEntry, tuple[ChangedFile, ...]]:
    """Give the files of the last edit their content from before it, or only say what would change.

    Raises EditRefused where there is none, or where a file has changed since, LedgerBusy and OSError.
    """
    with locked(root):
        journal.clean_up(root)
        entry = journal.last_entry(root)
        if entry is None:
            raise EditRefused("no edit of this ledger is known that could be taken back")
        left = [file for file in entry.files if _is_as_left(root, file, entry)]
        if not dry_run:
            for file in left:
                _restore(root, file, entry)
            if entry.timed and stopwatch.timed_now(root) is None:
                stopwatch.put_back(root, entry.timed)
            journal.forget(root, entry.number)
    return entry, tuple(_change(file) for file in left)


def _is_as_left(root: str | Path, file: FileEdit, entry: JournalEntry) -> bool:
    """Whether a file holds what the edit left; False where it holds what it held before. Raises EditRefused."""
    now = content_of(root, file.path)
    if now == file.before:
        return False
    if now != file.after:
        what = "is not there any more" if now is None else "has been changed since"
        raise EditRefused(
            f"{file.path} {what}, so `{entry.command}` is not taken back: do it in an editor, or with git"
        )
    return True


def _restore(root: str | Path, file: FileEdit, entry: JournalEntry) -> None:
    try:
        journal.restore(root, file)
    except FileChanged:
        raise EditRefused(f"{file.path} has just been changed: `{entry.command}` is not taken back there") from None


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
