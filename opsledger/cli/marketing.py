"""`opsledger marketing`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import DAY, list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger marketing --from 2026-11-07 --to 2026-11-20",
        "opsledger marketing --theme engage",
        "opsledger marketing --channel linkedin --csv",
    ),
)
@click.option("--from", "first", type=DAY, metavar="DATE", help="Only this day and later ones.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Only this day and earlier ones.")
@click.option("--theme", "themes", multiple=True, help="Only this theme: work, topic, win or engage.")
@click.option(
    "--channel",
    "channels",
    multiple=True,
    shell_complete=complete_values("marketing", "channel"),
    help="Only this channel.",
)
@list_options
@click.pass_context
def marketing(
    ctx: click.Context,
    first: date | None,
    last: date | None,
    themes: tuple[str, ...],
    channels: tuple[str, ...],
    on: date | None,
    form: str | None,
) -> None:
    """List your marketing, and what came of it."""
    from opsledger.models.settings import THEMES

    rows = rows_of(ctx, "marketing", on)
    rows.having("theme", themes, tuple(THEMES)).having("channel", channels).between("day", first, last).show(form)
