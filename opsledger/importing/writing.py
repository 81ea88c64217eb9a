"""Doing what a plan says: each file is written once, as a whole, through the one way in which the ledger is edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from opsledger.editing.adding import AddLines
from opsledger.editing.creating import NewRecord
from opsledger.editing.edit import ChangedFile, Edit
from opsledger.editing.giving import GiveTime
from opsledger.editing.journal import FileEdit
from opsledger.editing.performing import perform
from opsledger.importing.plan import Addition, Plan, Taken
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


def laid_by(changed: Iterable[ChangedFile], plan: Plan) -> dict[str, bytes]:
    """By path what files hold once a plan is written."""
    laid = {file.path: file.after for file in changed} | {file.path: file.after for file in plan.beside}
    return {path: data for path, data in laid.items() if data is not None}


def as_one(plans: Sequence[Plan]) -> Plan:
    """Several plans as one, each of which rests on those before it: all of it is written, or nothing."""
    beside: dict[str, FileEdit] = {}
    for file in (file for plan in plans for file in plan.beside):
        first = beside.get(file.path)
        beside[file.path] = FileEdit(file.path, first.before, file.after) if first else file
    return Plan(
        additions=[addition for plan in plans for addition in plan.additions],
        keys=[key for plan in plans for key in plan.keys],
        taken=next((plan.taken for plan in plans if plan.taken.data is not None), Taken()),
        beside=list(beside.values()),
    )


def edits_of(plan: Plan) -> list[Edit]:
    """The edits of a plan, one for each section of a file."""
    groups: dict[tuple[str, str], list[Addition]] = {}
    for addition in plan.additions:
        if addition.within is None:
            groups.setdefault((addition.path, addition.section), []).append(addition)
    given = [edit for addition in plan.additions if (edit := _given(addition))]
    return [*given, *(edit for (path, section), group in groups.items() for edit in _edits(path, section, group))]


def _given(addition: Addition) -> GiveTime | None:
    """The edit of a block that takes the place of client time around it."""
    if addition.within is None:
        return None
    day, time = addition.within
    add = AddLines(addition.path, addition.section, addition.lines, addition.new_text)
    return GiveTime(add, day.weekday(), time)


def _edits(path: str, section: str, group: list[Addition]) -> Iterator[Edit]:
    """The edits of one section: a new record as it is, then the lines that come to it, or to one that is there."""
    if group[0].record_text is not None:
        yield NewRecord(path, group[0].record_text)
        group = group[1:]
    if lines := tuple(line for addition in group for line in addition.lines):
        yield AddLines(path, section, lines, group[0].new_text)
