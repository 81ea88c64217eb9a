"""The page that holds every command's help: `python -m tests.docs_commands --write` brings it up to date."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from opsledger.cli.program import program
from tests.docs_format import table

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
WRITE = "python -m tests.docs_commands --write"
_WIDTH = 100

_HEAD = f"""\
# Commands

Every command in a line; below, what is true of all of them; then what `opsledger COMMAND --help` says. For example,
`opsledger -C my-ledger leads --open --json` prints the open leads of the ledger in `my-ledger` as JSON. The page is
generated: after a change run `{WRITE}`.

%(table)s
`-C DIR` names the ledger's folder. Commands that read take `--on DATE`, and show the ledger as it stood at the end of
that day. With `--at REV` they show it as committed in git ([git.md](git.md)). A ledger with errors is shown as far as
it can be read; one line on standard error says how many there are, and `opsledger check` shows them.

Output is a table on a terminal and aligned text elsewhere; `--json` and `--csv` are for other programs. On a
terminal, `NO_COLOR` turns colours off. A list longer than the screen opens in the pager that `PAGER` names, by
default `less`; an empty `PAGER` or `cat` means no pager. If `LESS` is not set, `less` gets `FRX`, as from git. If you
set it, colours need its `R`. Any other pager gets plain text.

Commands that change files print each line they wrote as `FILE:LINE: TEXT`, and with `--dry-run` the difference
instead. They change nothing if the result would have a new error, if the file cannot be read as a whole, or if an
editor keeps saving it. What is odd, but not an error, is written and reported on standard error. `undo` takes back
the last change.

Two things are kept outside the ledger: what `undo` needs, and what `start` has begun. They are in the folder that
`XDG_STATE_HOME` names, by default `~/.local/state`. Results that take long to work out are in `XDG_CACHE_HOME`, by
default `~/.cache`. macOS and Windows have places of their own for both. A folder is not used if its path is not
absolute, if it belongs to another user, or if others may write to it. Without it, edits still work and say that
`undo` cannot take them back. If you rename or move a ledger, it keeps its state; a copy begins without one.

Only one command at a time writes to a ledger, whoever runs it: the ledger's folder is locked. On a network drive the
lock holds for the commands of one machine; even there, a file saved in the meantime is never replaced. A file is
written next to the old one, synced and put in its place, with the same mode, owner, access lists and extended
attributes. A file with a second name (a hard link) is refused, because that name would keep the old content.

| exit code | means |
|---|---|
| 0 | done |
| 1 | `check` found an error (with `--strict` a warning too); `review --check`: out of date; a merge left a conflict |
| 2 | the command line is wrong, what it asks for is refused, or no ledger can be read; standard output is empty |
"""


def commands_page() -> str:
    """The page as it should be."""
    return _HEAD % {"table": commands()} + "".join(_section(context) for context in contexts())


def commands() -> str:
    """Every command with what it does, as a table."""
    context = click.Context(program)
    commands = ((name, program.get_command(context, name)) for name in program.list_commands(context))
    rows = [
        (f"[`{name}`](#opsledger-{name})", command.get_short_help_str(limit=120))
        for name, command in commands
        if command is not None and not command.hidden
    ]
    return table(("command", "does"), rows)


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
