"""A ledger's folder from outside: where it is, how large it is, and whether anything in it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from opsledger.loading.signature import Signature, signature_of
from opsledger.source import SETTINGS_FILE

LARGE = 300  # files; what is made of fewer is made as fast as it is recalled


def find_root(start: Path) -> Path | None:
    """The nearest folder, from one upwards, that holds an `opsledger.yaml`."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS_FILE).is_file()), None)


class FolderState(NamedTuple):
    """A folder as it stands: how many files it holds, and a hash that changes with each; None while one is too new."""

    files: int
    mark: str | None

    @property
    def is_large(self) -> bool:
        """Whether there is so much in it that what is made of it is worth keeping for the next run."""
        return self.files >= LARGE


def state_of(root: Path) -> FolderState:
    """The state of a ledger's folder, git's own left out: what no ledger is read from counts too."""
    try:
        found = sorted(_signatures(str(root), ""))
    except OSError:
        return FolderState(0, None)
    if any(signature is None for _, _, signature in found):
        return FolderState(len(found), None)
    marks = repr((os.path.realpath(root), found)).encode("utf-8", "surrogatepass")
    return FolderState(len(found), blake2b(marks, digest_size=20).hexdigest())


def _signatures(folder: str, inside: str) -> Iterator[tuple[str, str, Signature | None]]:
    """The path of each file, where it leads to if it is a link, and its status."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if path != ".git":
                    yield path, "/", (0, 0, 0, 0, 0)
                    yield from _signatures(entry.path, f"{path}/")
            else:
                leads_to = str(Path(entry.path).readlink()) if entry.is_symlink() else ""
                yield path, leads_to, signature_of(entry.path)
