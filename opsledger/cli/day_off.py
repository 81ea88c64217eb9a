"""Taking a day off in `opsledger plan`, with what is planned there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.blocks import tell_of_new
from opsledger.cli.edits import carry_out, refusing, survey_ledger
from opsledger.cli.options import today
from opsledger.cli.output import Refusal, asks, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.models.lines import Block

_CLEAR, _MOVE, _KEEP = "drop", "move", "keep"


def take_day_off(
    ctx: click.Context, words: Sequence[str], on: date | None, *, clear: bool, move: str | None, dry_run: bool
) -> bool:
    """Take a day off if that is what the words ask for; whether they do. Raises Refusal."""
    from opsledger.capturing.blocks import block_words
    from opsledger.capturing.days import PARTS_OF_DAY
    from opsledger.editing.clearing import off_edits, planned_on

    base = on or today()
    survey = survey_ledger(ctx)
    typed = block_words(survey, words, base, back=False)
    if not typed.words or typed.words[0].lower() != "off":
        return False
    at = [word.lower() for word in words].index("off")
    if part := next((word for word in words[max(at - 1, 0) : at + 2] if word.lower() in PARTS_OF_DAY), None):
        name = (typed.day or base).strftime("%a")
        raise Refusal(f"`off` takes the whole day: for the {part} write `opsledger plan {name} 13:00-17:00 off`")
    if clear and move:
        raise Refusal("use --clear or --move, not both")
    day = typed.day or base
    with refusing():
        blocks = planned_on(survey, day)
    what = _MOVE if move else _CLEAR if clear else _KEEP
    to = _day_of(move, day) if move else None
    if blocks and what == _KEEP and asks():
        what, to = _asked(day, blocks)
    taken = () if what == _KEEP else blocks
    with refusing():
        edits = off_edits(survey, day, ("off", *typed.words[1:]), taken, to)
    changes = carry_out(survey, edits, ["plan", *words, *_options(clear, move)], dry_run=dry_run)
    tell_of_new(survey, changes, planned=True)
    if blocks and what == _KEEP:
        tell(f"what is planned on {day:%A} stays; `--clear` drops it, and `--move DAY` moves it to another day")
    return True


def _options(clear: bool, move: str | None) -> list[str]:
    return ["--clear"] if clear else ["--move", move] if move else []


def _asked(day: date, blocks: Sequence[Block]) -> tuple[str, date | None]:
    """What becomes of the blocks of a day that is taken off: the user is asked."""
    for block in blocks:
        click.echo(f"  {visible(block.span.text)}", err=True)
    what = click.prompt(
        f"Planned on {day:%A}. What becomes of it?", type=click.Choice([_CLEAR, _MOVE, _KEEP]), default=_CLEAR, err=True
    )
    return what, _day_of(click.prompt("To which day?", err=True), day) if what == _MOVE else None


def _day_of(written: str, base: date) -> date:
    """The day that blocks move to: a name is that day after the one taken off. Raises Refusal."""
    from opsledger.capturing.days import take_day

    words = written.split()
    taken = take_day(words, base, back=False)
    if taken is None or taken.words != len(words):
        raise Refusal(f"`{written}` is not a day: write `Fri` or `2026-11-27`")
    if taken.value == base:
        raise Refusal("the blocks are on that day already: move them to another one")
    return taken.value
