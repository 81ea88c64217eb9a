"""What clients by the hour will still ask for: an estimate is a ceiling, and their agreement ends on its day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from opsledger.figures.notices import notices
from opsledger.figures.standing import Standing
from opsledger.models.projects import Project

_RECENT, _EARLIER = 8, 18  # weeks whose pace is compared
_FADES = 0.7  # of its earlier pace: less is no holiday
_FEWEST = 4  # weeks of work that tell a pace


class Fading(NamedTuple):
    """Work by the hour that fades: its hours a week of late and before, its end, and the hours left by then."""

    recent: float
    before: float
    end: date
    left: float


class ByHour(NamedTuple):
    """What is known of open work by the hour, in hours.

    fading: if it fades. asked: what its client will still ask for if it fades, or if they said that it stops.
    until_end: what its pace of late comes to until the day on which it ends. None if it is not so, or not known.
    """

    fading: Fading | None
    asked: float | None
    until_end: float | None


_UNKNOWN = ByHour(None, None, None)


def by_hour(standing: Standing, project: Project) -> ByHour:
    """What is known of a project: nothing but of open work by the hour."""
    return standing.once(_all).get(project.id, _UNKNOWN)


def _all(standing: Standing) -> Mapping[str, ByHour]:
    return dict(_found(standing))


def _found(standing: Standing) -> Iterator[tuple[str, ByHour]]:
    for project in standing.client_projects:
        if project.billing == "hourly" and project.is_open:
            yield project.id, _of(standing, project)


def _of(standing: Standing, project: Project) -> ByHour:
    blocks = [block for block in standing.blocks_of(project) if block.day]
    if not blocks:
        return _UNKNOWN
    now, weeks = _week(standing.day), Counter[int]()
    for block in blocks:
        weeks[_week(block.day or standing.day)] += block.minutes
    known = now - min(weeks)
    recent = _pace(weeks, now, min(known, _RECENT)) if known else 0.0
    end, notice = project.revised_promise, notices(standing).get(project.id)
    ahead = _weeks_until(standing, end)
    fading = None
    if end and ahead and known >= _RECENT + _EARLIER:
        before = _pace(weeks, now - _RECENT, _EARLIER)
        fading = Fading(recent, before, end, recent * ahead) if recent <= _FADES * before else None
    asked = fading.left if fading else None
    if notice and notice.last:
        asked = recent * _weeks_until(standing, notice.last)
    return ByHour(fading, asked, recent * ahead if ahead and recent and known >= _FEWEST else None)


def _pace(weeks: Counter[int], until: int, number: int) -> float:
    """The mean hours of so many weeks before one."""
    return sum(weeks[until - back] for back in range(1, number + 1)) / 60 / number


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7


def _weeks_until(standing: Standing, day: date | None) -> float:
    return max((day - standing.day).days, 0) / 7 if day else 0.0
