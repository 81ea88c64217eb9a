"""Levers: what would move a lean or an overloaded stretch, each tried with the same luck as the plain forecast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from opsledger.cache import cached
from opsledger.figures.standing import Standing
from opsledger.forecast.levers_tried import Lever, candidates
from opsledger.forecast.outlook import LEAN, OVERLOADED, Lines, Stretch
from opsledger.forecast.result import Forecast, ForecastWeek, kept_day
from opsledger.forecast.seen import fingerprints

RUNS = 200
MOST = 3
_TRIED = 16
_WORTH_SAYING = 1.0
_PART_WORTH = 0.1  # of what the stretch lacks, or has too much: less is no help
_PARTS = 40

Try = Callable[[str], Forecast | None]


class Pulled(NamedTuple):
    """A lever, and by how many hours fewer are missing, or too many, in all the weeks if it is pulled."""

    lever: Lever
    hours: float


def levers_of(standing: Standing, plain: Forecast, stretch: Stretch) -> tuple[Pulled, ...]:
    """The two or three levers that move a stretch most, the greatest first; kept between runs."""
    (mark,) = fingerprints(standing.whole, [standing.day])
    key = f"{mark}-{stretch.kind}-{stretch.first}-{stretch.last}-{RUNS}"

    def make() -> Any:
        found = _found(standing, plain, stretch)
        return [[*(str(part or "") for part in pulled.lever), pulled.hours] for pulled in found]

    def read(kept: Any) -> tuple[Pulled, ...]:
        return tuple(
            Pulled(Lever(what, kind, record, kept_day(on), kept_day(was), member), float(hours))
            for what, kind, record, on, was, member, hours in kept
        )

    return cached("levers", key, make, read)


def _found(standing: Standing, plain: Forecast, stretch: Stretch) -> list[Pulled]:
    supposed, lines = _trying(standing, len(plain.weeks)), _lines(standing)
    now = supposed("")
    if now is None:
        return []
    best: dict[tuple[str, str], Pulled] = {}
    for lever in islice(candidates(standing, plain, stretch), _TRIED):
        then = supposed(lever.what_if)
        if then is None:
            continue
        hours = _beyond(now, stretch.kind, lines) - _beyond(then, stretch.kind, lines)
        other = LEAN if stretch.kind == OVERLOADED else OVERLOADED
        worse = _beyond(then, other, lines) - _beyond(now, other, lines)
        key = ("win" if lever.kind == "win" else "", lever.record or lever.kind)
        is_better = key not in best or hours > best[key].hours
        if hours >= max(_WORTH_SAYING, _PART_WORTH * stretch.hours) and hours > worse and is_better:
            best[key] = Pulled(lever, round(hours, 1))
    return sorted(best.values(), key=lambda pulled: (-pulled.hours, pulled.lever.what_if))[:MOST]


def _trying(standing: Standing, weeks: int) -> Try:
    """The forecast under a supposition, and under none; None if nothing such can be supposed."""
    from opsledger.forecast.coming import forecast
    from opsledger.forecast.what_if import parse_what_if
    from opsledger.values.misread import Misread

    def supposed(text: str) -> Forecast | None:
        try:
            return forecast(standing.whole, standing.day, weeks, [parse_what_if(text)] if text else (), RUNS)
        except Misread:
            return None

    return supposed


def _lines(standing: Standing) -> Lines:
    return Lines(float(standing.settings.famine), float(standing.settings.feast))


def _beyond(forecast: Forecast, kind: str, lines: Lines) -> float:
    """The mean hours beyond the line in all weeks, by the quantiles of each."""
    return sum(_mean_beyond(week, kind, lines) for week in forecast.weeks if week.capacity > 0)


def _mean_beyond(week: ForecastWeek, kind: str, lines: Lines) -> float:
    """The mean of max(0, hours beyond the line): many values along straight lines between what is known of the week.

    Known are three quantiles, and the chance to be beyond each line.
    """
    low, middle, high = week.p10, week.p50, week.p90
    least, most = max(low - (middle - low) / 4, 0.0), high + (high - middle) / 4
    known = [(0.0, least), (0.1, low), (0.5, middle), (0.9, high), (1.0, most)]
    known += [
        (week.famine or 0.0, lines.lean * week.capacity),
        (1 - (week.feast or 0.0), lines.overloaded * week.capacity),
    ]
    points = sorted(point for point in known if least <= point[1] <= most)
    shares = ((step + 0.5) / _PARTS for step in range(_PARTS))
    return sum(max(lines.beyond(kind, _at(points, share), week.capacity), 0.0) for share in shares) / _PARTS


def _at(points: Sequence[tuple[float, float]], share: float) -> float:
    """The hours at a share, on the line between the two points around it."""
    place = next(index for index in range(1, len(points)) if share <= points[index][0])
    (share_a, hours_a), (share_b, hours_b) = points[place - 1], points[place]
    if share_b <= share_a:
        return hours_b
    return hours_a + (hours_b - hours_a) * (share - share_a) / (share_b - share_a)
