"""How far to believe a forecast, in plain words: whether its range held, and whom to trust how many weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from opsledger.forecast.scoring import RIVALS, Score
from opsledger.values.written import write_hours

SURE_OF = 0.01
_WIDE, _NARROW = 0.88, 0.72
_FEWEST = 5


def trust(days: int, total: Score, horizons: Sequence[Score], levels: Mapping[str, float]) -> str:
    """One or two short sentences on what past forecasts were worth.

    days: how many were scored. levels: the hours a week that rivals say now, by their names.
    """
    return f"{_held(days, total)}. {_whom(total, horizons, levels)}."


def _held(days: int, total: Score) -> str:
    weeks = f"Tested on {days} past week{'' if days == 1 else 's'}"
    held = f"{weeks}: {100 * total.coverage:.0f} % of {total.n} weekly forecasts fell in the range (80 % intended)"
    if total.n >= _FEWEST and total.coverage < _NARROW:
        return f"{held}, so it is too narrow"
    if total.n >= _FEWEST and total.coverage > _WIDE:
        return f"{held}, so it is too wide"
    return held


def _whom(total: Score, horizons: Sequence[Score], levels: Mapping[str, float]) -> str:
    """Whom to trust: a rival for the first weeks, the forecast after them, or one of them throughout."""
    worse = list(takewhile(lambda each: each.skill < -SURE_OF, horizons))
    if len(worse) == len(horizons) or (total.skill < -SURE_OF and not worse):
        instead = _with_level(total.best_rival, levels)
        return f"Use {instead} instead: the forecast was {-100 * total.skill:.0f} % further off"
    if worse:
        first = "next week" if len(worse) == 1 else f"the next {len(worse)} weeks"
        return (
            f"For {first} trust {_with_level(worse[0].best_rival, levels)}; after that {_after(horizons[len(worse) :])}"
        )
    if total.skill > SURE_OF:
        return f"It was {100 * total.skill:.0f} % closer than {total.best_rival}"
    return f"It was no closer than {total.best_rival}"


def _with_level(rival: str, levels: Mapping[str, float]) -> str:
    """A rival with what it says, so that it can be gone by."""
    return f"{rival} ({write_hours(round(levels[rival]))} a week)" if rival in levels else rival


def _after(later: Sequence[Score]) -> str:
    """Whom to trust for the later weeks, on the whole."""
    rivals = [sum(each.n * each.rivals[place] for each in later) for place in range(len(RIVALS))]
    if sum(each.n * each.pinball for each in later) < min(rivals):
        return "this is better"
    return f"{RIVALS[rivals.index(min(rivals))]} did as well"
