"""What a command says or asks about the hours that a project took before the ledger was kept."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from opsledger.cli.edits import carry_out, refused
from opsledger.cli.options import today
from opsledger.cli.output import asks, tell

if TYPE_CHECKING:
    from opsledger.loading.survey import Survey
    from opsledger.values.days import Week
    from opsledger.values.duration import Minutes


def ask_hours_before(survey: Survey, path: str, began: date) -> None:
    """Ask on a terminal how many hours a project took before the first recorded week; elsewhere say how to record them.

    Nothing if it began later, has time recorded, or is not for a client.
    """
    from opsledger.capturing.hours_before import spread_before, week_without
    from opsledger.models.lines import FROM_MEMORY
    from opsledger.models.projects import Project
    from opsledger.reading.kinds import PROJECT

    survey.forget()
    project = survey.record(PROJECT, path)
    if not isinstance(project, Project) or project.is_internal or not project.is_open:
        return
    first = week_without(survey, project.id, began, today())
    if first is None:
        return
    if not asks():
        day, name = first.monday - timedelta(days=1), project.id if " " not in project.id else f"'[[{project.id}]]'"
        tell(
            f"it began before the first week with time recorded ({first.monday:%-d %b}), and no hours of it are known."
            f" Record them: opsledger track {max(day, began)} HOURS {name} {FROM_MEMORY}"
        )
        return
    minutes = _asked(project.title, first)
    if minutes:
        with refused():
            edits = spread_before(survey, project.id, minutes, began, first)
        carry_out(survey, edits, ["hours before", project.id])


def _asked(title: str, first: Week) -> Minutes:
    """The minutes that were done before a week, as the user says; 0 if none were."""
    from opsledger.values.duration import read_duration
    from opsledger.values.misread import Misread
    from opsledger.values.visible import visible

    question = visible(f"Hours done on {title} before {first.monday:%-d %b}")
    while True:
        answer = click.prompt(question, default="0", err=True).strip().replace(",", ".")
        try:
            return read_duration(f"{answer}h" if answer.replace(".", "", 1).isdecimal() else answer)
        except Misread as misread:
            tell(f"{misread.message} ({misread.hint})" if misread.hint else misread.message)
