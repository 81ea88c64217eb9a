"""Days that a calendar should remind one of: promises, renewals, next steps, decisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from opsledger.figures.actions import all_actions
from opsledger.figures.standing import Standing

DATES, ACTIONS = "dates", "actions"


class DayToRemember(NamedTuple):
    """A day with what is due on it. kind, named: what tells it from others, also after it has moved to another day."""

    day: date
    kind: str
    named: str
    title: str
    file: str


def days_to_remember(standing: Standing, what: Collection[str]) -> list[DayToRemember]:
    """The days of what is still open, in order. what: `dates`, `actions`, or both."""
    found = [*(_dates(standing) if DATES in what else ()), *(_actions(standing) if ACTIONS in what else ())]
    return sorted(found)


def _dates(standing: Standing) -> Iterator[DayToRemember]:
    """The promises of open projects, and the days on which tools renew."""
    for project in standing.ledger.projects:
        if project.is_open and project.revised_promise:
            title = f"Promised: {project.title}"
            yield DayToRemember(project.revised_promise, "promise", project.file, title, project.file)
    for tool in standing.ledger.tools:
        if tool.renews and tool.renews >= standing.day:
            yield DayToRemember(tool.renews, "renewal", tool.file, f"Renews: {tool.title}", tool.file)


def _actions(standing: Standing) -> Iterator[DayToRemember]:
    """The next steps of open leads, and the open decisions that have a day."""
    for lead in standing.open_leads:
        step = lead.next_on(standing.day)
        if step and step.promised:
            title = f"{lead.title}: {step.text}" if step.text else f"{lead.title}: next step"
            yield DayToRemember(step.promised, "step", lead.file, title, lead.file)
    for action in all_actions(standing):
        if action.state == "open" and action.due:
            title = f"@{action.role.id} {action.text}"
            yield DayToRemember(action.due, "decision", action.id, title, action.span.file)
