"""The lines of the calibration's tables."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from benchmarks.calibrating.business import Found, Side
from opsledger.forecast.outlook_scoring import OutlookScore, outlook_scores
from opsledger.forecast.scoring import Score, Scored, score

BANDS = (("1-3", 1, 3), ("4-6", 4, 6), ("7-12", 7, 12))
FORECAST, TRUE = "forecast", "true processes"
COLUMNS = (
    *(("weeks", 6), ("cover", 6), ("loss", 7), ("averages", 8), ("last", 7), ("four", 7), ("booked", 7), ("skill", 6)),
    *(("+-", 6), ("bias", 7), ("lean", 6), ("said", 6), ("came", 6), ("over", 6), ("said", 6), ("came", 6)),
)
OUTLOOK_COLUMNS = (("n", 6), ("said", 7), ("came", 7), ("Brier", 7), ("rate", 7), ("skill", 7), ("+-", 6))
_WIDTH = 26

Each = TypeVar("Each")


def head(title: str, columns: Sequence[tuple[str, int]]) -> str:
    """The first line of a table."""
    return " ".join((f"{title:<{_WIDTH}}", *(f"{name:>{width}}" for name, width in columns)))


def side_of(found: Found, who: str) -> Side:
    """What one of the two forecasters said of a business."""
    return found.forecast if who == FORECAST else found.true


def weeks_of(found: Sequence[Found], who: str) -> list[Scored]:
    """All weeks of some businesses, as one of the two foretold them."""
    return [week for each in found for week in side_of(each, who).weeks]


def whole(name: str, found: Sequence[Found], *, by_bands: bool = True) -> list[str]:
    """The lines of a set: all weeks and each band of weeks ahead, by the forecast and by the true processes."""
    lines = []
    for who in (FORECAST, TRUE):
        weeks = weeks_of(found, who)
        if weeks:
            error = jackknife([side_of(each, who).weeks for each in found], lambda some: score(some).skill)
            lines.append(row(f"{name}, {who}" if who == FORECAST else f"  {who}", score(weeks), error))
            lines += bands(weeks) if by_bands else []
    return lines


def bands(weeks: Sequence[Scored]) -> list[str]:
    """A line for each band of weeks ahead."""
    found = []
    for name, first, last in BANDS:
        here = [week for week in weeks if first <= week.horizon <= last]
        if here:
            found.append(row(f"    {name} weeks ahead", score(here)))
    return found


def row(name: str, total: Score, error: float | None = None) -> str:
    """A line of the table of weeks. error: the standard error of the skill."""
    values = (
        *(f"{total.n}", f"{total.coverage:.3f}", f"{total.pinball:.4f}", *(f"{loss:.4f}" for loss in total.rivals)),
        *(f"{total.skill:.3f}", "" if error is None else f"{error:.3f}", f"{total.bias:+.3f}"),
        *(f"{each:.3f}" for each in (total.lean.skill, total.lean.said, total.lean.came)),
        *(f"{each:.3f}" for each in (total.overloaded.skill, total.overloaded.said, total.overloaded.came)),
    )
    return _line(name, values, COLUMNS)


def outlook_rows(name: str, found: Sequence[Found], within: Sequence[int] = (4, 8, 12)) -> list[str]:
    """The lines of a set's outlook, by the forecast and by the true processes."""
    lines = []
    for who in (FORECAST, TRUE):
        groups = [side_of(each, who).outlook for each in found]
        for each in outlook_scores(guess for group in groups for guess in group):
            if each.within in within:
                few = [[guess for guess in group if guess[:2] == (each.kind, each.within)] for group in groups]
                error = jackknife(few, lambda some: outlook_scores(some)[0].skill or 0.0)
                lines.append(_outlook_row(f"{name}, {each.kind} {each.within}", each, who, error))
    return lines


def _outlook_row(name: str, each: OutlookScore, who: str, error: float) -> str:
    numbers = (each.said, each.came, each.brier, each.brier_rate, each.skill or 0.0)
    values = (f"{each.n}", *(f"{number:.3f}" for number in numbers), f"{error:.3f}")
    return _line(name if who == FORECAST else f"  {who} {each.kind[:4]} {each.within}", values, OUTLOOK_COLUMNS)


def _line(name: str, values: Sequence[str], columns: Sequence[tuple[str, int]]) -> str:
    cells = (f"{value:>{width}}" for value, (_, width) in zip(values, columns, strict=True))
    return " ".join((f"{name:<{_WIDTH}}", *cells))


def jackknife(groups: Sequence[Sequence[Each]], of: Callable[[list[Each]], float]) -> float:
    """The standard error of a figure over some groups, by leaving out one group at a time (Quenouille; Tukey 1958)."""
    groups = [group for group in groups if group]
    if len(groups) < 3:
        return math.nan
    found = [of([each for group in groups[:n] + groups[n + 1 :] for each in group]) for n in range(len(groups))]
    mean, count = sum(found) / len(found), len(found)
    return math.sqrt((count - 1) / count * sum((each - mean) ** 2 for each in found))
