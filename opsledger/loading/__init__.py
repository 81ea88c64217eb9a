"""From a folder to a ledger; the one room below the commands that opens a ledger's files to read them."""

from opsledger.loading.ledger import LedgerUnreadable, find_root, load

__all__ = ["LedgerUnreadable", "find_root", "load"]
