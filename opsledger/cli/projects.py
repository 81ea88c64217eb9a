"""`opsledger projects`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import DAY, list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger projects --open",
        "opsledger projects --status delivered --since 2026-01-01",
        "opsledger projects --client harbor-dental --csv",
        "opsledger projects --billing retainer --on 2026-11-20 --json",
    ),
)
@click.option("--status", "statuses", multiple=True, help="Only projects in this state; may be given again.")
@click.option(
    "--client",
    "clients",
    multiple=True,
    shell_complete=complete_values("projects", "client"),
    help="Only projects of this client.",
)
@click.option("--billing", "billings", multiple=True, help="Only projects paid for in this way.")
@click.option("--open/--closed", "is_open", default=None, help="Only open ones; only finished ones.")
@click.option("--since", type=DAY, metavar="DATE", help="Only projects whose first line is on this day or later.")
@list_options
@click.pass_context
def projects(
    ctx: click.Context,
    statuses: tuple[str, ...],
    clients: tuple[str, ...],
    billings: tuple[str, ...],
    is_open: bool | None,
    since: date | None,
    on: date | None,
    form: str | None,
) -> None:
    """List the projects: hours, promises and money.

    Hours are spent, sold and left. A retainer shows those of the day's calendar month.
    """
    from opsledger.models.projects import STATUSES
    from opsledger.reading.kinds import BILLINGS

    rows = rows_of(ctx, "projects", on)
    rows.having("status", statuses, STATUSES).having("billing", billings, BILLINGS).having("client", clients)
    rows.being("open", is_open).between("first", since).show(form)
