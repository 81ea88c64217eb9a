"""`opsledger website`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger website --live",
        "opsledger website --type testimonial --on 2026-11-20",
        "opsledger website --client harbor-dental --json",
    ),
)
@click.option("--type", "types", multiple=True, help="Only items of this type, such as case-study.")
@click.option(
    "--client",
    "clients",
    multiple=True,
    shell_complete=complete_values("website", "client"),
    help="Only items that show this client.",
)
@click.option("--live/--not-live", "is_live", default=None, help="Only what is live; only what is not.")
@list_options
@click.pass_context
def website(
    ctx: click.Context,
    types: tuple[str, ...],
    clients: tuple[str, ...],
    is_live: bool | None,
    on: date | None,
    form: str | None,
) -> None:
    """List what the website shows, and how old it is."""
    from opsledger.reading.kinds import ITEM_TYPES

    rows = rows_of(ctx, "website", on).having("type", types, ITEM_TYPES).having("client", clients)
    rows.being("live", is_live).show(form)
