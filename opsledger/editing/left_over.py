"""What a week's plan left over: time planned for open projects and leads, and not spent."""

from __future__ import annotations

from collections import Counter
from datetime import date

from opsledger.editing.time_blocks import week_path
from opsledger.loading.survey import Survey
from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import LEAD, PROJECT, WEEK
from opsledger.reading.records import record_id
from opsledger.values.days import Week

_LEAST = 30  # minutes; less is how days go


def left_over(survey: Survey, week: Week, day: date) -> list[tuple[str, int]]:
    """The ids of open projects and leads, with the minutes that were planned in a week before a day and not spent."""
    sheet = survey.record(WEEK, week_path(survey, week))
    if not isinstance(sheet, WeekSheet):
        return []
    minutes: Counter[str] = Counter()
    for block in sheet.plan:
        if block.target and block.day and block.day < day:
            minutes[block.target.id] += block.minutes
    for block in sheet.actual:
        if block.target:
            minutes[block.target.id] -= block.minutes
    return [(name, left) for name, left in minutes.items() if left >= _LEAST and _is_open(survey, name)]


def _is_open(survey: Survey, name: str) -> bool:
    """Whether an id is that of a project or lead that is still open."""
    found = ((kind, file.path) for kind in (PROJECT, LEAD) for file in survey.files(kind))
    records = (survey.record(kind, path) for kind, path in found if record_id(path) == name)
    return any(isinstance(record, Project | Lead) and record.is_open for record in records)
