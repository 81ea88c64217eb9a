"""The bytes of a ledger's records as they are."""

from __future__ import annotations

import contextlib

from opsledger.loading.files import Files
from opsledger.reading.kinds import KINDS


def record_bytes(files: Files) -> dict[str, bytes]:
    """Every record's bytes by path; what cannot be opened is left out, as loading has reported it."""
    found = {}
    for kind in KINDS:
        for file in files.files(kind):
            with contextlib.suppress(OSError):
                found[file.path] = files.bytes_of(file)
    return found
