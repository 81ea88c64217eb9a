"""`opsledger money`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import on_option
from opsledger.cli.output import emit, takes_unicode


@click.command(
    cls=Command,
    examples=("opsledger money", "opsledger money --on 2026-11-20", "opsledger money --on 2026-11-20 --json"),
)
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def money(ctx: click.Context, on: date | None, as_json: bool) -> None:
    """Show the money of the coming months, and the reserve.

    From invoices: what clients owe, in the month you can expect it. Booked: what sold work will bring. Hoped for: what
    open and future leads may bring. Doubtful: what a client owes who may not pay, with what is booked for them; it is
    in no other column. JSON has `certain` too: what clients will almost surely have paid by then.
    """
    from opsledger.findings.measured import measured_on
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.money import money_data, money_lines
    from opsledger.reviewing.money import build_money

    opened = open_ledger(ctx, on)
    told = build_money(measured_on(opened.ledger, opened.day))
    if as_json:
        data = envelope("money", opened.day, money_data(told))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    emit("".join(f"{line}\n" for line in money_lines(told, opened.ledger.settings.currency, opened.day)))
