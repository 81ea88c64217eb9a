"""What the commands that write blocks of time share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

from opsledger.cli.edits import carry_out, refused, survey_ledger
from opsledger.cli.options import today
from opsledger.cli.output import Refusal, tell

if TYPE_CHECKING:
    from opsledger.editing.edit import ChangedFile
    from opsledger.loading.survey import Survey


def add_block(
    ctx: click.Context, command: str, section: str, words: Sequence[str], on: date | None, *, dry_run: bool
) -> None:
    """Add a block to a week's Plan or Actual and print it. Raises Refusal."""
    from opsledger.editing.time_blocks import block_edit, day_fault, meant_day, plan_edit

    base = on or today()
    day = meant_day(words[0], base, back=section == "Actual")
    if day is None and (fault := day_fault(words[0])):
        raise Refusal(fault)
    rest = words[1:] if day else words
    if not rest:
        raise Refusal("what is missing is the time and what it is for: `9:00-10:30 TARGET`")
    survey = survey_ledger(ctx)
    with refused():
        plans = section == "Plan"
        edit = plan_edit(survey, day or base, rest) if plans else block_edit(survey, section, day or base, rest)
    changes = carry_out(survey, [edit], [command, *words], dry_run=dry_run)
    tell_of_new(survey, changes, planned=plans)


def tell_of_new(survey: Survey, changes: Sequence[ChangedFile], *, planned: bool = False) -> None:
    """Tell of a week's file that was made on the way, and how it gets a plan. planned: it begins one of its own."""
    for change in changes:
        if change.is_new and change.shown:
            week, scheduled = change.path[6:-3], not planned and survey.schedule()
            how = f"; `opsledger new week {week}` adds the plan of schedule.md" if scheduled else ""
            tell(f"{change.path} is new{how}")


def complete_targets(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """A completion with what time may be for: leads, projects, areas and `client`."""
    from opsledger.reading.kinds import LEAD, PROJECT
    from opsledger.reading.records import record_id

    try:
        survey = survey_ledger(ctx)
    except (Refusal, OSError):
        return []
    ids = {record_id(file.path) for kind in (LEAD, PROJECT) for file in survey.files(kind)}
    return sorted(name for name in (*ids, *survey.settings.areas, "client") if name.startswith(incomplete))
