"""A ledger watched while it is written: what changed after each save, in any editor."""

from opsledger.watching.watch import Look, Watch

__all__ = ["Look", "Watch"]
