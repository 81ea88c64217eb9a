"""Hours that a project took before the ledger was kept: whether they are missing, and the lines that record them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    for sheet in _sheets(survey).values():
        if any(block.target and same_id(block.target.id) == same_id(project) for block in sheet.actual):
            return None
    first = first_recorded(survey, today)
    return first if began < first.monday else None


def first_recorded(survey: Survey, today: date) -> Week:
    """The first week with time recorded as it was done, not from memory; else the week of today."""
    sheets = _sheets(survey).items()
    recorded = [week for week, sheet in sheets if not all(block.is_from_memory for block in sheet.actual)]
    return min([Week.of(today), *recorded])


def _sheets(survey: Survey) -> dict[Week, WeekSheet]:
    found = {}
    for file in survey.files(WEEK):
        with suppress(Misread):  # `check` reports a name that is not a week
            sheet = survey.record(WEEK, file.path)
            if isinstance(sheet, WeekSheet):
                found[read_week(record_id(file.path))] = sheet
    return found


def spread_before(
    survey: Survey, project: str, minutes: Minutes, began: date, first: Week, today: date
) -> list[AddLines]:
    """The edits that record hours evenly in the weeks from the beginning up to the first recorded one.

    If the work began in that week or later, they go up to today. Few hours go into the last of those weeks only. Each
    week gets its part on its last workdays, at most eight hours a day. Raises EditRefused if they do not fit.
    """
    end = first.monday if began < first.monday else max(today, began) + timedelta(days=1)
    days = _days(began, end)
    weeks = sorted({Week.of(day) for day in days})[-max(minutes // _LEAST_A_WEEK, 1) :]
    share, rest = divmod(-(-minutes // _STEP), len(weeks))
    free = {day: max(_MOST_A_DAY - there, 0) for day, there in _recorded(survey, days).items()}
    taken = dict.fromkeys(days, 0)
    left = minutes
    for number, week in enumerate(weeks):
        among = sorted((day for day in days if Week.of(day) == week), reverse=True)
        left -= _fill(taken, among, min(left, (share + (number < rest)) * _STEP), free)
    latest_first = sorted(days, reverse=True)
    left -= _fill(taken, latest_first, left, free)
    left -= _fill(taken, latest_first, left, dict.fromkeys(days, _MOST_A_DAY))
    target = project if " " not in project else f"[[{project}]]"
    edits = [
        block_edit(survey, "Actual", day, (write_duration(taken[day]), target, FROM_MEMORY))
        for day in sorted(latest_first, key=lambda day: Week.of(day))
        if taken[day]
    ]
    if left:
        most = write_duration(len(days) * _MOST_A_DAY)
        raise EditRefused(f"between {began} and {end} there is room for {most}: record the rest with `track`")
    return edits


def _recorded(survey: Survey, days: Sequence[date]) -> dict[date, Minutes]:
    """The minutes that are recorded on each of some days."""
    found = dict.fromkeys(days, 0)
    for sheet in _sheets(survey).values():
        for block in sheet.actual:
            if block.day in found:
                found[block.day] += block.minutes
    return found


def _fill(taken: dict[date, Minutes], days: Sequence[date], minutes: Minutes, most: Mapping[date, Minutes]) -> Minutes:
    """Put minutes on days, in their order, up to the most that each may take; how many found room."""
    left = minutes
    for day in days:
        here = min(left, max(most[day] - taken[day], 0))
        taken[day] += here
        left -= here
    return minutes - left


def _days(began: date, end: date) -> list[date]:
    """The workdays from the beginning up to a day, without it; the day of the beginning if there is none."""
    count = (end - began).days
    days = [began + timedelta(days=number) for number in range(count)]
    return [day for day in days if day.weekday() <= _FRIDAY] or [began]
