"""The last edits of a ledger, so that they can be taken back: each file's content before and after."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from opsledger.editing.safe_write import delete_file, place_in_ledger, temporary_of, write_file
from opsledger.editing.state import made_state_folder, state_folder, write_state

KEPT = 30
_SCHEMA = 1


class FileEdit(NamedTuple):
    """What one file held before an edit and after it; None where it was not there."""

    path: str
    before: bytes | None
    after: bytes | None


class JournalEntry(NamedTuple):
    """One command's edit. timed: what was being timed before the command, where it ended that."""

    number: int
    command: str
    files: tuple[FileEdit, ...]
    timed: str | None = None


def note(
    root: str | Path, number: int | None, command: str, files: Sequence[FileEdit], timed: str | None = None
) -> int:
    """Note down an edit that is about to be made, anew under its number where it has one. Raises OSError."""
    folder = made_state_folder(root) / "edits"
    folder.mkdir(exist_ok=True)
    if number is None:
        numbers = _numbers(folder)
        number = numbers[-1] + 1 if numbers else 1
        for old in numbers[: -KEPT + 1]:
            _place(folder, old).unlink(missing_ok=True)
    kept = [[file.path, _as_text(file.before), _as_text(file.after)] for file in files]
    data = {"schema": _SCHEMA, "command": command, "files": kept, "timed": timed}
    write_state(_place(folder, number), json.dumps(data))
    return number


def last_entry(root: str | Path) -> JournalEntry | None:
    """The last edit that is noted down; None where there is none, or none that can be read."""
    folder = state_folder(root) / "edits"
    for number in reversed(_numbers(folder)):
        try:
            data = json.loads(_place(folder, number).read_bytes())
            files = tuple(FileEdit(path, _as_bytes(before), _as_bytes(after)) for path, before, after in data["files"])
            return JournalEntry(number, data["command"], files, data["timed"])
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return None


def forget(root: str | Path, number: int) -> None:
    """Forget an edit: it was taken back, or never made. Raises OSError."""
    _place(state_folder(root) / "edits", number).unlink(missing_ok=True)


def clean_up(root: str | Path) -> None:
    """Remove what an edit that was broken off has left beside its files, and forget it where it changed none."""
    entry = last_entry(root)
    if entry is None:
        return
    for file in entry.files:
        left = temporary_of((Path(root) / file.path).resolve())
        if left.name.startswith(".") and left.is_relative_to(Path(root).resolve()):
            left.unlink(missing_ok=True)
    if all(content_of(root, file.path) == file.before for file in entry.files):
        forget(root, entry.number)


def content_of(root: str | Path, path: str) -> bytes | None:
    """What a file of the ledger holds; None where it is not there. Raises OSError."""
    try:
        return (Path(root) / path).read_bytes()
    except FileNotFoundError:
        return None


def restore(root: str | Path, file: FileEdit) -> None:
    """Give a file that is as an edit left it the content from before. Raises FileChanged and OSError."""
    place = place_in_ledger(root, file.path)
    if file.before is not None:
        write_file(place, file.before, file.after)
    elif file.after is not None:
        delete_file(place, file.after)


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
