"""Two files exchanging their names at one stroke, if the system can do that.

Renaming over a file loses what was saved to that name since one looked. After an exchange the file that had the name is
still there under the other one, and one can look again.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD of Linux: paths are as they are given
_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Let two files change places; False if the system or the file system cannot. Raises OSError."""
    if sys.platform not in ("linux", "darwin"):
        return False
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            failed = library.renameat2(_HERE, first, _HERE, second, _SWAP)
        else:
            failed = library.renamex_np(first, second, _SWAP)
    except AttributeError:  # an older library
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))
