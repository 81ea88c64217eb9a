"""The page that holds every command's help: `python -m tests.docs_commands --write` brings it up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from opsledger.cli.program import program

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
WRITE = "python -m tests.docs_commands --write"
_WIDTH = 100

_HEAD = f"""\
# Commands

What `opsledger COMMAND --help` says, for every command. The page is generated: after a change run
`{WRITE}`.

Every command that reads takes `--on DATE` and shows the ledger as it stood at the end of that day, and `--at REV` and
shows it as committed in git ([git.md](git.md)). A ledger with
errors is shown as far as it can be read, with one line about them on standard error; `opsledger check` tells which they
are. Standard output is a table on a terminal and aligned text off it; `--json` and `--csv` are for other programs.
On a terminal, colours are left out if `NO_COLOR` is set, and a list longer than the screen comes in a pager: the one
that `PAGER` names, by default `less`, and none if `PAGER` is empty or `cat`. If `LESS` is not set, `less` gets `FRX` as
from git. If it is set, it stays, and colours need its `R`; any other pager gets plain text.

Commands that change files print each line they wrote as `FILE:LINE: TEXT`, and with `--dry-run` the difference instead.
They change nothing where the result would have an error that was not there before, where the file cannot be read as a
whole, or where an editor keeps saving it. What is odd, but no error, is written and reported on standard error. `undo`
takes back the last of them.

What commands keep for `undo`, and what `start` has begun, is the user's state. It stands in the folder that
`XDG_STATE_HOME` names, by default `~/.local/state`; results that take time to work out stand in that of
`XDG_CACHE_HOME`, by default `~/.cache`. macOS and Windows have places of their own for both. A folder is not used if
its path is not absolute, if it belongs to another user, or if others may write to it. Without a state, edits still
work and say that `undo` cannot take them back. A ledger that is renamed or moved keeps its state; a copy begins
without one.

One command at a time writes to a ledger, whoever runs it: the lock is on the ledger's folder. On a network drive it
holds for the commands of one machine, and what protects there is that a file saved in the meantime is never replaced.
A file is written next to the old one, synced and then put in its place, with the same mode, owner, access lists and
extended attributes. A file with a second name (a hard link) is refused, since that name would keep the old content.

| exit code | means |
|---|---|
| 0 | done |
| 1 | `check` found an error (with `--strict` a warning too); `review --check`: out of date; a merge left a conflict |
| 2 | the command line is wrong, what it asks for is refused, or no ledger can be read; standard output is empty |
"""


def commands_page() -> str:
    """The page as it should be."""
    return _HEAD + "".join(_section(context) for context in contexts())


def contexts(context: click.Context | None = None) -> Iterator[click.Context]:
    """A context for each command, a group before what is in it."""
    if context is None:
        context = click.Context(program, info_name="opsledger", terminal_width=_WIDTH, **program.context_settings)
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                options = {**inner.context_settings}
                yield from contexts(click.Context(inner, info_name=name, parent=context, **options))


def _section(context: click.Context) -> str:
    return f"\n## {context.command_path.replace(' [OPTIONS]', '')}\n\n```text\n{context.get_help()}\n```\n"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(commands_page(), encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(commands_page())
