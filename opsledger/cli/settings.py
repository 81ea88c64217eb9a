"""`opsledger settings`."""

from __future__ import annotations

from collections.abc import Mapping

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import Rows
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import form_options
from opsledger.cli.output import emit, emit_paged, takes_unicode
from opsledger.values.visible import visible


@click.command(
    cls=Command,
    examples=(
        "opsledger settings",
        "opsledger settings --json",
    ),
)
@form_options
@click.pass_context
def settings(ctx: click.Context, form: str | None) -> None:
    """Print every setting with its default and meaning."""
    from opsledger.listing.settings import SETTINGS
    from opsledger.reporting.json_text import envelope, json_text

    rows = Rows(SETTINGS, open_ledger(ctx, None))
    if form == "csv":
        rows.show(form)
    elif form == "json":
        data = {str(row["key"]): {key: row[key] for key in ("value", "default", "summary")} for row in rows.kept}
        emit(json_text(envelope("settings", rows.opened.day, data), ascii_only=not takes_unicode()) + "\n")
    else:
        emit_paged("".join(_as_text(row) for row in rows.kept))


def _as_text(row: Mapping[str, object]) -> str:
    """A setting as it is written in opsledger.yaml, and below it what it means and what holds without it."""
    value, default = row["value"], row["default"]
    told = "the default" if value == default else f"default: {default}" if default else "no default"
    written = f"{row['key']}: {'' if value is None else visible(str(value))}".rstrip()
    return f"{written}\n    {row['summary']} ({'unset' if value is None else told})\n"
