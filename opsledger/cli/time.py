"""`opsledger time`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.lists import complete_values, rows_of
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import DAY, WEEK, clock_of, list_options
from opsledger.cli.output import Refusal, emit_paged, tell

if TYPE_CHECKING:
    from opsledger.cli.opening import Opened
    from opsledger.values.days import Week


@click.command(
    cls=Command,
    examples=(
        "opsledger time --today --on 2026-11-20",
        "opsledger time --week 2026-W47",
        "opsledger time --actual --from 2026-11-01 --to 2026-11-20",
        "opsledger time --area marketing --week 2026-W47",
        "opsledger time --actual --target harbor-ortho-website --csv",
        "opsledger time --week 2026-W47 --grid",
        "opsledger time --on 2026-11-20 --json",
    ),
)
@click.option("--today", "is_today", is_flag=True, help="Only this day.")
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
@click.option("--grid", is_flag=True, help="Draw a week, hour by hour: plan above, done below.  [default: this week]")
@list_options
@click.pass_context
def time(
    ctx: click.Context,
    is_today: bool,
    week: Week | None,
    first: date | None,
    last: date | None,
    areas: tuple[str, ...],
    targets: tuple[str, ...],
    tasks: tuple[str, ...],
    plan: bool,
    actual: bool,
    grid: bool,
    on: date | None,
    form: str | None,
) -> None:
    """List planned and recorded time, block by block.

    Plans include later days.
    """
    if first and last and last < first:
        raise Refusal(f"--from {first} is later than --to {last}")
    if is_today and (week or first or last):
        raise Refusal("--today is one day: leave out --week, --from and --to")
    if grid:
        if areas or targets or tasks or plan or actual or form:
            raise Refusal("--grid draws whole days: use it only with --today, --week, --from, --to and --on")
        _draw(ctx, on, week, first, last, is_today=is_today)
        return
    rows = rows_of(ctx, "time", on)
    if is_today:
        first = last = rows.opened.day
        _tell_of_running(rows.opened)
    if plan != actual:
        rows.having("list", ("plan" if plan else "actual",))
    rows.having("area", areas).having("target", targets).having("task", tasks)
    if week:
        rows.between("day", week.monday, week.sunday)
    rows.between("day", first, last).show(form)


def _tell_of_running(opened: Opened) -> None:
    """Tell of what is being timed and not yet written down."""
    from opsledger.editing.stopwatch import timed_now
    from opsledger.values.clock import blocks_between

    clock = clock_of()
    running = timed_now(opened.ledger.root)
    if running:
        shown = ", ".join(time for _, time in blocks_between(running.began, clock.now(), clock))
        tell(f"being timed: {' '.join(running.words)} since {running.began:%H:%M} ({shown or 'just now'})")


def _draw(
    ctx: click.Context, on: date | None, week: Week | None, first: date | None, last: date | None, *, is_today: bool
) -> None:
    """Draw the days asked for, by default those of the day's own week."""
    from opsledger.reviewing.grid import block_grid
    from opsledger.values.days import Interval, Week

    opened = open_ledger(ctx, on)
    if is_today:
        first = last = opened.day
    if week is None and not (first or last):
        week = Week.of(opened.day)
    begin = max(filter(None, (week and week.monday, first)), default=date.min)
    end = min(filter(None, (week and week.sunday, last)), default=date.max)
    drawn = block_grid(opened.standing, Interval(begin, end))
    if drawn:
        emit_paged(drawn + "\n")
    else:
        tell("no time to show")
