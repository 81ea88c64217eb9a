"""A block of time for the week it falls into, whose file is made if it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from opsledger.diagnostics import did_you_mean, nearest_word
from opsledger.editing.adding import AddLines
from opsledger.editing.edit import Edit, EditRefused
from opsledger.editing.giving import GiveTime
from opsledger.editing.record_text import week_text
from opsledger.loading.survey import Survey
from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.reading.kinds import PROJECT, WEEK
from opsledger.reading.records import record_id
from opsledger.values.characters import same_id
from opsledger.values.days import DAY_NAMES, WEEKDAYS, Week, known_date, read_date
from opsledger.values.misread import Misread
from opsledger.values.reference import read_reference
from opsledger.values.written import listed

_DAY_LIKE = pattern(r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{2,4})?")


def block_edit(survey: Survey, section: str, day: date, words: Sequence[str]) -> AddLines:
    """The edit that adds a block to a day's Plan or Actual. words: its time, its target, and what follows.

    Raises EditRefused if two files are the week's.
    """
    line = " ".join((DAY_NAMES[day.weekday()][:3].capitalize(), *words)).strip()
    return AddLines(week_path(survey, Week.of(day)), section, (line,), week_text(WEEK, {}, ()))


def plan_edit(survey: Survey, day: date, words: Sequence[str]) -> Edit:
    """The edit that plans a block: within the week's `client` time, if it is a client project's. As `block_edit`."""
    add = block_edit(survey, "Plan", day, words)
    path = _project_path(survey, words[1]) if len(words) > 1 else None
    project = survey.record(PROJECT, path) if path else None
    if isinstance(project, Project) and not project.is_internal:
        return GiveTime(add, day.weekday(), words[0])
    return add


def _project_path(survey: Survey, target: str) -> str | None:
    """The file of the project that a block names, or None."""
    try:
        wanted = read_reference(target.rstrip(".,:;!"))
    except Misread:
        return None
    return next((found.path for found in survey.files(PROJECT) if same_id(record_id(found.path)) == wanted), None)


def week_path(survey: Survey, week: Week) -> str:
    """The file of a week, as it is or as it will be. Raises EditRefused if there are two."""
    paths = [found.path for found in survey.files(WEEK) if record_id(found.path) == str(week)]
    if len(paths) > 1:
        raise EditRefused(f"{week} is in more than one file: {listed(paths)}; delete one of them")
    return paths[0] if paths else f"{WEEK.folder}/{week}.md"


def day_fault(word: str) -> str | None:
    """What is wrong with a word that stands where a day may, if it looks like one; None if it may be a time."""
    if known_date(word) or not (word[:1].isalpha() or _DAY_LIKE.fullmatch(word)) or nearest_word(word, ("off",)):
        return None
    try:
        read_date(word)
    except Misread as misread:
        if word[:1].isdigit():
            return f"{misread.message} ({misread.hint})"
        near = did_you_mean(word, WEEKDAYS)
        forms = "a day is `Tue`, `Tuesday` or `2026-11-24`, a time `9:00-10:30` or `1h30m`"
        return f"`{word[:40]}` is neither a day nor a time: {near or forms}"
    return None
