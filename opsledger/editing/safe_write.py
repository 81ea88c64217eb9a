"""Writing a file all of it or not at all, and never over what somebody else has saved in the meantime."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path
from typing import Literal, NoReturn

from opsledger.editing.exchanging import exchange

_MAKING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class FileChanged(OSError):
    """A file does not hold what was read from it; nothing was written."""

    def __init__(self, place: str) -> None:
        super().__init__(errno.EBUSY, "changed while it was written", place)


def place_in_ledger(root: str | Path, path: str) -> Path:
    """Where a file of a ledger is, by its path relative to it.

    A cloned ledger may hold symbolic links: raises PermissionError where one leads out of it.
    """
    place = Path(root) / path
    if not place.resolve().is_relative_to(Path(root).resolve()):
        raise PermissionError(errno.EPERM, "a symbolic link leads out of the ledger: not followed", str(place))
    return place


def write_in_ledger(root: str | Path, path: str, data: bytes, before: bytes | Literal["any"] | None = "any") -> None:
    """Replace or make a file of a ledger, as `write_file` does; never one outside of it."""
    write_file(place_in_ledger(root, path), data, before)


def write_file(place: Path, data: bytes, before: bytes | Literal["any"] | None = "any") -> None:
    """Replace a file's content, or make the file: a temporary file beside it, synced, then renamed over it.

    before: what the file must still hold, None where there must be no file yet. A reader sees the old content or the
    new one, never a part. A symbolic link is written through; mode and owner are kept. The temporary file has one fixed
    hidden name, and one left behind is removed by the next write. What is no plain file, such as a device, is never
    replaced. Raises FileChanged and OSError.
    """
    place = place.resolve()
    status = place.stat() if before is not None and place.exists() else None
    if status and not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is no plain file", str(place))
    if status and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    _make_folder(place.parent)
    temporary = temporary_of(place)
    temporary.unlink(missing_ok=True)  # not opened: it may be a second name of the file itself
    try:
        _write_new(temporary, data, status)
        _put(temporary, place, data, before)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(fault, OSError) and fault.filename == temporary:  # a name that says nothing to anybody
            fault.filename = str(place)
        raise
    _sync_folder(place.parent)


def delete_file(place: Path, before: bytes) -> None:
    """Remove a file that still holds what it must. Raises FileChanged and OSError."""
    place = place.resolve()
    _check_unchanged(place, before)
    place.unlink()
    _sync_folder(place.parent)


def temporary_of(place: Path) -> Path:
    """The name under which a file is written before it is renamed: hidden, and shorter than the file's own."""
    return place.with_name(f".{place.stem}~")


def _write_new(place: Path, data: bytes, status: os.stat_result | None) -> None:
    """Write a file that is not there yet, so that it is on the disk. status: whose mode and owner it takes."""
    handle = os.open(place, _MAKING, stat.S_IMODE(status.st_mode) if status else 0o666)
    try:
        if status:
            _keep_owner(handle, status)
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(temporary: Path, place: Path, data: bytes, before: bytes | Literal["any"] | None) -> None:
    """Give a temporary file its name. Raises FileChanged where another file, or another content, has it by now."""
    if before is None:
        try:
            os.link(temporary, place)
        except FileExistsError:
            raise FileChanged(str(place)) from None
        except (OSError, AttributeError, NotImplementedError):  # a file system without second names
            if os.path.lexists(place):
                raise FileChanged(str(place)) from None
        else:
            temporary.unlink()
            return
    elif before != "any":
        _check_unchanged(place, before)
        if exchange(temporary, place):
            if temporary.read_bytes() != before:  # saved between the last look and the exchange
                _give_back(temporary, place, data)
            temporary.unlink()
            return
    temporary.replace(place)


def _give_back(temporary: Path, place: Path, ours: bytes) -> NoReturn:
    """Undo an exchange, so that the file is as somebody else has just saved it. Raises FileChanged."""
    exchange(temporary, place)
    if temporary.read_bytes() != ours:  # saved once more
        exchange(temporary, place)
    raise FileChanged(str(place))


def _check_unchanged(place: Path, before: bytes) -> None:
    try:
        now = place.read_bytes()
    except FileNotFoundError:
        raise FileChanged(str(place)) from None
    if now != before:
        raise FileChanged(str(place))


def _keep_owner(handle: int, status: os.stat_result) -> None:
    """Give a new file the mode of the old one, and its owner where that is allowed."""
    if not hasattr(os, "fchown"):
        return
    own = os.fstat(handle)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(PermissionError):
            os.fchown(handle, status.st_uid, status.st_gid)
    if stat.S_IMODE(os.fstat(handle).st_mode) != stat.S_IMODE(status.st_mode):  # not every file system has modes
        os.fchmod(handle, stat.S_IMODE(status.st_mode))


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it, each of them lasting."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make a change of names last, where the system can sync a folder."""
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
