"""Finding and loading the ledger that a command is about."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import click

from opsledger.cli.options import revision_asked, today
from opsledger.cli.output import Refusal, refused, tell
from opsledger.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from opsledger.figures.standing import Standing
    from opsledger.history.git import GitRefused
    from opsledger.loading import Files, Readers
    from opsledger.models.ledger import Ledger


class Opened:
    """A ledger that was loaded, whole, the day it is asked about, and what it was read from."""

    def __init__(self, ledger: Ledger, day: date, files: Files) -> None:
        self.ledger = ledger
        self.day = day
        self.files = files

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
    if found is None and _is_bare(Path()):
        if revision_asked(ctx):
            return Path()
        raise refused("a bare repository has no files of a ledger", "clone it; what was committed is read by --at HEAD")
    if found is None:
        raise Refusal("there is no ledger here: no opsledger.yaml in this folder or above; `opsledger init` makes one")
    return found


def is_own_place(ctx: click.Context, place: Path) -> bool:
    """Whether a place is among the ledger's own files, where nothing else is to be written."""
    from opsledger.loading.files import is_ledgers_own

    root, real = root_of(ctx).resolve(), place.resolve()
    return real.is_relative_to(root) and is_ledgers_own(real.relative_to(root).as_posix())


def _is_bare(folder: Path) -> bool:
    from opsledger.history.revision import is_bare

    return is_bare(folder)


def read_ledger(ctx: click.Context, on: date | None, readers: Readers | None = None) -> Opened:
    """The ledger's files as they are, or as committed at the revision asked for. Raises LedgerUnreadable, Refusal."""
    from opsledger.loading import Folder, load_from

    root = root_of(ctx)
    revision = revision_asked(ctx)
    if revision is None:
        files = Folder(root)
        with progress("reading the ledger") as on_progress:
            return Opened(load_from(files, root, readers, on_progress), on or today(), files)
    return read_at(root, revision, on, readers)


def read_at(
    root: Path, revision: str, on: date | None = None, readers: Readers | None = None, hint: str | None = None
) -> Opened:
    """The ledger as committed at a revision, by default on the commit's own day. Raises LedgerUnreadable, Refusal.

    readers: those of another version of it, to read what both have once. hint: what to say where there is no such
    revision, in place of git's.
    """
    from opsledger.history.commits import UNDATED
    from opsledger.history.git import GitRefused, NoRevision
    from opsledger.history.revision import read_revision
    from opsledger.loading import StoredFiles, is_of_ledger, load_from

    try:
        found = read_revision(root, revision, is_of_ledger)
    except NoRevision as fault:
        raise refused(str(fault), hint or fault.hint) from None
    except GitRefused as fault:
        raise no_git(fault) from None
    if on is None and found.commit.day == UNDATED:
        raise refused(f"the commit `{revision}` has no day that a ledger can have", hint or "name one with --on")
    stored = StoredFiles(revision, found.files)
    return Opened(load_from(stored, root, readers), on or found.commit.day, stored)


def no_git(fault: GitRefused) -> Refusal:
    """The refusal of what git cannot do, with its hint."""
    return refused(str(fault), fault.hint)


def open_ledger(ctx: click.Context, on: date | None) -> Opened:
    """The ledger, with a line on standard error where it has errors. Raises Refusal where it cannot be read."""
    from opsledger.loading import LedgerUnreadable

    try:
        opened = read_ledger(ctx, on)
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None
    return with_errors_told(opened, revision_asked(ctx))


def with_errors_told(opened: Opened, revision: str | None) -> Opened:
    """A ledger that was read, after a line on standard error if it has errors."""
    from opsledger.checks.every import check
    from opsledger.values.written import count_of

    errors = sum(problem.is_error for problem in check(opened.ledger, opened.day))
    if errors:
        where, command = (f"the ledger at {revision}", f" --at {revision}") if revision else ("the ledger", "")
        tell(f"{count_of(errors, 'error')} in {where}, see `opsledger check{command}`")
    return opened


def refusal_of(unreadable: Exception) -> Refusal:
    """The refusal of a ledger that cannot be read, with the first reason."""
    problems = getattr(unreadable, "problems", ())
    return Refusal(str(unreadable), *[str(problem) for problem in problems if problem.is_error][:1])


def tell_of_inbox(ctx: click.Context) -> None:
    """Say how many loose lines wait in the inbox, if any do; of a past revision nothing is said."""
    from opsledger.capturing.inbox import FILE, waiting
    from opsledger.values.written import count_of

    number = 0 if revision_asked(ctx) else waiting(root_of(ctx), today())
    if number:
        tell(f"{count_of(number, 'line')} {'wait' if number > 1 else 'waits'} in {FILE}: `opsledger sort` places them")
