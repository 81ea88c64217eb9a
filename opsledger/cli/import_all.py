"""`opsledger import all`: several exports in one go, each as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import click

from opsledger.cli.commands import Command
from opsledger.cli.import_steps import Step, planned_step, steps_of
from opsledger.cli.imports import (
    GivenFiles,
    dates_option,
    files_argument,
    pace_option,
    refusal_of_unusable,
    zone_option,
)
from opsledger.cli.opening import Opened, look_again, open_ledger, root_of
from opsledger.cli.output import asks, tell

if TYPE_CHECKING:
    from opsledger.importing.plan import Plan

_COMMAND = "import all"
_ASKED = "ics"  # what a calendar comes to hangs on what is asked before it is written


@click.command(
    "all",
    cls=Command,
    writes=True,
    examples=(
        "opsledger import all toggl.csv hubspot.csv",
        "opsledger import all jobs.csv bank.csv --column paid=Paid --write",
        'opsledger import all toggl.csv calendar.ics --map "Internal=admin" --write',
    ),
)
@files_argument
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="NAME=ID",
    help="The project, lead, area or stage for a name in the files; `-` leaves it out. May be given again.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="MEANING=COLUMN",
    help="What a column of a table means, such as `paid=Money came`; for the file that has it. May be given again.",
)
@pace_option
@dates_option
@zone_option
@click.option("--write", is_flag=True, help="Write it.  [default: ask on a terminal, else only show it]")
@click.pass_context
def import_all(
    ctx: click.Context,
    files: GivenFiles,
    pairs: GivenFiles,
    columns: GivenFiles,
    pace: str | None,
    order: str | None,
    zone: str | None,
    write: bool,
) -> None:
    """Import several exports at once, each as what it is.

    FILES are told by their columns: deals, jobs, time, a bank's table, mail, a calendar. Deals come first, since they
    know what was sold. Projects that still run are made, as with --new of the commands for time. It shows what it comes
    to, and on a terminal asks before it writes. `opsledger undo` takes all of it back.
    """
    from opsledger.cli.edits import refusing, survey_ledger
    from opsledger.importing.writing import as_one, write_plan

    opened = open_ledger(ctx, None)
    steps = list(steps_of(opened, files, order, zone, pairs, columns, pace))
    if not write:
        looked = _looked_at(ctx, opened, steps, is_asked=False)
        _show(opened, looked, written=False)
        if looked.is_nothing:
            return
        if not (asks() and click.confirm("Write all of this?", default=True, err=True)):
            tell("Nothing is written yet. To write it, add --write.")
            return
    done = _looked_at(ctx, opened, steps, is_asked=True)
    with refusing():
        write_plan(survey_ledger(ctx), as_one([part.plan for part in done.parts]), _COMMAND, opened.day)
    shown = done if write else done._replace(parts=[part for part in done.parts if part.step.kind == _ASKED])
    _show(opened, shown, written=True)
    if not done.is_nothing:
        tell("written; `opsledger undo` takes it back")
        _offer_stock(ctx)


def _offer_stock(ctx: click.Context) -> None:
    """Ask for what no export knows, such as what is left of the projects that run; elsewhere say what does."""
    from opsledger.cli.take_stock import take_stock

    look_again(ctx)
    with suppress(click.Abort):  # everything is written: breaking off here is a no
        if asks() and click.confirm("Answer what no export knows: hours left, due days, invoices?", True, err=True):
            ctx.invoke(take_stock, yes=False)
            return
    tell("Now: opsledger take-stock, which asks for what no export knows, then opsledger review --html")


class _Preview(NamedTuple):
    """What one kind of files comes to. kept: what is told of the day since which the ledger is kept."""

    step: Step
    plan: Plan
    kept: str | None

    @property
    def is_asked_about(self) -> bool:
        """Whether it is a calendar with events that may become something, once it is asked what they are."""
        return self.step.kind == _ASKED and bool(self.plan.skipped)


class _Looked(NamedTuple):
    """What all files come to. laid: by path what the ledger's files will hold."""

    parts: Sequence[_Preview]
    laid: dict[str, bytes]

    @property
    def is_nothing(self) -> bool:
        """Whether there is nothing to write."""
        return not any(part.plan.additions or part.plan.keys or part.is_asked_about for part in self.parts)


def _looked_at(ctx: click.Context, opened: Opened, steps: Sequence[Step], *, is_asked: bool) -> _Looked:
    """What importing all of it would do, each kind of files upon the ledger as those before it leave it.

    Raises Refusal.
    """
    from opsledger.cli.edits import refusing
    from opsledger.importing.kept import note_kept_since
    from opsledger.importing.plan import Unusable
    from opsledger.importing.writing import laid_by, write_plan
    from opsledger.loading.laid import load_over
    from opsledger.loading.survey import Survey

    root, parts, laid = root_of(ctx), list[_Preview](), dict[str, bytes]()
    for step in steps:
        now = Opened(load_over(root, laid), opened.day, opened.files) if laid else opened
        try:
            plan = planned_step(now, step, is_asked=is_asked)
            kept = note_kept_since(now.ledger, plan, now.day)
        except Unusable as unusable:
            raise refusal_of_unusable(unusable) from None
        plan.notes = [note for note in plan.notes if not note.startswith("--map names")]  # it may be another file's
        with refusing():
            changed = write_plan(Survey(root, laid), plan, _COMMAND, now.day, dry_run=True)
        laid |= laid_by(changed, plan)
        parts.append(_Preview(step, plan, kept))
    return _Looked(parts, laid)


def _show(opened: Opened, looked: _Looked, *, written: bool) -> None:
    """Tell what each kind of files comes to, and what all of it makes of the ledger."""
    from opsledger.cli.import_shown import show_plan
    from opsledger.figures.standing import Standing
    from opsledger.importing.coming import what_comes
    from opsledger.loading.laid import load_over

    for part in looked.parts:
        tell("")
        tell(part.step.told)
        show_plan(part.plan, written=written, also=[part.kept] if part.kept else [], without_rows=True, is_part=True)
    after = Standing(load_over(opened.ledger.root, looked.laid), opened.day)
    if looked.parts and (comes := what_comes(opened.ledger, after, [part.plan for part in looked.parts])):
        tell("")
        tell("What it comes to:")
        for line in comes:
            tell(f"  {line}")
    tell("")
