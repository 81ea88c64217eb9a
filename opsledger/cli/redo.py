"""`opsledger redo`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import dry_run_option, refusing
from opsledger.cli.opening import root_of
from opsledger.cli.undo import show_turned, tell_of_timing


@click.command(cls=Command, examples=("opsledger redo --dry-run", "opsledger redo"))
@dry_run_option
@click.pass_context
def redo(ctx: click.Context, dry_run: bool) -> None:
    """Redo what `undo` took back.

    It works if the files are still as `undo` left them. Run it again to redo the command that was undone before
    that. After another edit there is nothing to redo.
    """
    from opsledger.editing.undoing import do_again

    root = root_of(ctx)
    with refusing(""):
        entry, changes = do_again(root, dry_run=dry_run)
    show_turned(changes, f"{'This would redo' if dry_run else 'Redone'}: `{entry.command}`", dry_run=dry_run)
    tell_of_timing(entry.timed, entry.times, root, dry_run=dry_run)
