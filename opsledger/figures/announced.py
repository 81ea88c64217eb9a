"""What a retainer's log says of the days ahead: from when on it pauses, runs again, costs another price, or ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from opsledger.figures.notices import contract_ends, notices
from opsledger.figures.standing import Standing
from opsledger.models.ahead import is_latest
from opsledger.models.lines import LogLine
from opsledger.models.projects import STATUSES, Project
from opsledger.values.characters import same_id
from opsledger.values.days import Interval

_RUNS = ("started", "resumed")
ANNOUNCES = (*STATUSES, "price")  # the words by which a line dated ahead changes what a retainer brings


def knows_ahead(standing: Standing) -> bool:
    """Whether lines dated later are known on the day: not if anything happened after it, since it is past then."""
    whole = standing.whole
    return is_latest((*whole.weeks, *whole.projects, *whole.leads), standing.day)


def announced(standing: Standing, project: Project) -> tuple[LogLine, ...]:
    """The lines of a retainer that are dated after the day and change what it brings, the earliest first.

    If none says that it ends or pauses, a notice in words counts as such lines, and so does the end of a contract.
    """
    if not project.is_retainer:
        return ()
    lines = written_ahead(standing, project) if standing.always(knows_ahead) else []
    lines.sort(key=lambda line: line.day)
    ends = any(line.word != "price" for line in lines)
    return tuple(lines) if ends else tuple(sorted((*lines, *_in_words(standing, project)), key=lambda line: line.day))


def written_ahead(standing: Standing, project: Project) -> list[LogLine]:
    """The lines of a project that are dated after the day and change what a retainer brings."""
    wholes = (each for each in standing.whole.projects if same_id(each.id) == same_id(project.id))
    return [line for each in wholes for line in each.log if line.day > standing.day and line.word in ANNOUNCES]


def _in_words(standing: Standing, project: Project) -> Iterator[LogLine]:
    """A notice, or the end of a contract, in words as the lines that would say it, if it names its days."""
    notice = notices(standing).get(project.id)
    if notice is None and project.id in (ends := contract_ends(standing)):
        line, last = ends[project.id]
        yield line._replace(day=last, word="ended")
    if notice is None or notice.last is None:
        return
    after = max(notice.last, standing.day) + timedelta(days=1)
    if notice.resumes is None:
        yield notice.line._replace(day=max(notice.last, standing.day + timedelta(days=1)), word="ended")
    elif notice.resumes > after:
        yield notice.line._replace(day=after, word="paused")
        yield notice.line._replace(day=notice.resumes, word="resumed")


def runs_again(lines: tuple[LogLine, ...]) -> date | None:
    """The day from which a paused or booked retainer runs, by what is announced; None if that is not said."""
    return next((line.day for line in lines if line.word in _RUNS), None)


def running_ahead(lines: tuple[LogLine, ...], days: Interval, *, runs: bool) -> Iterator[date]:
    """The days of a span after the day on which a retainer runs, as announced. runs: whether it does before that."""
    for number in range((days.last - days.first).days + 1):
        day = days.first + timedelta(days=number)
        state = runs
        for line in lines:
            # Its last day is still one on which it runs.
            if line.day < day or (line.day == day and line.word != "ended"):
                state = state if line.word == "price" else line.word in _RUNS or (line.word == "booked" and state)
        if state:
            yield day
