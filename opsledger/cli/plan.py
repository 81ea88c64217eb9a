"""`opsledger plan`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.blocks import add_block, complete_targets
from opsledger.cli.commands import Command
from opsledger.cli.day_off import take_day_off
from opsledger.cli.edits import dry_run_option
from opsledger.cli.options import DAY
from opsledger.cli.output import Refusal


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger plan Wed 16:00-17:00 sales call two --on 2026-11-20",
        "opsledger plan 2026-12-01 9:00-12:00 harbor-ortho-website testing",
        "opsledger plan Thu off --on 2026-12-04 --dry-run",
        "opsledger plan 2026-11-26 off dentist --move 2026-11-27 --dry-run",
    ),
)
@click.argument(
    "words", metavar="[DAY] TIME TARGET [TASK] [TEXT]", nargs=-1, required=True, shell_complete=complete_targets
)
@click.option("--on", type=DAY, metavar="DATE", help="The day from which DAY is looked for.  [default: today]")
@click.option("--clear", is_flag=True, help="With `off`: drop what is planned on that day.")
@click.option("--move", "move", metavar="DAY", help="With `off`: move what is planned on that day to another one.")
@dry_run_option
@click.pass_context
def plan(
    ctx: click.Context, words: tuple[str, ...], on: date | None, clear: bool, move: str | None, dry_run: bool
) -> None:
    """Plan time you mean to spend, in its week.

    DAY is a date or a day's name: `Mon` is today if it is Monday, or else next Monday. TIME and TARGET are those of
    `opsledger track`. `opsledger plan Thu off` takes the day off, and asks on a terminal whether to drop or move
    what is planned on it.

    A week without a file gets one; `opsledger new week` makes one with the plan of schedule.md. A client's project
    inside a `client` block of that plan takes its time from the block, and the rest of the block stays. What
    overlaps any other block is not written.
    """
    if take_day_off(ctx, words, on, clear=clear, move=move, dry_run=dry_run):
        return
    if clear or move:
        raise Refusal("--clear and --move need a day off, as in `opsledger plan Thu off --clear`")
    add_block(ctx, "plan", "Plan", words, on, dry_run=dry_run)
