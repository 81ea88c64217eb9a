"""`opsledger start`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.blocks import complete_targets, with_target
from opsledger.cli.commands import Command
from opsledger.cli.edits import refusing, survey_ledger
from opsledger.cli.options import TIME, clock_of
from opsledger.cli.output import Refusal, emit, tell

if TYPE_CHECKING:
    from opsledger.values.clock import Clock


@click.command(
    cls=Command,
    writes=True,
    examples=("opsledger start harbor-ortho-website build", "opsledger start admin --at 9:15"),
)
@click.argument("words", metavar="TARGET [TASK] [TEXT]", nargs=-1, required=True, shell_complete=complete_targets)
@click.option("--at", type=TIME, metavar="TIME", help="When it began today, such as 9:15.  [default: now]")
@click.pass_context
def start(ctx: click.Context, words: tuple[str, ...], at: int | None) -> None:
    """Start timing what you do; `opsledger stop` writes it down.

    What is being timed is kept outside the ledger, in your own state folder, so no half line is ever committed. It
    survives a crash and a restart. Only one thing is timed at a time. What could not be written at the end is
    refused now: an unknown target, or a time that another block has.
    """
    from opsledger.capturing.blocks import block_words
    from opsledger.editing.performing import perform
    from opsledger.editing.stopwatch import Timed, begin, timed_now
    from opsledger.editing.time_blocks import block_edit
    from opsledger.values.clock import blocks_between

    survey = survey_ledger(ctx)
    running = timed_now(survey.root)
    if running:
        since = f"{running.began:%H:%M on %Y-%m-%d}"
        raise Refusal(f"`{running.words[0]}` has been timed since {since}: run `opsledger stop` first")
    clock = clock_of(ctx)
    began = (clock.now() if at is None else _last_before(clock, at)).replace(second=0, microsecond=0)
    typed = block_words(survey, ("1m", *words), began.date(), back=True)
    words = tuple(with_target(typed.words, typed.targets)[1:]) or words
    ((day, time),) = blocks_between(began, began + timedelta(minutes=1), clock)[:1]
    with refusing("Nothing is being timed."):
        perform(survey, [block_edit(survey, "Actual", day, [time, *words])], "", dry_run=True)
        begin(survey.root, Timed(began, words))
    emit(f"{began:%H:%M} {' '.join(words)}\n")


def _last_before(clock: Clock, minutes: int) -> datetime:
    """The last moment of today, up to now, at which the clock shows a time of day. Raises Refusal."""
    now = clock.now()
    shown = f"{minutes // 60:02d}:{minutes % 60:02d}"
    moments = clock.moments(now.date(), minutes)
    if not moments:
        raise Refusal(f"there is no {shown} on {now.date()}: the clocks go forward then")
    past = [moment for moment in moments if moment <= now]
    if not past:
        raise Refusal(f"{shown} is in the future")
    if len(past) > 1:
        tell(f"the clock shows {shown} twice on {now.date()}: the second one is used")
    return past[-1]
