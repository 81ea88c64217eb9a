"""`opsledger rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import (
    complete_ids,
    difference,
    dry_run_option,
    emit_written,
    found,
    refusing,
    survey_ledger,
    tell_if_final,
)
from opsledger.cli.opening import refusal_of
from opsledger.cli.options import today
from opsledger.cli.output import Refusal, emit, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsledger.diagnostics import Fix
    from opsledger.language.rewriting import Rewriting


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger rename meadow-coworking meadow-house --dry-run",
        "opsledger rename jane-doe jane-roe --dry-run",
    ),
)
@click.argument("record", metavar="ID", shell_complete=complete_ids("Log"))
@click.argument("new_id", metavar="NEW-ID")
@dry_run_option
@click.pass_context
def rename(ctx: click.Context, record: str, new_id: str, dry_run: bool) -> None:
    """Rename a record, and update every place that names it.

    Its file moves, and every field, block, line and link that names it follows. Its `name` stays, and so does what
    past reviews said and froze. `opsledger undo` undoes all of it in one step.
    """
    from opsledger.editing.performing import perform
    from opsledger.editing.stopwatch import timed_now
    from opsledger.language.records import record_of
    from opsledger.language.renaming import CannotRename
    from opsledger.language.renaming import rename as renaming_of
    from opsledger.language.rewriting import errors_brought, left_names, rewriting
    from opsledger.loading import LedgerUnreadable, load
    from opsledger.reading.kinds import KINDS

    survey = survey_ledger(ctx)
    named = found(survey, record, tuple(kind for kind in KINDS if "Log" in kind.sections), KINDS)
    try:
        ledger = load(survey.root)
    except LedgerUnreadable as unreadable:
        raise refusal_of(unreadable) from None
    meant = record_of(ledger, named.path)
    if meant is None:
        raise Refusal(f"{named.path} cannot be read: `opsledger check` says why")
    timed = timed_now(survey.root)
    if timed and timed.words[0] == meant.id:
        raise Refusal(f"`{meant.id}` is being timed: `opsledger stop` first")
    try:
        renaming = renaming_of(ledger, meant, new_id)
    except CannotRename as fault:
        raise Refusal(str(fault)) from None
    files = rewriting(ledger, renaming)
    if problems := errors_brought(ledger, files, today()):
        raise Refusal("the new name would be an error", *map(str, problems[:3]), "Nothing was written.")
    if dry_run:
        emit("".join(difference(change) for change in files.changes()))
    else:
        command = visible(f"rename {record} {new_id}")
        with refusing():
            perform(survey, (), command, today(), beside=files.edits)
        emit_written(_told(renaming.edits, files))
        tell_if_final()
    for line in left_names(ledger, meant, renaming):
        tell(line)


def _told(fixes: Sequence[Fix], files: Rewriting) -> str:
    """The file that moved, and each place that names it now."""
    lines = [f"{files.path} is now {files.new_path}"]
    for place, text in files.places(fixes):
        lines.append(f"{place}: {text}")
    return "".join(f"{visible(line)}\n" for line in lines)
