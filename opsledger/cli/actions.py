"""`opsledger actions`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger actions --open",
        "opsledger actions --overdue --on 2026-11-20",
        "opsledger actions --role sales --json",
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
    rows = rows_of(ctx, "actions", on)
    rows.having("role", roles).being("open", is_open).being("overdue", overdue or None).show(form)
