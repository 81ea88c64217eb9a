"""The day's review, written anew after each look; while it cannot be, the last one says so itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.editing.safe_write import write_file
from opsledger.publishing import publish_review
from opsledger.rendering.templates import TemplateFault, render
from opsledger.reviewing.build import build_review
from opsledger.watching.watch import Look


class Written(NamedTuple):
    """What became of a look: the files written by their path, and what is in the way of the day's review."""

    files: Mapping[str, bytes]
    fault: str | None = None
    problems: tuple[Diagnostic, ...] = ()


class Pages:
    """The review of the day as files: in a folder of one's own, or among the ledger's reviews."""

    def __init__(self, root: Path, out: Path | None = None) -> None:
        self.root = root
        self.out = out

    def write(self, look: Look) -> Written:
        """Write what a look shows. Raises OSError."""
        if look.ledger is None or look.fault is not None:
            return Written({}, look.fault, look.problems)
        try:
            if self.out is None:
                published = publish_review(look.ledger, look.day)
                if published.problems:
                    return Written({}, f"{published.path} is not brought up to date", published.problems)
                return Written({published.path: published.text.encode()} if published.changed else {})
            text = render(build_review(look.ledger, look.day), look.ledger.root).encode()
            place = self.out / "review.md"
            write_file(place, text)
            return Written({str(place): text})
        except TemplateFault as fault:
            return Written({}, f"the review's template cannot be used: {fault}")
