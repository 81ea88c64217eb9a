"""What the commands keep for a ledger outside of it: a lock, what can be taken back, and what is being timed.

It stands in the user's own state folder (`XDG_STATE_HOME`, else `~/.local/state`) under a name made from where the
ledger is: never among the records, never in git, and gone without loss.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import adler32, crc32  # a name, not a secret, and a tenth of the time that hashlib takes to import

PATIENCE = 10.0  # seconds for each command that has its turn before; an edit holds the lock for a few milliseconds
_PAUSE = 0.005


class LedgerBusy(TimeoutError):
    """Another command holds the ledger's lock, and does not let go of it."""


def state_folder(root: str | Path) -> Path:
    """The folder of a ledger's state; it may not be there yet."""
    real = os.path.realpath(root)
    given = os.environ.get("XDG_STATE_HOME", "")
    base = Path(given) if Path(given).is_absolute() else Path.home() / ".local" / "state"
    name = "".join(character if character.isalnum() and character.isascii() else "-" for character in Path(real).name)[
        :40
    ]
    place = os.fsencode(real)
    return base / "opsledger" / f"{name}-{crc32(place):08x}{adler32(place):08x}"


def made_state_folder(root: str | Path) -> Path:
    """The folder of a ledger's state, made where it is missing, for its user alone. Raises OSError."""
    folder = state_folder(root)
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # another command has just written the same
            write_state(folder / "ledger", os.path.realpath(root))
    return folder


def write_state(place: Path, text: str, *, lasting: bool = False) -> None:
    """Write a file of the state all of it or not at all. lasting: so that it outlives a crash. Raises OSError."""
    temporary = place.with_name(f".{place.name}~")
    with temporary.open("wb") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    temporary.replace(place)


@contextmanager
def locked(root: str | Path) -> Iterator[None]:
    """Hold a ledger's lock, so that of several commands one after the other edits it.

    Nobody else has to care for it: what an editor saves is met by comparing contents. The system lets go of the lock
    when a process ends, however it ends. However many stand in line, the wait is for the one that does not come to its
    end. Raises LedgerBusy and OSError.
    """
    handle = os.open(made_state_folder(root) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        turn, since = os.fstat(handle).st_mtime_ns, time.monotonic()
        while not _try_lock(handle):
            if (now := os.fstat(handle).st_mtime_ns) != turn:
                turn, since = now, time.monotonic()
            elif time.monotonic() - since > PATIENCE:
                raise LedgerBusy("another command is editing this ledger, and does not come to its end")
            time.sleep(_PAUSE)
        os.write(handle, b".")  # tells those who wait that it is another one's turn
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
