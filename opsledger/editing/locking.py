"""One command at a time writes to a folder, whoever runs it and wherever that user's state is kept.

The lock is on the folder itself, which every command on the machine reaches: two users, two containers, or cron and a
terminal. Nothing is made for it, so nothing stands among the records or in git. The system lets go of it when a process
ends, however it ends. Nobody else has to care for it: what an editor saves is met by comparing contents.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opsledger.editing.state import made_state_folder, state_folder

PATIENCE = 10.0  # seconds for each command that has its turn before; an edit holds the lock for a few milliseconds
_PAUSE = 0.005
_TURN = "turn"
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF)  # some network file systems


class LedgerBusy(TimeoutError):
    """Another command holds the ledger's lock, and does not let go of it."""


@contextmanager
def locked(root: str | Path) -> Iterator[None]:
    """Hold a folder's lock, so that of several commands one after the other writes to it.

    However many are in line, the wait is for the one that does not come to its end. On a network file system the lock
    holds for the commands of one machine. Raises LedgerBusy and OSError.
    """
    handle = _lockable(root)
    try:
        try:
            _wait(handle, root)
        except OSError as fault:
            if fault.errno not in _NO_LOCKS or isinstance(fault, LedgerBusy):
                raise
            os.close(handle)
            handle = os.open(made_state_folder(root) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            _wait(handle, root)
        _begin_turn(root)
        yield
    finally:
        os.close(handle)


def _wait(handle: int, root: str | Path) -> None:
    """Wait for one's turn. Raises LedgerBusy."""
    if _try_lock(handle):
        return
    turn, since = _turn(root), time.monotonic()
    while not _try_lock(handle):
        if (now := _turn(root)) != turn:
            turn, since = now, time.monotonic()
        elif time.monotonic() - since > PATIENCE:
            raise LedgerBusy("another command is editing this ledger, and has not finished")
        time.sleep(_PAUSE)


def _turn(root: str | Path) -> int:
    """A number that changes with each command of this user that has its turn."""
    try:
        return (state_folder(root) / _TURN).stat().st_mtime_ns
    except OSError:
        return 0


def _begin_turn(root: str | Path) -> None:
    """Tell those who wait that it is another one's turn."""
    with suppress(OSError):
        place = state_folder(root) / _TURN
        if place.parent.is_dir():
            place.write_bytes(b".")


if sys.platform == "win32":
    import msvcrt

    _BEYOND = 1 << 30  # a byte after the file's end: what is locked on Windows cannot be read

    def _lockable(root: str | Path) -> int:
        """A handle of what is locked: a folder has none on Windows, so of a ledger it is the settings file."""
        settings = Path(root) / "opsledger.yaml"
        if not settings.is_file():
            return os.open(made_state_folder(root) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        return os.open(settings, os.O_RDONLY | os.O_BINARY | os.O_NOINHERIT)

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _BEYOND, os.SEEK_SET)
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _lockable(root: str | Path) -> int:
        """A handle of what is locked: the folder itself."""
        return os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def _try_lock(handle: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
