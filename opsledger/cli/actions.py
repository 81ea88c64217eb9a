"""`opsledger actions`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command, Group
from opsledger.cli.edits import carry_out, dry_run_option, survey_ledger
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import LOOSE_DAY, list_options, revision_asked, today
from opsledger.cli.output import Refusal


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
    cls=Command,
    writes=True,
    examples=("opsledger actions done 2026-11-06-2", "opsledger actions done 2026-11-06-2 --on 2026-11-28"),
)
@click.argument("action", shell_complete=complete_values("actions", "id"))
@click.option("--on", type=LOOSE_DAY, metavar="DATE", help="The day it was done.  [default: today]")
@dry_run_option
@click.pass_context
def done(ctx: click.Context, action: str, on: date | None, dry_run: bool) -> None:
    """Tick the box of an action in its review's file.

    An action is named by its review's day and its number there, as the list shows it. Nothing but its line changes.
    """
    _settle(ctx, "done", action, on, dry_run=dry_run)


@actions.command(cls=Command, examples=("opsledger actions drop 2026-11-06-2",))
@click.argument("action", shell_complete=complete_values("actions", "id"))
@dry_run_option
@click.pass_context
def drop(ctx: click.Context, action: str, dry_run: bool) -> None:
    """Drop an action: its box becomes `[-]` in its review's file.

    Nothing but its line changes.
    """
    _settle(ctx, "drop", action, None, dry_run=dry_run)


def _settle(ctx: click.Context, word: str, action: str, on: date | None, *, dry_run: bool) -> None:
    """Tick or drop an action. Raises Refusal."""
    from opsledger.diagnostics import did_you_mean
    from opsledger.editing.deciding import decided_in
    from opsledger.editing.ticking import Tick

    if revision_asked(ctx):
        raise Refusal("--at reads what was committed: an action is settled now")
    survey = survey_ledger(ctx)
    decided = decided_in(survey)
    if action not in decided:
        hint = did_you_mean(action, decided) or "`opsledger actions` lists them"
        raise Refusal(f"there is no action `{action}`: {hint}")
    tick = Tick(decided[action], on or today(), drops=word == "drop")
    carry_out(survey, [tick], ["actions", word, action], dry_run=dry_run)
