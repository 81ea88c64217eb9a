"""`opsledger settings`."""

from __future__ import annotations

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import Rows
from opsledger.cli.opening import open_ledger
from opsledger.cli.output import emit, takes_unicode


@click.command(
    cls=Command,
    examples=(
        "opsledger settings",
        "opsledger settings --json",
    ),
)
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.pass_context
def settings(ctx: click.Context, form: str | None) -> None:
    """Print every setting: what the ledger says, the default, and what it means."""
    from opsledger.listing.settings import SETTINGS
    from opsledger.reporting.json_text import envelope, json_text

    rows = Rows(SETTINGS, open_ledger(ctx, None))
    if form != "json":
        rows.show(form)
        return
    data = {str(row["key"]): {key: row[key] for key in ("value", "default", "summary")} for row in rows.kept}
    emit(json_text(envelope("settings", rows.opened.day, data), ascii_only=not takes_unicode()) + "\n")
