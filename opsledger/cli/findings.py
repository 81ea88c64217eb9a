"""`opsledger findings`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import on_option
from opsledger.cli.output import emit, takes_unicode


@click.command(
    cls=Command,
    examples=("opsledger findings", "opsledger findings --on 2026-11-20", "opsledger findings --on 2026-11-20 --json"),
)
@on_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def findings(ctx: click.Context, on: date | None, as_json: bool) -> None:
    """List what to do next, the most important first.

    The review shows at most seven of them. Here are all of them, including those that it leaves out: what you
    decided on or dropped, and what it has said three times without it getting worse.
    """
    from opsledger.reporting.json_text import envelope, json_text
    from opsledger.reporting.review import finding_lines, findings_data
    from opsledger.reviewing.build import build_review

    opened = open_ledger(ctx, on)
    review = build_review(opened.ledger, opened.day, track_record="")
    if as_json:
        data = envelope("findings", opened.day, findings_data(review))
        emit(json_text(data, ascii_only=not takes_unicode()) + "\n")
        return
    emit("".join(f"{line}\n" for line in finding_lines(review)) or "Nothing asks for a decision.\n")
