"""`opsledger sort`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.commands import Command
from opsledger.cli.edits import refusing, survey_ledger
from opsledger.cli.opening import open_ledger
from opsledger.cli.options import LOOSE_DAY, today
from opsledger.cli.output import asks, emit, tell
from opsledger.values.visible import visible

if TYPE_CHECKING:
    from opsledger.capturing.inbox import InboxLine
    from opsledger.capturing.names import Called
    from opsledger.capturing.sorting import SortingPlan


@click.command(
    cls=Command,
    writes=True,
    examples=(
        "opsledger sort",
        "opsledger sort --write",
        "opsledger sort --write --on 2026-11-20",
    ),
)
@click.option("--write", is_flag=True, help="Write the lines to their places and take them out of the inbox.")
@click.option("--on", type=LOOSE_DAY, metavar="DATE", help="The day of lines that name none.  [default: today]")
@click.pass_context
def sort(ctx: click.Context, write: bool, on: date | None) -> None:
    """Sort the loose lines of inbox.md: show where each belongs; --write puts it there.

    Keep inbox.md on your phone and type as it comes: `harbor call they want to start earlier`, `yesterday 2h osprey
    testing`, `paid 4750 lantern`, `linkedin engage two clinics`, `new lead Quay Bakery from referral`. A line that is
    only a day dates the lines below it. On a terminal you are asked when a name fits several records. What cannot be
    placed stays in the inbox, with the reason. `opsledger undo` puts everything back.
    """
    from opsledger.capturing.sorting import plan_sorting, sort_inbox
    from opsledger.source import INBOX_FILE

    day = on or today()
    survey = survey_ledger(ctx)
    ledger = open_ledger(ctx, day).ledger
    with refusing():
        plan = plan_sorting(survey, ledger, day, _choose if write and asks() else None)
        if plan is None:
            make = "Make one beside opsledger.yaml and type loose lines into it"
            tell(f"nothing waits: there is no {INBOX_FILE} yet. {make}")
            return
        if write and plan.sorted:
            sort_inbox(survey, plan, "sort --write", day)
    emit(_told(plan, day, written=write))
    if plan.sorted and not write:
        tell("Nothing is written yet. To write it: `opsledger sort --write`.")


def _choose(line: InboxLine, choices: Sequence[Called]) -> Called | None:
    """Ask which record a line means; None leaves the line in the inbox."""
    click.echo(visible(f"{line.text}"))
    for number, one in enumerate(choices, 1):
        click.echo(visible(f"  {number}  {one.reference}"))
    answer = click.prompt("Which one? (Enter leaves it)", default="", show_default=False).strip()
    if not answer.isascii() or not answer.isdigit() or not 1 <= int(answer) <= len(choices):
        return None
    return choices[int(answer) - 1]


def _told(plan: SortingPlan, day: date, *, written: bool) -> str:
    """Each line with its place or the reason why it stays, and how many there are of each."""
    from opsledger.capturing.said_days import contradicted_weekdays
    from opsledger.capturing.words import line_words

    lines = []
    for one in plan.sorted:
        lines.append(f"inbox.md:{one.line.number}: {one.line.text}")
        lines += [f"    {said}" for said in contradicted_weekdays(line_words(one.line.text), day)]
        lines.append(f"    {'written to' if written else 'goes to'} {one.path}: {one.written}")
    for kept in plan.kept:
        lines.append(f"inbox.md:{kept.line.number}: {kept.line.text}")
        lines.append(f"    stays: {kept.reason}")
    placed, left = len(plan.sorted), len(plan.kept)
    if not placed and not left:
        lines.append("the inbox is empty")
    else:
        lines.append(f"{placed} {'placed' if written else 'can be placed'}, {left} {'stay' if left != 1 else 'stays'}")
    return "".join(f"{visible(line)}\n" for line in lines)
