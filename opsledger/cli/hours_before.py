"""What a command says or asks about the hours that a project took before the ledger was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.edits import carry_out, refusing
from opsledger.cli.options import LOOSE_DURATION, today
from opsledger.cli.output import asks, tell
from opsledger.values.days import Interval

if TYPE_CHECKING:
    from opsledger.loading.survey import Survey
    from opsledger.values.days import Week
    from opsledger.values.duration import Minutes


def ask_hours_before(survey: Survey, path: str, began: date, said: Sequence[str]) -> None:
    """Ask on a terminal how many hours a project took before the first recorded week; elsewhere say how to record them.

    Nothing if it begins later, has time recorded, or is not for a client. said: the command that has just made the
    project, or begun it; what is answered becomes a part of its edit.
    """
    from opsledger.capturing.hours_before import week_without
    from opsledger.models.lines import FROM_MEMORY
    from opsledger.models.projects import Project
    from opsledger.reading.kinds import PROJECT
    from opsledger.values.visible import visible

    survey.forget()
    project = survey.record(PROJECT, path)
    if not isinstance(project, Project) or project.is_internal or not project.is_open:
        return
    if project.start and project.start > today():
        return
    first = week_without(survey, project.id, began, today())
    if first is None:
        return
    if not asks():
        if project.is_retainer:
            return  # its months of before are over
        days, name = Interval(began, first.monday - timedelta(days=1)), project.id
        name = name if " " not in name else f"'[[{name}]]'"
        tell(
            f"If you put hours into {visible(project.title)} before {first.monday:%-d %b}, record them:"
            f" opsledger track {days} HOURS {name} {FROM_MEMORY}"
        )
        return
    if minutes := _asked(project.title, first):
        record_hours_before(survey, path, began, minutes, said)


def record_hours_before(survey: Survey, path: str, began: date, minutes: Minutes, said: Sequence[str]) -> None:
    """Record hours that a project took, in the weeks since it began: up to the first recorded one, if it is later.

    said: as in `ask_hours_before`. Raises Refusal.
    """
    from opsledger.capturing.hours_before import first_recorded, spread_before
    from opsledger.reading.records import record_id

    survey.forget()
    with refusing():
        edits = spread_before(survey, record_id(path), minutes, began, first_recorded(survey, today()), today())
    carry_out(survey, edits, ["hours before", record_id(path)], joins=said)


def _asked(title: str, first: Week) -> Minutes:
    """The minutes that were done before a week, as the user says; 0 if none were."""
    from opsledger.values.visible import visible

    question = visible(f"Hours done on {title} before {first.monday:%-d %b}")
    return int(click.prompt(question, default="0", type=LOOSE_DURATION, err=True))
