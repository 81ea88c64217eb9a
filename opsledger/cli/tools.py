"""`opsledger tools`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import rows_of
from opsledger.cli.options import list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger tools --kept",
        "opsledger tools --job market --on 2026-11-20",
        "opsledger tools --csv",
    ),
)
@click.option("--job", "jobs", multiple=True, help="Only tools for this: deliver, communicate, market, sell or run.")
@click.option("--kept/--cancelled", "is_kept", default=None, help="Only those paid for; only cancelled ones.")
@list_options
@click.pass_context
def tools(ctx: click.Context, jobs: tuple[str, ...], is_kept: bool | None, on: date | None, form: str | None) -> None:
    """List the tools: what they cost, and your last verdict."""
    from opsledger.reading.kinds import TOOL_JOBS

    rows_of(ctx, "tools", on).having("jobs", jobs, TOOL_JOBS).being("kept", is_kept).show(form)
