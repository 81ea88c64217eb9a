"""`opsledger take-stock`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import open_ledger
from opsledger.cli.output import asks, emit
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.cli.opening import Opened


@click.command(cls=Command, writes=True, examples=("opsledger take-stock", "opsledger take-stock --yes"))
@click.option("--yes", is_flag=True, help="Ask nothing: list what is missing, as commands to copy.")
@click.pass_context
def take_stock(ctx: click.Context, yes: bool) -> None:
    """Say what runs, what is owed, who has asked, and when you are off.

    It asks what the first review needs and no export knows: the jobs that run, with what is left of them and until
    when; invoices that are not paid; who has asked for work; days off to come; the money in the bank. Each answer is
    one line in your own words, such as `Brand for Willow Bakery, 6400 fixed, 20 of 50h done, due 18 Dec`. What was
    understood is shown and written at once. Enter goes on, and `undo` takes the last answer back and asks again.

    Jobs in the ledger are asked for what they lack. Run it again whenever the ledger has fallen behind. Without a
    terminal, and with --yes, it lists what is missing.
    """
    opened = open_ledger(ctx, None)
    if yes or not asks():
        emit("".join(f"{visible(line)}\n" for line in _missing(opened)))
        return
    from opsledger.cli.stock_taking import StockTaking

    StockTaking(ctx, opened).ask()


def _missing(opened: Opened) -> list[str]:
    from opsledger.capturing.stock_missing import missing_lines

    return list(missing_lines(opened.standing)) or ["Nothing is missing: `opsledger review` has what it needs."]
