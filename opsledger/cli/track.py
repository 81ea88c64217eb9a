"""`opsledger track`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.blocks import add_block, complete_targets
from opsledger.cli.commands import Command
from opsledger.cli.edits import dry_run_option
from opsledger.cli.options import LOOSE_DAY


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger track 9:00-10:30 harbor-ortho-website build",
        "opsledger track Tue 1h30m admin two letters --on 2026-11-27",
        "opsledger track 2026-11-09/2026-11-13 38h harbor-ortho-website build",
        "opsledger track 2026-11-19 16:00-17:30 northlight-portfolio writing --dry-run",
    ),
)
@click.argument(
    "words", metavar="[DAY] TIME TARGET [TASK] [TEXT]", nargs=-1, required=True, shell_complete=complete_targets
)
@click.option("--on", type=LOOSE_DAY, metavar="DATE", help="The day it was done.  [default: today]")
@dry_run_option
@click.pass_context
def track(ctx: click.Context, words: tuple[str, ...], on: date | None, dry_run: bool) -> None:
    """Record time you spent, in its week.

    TIME is `9:00-10:30`, or `1h30m` without a time of day. TARGET is a project, a lead, an area of the settings, or
    `client`. DAY is a date or a day's name: `Tue` is today if it is Tuesday, or else last Tuesday. A week without a
    file gets one. What overlaps another block is not written.

    Several days, such as `2026-11-09/2026-11-13`, `9.-13. Nov` or `last week`, share the hours evenly over their
    workdays.
    """
    add_block(ctx, "track", "Actual", words, on, dry_run=dry_run)
