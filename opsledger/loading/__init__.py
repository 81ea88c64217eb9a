"""From a folder, or from files kept elsewhere, to a ledger; below the commands only here are they opened to be read."""

from opsledger.loading.files import Files
from opsledger.loading.folder import Folder
from opsledger.loading.ledger import LedgerUnreadable, Readers, find_root, load, load_from, readers_of_versions
from opsledger.loading.stored import StoredFiles, is_of_ledger

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
