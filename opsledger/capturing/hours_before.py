"""Hours that a project took before the ledger was kept: whether they are missing, and the lines that record them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from opsledger.editing.adding import AddLines
from opsledger.editing.edit import EditRefused
from opsledger.editing.time_blocks import block_edit
from opsledger.loading.survey import Survey
from opsledger.models.lines import FROM_MEMORY
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import WEEK
from opsledger.reading.records import record_id
from opsledger.values.characters import same_id
from opsledger.values.days import Week, read_week
from opsledger.values.duration import Minutes, write_duration
from opsledger.values.misread import Misread

_MOST_A_DAY: Minutes = 8 * 60
_STEP: Minutes = 15
_LEAST_A_WEEK: Minutes = 2 * 60
_FRIDAY = 4


def week_without(survey: Survey, project: str, began: date, today: date) -> Week | None:
    """The first week with time recorded, if a project began before it and has no time of its own; else None.

    Without any time recorded that is the week of today.
    """
    first = Week.of(today)
    for week, path in sorted(_weeks(survey)):
        sheet = survey.record(WEEK, path)
        blocks = sheet.actual if isinstance(sheet, WeekSheet) else ()
        if any(block.target and same_id(block.target.id) == same_id(project) for block in blocks):
            return None
        if not all(block.is_from_memory for block in blocks):
            first = min(first, week)
    return first if began < first.monday else None


def _weeks(survey: Survey) -> list[tuple[Week, str]]:
    found = []
    for file in survey.files(WEEK):
        with suppress(Misread):  # `check` reports a name that is not a week
            found.append((read_week(record_id(file.path)), file.path))
    return found


def spread_before(survey: Survey, project: str, minutes: Minutes, began: date, first: Week) -> list[AddLines]:
    """The edits that record hours evenly in the weeks from the beginning up to the first recorded one.

    Few hours go into the last of those weeks only. Each week gets its part on its last workdays, at most eight hours a
    day. Raises EditRefused if they do not fit.
    """
    days = _days(began, first)
    weeks = sorted({Week.of(day) for day in days})[-max(minutes // _LEAST_A_WEEK, 1) :]
    share, rest = divmod(-(-minutes // _STEP), len(weeks))
    target = project if " " not in project else f"[[{project}]]"
    edits: list[AddLines] = []
    left = minutes
    for number, week in enumerate(weeks):
        part = min(left, (share + (number < rest)) * _STEP)
        left -= part
        for day in sorted((day for day in days if Week.of(day) == week), reverse=True):
            here = min(part, _MOST_A_DAY)
            part -= here
            if here:
                edits.append(block_edit(survey, "Actual", day, (write_duration(here), target, FROM_MEMORY)))
        left += part
    if left:
        most = write_duration(len(days) * _MOST_A_DAY)
        raise EditRefused(f"between {began} and {first.monday} there is room for {most}: record the rest with `track`")
    return edits


def _days(began: date, first: Week) -> list[date]:
    """The workdays from the beginning up to the first recorded week; the day of the beginning if there is none."""
    count = (first.monday - began).days
    days = [began + timedelta(days=number) for number in range(count)]
    return [day for day in days if day.weekday() <= _FRIDAY] or [began]
