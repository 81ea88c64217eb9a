"""`opsledger team`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger team",
        "opsledger team --task build --active",
        "opsledger team --on 2026-11-20 --json",
    ),
)
@click.option(
    "--task",
    "tasks",
    multiple=True,
    shell_complete=complete_values("team", "tasks"),
    help="Only those who can take over this task.",
)
@click.option("--active/--paused", "is_active", default=None, help="Only active ones; only paused ones.")
@list_options
@click.pass_context
def team(ctx: click.Context, tasks: tuple[str, ...], is_active: bool | None, on: date | None, form: str | None) -> None:
    """List the subcontractors: what they can do, and their rates."""
    rows_of(ctx, "team", on).having("tasks", tasks).being("active", is_active).show(form)
