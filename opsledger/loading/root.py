"""A ledger's folder from outside: where it is, how large it is, and whether anything in it changed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from opsledger.loading.signature import Signature, signature_of
from opsledger.source import SETTINGS_FILE

_FOLDER = "/"
_Entry = tuple[str, str, Signature | None]
LARGE = 300  # files; what is made of fewer is made as fast as it is recalled


def find_root(start: Path) -> Path | None:
    """The nearest folder, from one upwards, that holds an `opsledger.yaml`."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / SETTINGS_FILE).is_file()), None)


class FolderState(NamedTuple):
    """A folder as it is: the status of each file, None while that is too new, and a hash that changes with each.

    mark: None while a file is too new, or if the folder cannot be listed. place, found: what the mark is of.
    """

    signatures: Mapping[str, Signature | None]
    mark: str | None
    place: str = ""
    found: tuple[_Entry, ...] = ()

    @property
    def is_large(self) -> bool:
        """Whether there is so much in it that what is made of it is worth keeping for the next run."""
        return len(self.signatures) >= LARGE

    def mark_with(self, others: Mapping[str, Signature]) -> str | None:
        """The mark that it would have if some files had another status; None if it has none."""
        if self.mark is None or not others:
            return self.mark
        return _mark(self.place, [(path, to, others.get(path, signature)) for path, to, signature in self.found])


def state_of(root: Path) -> FolderState:
    """The state of a ledger's folder, git's own left out: what no ledger is read from counts too."""
    try:
        found = tuple(sorted(_signatures(str(root), "")))
    except OSError:
        return FolderState({}, None)
    signatures = {path: signature for path, leads_to, signature in found if leads_to != _FOLDER}
    if None in signatures.values():
        return FolderState(signatures, None)
    place = os.path.realpath(root)
    return FolderState(signatures, _mark(place, found), place, found)


def _mark(place: str, found: Sequence[_Entry]) -> str:
    return blake2b(repr((place, [*found])).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def _signatures(folder: str, inside: str) -> Iterator[_Entry]:
    """The path of each file, where it leads to if it is a link, and its status."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{inside}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if path != ".git":
                    yield path, _FOLDER, (0, 0, 0, 0, 0)
                    yield from _signatures(entry.path, f"{path}/")
            else:
                leads_to = str(Path(entry.path).readlink()) if entry.is_symlink() else ""
                yield path, leads_to, signature_of(entry.path)
