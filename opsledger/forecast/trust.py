"""How far to believe a forecast, in plain words: whether its range held, and whom to trust how many weeks ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from opsledger.forecast.scoring import RIVALS, Score
from opsledger.values.written import rounded, write_hours

SURE_OF = 0.01
OWN_PLAN = "For next week trust your own plan"
_WIDE, _NARROW = 0.88, 0.72
_FEWEST = 5


def trust(days: int, total: Score, horizons: Sequence[Score], levels: Mapping[str, float], plan: bool = False) -> str:
    """Two or three short sentences on what past forecasts were worth.

    days: how many were scored. levels: the hours a week that rivals say now, by their names. plan: own plans for the
    next week came closest.
    """
    return f"{held(days, total)}. {_whom(total, horizons, levels, plan)}."


def held(days: int, total: Score) -> str:
    """How often the weeks that came fell in the range, and whether it is too narrow or too wide."""
    weeks = f"Tested on {days} past week{'' if days == 1 else 's'}"
    often = f"{weeks}: {100 * total.coverage:.0f} % of the forecasts held (aim: 80 %)"
    if total.n >= _FEWEST and total.coverage < _NARROW:
        return f"{often}, so the range is too narrow"
    if total.n >= _FEWEST and total.coverage > _WIDE:
        return f"{often}, so the range is too wide"
    return often


class Trusted(NamedTuple):
    """A rival that was closer in the first weeks ahead, or in all of them. place: in RIVALS."""

    weeks: int
    place: int

    @property
    def name(self) -> str:
        """The rival in words."""
        return RIVALS[self.place]


def trusted(total: Score, horizons: Sequence[Score]) -> Trusted | None:
    """The rival to trust for the first weeks ahead; None if that is the forecast from the next week on."""
    worse = list(takewhile(lambda each: each.skill < -SURE_OF, horizons))
    if len(worse) == len(horizons) or (total.skill < -SURE_OF and not worse):
        return Trusted(len(horizons), total.rivals.index(min(total.rivals)))
    return Trusted(len(worse), _closest(worse)[0]) if worse else None


def _whom(total: Score, horizons: Sequence[Score], levels: Mapping[str, float], plan: bool) -> str:
    """Whom to trust: a rival for the first weeks, the forecast after them, or one of them throughout."""
    first = trusted(total, horizons)
    if first and first.weeks == len(horizons):
        rival, off = _with_level(first.name, levels), -100 * total.skill
        times = round(1 + off / 100)
        many = "twice" if times == 2 else f"{times} times"
        worse = f"{off:.0f} % further off" if off < 90 else f"{many} as far off"
        return f"For a single week trust {rival}: the forecast was {worse}. Use it for stretches of weeks"
    if first:
        weeks = "next week" if first.weeks == 1 else f"the next {first.weeks} weeks"
        rival, after = _with_level(first.name, levels), _after(horizons[first.weeks :])
        if plan and first.weeks > 1:
            then = "the week after" if first.weeks == 2 else f"the {first.weeks - 1} weeks after"
            return f"{OWN_PLAN}, for {then} {rival}. {after}"
        return f"{OWN_PLAN}. {after}" if plan else f"For {weeks} trust {rival}. {after}"
    closer = _against(total)
    said = f"{closer[0].upper()}{closer[1:]}"
    return f"{OWN_PLAN}, after that this forecast. {said}" if plan else said


def _against(total: Score) -> str:
    """How the forecast did against the best rival."""
    if total.skill > SURE_OF:
        return f"its errors were {100 * total.skill:.0f} % smaller than those of {total.best_rival}"
    return f"its errors were no smaller than those of {total.best_rival}"


def _with_level(rival: str, levels: Mapping[str, float]) -> str:
    """A rival with what it says, so that a reader can use it."""
    return f"{rival} ({write_hours(rounded(levels[rival]))})" if rival in levels else rival


def _after(later: Sequence[Score]) -> str:
    """Whom to trust for the later weeks, on the whole."""
    place, loss = _closest(later)
    if sum(each.n * each.pinball for each in later) < loss:
        return "After that trust this forecast"
    return f"After that {RIVALS[place]} did as well as this forecast"


def _closest(scores: Sequence[Score]) -> tuple[int, float]:
    """The rival that lost least over some weeks ahead, and its loss."""
    rivals = [sum(each.n * each.rivals[place] for each in scores) for place in range(len(RIVALS))]
    return rivals.index(min(rivals)), min(rivals)
