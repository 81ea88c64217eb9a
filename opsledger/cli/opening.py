"""Finding and loading the ledger that a command is about."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.cli.options import revision_asked, today
from opsledger.cli.output import Refusal, refused, tell
from opsledger.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from opsledger.figures.standing import Standing
    from opsledger.history.git import GitRefused
    from opsledger.loading import Files, Readers
    from opsledger.loading.root import FolderState
    from opsledger.models.ledger import Ledger
    from opsledger.models.record import Record

_STATE, _READ = "opsledger.folder", "opsledger.read"


class Opened:
    """A ledger that was loaded, whole, the day it is asked about, and what it was read from.

    mark: the same only while no file has changed; None if that is not known.
    """

    def __init__(self, ledger: Ledger, day: date, files: Files, mark: str | None = None) -> None:
        self.mark = mark
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

    from opsledger.loading.root import find_root

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


def folder_state(ctx: click.Context) -> FolderState:
    """The state of the ledger's folder when the command began to read it."""
    from opsledger.loading.root import state_of

    kept = ctx.find_root().meta
    if _STATE not in kept:
        kept[_STATE] = state_of(root_of(ctx))
    state: FolderState = kept[_STATE]
    return state


def look_again(ctx: click.Context) -> None:
    """Forget the state of the ledger's folder, once this command itself has changed it."""
    for key in (_STATE, _READ):
        ctx.find_root().meta.pop(key, None)


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
        if readers is None and (state := folder_state(ctx)).is_large:
            ledger, large, mark = ctx.find_root().meta.pop(_READ, None) or _read_large(root, state)
            return Opened(ledger, on or today(), large, mark)
        files = Folder(root)
        with progress("reading the ledger") as on_progress:
            return Opened(load_from(files, root, readers, on_progress), on or today(), files)
    return read_at(root, revision, on, readers)


class _WholeReading(NamedTuple):
    """A large ledger that was read: its files, and a mark that changes with all that is read of them."""

    ledger: Ledger
    files: Files
    mark: str | None


def _read_large(root: Path, state: FolderState) -> _WholeReading:
    """A large ledger's files, of which those are read that changed since the last run. Raises LedgerUnreadable."""
    from opsledger.loading import Folder, Readers, load_from
    from opsledger.loading.kept_reading import KeptReading

    kept = KeptReading(root, state.signatures, _derived)
    files = Folder(root, kept.document)
    with progress("reading the ledger") as on_progress:
        readers = Readers(document=kept.document, record=kept.record, settings=kept.settings, derived=kept.derived)
        ledger = load_from(files, root, readers, on_progress)
        kept.keep()
    return _WholeReading(ledger, files, state.mark_with(kept.same))


def content_mark(ctx: click.Context) -> str | None:
    """What changes with all that is read of a large ledger's files: the same after a note that nothing is read from.

    What was read for it is what `read_ledger` gives next.
    """
    from opsledger.loading import LedgerUnreadable

    try:
        read = _read_large(root_of(ctx), folder_state(ctx))
    except LedgerUnreadable:
        return None
    ctx.find_root().meta[_READ] = read
    return read.mark


def _derived(record: Record) -> object:
    """What is kept with a record: what the forecast sees of it, whose hash would else take longer than its reading."""
    from opsledger.forecast.seen import seen_of

    last, digest, off = seen_of(record)
    return last, digest, off and tuple(off)


def read_at(
    root: Path, revision: str, on: date | None = None, readers: Readers | None = None, hint: str | None = None
) -> Opened:
    """The ledger as committed at a revision, by default on the commit's own day. Raises LedgerUnreadable, Refusal.

    readers: those of another version of it, to read what both have once. hint: what to say if there is no such
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
    """The ledger, with a line on standard error if it has errors. Raises Refusal if it cannot be read."""
    return with_errors_told(open_quietly(ctx, on), revision_asked(ctx))


def with_errors_told(opened: Opened, revision: str | None) -> Opened:
    """A ledger that was read, after a line on standard error if it has errors."""
    if line := errors_of(opened, revision):
        tell(line)
    return opened


def errors_of(opened: Opened, revision: str | None = None) -> str | None:
    """The line that says how many errors a ledger has, if it has any."""
    from opsledger.cache import cached
    from opsledger.values.written import count_of

    def number() -> int:
        from opsledger.checks.every import count_errors

        return count_errors(opened.ledger)

    key = opened.mark and kept_key(opened.mark, opened.day, "checks", "figures", "models", "reading", "values")
    errors = cached("errors", key, number, int) if key else number()
    where, command = (f"the ledger at {revision}", f" --at {revision}") if revision else ("the ledger", "")
    return f"{count_of(errors, 'error')} in {where}, see `opsledger check{command}`" if errors else None


def open_quietly(ctx: click.Context, on: date | None) -> Opened:
    """The ledger, without a word about its errors. Raises Refusal if it cannot be read."""
    from opsledger.loading import LedgerUnreadable

    try:
        return read_ledger(ctx, on)
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None


def kept_key(mark: str, day: date, *rooms: str) -> str:
    """The key of what these rooms make of the files of a mark on a day."""
    from hashlib import blake2b

    from opsledger.cache import program

    return blake2b(f"{mark} {day} {program(rooms)}".encode(), digest_size=20).hexdigest()


def refusal_of(unreadable: Exception) -> Refusal:
    """The refusal of a ledger that cannot be read, with the first reason."""
    problems = getattr(unreadable, "problems", ())
    way_out = "`opsledger init` makes one; `opsledger -C FOLDER …` uses one that is elsewhere"
    hint = [way_out] if " is not a ledger: " in str(unreadable) else []
    return Refusal(str(unreadable), *hint, *[str(problem) for problem in problems if problem.is_error][:1])


def tell_of_inbox(ctx: click.Context) -> None:
    """Say how many loose lines wait in the inbox, if any do; of a past revision nothing is said."""
    from opsledger.source import INBOX_FILE

    root = root_of(ctx)
    if revision_asked(ctx) or not (root / INBOX_FILE).is_file():
        return
    from opsledger.capturing.inbox import waiting
    from opsledger.values.written import count_of

    number = waiting(root, today())
    if number:
        wait, them = ("wait", "them") if number > 1 else ("waits", "it")
        tell(f"{count_of(number, 'line')} {wait} in {INBOX_FILE}: `opsledger sort` places {them}")
