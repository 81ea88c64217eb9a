"""Renaming a file by upper and lower case alone, on disks that do not tell the two apart.

There `Ivy.md` is found under `ivy.md` too, so that what is to be made seems to be there already.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from opsledger.editing.door import Door
from opsledger.editing.journal import FileEdit


def recased(door: Door, files: Iterable[FileEdit]) -> list[FileEdit]:
    """Give each file that only changes its case its new name; what is then left to write of all the files.

    Raises OSError.
    """
    left = list(files)
    for gone in [file for file in left if file.after is None]:
        made = next((file for file in left if _is_twin(file, gone)), None)
        if made is None or not _is_one_file(door.root, gone.path, made.path):
            continue
        door.rename(gone.path, made.path)
        left.remove(gone)
        left[left.index(made)] = FileEdit(made.path, gone.before, made.after)
    return left


def recased_back(door: Door, files: Iterable[FileEdit]) -> list[FileEdit]:
    """The same for files that are to be as they were before an edit. Raises OSError."""
    turned = recased(door, (FileEdit(file.path, file.after, file.before) for file in files))
    return [FileEdit(file.path, file.after, file.before) for file in turned]


def _is_twin(file: FileEdit, gone: FileEdit) -> bool:
    return file.before is None and file.path != gone.path and file.path.casefold() == gone.path.casefold()


def _is_one_file(root: Path, one: str, other: str) -> bool:
    """Whether a file is found under another name that its folder does not list."""
    place = root / other
    try:
        names = os.listdir(place.parent)  # noqa: PTH208 - names alone
    except OSError:
        return False
    return place.exists() and place.name not in names and Path(one).name in names
