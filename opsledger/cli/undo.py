"""`opsledger undo`, and what `opsledger redo` shares with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import difference, dry_run_option, refusing, told_edit
from opsledger.cli.opening import root_of
from opsledger.cli.output import Refusal, asks, emit, tell
from opsledger.values.written import count_of

if TYPE_CHECKING:
    from opsledger.editing.edit import ChangedFile


_MOST, _FIRST, _LAST = 60, 20, 5  # lines that are printed of an edit; of more the first and the last


@click.command(cls=Command, examples=("opsledger undo --dry-run", "opsledger undo"))
@click.option("--yes", is_flag=True, help="Undo it even if a later command was refused.")
@dry_run_option
@click.pass_context
def undo(ctx: click.Context, yes: bool, dry_run: bool) -> None:
    """Undo what the last command wrote.

    The files get back what they held before, if they are still as the command left them. If you have changed them
    since, nothing is undone. What `opsledger stop` ended is timed again.

    Run it again for the command before that one, and `opsledger redo` to have it again. If the last command was
    refused, it wrote nothing, and you are asked whether you mean the one before it. Reviews cannot be undone: write
    them again.
    """
    from opsledger.editing.undoing import take_back

    root = root_of(ctx)
    if not (yes or dry_run):
        _ask_about_refused(root)
    with refusing(""):
        entry, changes = take_back(root, dry_run=dry_run)
    show_turned(changes, f"{'This would undo' if dry_run else 'Undone'}: `{entry.command}`", dry_run=dry_run)
    tell_of_timing(entry.times, entry.timed, root, dry_run=dry_run)


def show_turned(changes: tuple[ChangedFile, ...], outcome: str, *, dry_run: bool) -> None:
    """Print what is taken back or made again: what would be in full, what was in its first and last lines."""
    emit("".join(map(difference, changes)) if dry_run else _shortened("".join(map(told_edit, changes)), len(changes)))
    tell(outcome)


def _shortened(told: str, files: int) -> str:
    """The lines of an edit; of very many, as of an import, the first and the last, and how many there are between."""
    lines = told.splitlines(keepends=True)
    if len(lines) <= _MOST:
        return told
    left_out = f"… {len(lines) - _FIRST - _LAST:,} more lines, of {count_of(files, 'file')} in all …\n"
    return "".join((*lines[:_FIRST], left_out, *lines[-_LAST:]))


def tell_of_timing(before: str | None, after: str | None, root: Path, *, dry_run: bool) -> None:
    """Tell of what is being timed again, and of what no longer is. before, after: the texts it is kept as."""
    from opsledger.editing.stopwatch import read_timed, stopwatch_text

    timed, ended = (read_timed(text) if text else None for text in (after, before))
    kept = stopwatch_text(root)
    if timed and kept in ((before, after) if dry_run else (after,)):
        since = f"{timed.began:%H:%M on %Y-%m-%d}"
        tell(f"`{timed.words[0]}` {'would be' if dry_run else 'is'} being timed again since {since}")
    elif ended and not after and kept == (before if dry_run else None):
        tell(f"`{ended.words[0]}` {'would no longer be' if dry_run else 'is no longer being'} timed")


def _ask_about_refused(root: Path) -> None:
    """Ask whether an older command is meant if the last one was refused. Raises Refusal if it is not."""
    from opsledger.editing.journal import last_entry, refused_since

    command, entry = refused_since(root), last_entry(root)
    if command is None or entry is None:
        return
    said = f"the last command, `{command}`, was refused and wrote nothing; the one before is `{entry.command}`"
    if not asks():
        raise Refusal(said, "Nothing was undone.", "hint: `opsledger undo --yes` undoes that one")
    tell(said)
    if not click.confirm("Undo that one?", err=True):
        raise Refusal("Nothing was undone.")
