"""`opsledger start`."""

from __future__ import annotations

from datetime import timedelta

import click

from opsledger.cli.blocks import complete_targets
from opsledger.cli.commands import Command
from opsledger.cli.edits import refused, survey_ledger
from opsledger.cli.options import TIME, moment, now, today
from opsledger.cli.output import Refusal, emit


@click.command(
    cls=Command,
    examples=("opsledger start harbor-ortho-website build", "opsledger start admin --at 9:15"),
)
@click.argument("words", metavar="TARGET [TASK] [TEXT]", nargs=-1, required=True, shell_complete=complete_targets)
@click.option("--at", type=TIME, metavar="TIME", help="When it began today, such as 9:15.  [default: now]")
@click.pass_context
def start(ctx: click.Context, words: tuple[str, ...], at: int | None) -> None:
    """Begin to time what you do; `opsledger stop` writes it down.

    What is being timed is kept outside of the ledger, in your own state folder, so that no half line is ever committed;
    it outlives a crash and a restart. One thing is timed at a time. What could not be written when it ends is refused
    now: a target that is not known, or a time that another block has.
    """
    from opsledger.editing.performing import perform
    from opsledger.editing.stopwatch import Timed, begin, blocks_between, timed_now
    from opsledger.editing.time_blocks import block_edit

    survey = survey_ledger(ctx)
    running = timed_now(survey.root)
    if running:
        since = f"{running.began:%H:%M on %Y-%m-%d}"
        raise Refusal(f"`{running.words[0]}` is being timed since {since}: `opsledger stop` it first")
    began = (now() if at is None else moment(today(), at)).replace(second=0, microsecond=0)
    if began > now():
        raise Refusal(f"{began:%H:%M} is still to come")
    ((day, time),) = blocks_between(began, began + timedelta(minutes=1))[:1]
    with refused("nothing is timed"):
        perform(survey, [block_edit(survey, "Actual", day, [time, *words])], "", dry_run=True)
        begin(survey.root, Timed(began, words))
    emit(f"{began:%H:%M} {' '.join(words)}\n")
