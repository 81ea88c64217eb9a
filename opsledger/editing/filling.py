"""What the file of a week lacks, when it was made by a single line of it: sections, its plan, fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opsledger.editing.adding import AddLines, AddSection
from opsledger.editing.edit import Edit
from opsledger.editing.places import section_names
from opsledger.editing.setting import SetField
from opsledger.loading.survey import Survey
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import WEEK
from opsledger.values.days import WEEKDAYS

_USUAL = ("Plan", "Actual", "Marketing")


def filling_edits(
    survey: Survey, path: str, values: Mapping[str, str | Sequence[str]], plan: Sequence[str]
) -> list[Edit]:
    """The edits that give a week's file what it lacks; none if it lacks nothing, or if there is no such file.

    values: fields as they are asked for; one that the file has already stays. plan: the lines of the standing schedule,
    which go into a week in which no work is planned, without the days that it takes off.
    """
    sheet = survey.record(WEEK, path)
    if not isinstance(sheet, WeekSheet):
        return []
    edits: list[Edit] = [
        SetField(path, key, value if isinstance(value, str) else ",".join(value))
        for key, value in values.items()
        if getattr(sheet, key, None) is None
    ]
    there = section_names(sheet.document, WEEK.sections)
    lines: tuple[str, ...] = ()
    if all(block.is_off for block in sheet.plan):
        off = {block.weekday for block in sheet.plan}
        lines = tuple(line for line in plan if WEEKDAYS.get(line.split()[0].rstrip(".,:").lower()) not in off)
    for name in _USUAL:
        if name == "Plan" and lines:
            edits.append(AddLines(path, name, lines))
        elif name not in there:
            edits.append(AddSection(path, name))
    return edits
