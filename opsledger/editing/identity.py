"""What tells a folder from every other one, even after it was renamed or moved: when and where it was made."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zlib import adler32, crc32  # a name, not a secret, and a tenth of the time that hashlib takes to import

_HERE = -100  # AT_FDCWD
_WITH_BIRTH = 0x800  # STATX_BTIME
_BIRTH = slice(80, 96)  # where the time of birth is in what statx gives


def digest(data: bytes) -> str:
    """A short name for some bytes."""
    return f"{crc32(data):08x}{adler32(data):08x}"


def mark_of(folder: str | Path) -> str:
    """The mark of a folder: its own as long as it exists, and no copy's. Empty if there is no such folder."""
    try:
        status = os.stat(folder)  # noqa: PTH116 - either kind of path
    except OSError:
        return ""
    return digest(f"{status.st_dev}:{status.st_ino}:{_born(folder, status)}".encode())


def _born(folder: str | Path, status: os.stat_result) -> str:
    """When a folder was made, since a later one may get the number of one that is gone; empty if nothing tells."""
    born = getattr(status, "st_birthtime", None)
    if born is not None or sys.platform != "linux":
        return str(born or "")
    import ctypes

    found = ctypes.create_string_buffer(256)
    try:
        failed = ctypes.CDLL(None).statx(_HERE, os.fsencode(folder), 0, _WITH_BIRTH, found)
    except AttributeError:  # an older library
        return ""
    is_known = not failed and int.from_bytes(found.raw[:4], sys.byteorder) & _WITH_BIRTH
    return found.raw[_BIRTH].hex() if is_known else ""
