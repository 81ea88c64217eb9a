"""The one door by which files are written: one command at a time, and each file all of it or not at all.

Records, reviews with their pages and figures, templates, what `init` makes and what an export writes: whatever a
command puts on the disk for its user goes through here. What a command keeps for itself is in `private`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opsledger.editing.locking import locked
from opsledger.editing.safe_write import Before, clear_left_over, delete_file, write_file
from opsledger.editing.state import state_folder

_WRITING = "writing"  # in the state: the folders that are being written to


class Door:
    """A folder that is locked, and what may be done in it. Made by `opened` alone."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._cleared: set[Path] = set()

    def write(self, path: str, data: bytes, before: Before, *, mode: int | None = None, lasting: bool = True) -> None:
        """Replace or make a file by its path in the folder, as `write_file` does; never one outside of it."""
        place = place_in_ledger(self.root, path).resolve()
        self._clear(place.parent)
        write_file(place, data, before, mode=mode, lasting=lasting)

    def remove(self, path: str, before: bytes) -> None:
        """Remove a file that still holds what it must. Raises FileChanged and OSError."""
        place = place_in_ledger(self.root, path).resolve()
        self._clear(place.parent)
        delete_file(place, before)

    def rename(self, path: str, new_path: str) -> None:
        """Give a file a name that differs by case alone, on a disk where it has both. Raises OSError."""
        place_in_ledger(self.root, path).rename(place_in_ledger(self.root, new_path))

    def clear_broken_off(self) -> None:
        """Remove what a command that was broken off has left beside its files."""
        with suppress(OSError):
            place = state_folder(self.root) / _WRITING
            for folder in os.fsdecode(place.read_bytes()).split("\0"):
                if (real := Path(folder).resolve()).is_relative_to(self.root.resolve()):
                    clear_left_over(real)
            place.unlink()

    def end(self) -> None:
        """Nothing is being written any more."""
        if self._cleared:
            with suppress(OSError):
                (state_folder(self.root) / _WRITING).unlink(missing_ok=True)

    def _clear(self, folder: Path) -> None:
        """Remove what was left in a folder before the first write to it, and note that it is written to."""
        if folder not in self._cleared:
            self._cleared.add(folder)
            clear_left_over(folder)
            with suppress(OSError):
                state = state_folder(self.root)
                if state.is_dir():
                    (state / _WRITING).write_bytes(b"\0".join(os.fsencode(each) for each in self._cleared))


@contextmanager
def opened(root: str | Path) -> Iterator[Door]:
    """The door of a ledger, or of any other folder that is there. Raises LedgerBusy and OSError."""
    with locked(root):
        door = Door(Path(root))
        door.clear_broken_off()
        try:
            yield door
        finally:
            door.end()


def write_elsewhere(place: Path, data: bytes, before: Before, *, mode: int | None = None, lasting: bool = True) -> None:
    """Replace or make a file that is not a ledger's, such as an export; its folder is there. As `Door.write`."""
    real = place.resolve()
    with opened(real.parent) as door:
        door.write(real.name, data, before, mode=mode, lasting=lasting)


def place_in_ledger(root: str | Path, path: str) -> Path:
    """Where a file of a ledger is, by its path relative to it.

    A cloned ledger may hold symbolic links: raises PermissionError if one leads out of it.
    """
    place = Path(root) / path
    if not place.resolve().is_relative_to(Path(root).resolve()):
        raise PermissionError(errno.EPERM, "a symbolic link leads out of the ledger: not followed", str(place))
    return place
