"""`opsledger leads`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import DAY, list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger leads --open",
        "opsledger leads --stage proposal --stage verbal --on 2026-11-20",
        "opsledger leads --stale",
        "opsledger leads --source referral --since 2026-01-01 --csv",
        "opsledger leads --on 2026-11-20 --json",
    ),
)
@click.option("--stage", "stages", multiple=True, help="Only leads in this stage; may be given again.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    shell_complete=complete_values("leads", "source"),
    help="Only leads from this source.",
)
@click.option(
    "--client",
    "clients",
    multiple=True,
    shell_complete=complete_values("leads", "client"),
    help="Only leads of this client.",
)
@click.option("--open/--closed", "is_open", default=None, help="Only open ones; only won, lost or declined ones.")
@click.option("--stale", is_flag=True, default=None, help="Only open ones that wait for you.")
@click.option("--since", type=DAY, metavar="DATE", help="Only leads whose first line is of this day or later.")
@list_options
@click.pass_context
def leads(
    ctx: click.Context,
    stages: tuple[str, ...],
    sources: tuple[str, ...],
    clients: tuple[str, ...],
    is_open: bool | None,
    stale: bool | None,
    since: date | None,
    on: date | None,
    form: str | None,
) -> None:
    """List the leads: stage, age, value and next step."""
    from opsledger.models.records import CLOSINGS

    rows = rows_of(ctx, "leads", on)
    rows.having("stage", stages, (*rows.opened.ledger.settings.stages, *CLOSINGS))
    rows.having("source", sources).having("client", clients)
    rows.being("open", is_open).being("stale", stale or None).between("first", since).show(form)
