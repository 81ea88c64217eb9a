"""Levers: what would move a lean or an overloaded stretch, each tried with the same luck as the plain forecast."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from opsledger.cache import cached
from opsledger.figures.fit import fit
from opsledger.figures.standing import Standing
from opsledger.forecast.outlook import LEAN, Lines, Stretch
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.forecast.seen import fingerprints
from opsledger.models.records import Lead, Project

RUNS = 200
MOST = 3
_TRIED = 4  # leads or projects
_WORTH_SAYING = 1.0
_LATER = timedelta(days=7)


class Lever(NamedTuple):
    """One thing that would move a stretch.

    what_if: as `opsledger forecast --with` takes it. kind: `win`, `later` or `decline`. record: the id it is about; on:
    its day. hours: how many fewer are missing, or too many.
    """

    what_if: str
    kind: str
    record: str
    on: date | None
    hours: float


Try = Callable[[str], Forecast | None]


def levers_of(standing: Standing, plain: Forecast, stretch: Stretch) -> tuple[Lever, ...]:
    """The two or three levers that move a stretch most, the greatest first; kept between runs."""
    (mark,) = fingerprints(standing.whole, [standing.day])
    key = f"{mark}-{stretch.kind}-{stretch.first}-{stretch.last}-{RUNS}"

    def make() -> Any:
        return [[*lever[:3], str(lever.on or ""), lever.hours] for lever in _found(standing, plain, stretch)]

    def read(kept: Any) -> tuple[Lever, ...]:
        return tuple(
            Lever(str(what), str(kind), str(record), date.fromisoformat(on) if on else None, float(hours))
            for what, kind, record, on, hours in kept
        )

    return cached("levers", key, make, read)


def _found(standing: Standing, plain: Forecast, stretch: Stretch) -> list[Lever]:
    from opsledger.forecast.coming import forecast
    from opsledger.forecast.what_if import parse_what_if
    from opsledger.values.misread import Misread

    weeks = len(plain.weeks)

    def supposed(text: str) -> Forecast | None:
        try:
            return forecast(standing.whole, standing.day, weeks, [parse_what_if(text)], RUNS)
        except Misread:  # nothing such can be supposed of this record
            return None

    same_luck = forecast(standing.whole, standing.day, weeks, (), RUNS)
    lines = Lines(float(standing.settings.famine), float(standing.settings.feast))
    now = _beyond(same_luck, stretch, lines)
    tried = [lever for lever in _candidates(standing, stretch) if _is_new(lever)]
    found = []
    for lever in tried:
        then = supposed(lever.what_if)
        if then is not None:
            found.append(lever._replace(hours=round(now - _beyond(then, stretch, lines), 1)))
    worth = [lever for lever in found if lever.hours >= _WORTH_SAYING]
    return sorted(worth, key=lambda lever: (-lever.hours, lever.what_if))[:MOST]


def _is_new(lever: Lever) -> bool:
    return bool(lever.record) and not any(character.isspace() or character in "=@" for character in lever.record)


def _candidates(standing: Standing, stretch: Stretch) -> Iterator[Lever]:
    """What could be tried: of a lean stretch to win leads, of an overloaded one to move or turn down."""
    leads = _wanted(standing)
    if stretch.kind == LEAN:
        by = standing.day + _LATER
        for lead in leads[:_TRIED]:
            yield Lever(f"{lead.id}=won@{by}", "win", lead.id, by, 0.0)
        return
    after = stretch.last.monday + timedelta(days=7)
    for project in _movable(standing)[:_TRIED]:
        yield Lever(f"{project.id}=start@{after}", "later", project.id, after, 0.0)
    for lead in leads[:_TRIED]:
        yield Lever(f"{lead.id}=start@{after}", "later", lead.id, after, 0.0)
        yield Lever(f"{lead.id}=lost", "decline", lead.id, None, 0.0)


def _wanted(standing: Standing) -> list[Lead]:
    """The open leads that one should not avoid, the largest first."""
    avoid = {
        figure.name
        for figure in fit(standing)
        if isinstance(figure.value, dict) and figure.value.get("verdict") == "avoid"
    }
    leads = [lead for lead in standing.open_leads if f"inflow.fit.{lead.id}" not in avoid]
    stages = list(standing.settings.stages)
    return sorted(leads, key=lambda lead: (-stages.index(lead.stage), -(lead.size or 0), lead.id))


def _movable(standing: Standing) -> Sequence[Project]:
    """The booked projects that have not begun: their start can be moved."""
    booked = [project for project in standing.client_projects if project.status == "booked" and not project.is_retainer]
    return sorted(booked, key=lambda project: (-(project.estimate or 0), project.id))


def _beyond(forecast: Forecast, stretch: Stretch, lines: Lines) -> float:
    """The mean hours beyond the line in a stretch's weeks, by the quantiles of each week."""
    weeks = [week for week in forecast.weeks if stretch.first <= week.week <= stretch.last and week.capacity > 0]
    return sum(_mean_beyond(week, stretch.kind, lines) for week in weeks)


def _mean_beyond(week: ForecastWeek, kind: str, lines: Lines) -> float:
    """The mean of max(0, hours beyond the line): 40 values along the straight lines between the quantiles."""
    low, middle, high = week.p10, week.p50, week.p90
    least, most = max(low - (middle - low) / 4, 0.0), high + (high - middle) / 4
    points = ((0.0, least), (0.1, low), (0.5, middle), (0.9, high), (1.0, most))
    total, number = 0.0, 40
    for step in range(number):
        share = (step + 0.5) / number
        place = next(index for index in range(1, len(points)) if share <= points[index][0])
        (share_a, hours_a), (share_b, hours_b) = points[place - 1], points[place]
        hours = hours_a + (hours_b - hours_a) * (share - share_a) / (share_b - share_a)
        total += max(lines.beyond(kind, hours, week.capacity), 0.0)
    return total / number
