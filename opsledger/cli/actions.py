"""`opsledger actions`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import day_option, list_options, revision_asked
from opsledger.cli.output import Refusal, emit, tell


@click.group(
    cls=Group,
    invoke_without_command=True,
    examples=(
        "opsledger actions --open",
        "opsledger actions --overdue --on 2026-11-20",
        "opsledger actions --role sales --json",
        "opsledger actions done 2026-11-06-2",
    ),
)
@click.option(
    "--role", "roles", multiple=True, shell_complete=complete_values("actions", "role"), help="Only this role's."
)
@click.option("--open/--closed", "is_open", default=None, help="Only open ones; only done and dropped ones.")
@click.option("--overdue", is_flag=True, default=None, help="Only open ones past their due day.")
@list_options
@click.pass_context
def actions(
    ctx: click.Context,
    roles: tuple[str, ...],
    is_open: bool | None,
    overdue: bool | None,
    on: date | None,
    form: str | None,
) -> None:
    """List what reviews decided, and what became of it."""
    if ctx.invoked_subcommand is not None:
        return
    rows = rows_of(ctx, "actions", on)
    rows.having("role", roles).being("open", is_open).being("overdue", overdue or None).show(form)


@actions.command(
    cls=Command, examples=("opsledger actions done 2026-11-06-2", "opsledger actions done 2026-11-06-2 --on 2026-11-28")
)
@click.argument("action", shell_complete=complete_values("actions", "id"))
@day_option
@click.pass_context
def done(ctx: click.Context, action: str, on: date | None) -> None:
    """Tick the box of an action in its review's file.

    An action is named by its review's day and its number there, as the list shows it. Nothing but its line changes.
    """
    from opsledger.diagnostics import did_you_mean
    from opsledger.editing.ticking import EditRefused, tick_action

    if revision_asked(ctx):
        raise Refusal("--at reads what was committed: an action is done now")
    opened = open_ledger(ctx, on)
    known = {each.id: each for review in opened.ledger.reviews for each in review.decisions}
    if action not in known:
        hint = did_you_mean(action, known) or "`opsledger actions` lists them"
        raise Refusal(f"there is no action `{action}`: {hint}")
    try:
        tick_action(opened.ledger.root, known[action], opened.day)
    except EditRefused as refused:
        raise Refusal(str(refused)) from None
    except OSError as fault:
        raise Refusal(f"{known[action].span.file} cannot be written: {fault.strerror}") from None
    emit(f"{known[action].span.file}:{known[action].span.line}\n")
    tell(f"done: {known[action].text}")
