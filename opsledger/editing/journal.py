"""The last edits of a ledger, so that they can be taken back and made again: each file's content before and after."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from opsledger.editing.door import Door
from opsledger.editing.state import made_state_folder, state_folder, write_state
from opsledger.private import NotUsable, read_own

KEPT = 30
_SCHEMA = 1
_EDITS, _UNDONE, _REFUSED = "edits", "undone", "refused"


class FileEdit(NamedTuple):
    """What one file held before an edit and after it; None if it was not there."""

    path: str
    before: bytes | None
    after: bytes | None


class JournalEntry(NamedTuple):
    """One command's edit. timed, times: what was being timed before the command and after it, if it changed that."""

    number: int
    command: str
    files: tuple[FileEdit, ...]
    timed: str | None = None
    times: str | None = None


def note(
    root: str | Path,
    number: int | None,
    command: str,
    files: Sequence[FileEdit],
    timed: str | None = None,
    times: str | None = None,
) -> int | None:
    """Note down an edit that is about to be made, again under its number if it has one.

    What was taken back before can then not be made again. Gives None if no state can be kept. Raises OSError.
    """
    try:
        state = made_state_folder(root)
    except NotUsable:
        return None
    folder = state / _EDITS
    folder.mkdir(exist_ok=True)
    if number is None:
        numbers = _numbers(folder)
        number = numbers[-1] + 1 if numbers else 1
        for old in numbers[: -KEPT + 1]:
            _place(folder, old).unlink(missing_ok=True)
        for undone in _numbers(state / _UNDONE):
            _place(state / _UNDONE, undone).unlink(missing_ok=True)
        (state / _REFUSED).unlink(missing_ok=True)
    kept = [[file.path, _as_text(file.before), _as_text(file.after)] for file in files]
    data = {"schema": _SCHEMA, "command": command, "files": kept, "timed": timed, "times": times}
    write_state(_place(folder, number), json.dumps(data))
    return number


def last_entry(root: str | Path) -> JournalEntry | None:
    """The last edit that is noted down; None if there is none, or none that can be read."""
    return next(_entries(root, _EDITS, newest_first=True), None)


def last_undone(root: str | Path) -> JournalEntry | None:
    """The edit that was taken back last, if none was made since."""
    return next(_entries(root, _UNDONE), None)


def forget(root: str | Path, number: int | None) -> None:
    """Forget an edit that was never made. Raises OSError."""
    if number is not None:
        _place(state_folder(root) / _EDITS, number).unlink(missing_ok=True)


def join(root: str | Path, command: str) -> None:
    """Make the last edit a part of the one before it, so that `undo` takes both back at once.

    command: that of the one before; if it is another's, or if they do not fit together, both stay as they are. Raises
    OSError.
    """
    last, *others = islice(_entries(root, _EDITS, newest_first=True), 2)
    first = others[0] if others else None
    if first is None or first.command != command or first.number != last.number - 1 or last.timed or last.times:
        return
    files = {file.path: file for file in first.files}
    for file in last.files:
        earlier = files.get(file.path)
        if earlier and earlier.after != file.before:
            return
        files[file.path] = file._replace(before=earlier.before) if earlier else file
    note(root, first.number, command, list(files.values()), first.timed, first.times)
    forget(root, last.number)


def set_aside(root: str | Path, number: int) -> None:
    """Keep an edit that was taken back, so that it can be made again. Raises OSError."""
    _move(root, number, _EDITS, _UNDONE)


def take_up(root: str | Path, number: int) -> None:
    """Note down again an edit that was taken back. Raises OSError."""
    _move(root, number, _UNDONE, _EDITS)


def note_refused(root: str | Path, command: str | None) -> None:
    """Remember that the last command was refused, or with None that it no longer matters. Raises OSError."""
    if command is None:
        (state_folder(root) / _REFUSED).unlink(missing_ok=True)
    elif state_folder(root).is_dir():  # without a state there is nothing to take back either
        write_state(made_state_folder(root) / _REFUSED, command)


def refused_since(root: str | Path) -> str | None:
    """The command that was refused since the last edit; None if there was none."""
    try:
        return read_own(state_folder(root) / _REFUSED).decode("utf-8", "surrogateescape")
    except OSError:
        return None


def clean_up(root: str | Path) -> None:
    """Forget an edit that was broken off before it changed any file."""
    entry = last_entry(root)
    if entry and entry.files and all(content_of(root, file.path) == file.before for file in entry.files):
        forget(root, entry.number)


def content_of(root: str | Path, path: str) -> bytes | None:
    """What a file of the ledger holds; None if it is not there under just this name. Raises OSError."""
    place = Path(root) / path
    try:
        data = place.read_bytes()
        names = os.listdir(place.parent)  # noqa: PTH208 - names alone
    except FileNotFoundError:
        return None
    is_other = place.name not in names and any(name.casefold() == place.name.casefold() for name in names)
    return None if is_other else data


def restore(door: Door, file: FileEdit) -> None:
    """Give a file that is as an edit left it the content from before. Raises FileChanged and OSError."""
    if file.before is not None:
        door.write(file.path, file.before, file.after)
    elif file.after is not None:
        door.remove(file.path, file.after)


def _move(root: str | Path, number: int, source: str, target: str) -> None:
    state = made_state_folder(root)
    (state / target).mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        _place(state / source, number).replace(_place(state / target, number))


def _entries(root: str | Path, name: str, *, newest_first: bool = False) -> Iterator[JournalEntry]:
    """The noted edits that can be read."""
    with suppress(NotUsable):
        folder = state_folder(root) / name
        for number in sorted(_numbers(folder), reverse=newest_first):
            if entry := _entry(folder, number):
                yield entry


def _entry(folder: Path, number: int) -> JournalEntry | None:
    """A noted edit; None if it cannot be read."""
    try:
        data = json.loads(read_own(_place(folder, number)))
        files = tuple(FileEdit(path, _as_bytes(before), _as_bytes(after)) for path, before, after in data["files"])
        return JournalEntry(number, data["command"], files, data["timed"], data.get("times"))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _numbers(folder: Path) -> list[int]:
    try:
        return sorted(int(place.stem) for place in folder.iterdir() if place.stem.isdigit())
    except OSError:
        return []


def _place(folder: Path, number: int) -> Path:
    return folder / f"{number:06d}.json"


def _as_text(data: bytes | None) -> str | None:
    return None if data is None else data.decode("utf-8", "surrogateescape")


def _as_bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")
