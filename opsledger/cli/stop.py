"""`opsledger stop`."""

from __future__ import annotations

import shlex
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.blocks import tell_of_new
from opsledger.cli.commands import Command
from opsledger.cli.edits import carry_out, dry_run_option, refusing, survey_ledger
from opsledger.cli.options import TIME, clock_of
from opsledger.cli.output import Refusal, asks, tell
from opsledger.cli.output import refused as refusal_with

if TYPE_CHECKING:
    from opsledger.editing.stopwatch import Timed
    from opsledger.values.clock import Clock


@click.command(
    cls=Command,
    writes=True,
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
    """Stop timing, and write down what `opsledger start` began.

    Past midnight it becomes two blocks, each in its own day and week. If the clock was changed in between, or you
    have travelled, that day's block has only its duration.

    After ten hours it asks when you stopped, or you say so with `--at`. After a day only `--at` works. Less than a
    minute is not written. If another block is in the way, nothing is written and the timing goes on.
    """
    from opsledger.editing.state import state_folder
    from opsledger.editing.stopwatch import drop_timed, timed_now
    from opsledger.editing.time_blocks import block_edit

    survey = survey_ledger(ctx)
    with refusing("Nothing is being timed."):
        state_folder(survey.root)
    running = timed_now(survey.root)
    if running is None:
        raise Refusal("nothing is being timed in this ledger: `opsledger start TARGET` begins it", *_elsewhere())
    blocks = [] if drop else _blocks(running, at, clock_of(ctx))
    if blocks:
        with refusing():
            edits = [block_edit(survey, "Actual", day, [time, *running.words, *text]) for day, time in blocks]
        changes = carry_out(survey, edits, ["stop"], dry_run=dry_run, timed=running.written())
        tell_of_new(survey, changes)
    elif not dry_run:
        with refusing():
            drop_timed(survey.root, running)
        why = "It was dropped" if drop else "Under a minute passed"
        tell(f"{why}: nothing was written for {' '.join(running.words)}.")


def _elsewhere() -> list[str]:
    """What is timed in ledgers that are gone, and how it is written down."""
    from opsledger.editing.stopwatch import timed_elsewhere

    return [
        f"`{shlex.join(timed.words)}` has been timed since {_since(timed)} in {ledger}, which no longer exists:"
        " record it here with `opsledger track`"
        for ledger, timed in timed_elsewhere()
    ]


def _since(timed: Timed) -> str:
    return f"{timed.began:%H:%M on %Y-%m-%d}"


def _blocks(running: Timed, at: int | None, clock: Clock) -> list[tuple[date, str]]:
    """The days and times of what was timed. Raises Refusal if it has no end that makes sense."""
    from opsledger.editing.stopwatch import LONG, LONGEST
    from opsledger.values.clock import blocks_between

    now, since = clock.now(), _since(running)
    ended = now if at is None else _first_after(running, at, clock)
    if ended > now:
        raise Refusal(f"it began at {since}, and {ended:%H:%M on %Y-%m-%d} is in the future")
    if ended < running.began:
        raise Refusal(f"it began at {since}, which is in the future: was the clock set back? `opsledger stop --drop`")
    if ended - running.began > LONGEST:
        raise Refusal(f"it began at {since}, more than a day ago: say when it ended, as in `opsledger stop --at 17:30`")
    if at is None and ended - running.began > LONG:
        ended = _asked_end(running, ended, clock)
    return blocks_between(running.began, ended, clock)


def _asked_end(running: Timed, now: datetime, clock: Clock) -> datetime:
    """When something ended that has been timed for very long: the user is asked. Raises Refusal if nobody answers."""
    from opsledger.values.duration import write_duration

    long = write_duration(int((now - running.began) / timedelta(minutes=1)))
    if not asks():
        hint = f"say when it ended, as in `opsledger stop --at 17:30`, or `--at {now:%H:%M}` if it is only now"
        raise refusal_with(f"it began at {_since(running)}, {long} ago, and is still being timed", hint)
    question = f"It began at {_since(running)}, {long} ago. When did it end?"
    ended = _first_after(running, click.prompt(question, default=f"{now:%H:%M}", type=TIME), clock)
    if ended > now:
        raise Refusal(f"{ended:%H:%M on %Y-%m-%d} is in the future")
    return ended


def _first_after(running: Timed, minutes: int, clock: Clock) -> datetime:
    """The first moment, from the beginning on, at which the clock shows a time of day. Raises Refusal."""
    began = clock.local(running.began)
    day = began.date()
    today = clock.moments(day, minutes)
    if not today and minutes > began.hour * 60 + began.minute:
        raise Refusal(f"there is no {minutes // 60:02d}:{minutes % 60:02d} on {day}: the clocks go forward then")
    later = (*today, *clock.moments(day + timedelta(days=1), minutes))
    return next((moment for moment in later if moment >= began), began + timedelta(days=1))
