"""A block of time for the week it falls into, whose file is made where it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from opsledger.editing.adding import AddLines
from opsledger.editing.edit import EditRefused
from opsledger.editing.record_text import week_text
from opsledger.loading.survey import Survey
from opsledger.reading.kinds import WEEK
from opsledger.reading.records import record_id
from opsledger.values.days import DAY_NAMES, WEEKDAYS, Week, known_date


def block_edit(survey: Survey, section: str, day: date, words: Sequence[str]) -> AddLines:
    """The edit that adds a block to a day's Plan or Actual. words: its time, its target, and what follows.

    Raises EditRefused where two files are the week's.
    """
    line = " ".join((DAY_NAMES[day.weekday()][:3].capitalize(), *words)).strip()
    return AddLines(week_path(survey, Week.of(day)), section, (line,), week_text(WEEK, {}, ()))


def week_path(survey: Survey, week: Week) -> str:
    """The file of a week, as it is or as it will be. Raises EditRefused where there are two."""
    paths = [found.path for found in survey.files(WEEK) if record_id(found.path) == str(week)]
    if len(paths) > 1:
        raise EditRefused(f"{week} is not one file's alone: {' and '.join(paths)}; delete one of them")
    return paths[0] if paths else f"{WEEK.folder}/{week}.md"


def meant_day(word: str, base: date, *, back: bool) -> date | None:
    """The day that a word names: a date, or the weekday on `base` or next to it, before it or after; else None."""
    weekday = WEEKDAYS.get(word.rstrip(".,:").lower())
    if weekday is None:
        return known_date(word)
    ahead = (weekday - base.weekday()) % 7
    return base - timedelta(days=(-ahead) % 7) if back else base + timedelta(days=ahead)
