"""Writing a file all of it or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path


def place_in_ledger(root: str | Path, path: str) -> Path:
    """Where a file of a ledger is, by its path relative to it.

    A cloned ledger may hold symbolic links: raises PermissionError where one leads out of it.
    """
    place = Path(root) / path
    if not place.resolve().is_relative_to(Path(root).resolve()):
        raise PermissionError(errno.EPERM, "a symbolic link leads out of the ledger: not followed", str(place))
    return place


def write_in_ledger(root: str | Path, path: str, data: bytes) -> None:
    """Replace or make a file of a ledger, as `write_file` does; never one outside of it. Raises OSError."""
    write_file(place_in_ledger(root, path), data)


def write_file(place: Path, data: bytes) -> None:
    """Replace a file's content, or make the file: a temporary file beside it, synced, then renamed over it.

    A reader sees the old content or the new one, never a part. A symbolic link is written through; the mode is kept.
    The temporary file has one fixed hidden name, so that one left behind is taken over by the next write.
    Raises OSError.
    """
    place = place.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary = place.with_name(f".{place.stem}~")
    with temporary.open("wb") as file:
        if place.exists():
            os.fchmod(file.fileno(), place.stat().st_mode & 0o7777)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(place)
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself last, where the system can sync a folder."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass  # some file systems cannot, and the data itself is safe
    finally:
        os.close(handle)
