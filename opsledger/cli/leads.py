"""`opsledger leads`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import Rows, complete_values, rows_of
from opsledger.cli.options import DAY, list_options
from opsledger.cli.output import tell
from opsledger.values.written import count_of


@click.command(
    cls=Command,
    examples=(
        "opsledger leads",
        "opsledger leads --all",
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
@click.option("--all", "every", is_flag=True, help="Closed ones too, below the open ones.")
@click.option("--stale", is_flag=True, default=None, help="Only open ones in which it is your move.")
@click.option("--since", type=DAY, metavar="DATE", help="Only leads whose first line is on this day or later.")
@list_options
@click.pass_context
def leads(
    ctx: click.Context,
    stages: tuple[str, ...],
    sources: tuple[str, ...],
    clients: tuple[str, ...],
    is_open: bool | None,
    every: bool,
    stale: bool | None,
    since: date | None,
    on: date | None,
    form: str | None,
) -> None:
    """List the leads: stage, next step, value and age.

    Those that need you most come first. Closed ones are left out of the table unless you ask for them with --all,
    --closed, --stage or --since. JSON and CSV include them all.
    """
    from opsledger.listing.leads import by_need
    from opsledger.models.leads import CLOSINGS

    rows = rows_of(ctx, "leads", on)
    rows.having("stage", stages, (*rows.opened.ledger.settings.stages, *CLOSINGS))
    rows.having("source", sources).having("client", clients)
    rows.being("open", is_open).being("stale", stale or None).between("first", since)
    if form is None:
        rows.kept = by_need(rows.kept)
        if not (every or stages or since or is_open is not None):
            _leave_out_closed(rows)
    rows.show(form)


def _leave_out_closed(rows: Rows) -> None:
    """Keep open leads alone, and say how many others there are."""
    closed = sum(not row["open"] for row in rows.kept)
    rows.being("open", True)
    if closed:
        tell(f"{count_of(closed, 'closed lead')} left out: --all shows them")
