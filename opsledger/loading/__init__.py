"""From a folder, or from files kept elsewhere, to a ledger; below the commands only here are they opened to be read.

What is named here is imported when it is first asked for: finding a ledger's folder needs none of its readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsledger.loading.files import Files
    from opsledger.loading.folder import Folder
    from opsledger.loading.ledger import LedgerUnreadable, Readers, load, load_from, readers_of_versions
    from opsledger.loading.root import find_root
    from opsledger.loading.stored import StoredFiles, is_of_ledger
else:

    def __getattr__(name: str) -> object:
        """A name of this room, imported from where it is defined."""
        from importlib import import_module

        if name not in _DEFINED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = getattr(import_module(f"{__name__}.{_DEFINED[name]}"), name)
        globals()[name] = found
        return found


_DEFINED = {
    "Files": "files",
    "Folder": "folder",
    "LedgerUnreadable": "ledger",
    "Readers": "ledger",
    "StoredFiles": "stored",
    "find_root": "root",
    "is_of_ledger": "stored",
    "load": "ledger",
    "load_from": "ledger",
    "readers_of_versions": "ledger",
}

__all__ = [
    "Files",
    "Folder",
    "LedgerUnreadable",
    "Readers",
    "StoredFiles",
    "find_root",
    "is_of_ledger",
    "load",
    "load_from",
    "readers_of_versions",
]
