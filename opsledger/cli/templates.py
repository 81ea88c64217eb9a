"""`opsledger templates`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.opening import root_of
from opsledger.cli.output import Refusal, emit, refused, tell


@click.group(
    cls=Group,
    invoke_without_command=True,
    examples=("opsledger templates", "opsledger templates copy review.md"),
)
@click.pass_context
def templates(ctx: click.Context) -> None:
    """List the templates, or copy one for editing.

    A template in the ledger's own folder templates/ replaces the shipped one of the same name.
    """
    from opsledger.rendering.templates import template_files
    from opsledger.reporting.width import padded, width

    if ctx.invoked_subcommand is None:
        rows = [(file.name, _where(file.is_own, file.is_shipped)) for file in template_files(root_of(ctx))]
        column = max((width(name) for name, _ in rows), default=0)
        emit("".join(f"{padded(name, column)}  {where}\n" for name, where in rows))


def _where(is_own: bool, is_shipped: bool) -> str:
    if is_own:
        return "the ledger's own, in place of the shipped one" if is_shipped else "the ledger's own"
    return "shipped"


@templates.command(cls=Command, examples=("opsledger templates copy review.md",))
@click.argument("name")
@click.pass_context
def copy(ctx: click.Context, name: str) -> None:
    """Copy a shipped template into the ledger's folder templates/."""
    from opsledger.bundled import bundled
    from opsledger.diagnostics import did_you_mean
    from opsledger.editing.door import opened
    from opsledger.rendering.templates import FOLDER, template_files

    root = root_of(ctx)
    files = {file.name: file for file in template_files(root)}
    if name not in files or not files[name].is_shipped:
        hint = did_you_mean(name, files) or "`opsledger templates` lists them"
        raise refused(f"there is no shipped template `{name}`", hint)
    if files[name].is_own:
        raise Refusal(f"{FOLDER}/{name} already exists and is not overwritten")
    try:
        with opened(root) as door:
            door.write(f"{FOLDER}/{name}", (bundled(FOLDER) / name).read_bytes(), None)
    except OSError as fault:
        raise Refusal(f"{FOLDER}/{name} cannot be written: {fault.strerror}") from None
    emit(f"{FOLDER}/{name}\n")
    tell("edit it; delete it to have the shipped one back")
