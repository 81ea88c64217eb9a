"""How good an outlook was once its weeks are known: the Brier score, beside the business's own past rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.forecast.outlook import HORIZONS, LEAN, OVERLOADED, Lines
from opsledger.forecast.past import Past

_FEWEST = 2


class OutlookGuess(NamedTuple):
    """One chance that was said, what the business's own past would have said, and whether it came."""

    kind: str
    within: int
    said: float
    rate: float
    came: bool


@dataclass(frozen=True, slots=True)
class OutlookScore:
    """The outlook of one kind within so many weeks: how many, the mean chance said and the share that came.

    brier: the mean squared distance of the chance from what came, 0 or 1; brier_rate: that of the own past rate.
    """

    kind: str
    within: int
    n: int
    said: float
    came: float
    brier: float
    brier_rate: float

    @property
    def skill(self) -> float | None:
        """1 - Brier score / that of the own past rate; None if that one was never wrong."""
        return 1 - self.brier / self.brier_rate if self.brier_rate else None


def lines_of(past: Past) -> Lines:
    """The lines of lean and overloaded weeks by the settings."""
    settings = past.standing.settings
    return Lines(float(settings.famine), float(settings.feast))


def came(truth: Past, week: int, kind: str, within: int, lines: Lines) -> bool | None:
    """Whether two weeks in a row after a week (a number) were so; None if weeks that decide it are not known."""
    known = set(truth.ended)
    open_weeks = [number for number in range(week + 1, week + within + 1) if truth.capacity(number) > 0]
    if len(open_weeks) < _FEWEST:
        return None
    before, complete = False, True
    for number in open_weeks:
        is_so = number in known and lines.beyond(kind, truth.client_hours[number], truth.capacity(number)) > 0
        if before and is_so:
            return True
        before, complete = is_so, complete and number in known
    return False if complete else None


def past_rates(past: Past, lines: Lines) -> dict[tuple[str, int], float]:
    """How often two weeks in a row were so within each horizon, over the user's own past up to the day.

    Each past week that the horizon is known after counts once, with one more that was so and one that was not.
    """
    ended = past.ended
    found = {}
    for kind in (LEAN, OVERLOADED):
        for within in HORIZONS:
            windows = range(ended[0] - 1, ended[-1] - within + 1) if ended else range(0)
            outcomes = [came(past, week, kind, within, lines) for week in windows]
            decided = [each for each in outcomes if each is not None]
            found[kind, within] = (sum(decided) + 1) / (len(decided) + 2)
    return found


def outlook_guess(
    truth: Past, week: int, kind: str, within: int, said: float | None, rate: float
) -> OutlookGuess | None:
    """A chance that was said in a past week, with what came; None if that is not known yet, or none was said."""
    outcome = came(truth, week, kind, within, lines_of(truth))
    return None if said is None or outcome is None else OutlookGuess(kind, within, said, rate, outcome)


def outlook_scores(found: Iterable[OutlookGuess]) -> tuple[OutlookScore, ...]:
    """The scores by kind and horizon."""
    ordered = sorted(found, key=lambda guess: (guess.kind, guess.within))
    return tuple(_score(list(group)) for _, group in groupby(ordered, key=lambda guess: (guess.kind, guess.within)))


def _score(group: Sequence[OutlookGuess]) -> OutlookScore:
    n = len(group)
    return OutlookScore(
        group[0].kind,
        group[0].within,
        n,
        sum(guess.said for guess in group) / n,
        sum(guess.came for guess in group) / n,
        sum((guess.said - guess.came) ** 2 for guess in group) / n,
        sum((guess.rate - guess.came) ** 2 for guess in group) / n,
    )
