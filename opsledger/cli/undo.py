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
    since, nothing is taken back. What `opsledger stop` had ended is timed again. Run it again for the command before
    that one. Reviews are written anew instead.
    """
    from opsledger.editing.stopwatch import read_timed, timed_now
    from opsledger.editing.undoing import take_back

    root = root_of(ctx)
    with refused("nothing is taken back"):
        entry, changes = take_back(root, dry_run=dry_run)
        running = read_timed(entry.timed) if entry.timed else None
        goes_on = running is not None and timed_now(root) in ((None, running) if dry_run else (running,))
    emit("".join(map(difference if dry_run else told, changes)))
    tell(f"{'this would take' if dry_run else 'took'} back: {entry.command}")
    if running and goes_on:
        since = f"{running.began:%H:%M on %Y-%m-%d}"
        tell(f"`{running.words[0]}` {'would be' if dry_run else 'is'} being timed again since {since}")
