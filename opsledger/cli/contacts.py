"""`opsledger contacts`."""

from __future__ import annotations

from datetime import date

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import rows_of
from opsledger.cli.options import list_options


@click.command(
    cls=Command,
    examples=(
        "opsledger contacts",
        "opsledger contacts --due --on 2026-11-20",
        "opsledger contacts --kind prospect --json",
    ),
)
@click.option("--kind", "kinds", multiple=True, help="Only of this kind, such as `prospect`; may be given again.")
@click.option("--due", is_flag=True, default=None, help="Only those you have not been in touch with for too long.")
@list_options
@click.pass_context
def contacts(ctx: click.Context, kinds: tuple[str, ...], due: bool | None, on: date | None, form: str | None) -> None:
    """List the people to keep in touch with, and your last contact."""
    from opsledger.reading.kinds import CONTACT_KINDS

    rows_of(ctx, "contacts", on).having("kind", kinds, CONTACT_KINDS).being("due", due or None).show(form)
