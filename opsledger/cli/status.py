"""`opsledger status`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import open_ledger, tell_of_inbox
from opsledger.cli.options import on_option
from opsledger.cli.output import emit, has_colour, is_terminal, takes_unicode

_WIDTH = 80
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"dim": True},
    "verdict": {"bold": True},
    "soft": {"dim": True},
    "warning": {"fg": "yellow"},
}


@click.command(
    cls=Command,
    examples=("opsledger status", "opsledger status --on 2026-11-20", "opsledger status --on 2026-11-20 --json"),
)
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def status(ctx: click.Context, on: date | None, as_json: bool) -> None:
    """Show on one screen where the business stands.

    The verdict, the client hours of the coming weeks, who waits for you, and what is overdue.
    """
    from opsledger.figures.plan_ahead import current_week
    from opsledger.forecast.recalled import kept_forecast
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.status import status_data, status_lines
    from opsledger.reporting.width import wrapped
    from opsledger.reviewing.build import measured_on, review_of

    opened = open_ledger(ctx, on)
    measured = measured_on(opened.ledger, opened.day)
    review = review_of(measured, track_record="")
    ahead = measured.forecast or kept_forecast(opened.ledger, opened.day)
    if as_json:
        data = envelope("status", opened.day, status_data(review, ahead))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    columns = min(terminal_width(), 100) if is_terminal() else _WIDTH
    lines = status_lines(review, ahead, columns, current_week(measured.standing))
    styled = has_colour()
    for line in lines:
        text = wrapped(line.text, columns)
        emit((click.style(text, **_LOOKS.get(line.kind, {})) if styled else text) + "\n")
    tell_of_inbox(ctx)
