"""OpsLedger as a library: load a ledger, check it, measure it, review it.

    ledger = opsledger.load("sample-ledger")
    for problem in opsledger.check(ledger):
        print(problem)
    review = opsledger.review(ledger, on=date(2026, 11, 20))
    print(opsledger.render(review))

What is imported here is imported when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsledger.version import VERSION

if TYPE_CHECKING:
    from opsledger.checks.every import check
    from opsledger.diagnostics import Diagnostic
    from opsledger.figures.evidence import Figure
    from opsledger.loading import LedgerUnreadable, load
    from opsledger.measuring.every import figures as measure
    from opsledger.models.ledger import Ledger
    from opsledger.rendering.templates import render
    from opsledger.reviewing.build import build_review as review
__version__ = VERSION

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """A public name, imported from where it is defined."""
        from importlib import import_module

        if name not in _DEFINED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, defined = _DEFINED[name]
        found = getattr(import_module(module), defined)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


_DEFINED = {
    "Diagnostic": ("opsledger.diagnostics", "Diagnostic"),
    "Figure": ("opsledger.figures.evidence", "Figure"),
    "Ledger": ("opsledger.models.ledger", "Ledger"),
    "LedgerUnreadable": ("opsledger.loading", "LedgerUnreadable"),
    "check": ("opsledger.checks.every", "check"),
    "load": ("opsledger.loading", "load"),
    "measure": ("opsledger.measuring.every", "figures"),
    "render": ("opsledger.rendering.templates", "render"),
    "review": ("opsledger.reviewing.build", "build_review"),
}

__all__ = [
    "Diagnostic",
    "Figure",
    "Ledger",
    "LedgerUnreadable",
    "__version__",
    "check",
    "load",
    "measure",
    "render",
    "review",
]
