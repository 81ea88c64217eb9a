"""`opsledger status`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from opsledger.cli.answers import KeptAnswer, answered
from opsledger.cli.commands import Command
from opsledger.cli.lists import terminal_width
from opsledger.cli.opening import errors_of, open_quietly, tell_of_inbox
from opsledger.cli.options import on_option, revision_asked
from opsledger.cli.output import emit, has_colour, is_terminal, takes_unicode, tell

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

    It shows the headline, the client hours of the coming weeks, who waits for you, and what is overdue.
    """
    columns = min(terminal_width(), 100) if is_terminal() else _WIDTH
    told = answered(ctx, on, lambda: _told(ctx, on, columns, as_json), columns, as_json, takes_unicode())
    if told["errors"]:
        tell(told["errors"])
    styled = has_colour()
    for kind, text in told["lines"]:
        emit((click.style(text, **_LOOKS.get(kind, {})) if styled else text) + "\n")
    if not as_json:
        tell_of_inbox(ctx)


def _told(ctx: click.Context, on: date | None, columns: int, as_json: bool) -> KeptAnswer:
    """What there is to tell: of the ledger's errors, and each line with its kind."""
    from opsledger.figures.plan_ahead import current_week
    from opsledger.findings.measured import measured_on
    from opsledger.forecast.recalled import kept_forecast
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.status import status_data, status_lines
    from opsledger.reporting.width import wrapped
    from opsledger.reviewing.overview import overview_of

    opened = open_quietly(ctx, on)
    errors = errors_of(opened, revision_asked(ctx))
    measured = measured_on(opened.ledger, opened.day)
    seen = overview_of(measured)
    ahead = measured.forecast or kept_forecast(opened.ledger, opened.day)
    if as_json:
        data = envelope("status", opened.day, status_data(seen, ahead))
        return {"errors": errors, "lines": [["json", json_text(data, ascii_only=not takes_unicode())]]}
    lines = status_lines(seen, ahead, columns, current_week(measured.standing))
    return {"errors": errors, "lines": [[line.kind, wrapped(line.text, columns)] for line in lines]}
