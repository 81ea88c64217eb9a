"""Doing what a plan says: each file is written once, as a whole, through the one way in which the ledger is edited."""

from __future__ import annotations

from datetime import date

from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import ChangedFile, Edit
from opsledger.editing.giving import GiveTime
from opsledger.editing.performing import perform
from opsledger.importing.plan import Addition, Plan
from opsledger.importing.taken import taken_edit
from opsledger.loading.survey import Survey


def write_plan(
    survey: Survey, plan: Plan, command: str, day: date, *, dry_run: bool = False
) -> tuple[ChangedFile, ...]:
    """Write what a plan adds and note which rows were imported; or only read it as it would be written.

    Raises EditRefused if nothing was written, LedgerBusy and OSError.
    """
    edits = edits_of(plan)
    beside = [*([taken_edit(plan.taken, plan.keys)] if plan.keys else []), *plan.beside]
    return perform(survey, edits, command, day, dry_run=dry_run, beside=beside) if edits or beside else ()


def edits_of(plan: Plan) -> list[Edit]:
    """The edits of a plan, one for each section of a file."""
    groups: dict[tuple[str, str], list[Addition]] = {}
    for addition in plan.additions:
        if addition.within is None:
            groups.setdefault((addition.path, addition.section), []).append(addition)
    given = [edit for addition in plan.additions if (edit := _given(addition))]
    return [*given, *(_edit(path, section, group) for (path, section), group in groups.items())]


def _given(addition: Addition) -> GiveTime | None:
    """The edit of a block that takes the place of client time around it."""
    if addition.within is None:
        return None
    day, time = addition.within
    add = AddLines(addition.path, addition.section, addition.lines, addition.new_text)
    return GiveTime(add, day.weekday(), time)


def _edit(path: str, section: str, group: list[Addition]) -> Edit:
    if group[0].record_text is not None:
        return NewRecord(path, group[0].record_text)
    lines = tuple(line for addition in group for line in addition.lines)
    return AddLines(path, section, lines, group[0].new_text)
