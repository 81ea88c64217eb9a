"""What is known of days to come: jobs agreed on that are booked, or begin, after a day.

Only a day that is the latest knows of them. If anything is recorded later, that day is past, and what came after it
was news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from opsledger.models.leads import Lead
from opsledger.models.projects import Project
from opsledger.models.record import Record
from opsledger.models.records import WeekSheet
from opsledger.models.starts import start_in_words

AGREED = ("booked", "started")
_NOT_YET = ("note", "next", "value", "hours")  # words of a lead that say nothing of what happened on their day
_HAPPENED = frozenset(
    ("delivered", "invoiced", "paid", "credited", "refunded", "cost", "call", "mail", "meeting", "praise", "complaint")
)


def is_latest(records: Iterable[Record], day: date) -> bool:
    """Whether nothing that happened is recorded after a day: no time, no contact, no stage of a lead, no money."""
    return not any(_happened_after(record, day) for record in records)


def _happened_after(record: Record, day: date) -> bool:
    if isinstance(record, WeekSheet):
        return record.week.sunday > day and any(block.day > day for block in record.actual if block.day)
    if isinstance(record, Lead):
        return any(line.day > day and line.word not in _NOT_YET for line in record.log)
    if isinstance(record, Project):
        return any(line.day > day and line.word in _HAPPENED for line in record.log)
    return False


def begun_or_agreed(projects: Iterable[Project], others: Iterable[Record], day: date) -> Iterator[Project]:
    """The projects that exist on a day, without their later lines; those agreed on ahead exist and begin later.

    Without a `start` one begins on the day that the words of its booked line name. others: the ledger's leads and
    weeks, which tell whether the day is the latest.
    """
    for project in _existing(projects, others, day):
        said = None if project.start else start_in_words(project)
        yield replace(project, start=said) if said else project


def _existing(projects: Iterable[Project], others: Iterable[Record], day: date) -> Iterator[Project]:
    projects = tuple(projects)
    latest: bool | None = None
    for project in projects:
        if not project.log or project.log[-1].day <= day:
            if project.log:
                yield project
            continue
        ahead = next((line for line in project.log if line.day > day and line.word in AGREED), None)
        if ahead and latest is None:
            latest = is_latest((*others, *projects), day)
        if project.log[0].day <= day:
            kept = project.up_to(day)
            begins = ahead and latest and ahead.word == "started" and kept.status == "booked" and ahead.day
            yield replace(kept, start=begins) if begins else kept
        elif ahead and latest:
            started = project.first("started")
            begins = started.day if started else project.start
            line = ahead._replace(word="booked")
            yield replace(project, log=(line,), start=max(begins or ahead.day, ahead.day))
