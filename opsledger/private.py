"""Folders of the user's own, outside of every ledger: where they are, whether they can be trusted, and their files.

State (what can be taken back, what is being timed) and cache (what can be made again) are there. A place that others
can write to is not used: what is in it may have been put there by somebody else.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Literal

NAME = "opsledger"
Purpose = Literal["state", "cache"]
_VARIABLES = {"state": "XDG_STATE_HOME", "cache": "XDG_CACHE_HOME"}
_AT_HOME = {"state": (".local", "state"), "cache": (".cache",)}
_SECRET, _SECRET_SIZE = "secret", 32
_NO_FOLLOWING = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_HAS_OWNERS = hasattr(os, "geteuid")


class NotUsable(OSError):
    """A folder of the user's own cannot be used; says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EACCES, reason)

    def __str__(self) -> str:
        return str(self.strerror)


def own_folder(purpose: Purpose) -> Path:
    """The folder for state or cache; it may not be there yet. Raises NotUsable.

    `XDG_STATE_HOME` and `XDG_CACHE_HOME` name it if they are absolute; otherwise it is where the system keeps such
    things, and at home on systems that follow the XDG rules.
    """
    base = _base(purpose)
    folder = base / NAME
    if fault := _fault_of(base, folder):
        raise NotUsable(fault)
    return folder


def make_folder(folder: Path) -> None:
    """Make a folder for its user alone, with those above it. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def read_own(place: Path) -> bytes:
    """What a file of the user's own holds; never what a link, a pipe or another user put there. Raises OSError."""
    handle = os.open(place, os.O_RDONLY | _NO_FOLLOWING)
    with open(handle, "rb") as file:  # noqa: PTH123 - a handle
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or (_HAS_OWNERS and status.st_uid != os.geteuid()):
            raise OSError(errno.EPERM, "it is not a file of your own", str(place))
        return file.read()


def write_own(place: Path, data: bytes, *, lasting: bool = False) -> None:
    """Write a file all of it or not at all, for its user alone; lasting: to outlive a crash. Raises OSError."""
    temporary = place.with_name(f".{place.name}.{os.getpid()}-{os.urandom(4).hex()}~")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOWING, 0o600)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a handle
            file.write(data)
            if lasting:
                file.flush()
                os.fsync(handle)
        temporary.replace(place)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def secret() -> bytes:
    """A secret of this user, made when it is first asked for. Raises OSError."""
    folder = own_folder("state")
    place = folder / _SECRET
    with suppress(FileNotFoundError):
        found = read_own(place)
        if len(found) == _SECRET_SIZE and not (_HAS_OWNERS and place.stat().st_mode & 0o077):
            return found
    make_folder(folder)
    write_own(place, os.urandom(_SECRET_SIZE), lasting=True)
    return read_own(place)  # another command may have made one at the same moment


def _base(purpose: Purpose) -> Path:
    """The folder in which programs keep such things. Raises NotUsable."""
    given = Path(os.environ.get(_VARIABLES[purpose], ""))
    if given.is_absolute():
        return given
    if sys.platform in ("win32", "darwin"):
        import platformdirs  # elsewhere the rules take less time than its import

        found = platformdirs.user_state_dir if purpose == "state" else platformdirs.user_cache_dir
        return Path(found(appauthor=False))
    home = os.path.expanduser("~")  # noqa: PTH111 - Path.home() raises if there is none
    if not os.path.isabs(home) or os.environ.get("HOME") == "":  # noqa: PTH117
        raise NotUsable("no home folder is known: set HOME")
    return Path(home, *_AT_HOME[purpose])


def _fault_of(base: Path, folder: Path) -> str | None:
    """Why a folder cannot be trusted, or not be written to; None if it can. It may not be there yet."""
    real = Path(os.path.realpath(folder))
    own = len(real.parts) - len(folder.relative_to(base).parts)
    is_first = True
    for place in (real, *real.parents):
        try:
            status = place.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as fault:
            return f"{place}: {fault.strerror}"
        if not stat.S_ISDIR(status.st_mode):
            return f"{place} is not a folder"
        if is_first and not os.access(place, os.W_OK | os.X_OK):
            return f"you may not write to {place}"
        is_first = False
        if _HAS_OWNERS and (fault_here := _fault_of_owner(place, status, is_own=len(place.parts) >= own)):
            return fault_here
    return None


def _fault_of_owner(place: Path, status: os.stat_result, *, is_own: bool) -> str | None:
    """Why others could put something into a folder. is_own: it is to be its user's; else it is above such a one."""
    if is_own and status.st_uid != os.geteuid():
        return f"{place} belongs to another user"
    others = stat.S_IWOTH if not is_own or _is_own_group(status.st_gid) else stat.S_IWOTH | stat.S_IWGRP
    if status.st_mode & others and (is_own or not status.st_mode & stat.S_ISVTX):
        return f"other users may write to {place}"
    return None


def _is_own_group(group: int) -> bool:
    """Whether a group is its user's alone, as many systems make one for each; root's never counts as one."""
    if group != os.getegid() or os.geteuid() == 0:
        return False
    import grp
    import pwd

    try:
        found, user = grp.getgrgid(group), pwd.getpwuid(os.geteuid())
    except KeyError:
        return False
    return found.gr_name == user.pw_name and set(found.gr_mem) <= {user.pw_name}
