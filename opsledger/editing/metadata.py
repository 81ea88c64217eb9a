"""What a file has beside its content, given to the file that takes its place: mode, owner, access lists, attributes."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

_SYSTEMS_OWN = ("security.", "trusted.")  # given by the system itself, and not for everybody to set
_NONE_HERE = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)
_MACOS_LISTS_AND_ATTRIBUTES = (1 << 0) | (1 << 2)  # COPYFILE_ACL, COPYFILE_XATTR


def keep_metadata(old: Path, status: os.stat_result, new: int) -> None:
    """Give a new file, by its handle, what an old one has; the owner only if that is allowed. Raises OSError."""
    if not hasattr(os, "fchown"):
        return
    own = os.fstat(new)
    if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
        with contextlib.suppress(PermissionError):
            os.fchown(new, status.st_uid, status.st_gid)
    if sys.platform == "linux":
        _keep_attributes(old, new)
    elif sys.platform == "darwin":
        _keep_on_macos(old, new)
    if stat.S_IMODE(os.fstat(new).st_mode) != stat.S_IMODE(status.st_mode):  # not every file system has modes
        os.fchmod(new, stat.S_IMODE(status.st_mode))


if sys.platform == "linux":

    def _keep_attributes(old: Path, new: int) -> None:
        """Access lists are attributes, too; what the new file has from its folder and the old one had not goes."""
        wanted, there = _attributes(old), _attributes(new)
        for name in there.keys() - wanted.keys():
            if not name.startswith(_SYSTEMS_OWN):
                os.removexattr(new, name)
        for name, value in wanted.items():
            if there.get(name) != value:
                try:
                    os.setxattr(new, name, value)
                except OSError as fault:
                    if not name.startswith(_SYSTEMS_OWN):
                        reason = f"its attribute {name} cannot be kept: {fault.strerror}"
                        raise OSError(fault.errno, reason, str(old)) from None

    def _attributes(file: Path | int) -> dict[str, bytes]:
        try:
            return {name: os.getxattr(file, name) for name in os.listxattr(file)}
        except OSError as fault:
            if fault.errno in _NONE_HERE:
                return {}
            raise

else:

    def _keep_attributes(old: Path, new: int) -> None:
        """Python reaches them on Linux alone."""


def _keep_on_macos(old: Path, new: int) -> None:
    import ctypes

    handle = os.open(old, os.O_RDONLY)
    try:
        if ctypes.CDLL(None, use_errno=True).fcopyfile(handle, new, None, _MACOS_LISTS_AND_ATTRIBUTES):
            code = ctypes.get_errno()
            if code not in _NONE_HERE:
                raise OSError(code, f"its attributes cannot be kept: {os.strerror(code)}", str(old))
    finally:
        os.close(handle)
