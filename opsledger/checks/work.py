"""Time spent on a project at a time when there was nothing to do for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from opsledger.diagnostics import Diagnostic, also, at, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, LogLine
from opsledger.models.projects import Project

WORK_OUTSIDE = warning("work-outside", "Time is spent on a project before its first line or well after it closed.")

_AFTERCARE = {"delivered": timedelta(days=30), "cancelled": timedelta(0), "ended": timedelta(0)}


def check_work(ledger: Ledger) -> Iterator[Diagnostic]:
    """Actual blocks outside their project's life, reported once a week and project.

    A few things remain to be done once work is delivered: thirty days are left for them.
    """
    projects = ledger.project_by_id
    closing = {
        name: _states(project)
        for name, project in projects.items()
        if any(line.word in _AFTERCARE for line in project.log)
    }
    for sheet in ledger.weeks:
        told: set[str] = set()
        for block in sheet.actual:
            name = block.target.id if block.target else ""
            project = projects.get(name)
            if project is None or name in told or not project.log or not block.day:
                continue
            if name in closing or block.day < project.log[0].day:
                for problem in _check_block(project, block, closing.get(name, ())):
                    told.add(name)
                    yield problem


def _states(project: Project) -> list[tuple[date, LogLine]]:
    """The days of the lines that moved a project, each with the line since which it stood so."""
    states: list[tuple[date, LogLine]] = []
    for line in project.status_lines():
        states.append((line.day, states[-1][1] if states and states[-1][1].word == line.word else line))
    return states


def _check_block(project: Project, block: Block, states: Sequence[tuple[date, LogLine]]) -> Iterator[Diagnostic]:
    assert block.day is not None
    assert block.target is not None
    first = project.log[0]
    if block.day < first.day:
        message = f"time spent on `{project.id}` before its first line on {first.day}"
        yield at(WORK_OUTSIDE, block.span, message, "are the dates right?", also(first.span, "its first line"))
        return
    past = bisect_right(states, block.day, key=lambda state: state[0])
    closing = states[past - 1][1] if past else None
    if closing and closing.word in _AFTERCARE and block.day > closing.day + _AFTERCARE[closing.word]:
        message = f"time spent on `{project.id}`, {closing.word} on {closing.day}"
        hint = "if it was reopened, say so with `started` or `resumed` in its log"
        yield at(WORK_OUTSIDE, block.span, message, hint, also(closing.span, f"{closing.word} here"))
