"""Placing the inbox: which lines go where, which stay and why, and doing it in one edit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from opsledger.capturing.inbox import InboxLine, read_inbox
from opsledger.capturing.names import Called
from opsledger.capturing.placed import PlacedOff, WhyLeft
from opsledger.capturing.placing import Placing
from opsledger.editing.edit import ChangedFile, Edit, EditRefused
from opsledger.editing.journal import FileEdit, content_of
from opsledger.editing.performing import perform
from opsledger.editing.planning import planned_change
from opsledger.editing.settings_line import time_off_edit
from opsledger.loading.survey import Survey
from opsledger.models.ledger import Ledger
from opsledger.models.settings import FILE
from opsledger.source import INBOX_FILE
from opsledger.values.days import Interval

Choose = Callable[[InboxLine, Sequence[Called]], Called | None]


class Sorted(NamedTuple):
    """A line that has a place: the edit, if it is not the settings', and the line as the ledger will have it."""

    line: InboxLine
    edit: Edit | None
    path: str
    written: str


class StayingLine(NamedTuple):
    """A line that stays in the inbox, and why."""

    line: InboxLine
    reason: str


class SortingPlan(NamedTuple):
    """What becomes of each line, and the inbox before and after. beside: the settings, if they get days off."""

    sorted: tuple[Sorted, ...]
    kept: tuple[StayingLine, ...]
    inbox: FileEdit
    beside: tuple[FileEdit, ...] = ()


def plan_sorting(survey: Survey, ledger: Ledger, base: date, choose: Choose | None = None) -> SortingPlan | None:
    """Where every line of the inbox belongs; None without an inbox.

    choose: asked which of some records a line means; without it such a line stays. Each line is planned together with
    those before it, so that of two that get in each other's way the second stays. Raises EditRefused when the inbox is
    not UTF-8, and OSError.
    """
    data = content_of(survey.root, INBOX_FILE)
    if data is None:
        return None
    try:
        inbox = read_inbox(data, base)
    except UnicodeDecodeError as fault:
        raise EditRefused(f"{INBOX_FILE} is not UTF-8 at byte {fault.start}: save it as UTF-8") from None
    placing = Placing(survey, ledger, base)
    done: list[Sorted] = []
    kept: list[StayingLine] = []
    by_path: dict[str, list[Edit]] = {}
    off: list[Interval] = []
    beside: tuple[FileEdit, ...] = ()
    for line in inbox.lines:
        placed = placing.place(line.text, line.day)
        if isinstance(placed, WhyLeft) and placed.choices and choose:
            chosen = choose(line, placed.choices)
            placed = placing.place(line.text, line.day, chosen) if chosen else placed
        if isinstance(placed, WhyLeft):
            kept.append(StayingLine(line, placed.reason))
            continue
        if isinstance(placed, PlacedOff):
            settings = time_off_edit(survey.settings_source, [*off, placed.days])
            if settings is None:
                kept.append(StayingLine(line, f"add `{placed.days}` to `time_off` in {FILE}"))
                continue
            off.append(placed.days)
            beside = (settings,)
            done.append(Sorted(line, None, FILE, f"time_off {placed.days}"))
            continue
        edit = placed.edit
        group = by_path.get(edit.path, [])
        try:
            change = planned_change(survey, edit.path, [*group, edit], base)
        except EditRefused as refused:
            kept.append(StayingLine(line, _reason(refused)))
            continue
        by_path[edit.path] = [*group, edit]
        written = change.shown[-1].text.strip() if change.shown else _new_record(edit.new_text or line.text)
        done.append(Sorted(line, edit, edit.path, written))
    after = inbox.without({one.line.number for one in done}).encode()
    return SortingPlan(tuple(done), tuple(kept), FileEdit(INBOX_FILE, data, after), beside)


def sort_inbox(survey: Survey, plan: SortingPlan, command: str, base: date) -> tuple[ChangedFile, ...]:
    """Write each line to its place and take it out of the inbox, all of it or none. Raises as `perform` does."""
    edits = [one.edit for one in plan.sorted if one.edit]
    return perform(survey, edits, command, base, beside=[*plan.beside, plan.inbox])


def _new_record(text: str) -> str:
    """A new record in one line: its front matter, then its log."""
    lines = [line.strip() for line in text.splitlines()]
    return ", ".join(line for line in lines if line and line != "---" and not line.startswith("#"))


def _reason(refused: EditRefused) -> str:
    """Why a line cannot be written: the first fault it would bring, in its own words."""
    problem = next(iter(refused.problems), None)
    if problem is None:
        return str(refused)
    return f"{problem.message}" + (f" ({problem.hint})" if problem.hint else "")
