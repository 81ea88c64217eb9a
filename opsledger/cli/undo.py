"""`opsledger undo`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import difference, dry_run_option, refused, told
from opsledger.cli.opening import root_of
from opsledger.cli.output import emit, tell


@click.command(cls=Command, examples=("opsledger undo --dry-run", "opsledger undo"))
@dry_run_option
@click.pass_context
def undo(ctx: click.Context, dry_run: bool) -> None:
    """Take back what the last command wrote.

    The files get back what they held before, if they are still as the command left them; where you have changed them
    since, nothing is taken back. Run it again for the command before that one. Reviews are written anew instead.
    """
    from opsledger.editing.undoing import take_back

    with refused("nothing is taken back"):
        entry, changes = take_back(root_of(ctx), dry_run=dry_run)
    emit("".join(map(difference if dry_run else told, changes)))
    tell(f"{'this would take' if dry_run else 'took'} back: {entry.command}")
