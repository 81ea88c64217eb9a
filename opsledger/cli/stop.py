"""`opsledger stop`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.blocks import tell_of_new
from opsledger.cli.commands import Command
from opsledger.cli.edits import carry_out, dry_run_option, refused, survey_ledger
from opsledger.cli.options import TIME, moment, now
from opsledger.cli.output import Refusal, tell

if TYPE_CHECKING:
    from opsledger.editing.stopwatch import Timed


@click.command(
    cls=Command,
    examples=(
        "opsledger stop",
        "opsledger stop header and footer done",
        "opsledger stop --at 17:30",
        "opsledger stop --drop",
    ),
)
@click.argument("text", metavar="[TEXT]", nargs=-1)
@click.option("--at", type=TIME, metavar="TIME", help="When it ended: the first such time after it began.")
@click.option("--drop", is_flag=True, help="Write nothing, and forget what was begun.")
@dry_run_option
@click.pass_context
def stop(ctx: click.Context, text: tuple[str, ...], at: int | None, drop: bool, dry_run: bool) -> None:
    """Write down what `opsledger start` began, up to now.

    Past midnight it becomes two blocks, each in its own day and week. Where the clock was changed in between, it
    becomes one with its duration alone. What lasted less than a minute is not written, and what lasted more than a day
    needs `--at`. Where another block is in the way nothing is written, and the time goes on.
    """
    from opsledger.editing.state import state_folder
    from opsledger.editing.stopwatch import drop_timed, timed_now
    from opsledger.editing.time_blocks import block_edit

    survey = survey_ledger(ctx)
    with refused("nothing is being timed"):
        state_folder(survey.root)
    running = timed_now(survey.root)
    if running is None:
        raise Refusal("nothing is being timed in this ledger: `opsledger start TARGET` begins it")
    blocks = [] if drop else _blocks(running, at)
    if blocks:
        with refused():
            edits = [block_edit(survey, "Actual", day, [time, *running.words, *text]) for day, time in blocks]
        changes = carry_out(survey, edits, ["stop"], dry_run=dry_run, timed=running.written())
        tell_of_new(survey, changes)
    elif not dry_run:
        with refused():
            drop_timed(survey.root, running)
        tell(f"nothing is written for {' '.join(running.words)}: {'it was dropped' if drop else 'no minute passed'}")


def _blocks(running: Timed, at: int | None) -> list[tuple[date, str]]:
    """The days and times of what was timed. Raises Refusal where it has no end that makes sense."""
    from opsledger.editing.stopwatch import LONGEST, blocks_between

    ended = now() if at is None else _first_after(running.began, at)
    since = f"{running.began:%H:%M on %Y-%m-%d}"
    if ended > now():
        raise Refusal(f"it began at {since}, and {ended:%H:%M on %Y-%m-%d} is still to come")
    if ended < running.began:
        raise Refusal(f"it began at {since}, which is later than now: was the clock set back? `opsledger stop --drop`")
    if ended - running.began > LONGEST:
        raise Refusal(f"it began at {since}, more than a day ago: say when it ended, as in `opsledger stop --at 17:30`")
    return blocks_between(running.began, ended)


def _first_after(began: datetime, minutes: int) -> datetime:
    """The first moment, from another on, at which the clock shows a time of day."""
    day = began.astimezone().date()
    first = moment(day, minutes)
    return first if first >= began else moment(day + timedelta(days=1), minutes)
