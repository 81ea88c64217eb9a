"""Simulated businesses as ledgers in memory."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from benchmarks.simulator.business import Business
from opsledger.loading import load
from opsledger.models.ledger import Ledger


def ledger_of(business: Business, day: date | None = None) -> Ledger:
    """The ledger that a business's owner had kept by a day, or by the end.

    `ledger_of(business).as_of(day)` sees the same of what happened, and is faster for many days; it differs in what a
    ledger shows whole (front matter, plans). Raises ValueError if a file has a fault.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, text in business.files(day).items():
            path = Path(folder, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        ledger = load(folder)
    if ledger.problems:
        raise ValueError(f"business {business.seed} {business.world}: {ledger.problems[0]}")
    return ledger
