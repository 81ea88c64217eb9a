"""`opsledger query`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import list_options
from opsledger.cli.output import emit, emit_paged, has_colour, is_terminal, refused, takes_unicode, tell


@click.command(
    cls=Command,
    examples=(
        'opsledger query "SELECT name, stage, value_cents / 100 AS value FROM leads WHERE is_open"',
        'opsledger query "SELECT month, paid FROM money_by_month" --csv --on 2026-11-20',
    ),
)
@click.argument("question", metavar="SQL")
@list_options
@click.pass_context
def query(ctx: click.Context, question: str, form: str | None, on: date | None) -> None:
    """Query the ledger in SQL.

    For whatever no other command answers. The tables are those of `opsledger export sqlite`, made in memory: money
    in whole cents, time in whole minutes. A query cannot change anything.
    """
    from opsledger.exporting.query import QueryRefused, answer
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.tables import as_csv, as_plain, as_terminal, shown_table

    opened = open_ledger(ctx, on)
    try:
        found = answer(opened.standing, question)
    except QueryRefused as no:
        raise refused(str(no), no.hint) from None
    if form == "json":
        emit(json_text(envelope("query", opened.day, found.rows), ascii_only=not takes_unicode()) + "\n")
    elif form == "csv":
        emit(as_csv(list(found.columns), found.rows))
    elif not found.rows:
        tell("no rows")
    else:
        numbers = {name for name in found.columns if not any(isinstance(row[name], str) for row in found.rows)}
        columns = [(name, name, "number" if name in numbers else "text") for name in found.columns]
        table = shown_table(columns, found.rows)
        if is_terminal():
            emit_paged(as_terminal(table, terminal_width(), colour=has_colour()))
        else:
            emit(as_plain(table))
