"""What the forecast is meant to reach on businesses it has never seen, and whether it does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.calibrating.business import Found
from benchmarks.calibrating.tables import BANDS, FORECAST, TRUE, side_of, weeks_of
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.outlook_scoring import OutlookScore, outlook_scores
from opsledger.forecast.scoring import Score, score

_FAR = 0.08


class Target(NamedTuple):
    """One thing to reach: its name, its number for a set and a forecaster, and whether a number is enough."""

    name: str
    of: Callable[[Sequence[Found], str], float]
    is_reached: Callable[[float], bool]


def _by_weeks(of: Callable[[Score], float]) -> Callable[[Sequence[Found], str], float]:
    return lambda found, who: of(score(weeks_of(found, who)))


def _worst_coverage(found: Sequence[Found], who: str) -> float:
    """Of the bands of weeks ahead the coverage farthest from 0.81, the middle of what is asked for."""
    weeks = weeks_of(found, who)
    bands = ([week for week in weeks if first <= week.horizon <= last] for _, first, last in BANDS)
    return max((score(band).coverage for band in bands if band), key=lambda share: abs(share - 0.81))


def _outlooks(found: Sequence[Found], who: str) -> tuple[OutlookScore, ...]:
    return outlook_scores(guess for each in found for guess in side_of(each, who).outlook)


def _outlook_skill(kind: str, within: int) -> Callable[[Sequence[Found], str], float]:
    return lambda found, who: next(
        each.skill or 0.0 for each in _outlooks(found, who) if (each.kind, each.within) == (kind, within)
    )


def _farthest_outlook(found: Sequence[Found], who: str) -> float:
    return max((each.said - each.came for each in _outlooks(found, who)), key=abs)


TARGETS = (
    Target("skill over the best rival, at least 0.30", _by_weeks(lambda all_: all_.skill), lambda x: x >= 0.30),
    Target("lean skill, at least 0.35", _by_weeks(lambda all_: all_.lean.skill), lambda x: x >= 0.35),
    Target("overloaded skill, at least 0.10", _by_weeks(lambda all_: all_.overloaded.skill), lambda x: x >= 0.10),
    Target("coverage of the worst band, 0.76 to 0.86", _worst_coverage, lambda x: 0.76 <= x <= 0.86),
    Target("bias, within 0.02", _by_weeks(lambda all_: all_.bias), lambda x: abs(x) <= 0.02),
    Target(
        "lean said less came, within 0.03",
        _by_weeks(lambda all_: all_.lean.said - all_.lean.came),
        lambda x: abs(x) <= 0.03,
    ),
    Target("outlook: lean in 8 weeks, skill at least 0.45", _outlook_skill(LEAN, 8), lambda x: x >= 0.45),
    Target("outlook: overloaded in 8, skill at least 0.15", _outlook_skill(OVERLOADED, 8), lambda x: x >= 0.15),
    Target("outlook: farthest said less came, within 0.08", _farthest_outlook, lambda x: abs(x) <= _FAR),
)


def target_lines(sets: Sequence[tuple[str, Sequence[Found]]]) -> list[str]:
    """A line for each target: what every set reaches, and what its true processes would."""
    lines = [f"{'':<46}" + "".join(f"{name:>22}" for name, _ in sets)]
    for name, of, is_reached in TARGETS:
        cells = []
        for _, found in sets:
            number = of(found, FORECAST)
            true = f"{of(found, TRUE):+.3f}" if any(each.true.weeks for each in found) else "-"
            cells.append(f"{number:+.3f} {'yes' if is_reached(number) else 'NO':<3} ({true})")
        lines.append(f"{name:<46}" + "".join(f"{cell:>22}" for cell in cells))
    return lines
