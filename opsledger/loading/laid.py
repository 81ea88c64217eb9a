"""A ledger as it will be: its folder, with what is to be written laid over its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from opsledger.loading.files import Document, Found, document_of
from opsledger.loading.folder import read_file
from opsledger.loading.ledger import Readers, load
from opsledger.models.ledger import Ledger


def reader_over(laid: Mapping[str, bytes]) -> Callable[[Found], Document]:
    """What reads a file as it will be. laid: by path what will be in it; any other file is read from the disk."""

    def read(found: Found) -> Document:
        data = laid.get(found.path)
        return read_file(found) if data is None else document_of(found.path, data)

    return read


def load_over(root: str | Path, laid: Mapping[str, bytes]) -> Ledger:
    """The ledger in a folder as it will be with some files written. Raises LedgerUnreadable."""
    return load(root, Readers(document=reader_over(laid), unsaved=laid))
