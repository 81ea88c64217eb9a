"""`opsledger explain`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.figures import complete_names, named
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import DAY, on_option
from opsledger.cli.output import Refusal, emit, emit_paged, takes_unicode


@click.command(
    cls=Command,
    examples=(
        "opsledger explain balance.cover",
        'opsledger explain "usual week" --on 2026-11-20',
        "opsledger explain inflow.win_rate --on 2026-11-20",
        "opsledger explain outflow.rate --on 2026-11-20 --json",
    ),
)
@click.argument("name", shell_complete=complete_names)
@on_option
@click.option(
    "--from",
    "since",
    type=DAY,
    metavar="DATE",
    help="The first day of the period.  [default: as `review: every` says]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def explain(ctx: click.Context, name: str, on: date | None, since: date | None, as_json: bool) -> None:
    """Explain a figure: what it means, and each line it comes from.

    Check any number of the review by hand. It shows the definition, the value, and the file, line and text of
    everything that fed it. NAME is a figure's name or what the review calls it, such as "usual week".
    """
    from opsledger.figures.standing import Standing
    from opsledger.measuring.definitions import written_definition
    from opsledger.measuring.every import measure
    from opsledger.measuring.titles import name_called
    from opsledger.models.record import LoggedRecord
    from opsledger.reporting.explanation import explanation_data, explanation_text
    from opsledger.reporting.json_text import envelope, json_text

    opened = open_ledger(ctx, on)
    if since and since > opened.day:
        raise Refusal(f"--from {since} is after {opened.day}")
    measured = measure(Standing(opened.ledger, opened.day, since))
    name = name_called(name) or name
    figure, definition = measured.get(name), written_definition(name)
    if figure is None:
        raise Refusal(f"`{name}` is not one figure but several: {', '.join(list(named(measured, [name]))[:8])}")
    if as_json:
        data = envelope("explain", opened.day, explanation_data(figure, definition))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
    else:
        called = {record.id: record.title for record in opened.ledger.records() if isinstance(record, LoggedRecord)}
        emit_paged(explanation_text(figure, definition, opened.ledger.settings.currency, called))
