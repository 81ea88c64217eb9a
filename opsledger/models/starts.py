"""The day on which a booked job begins, as the words of the line that books it say: `booked to begin on 4 January`."""

from __future__ import annotations

import re
from datetime import date

from opsledger.models.projects import Project
from opsledger.patterns import pattern
from opsledger.values.loose_dates import MONTHS

_BEGINS = pattern(
    r"\b(?<!not )(?<!cannot )(?:begin(?:s|ning|nt)?|start(?:s|ing|et)?) (?:on |from |am |ab )?(?:the )?"
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)\b|"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
    r"(?:\.? (?P<year>\d{4})\b)?)",
    re.IGNORECASE,
)


def start_in_words(project: Project) -> date | None:
    """The first day of a job that is booked, by the words of its latest `booked` line; None if they name none.

    A day without a year is the next one after the line. A day before the line, or after the promise, is misread.
    """
    line = next((each for each in reversed(project.log) if each.word == "booked"), None)
    found = _BEGINS.search(line.text) if line and project.status == "booked" else None
    if line is None or found is None:
        return None
    try:
        if found["iso"]:
            begins = date.fromisoformat(found["iso"])
        else:
            month, number = MONTHS[found["month"].casefold()], int(found["day"])
            begins = date(int(found["year"] or line.day.year), month, number)
            if begins < line.day and not found["year"]:
                begins = date(line.day.year + 1, month, number)
    except ValueError:
        return None
    due = project.revised_promise
    return begins if line.day <= begins and (due is None or begins <= due) else None
