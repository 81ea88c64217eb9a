"""Finding and loading the ledger that a command is about."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import click

from opsledger.cli.options import today
from opsledger.cli.output import Refusal, tell
from opsledger.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from opsledger.figures.standing import Standing
    from opsledger.models.ledger import Ledger


class Opened:
    """A ledger that was loaded, whole, and the day it is asked about."""

    def __init__(self, ledger: Ledger, day: date) -> None:
        self.ledger = ledger
        self.day = day

    @cached_property
    def standing(self) -> Standing:
        """The ledger as it stood on the day."""
        from opsledger.figures.standing import Standing

        return Standing(self.ledger, self.day)


def root_of(ctx: click.Context) -> Path:
    """The ledger's folder: the one given by `-C`, else the nearest from here upwards."""
    from pathlib import Path

    from opsledger.loading import find_root

    given: str | None = ctx.find_root().params.get("folder")
    if given is not None:
        return Path(given)
    found = find_root(Path.cwd())
    if found is None:
        raise Refusal("there is no ledger here: no opsledger.yaml in this folder or above; `opsledger init` makes one")
    return found


def open_ledger(ctx: click.Context, on: date | None) -> Opened:
    """The ledger, with a line on standard error where it has errors. Raises Refusal where it cannot be read."""
    from opsledger.checks.every import check
    from opsledger.loading import LedgerUnreadable
    from opsledger.values.written import count_of

    try:
        ledger = load_telling(root_of(ctx))
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None
    day = on or today()
    errors = sum(problem.is_error for problem in check(ledger, day))
    if errors:
        tell(f"{count_of(errors, 'error')} in the ledger, see `opsledger check`")
    return Opened(ledger, day)


def load_telling(root: Path) -> Ledger:
    """The ledger in a folder, with its progress told where it takes long. Raises LedgerUnreadable."""
    from opsledger.loading import load

    with progress("reading the ledger") as told:
        return load(root, progress=told)


def refusal_of(unreadable: Exception) -> Refusal:
    """The refusal of a ledger that cannot be read, with the first reason."""
    problems = getattr(unreadable, "problems", ())
    return Refusal(str(unreadable), *[str(problem) for problem in problems if problem.is_error][:1])
