"""`opsledger time`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.options import DAY, WEEK, list_options

if TYPE_CHECKING:
    from opsledger.values.days import Week


@click.command(
    cls=Command,
    examples=(
        "opsledger time --week 2026-W47",
        "opsledger time --actual --from 2026-11-01 --to 2026-11-20",
        "opsledger time --area marketing --week 2026-W47",
        "opsledger time --actual --target harbor-ortho-website --csv",
        "opsledger time --on 2026-11-20 --json",
    ),
)
@click.option("--week", type=WEEK, metavar="WEEK", help="Only this ISO week, such as 2026-W47.")
@click.option("--from", "first", type=DAY, metavar="DATE", help="Only this day and later ones.")
@click.option("--to", "last", type=DAY, metavar="DATE", help="Only this day and earlier ones.")
@click.option("--area", "areas", multiple=True, help="Only this area; client, internal and sales are areas too.")
@click.option(
    "--target",
    "targets",
    multiple=True,
    shell_complete=complete_values("time", "target"),
    help="Only time for this project, lead or area.",
)
@click.option("--task", "tasks", multiple=True, help="Only this task.")
@click.option("--plan", is_flag=True, help="Only what was planned.")
@click.option("--actual", is_flag=True, help="Only what was done.")
@list_options
@click.pass_context
def time(
    ctx: click.Context,
    week: Week | None,
    first: date | None,
    last: date | None,
    areas: tuple[str, ...],
    targets: tuple[str, ...],
    tasks: tuple[str, ...],
    plan: bool,
    actual: bool,
    on: date | None,
    form: str | None,
) -> None:
    """List the time planned and done, block by block.

    Plans are seen whole, also those of later days.
    """
    rows = rows_of(ctx, "time", on)
    if plan != actual:
        rows.having("list", ("plan" if plan else "actual",))
    rows.having("area", areas).having("target", targets).having("task", tasks)
    if week:
        rows.between("day", week.monday, week.sunday)
    rows.between("day", first, last).show(form)
