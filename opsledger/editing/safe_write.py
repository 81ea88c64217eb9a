"""Writing a file all of it or not at all, and never over what somebody else has saved in the meantime.

Commands write by way of `editing.door`, which holds the lock; this is how a single file gets its new content.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, NoReturn

from opsledger.editing.exchanging import exchange
from opsledger.editing.metadata import keep_metadata
from opsledger.patterns import pattern

Before = bytes | Literal["any"] | None
_MAKING = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_LOOKING = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_LEFT_OVER = pattern(r"\.opsledger-[0-9a-f]{12}~")


class FileChanged(OSError):
    """A file does not hold what was read from it; nothing was written."""

    def __init__(self, place: str) -> None:
        super().__init__(errno.EBUSY, "changed while it was written", place)


def write_file(place: Path, data: bytes, before: Before, *, mode: int | None = None, lasting: bool = True) -> None:
    """Replace a file's content, or make the file: a temporary file beside it, synced, then put in its place.

    before: what the file must still hold, None if there must be no file yet. A reader sees the old content or the new
    one, never a part. A symbolic link is written through; mode, owner, access lists and extended attributes are kept. A
    file with a second name is refused, since the other name would keep the old content; so is what is not an ordinary
    file, such as a device. mode: of a new file. lasting: whether it is to outlive a loss of power. Raises FileChanged
    and OSError.
    """
    place = place.resolve()
    status = place.stat() if before is not None and place.exists() else None
    if status:
        _check_replaceable(place, status)
    _make_folder(place.parent)
    temporary = _temporary_in(place.parent)
    try:
        with _new_file(temporary, data, place if status else None, mode, lasting=lasting) as made:
            _put(temporary, place, data, before)
            _check_put(place, made, before, data)
    except BaseException as fault:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(fault, OSError) and fault.filename in (None, temporary):  # a name that says nothing to anybody
            fault.filename = str(place)
        raise
    if lasting:
        _sync_folder(place.parent)


def delete_file(place: Path, before: bytes) -> None:
    """Remove a file that still holds what it must. Raises FileChanged and OSError."""
    place = place.resolve()
    _check_unchanged(place, before)
    aside = _temporary_in(place.parent)
    place.rename(aside)
    try:
        if aside.read_bytes() != before:  # saved between the last look and now
            raise FileChanged(str(place))
        aside.unlink()
    except BaseException:
        with contextlib.suppress(OSError):
            _rename_to_new(aside, place)
        raise
    _sync_folder(place.parent)


def clear_left_over(folder: Path) -> None:
    """Remove the temporary files that writes broken off have left in a folder; not one that is being written.

    To be called while the folder's lock is held.
    """
    try:
        names = [name for name in os.listdir(folder) if _LEFT_OVER.fullmatch(name)]  # noqa: PTH208 - names alone
    except OSError:
        return
    for name in names:
        with contextlib.suppress(OSError):
            handle = os.open(folder / name, _LOOKING)
            try:
                is_left_over = stat.S_ISREG(os.fstat(handle).st_mode) and _hold(handle)
            finally:
                os.close(handle)
            if is_left_over:
                (folder / name).unlink()


def is_left_over(name: str) -> bool:
    """Whether a file's name is that of a temporary file of the program's own."""
    return _LEFT_OVER.fullmatch(name) is not None


def _temporary_in(folder: Path) -> Path:
    """A name that no other file has: hidden, known to git's ignore list, and short whatever the file's name is."""
    return folder / f".opsledger-{os.urandom(6).hex()}~"


def _check_replaceable(place: Path, status: os.stat_result) -> None:
    """Raises OSError if a file cannot be replaced without loss."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(place))
    if not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))
    if status.st_nlink > 1:
        reason = "it has a second name (a hard link), which would keep the old content: make a copy, and move it here"
        raise OSError(errno.EMLINK, reason, str(place))


@contextlib.contextmanager
def _new_file(
    place: Path, data: bytes, old: Path | None, mode: int | None, *, lasting: bool
) -> Iterator[os.stat_result]:
    """A file that was not there yet, with its content on the disk; marked as being written until its name is final.

    old: the file whose mode, owner and attributes it takes. Yields what tells it from other files.
    """
    status = old.stat() if old else None
    handle = os.open(place, _MAKING, stat.S_IMODE(status.st_mode) if status else 0o666 if mode is None else mode)
    is_open = True
    try:
        _hold(handle)
        if old and status:
            keep_metadata(old, status, handle)
        left = memoryview(data)
        while left:
            left = left[os.write(handle, left) :]
        if lasting:
            os.fsync(handle)
        made = os.fstat(handle)
        if sys.platform == "win32":  # what is open cannot be renamed there
            is_open = False
            os.close(handle)
        if made.st_size != len(data) or not os.path.samestat(made, place.stat()):
            raise OSError(errno.EIO, "what was written is not what is there", str(place))
        yield made
    finally:
        if is_open:
            os.close(handle)


def _put(temporary: Path, place: Path, data: bytes, before: Before) -> None:
    """Give a temporary file its name. Raises FileChanged if another file, or another content, has it by now."""
    if before is None:
        _rename_to_new(temporary, place)
        return
    if before != "any":
        _check_unchanged(place, before)
        if exchange(temporary, place):
            if temporary.read_bytes() != before:  # saved between the last look and the exchange
                _give_back(temporary, place, data)
            temporary.unlink()
            return
    temporary.replace(place)


def _check_put(place: Path, made: os.stat_result, before: Before, data: bytes) -> None:
    """Raises FileChanged if the name does not lead to what was written, but to what was there before."""
    try:
        if os.path.samestat(made, place.stat()) or before in (None, "any", data):
            return
    except FileNotFoundError:
        return  # taken away just now, by somebody else
    if place.read_bytes() == before:
        raise FileChanged(str(place))


def _rename_to_new(temporary: Path, place: Path) -> None:
    """Give a file a name that none has. Raises FileChanged if one has it by now."""
    try:
        if sys.platform == "win32":
            temporary.rename(place)  # which never replaces there
            return
        os.link(temporary, place)
    except FileExistsError:
        raise FileChanged(str(place)) from None
    except (OSError, NotImplementedError):  # a file system without second names
        if os.path.lexists(place):
            raise FileChanged(str(place)) from None
        temporary.replace(place)
    else:
        temporary.unlink()


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


def _make_folder(folder: Path) -> None:
    """Make a folder with those above it, each of them lasting."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make a change of names last, if the system can sync a folder."""
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


if sys.platform == "win32":

    def _hold(handle: int) -> bool:
        """Mark a temporary file as being written; whether it was not before. What is open cannot be removed here."""
        return True

else:
    import fcntl

    def _hold(handle: int) -> bool:
        """Mark a temporary file as being written; whether it was not before."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks
            pass
        return True
