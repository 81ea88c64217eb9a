"""Statistics for samples as small as one person's business: exact, and honest about what is too few."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

TOO_FEW = "too few"
FEWEST_FOR_P80 = 4
_Z = 1.959964
_MOST_SUMS = 20_000
_MANY_WINS = 50
_ROUNDING = 1e-12


def median(values: Sequence[int | Fraction]) -> Fraction | None:
    """The middle value, of an even count the mean of the middle two; None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return Fraction(ordered[middle])
    return Fraction(ordered[middle - 1] + ordered[middle]) / 2


def p80(values: Sequence[int | Fraction]) -> Fraction | None:
    """The order statistic ceil(0.8 (n + 1)), which the next value exceeds one time in five; None under four values."""
    if len(values) < FEWEST_FOR_P80:
        return None
    place = -((len(values) + 1) * -4 // 5)
    return Fraction(sorted(values)[min(place, len(values)) - 1])


def geometric_mean(values: Sequence[Fraction]) -> float | None:
    """The n-th root of the product of positive values; None of none."""
    if not values:
        return None
    return math.exp(math.fsum(math.log(value) for value in values) / len(values))


def wilson(successes: int, n: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval of a rate (Brown, Cai, DasGupta 2001: it holds for small n); None of no trials."""
    if n == 0:
        return None
    rate, z2 = successes / n, _Z * _Z
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z * math.sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # by rounding 0 of 69 would begin just above 0: it holds the rate itself, whatever the last digit
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))


def sum_of_wins(chances: Iterable[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, float]]:
    """The distribution of a sum of independent wins, each a pair (chance, size): sums in order, with probabilities.

    Exact up to 20,000 different sums (of more than 50 wins: 2,000); beyond, sums are rounded to a thousandth of the
    whole.
    """
    wins = list(chances)
    scale = math.lcm(1, *(size.denominator for _, size in wins))
    steps = [(float(chance), int(size * scale)) for chance, size in wins]
    grain = max(1, sum(step for _, step in steps) // 1_000)
    most = _MOST_SUMS if len(wins) <= _MANY_WINS else _MOST_SUMS // 10
    sums: dict[int, float] = {0: 1.0}
    for chance, step in steps:
        grown: dict[int, float] = {}
        for total, probability in sums.items():
            grown[total] = grown.get(total, 0.0) + probability * (1 - chance)
            grown[total + step] = grown.get(total + step, 0.0) + probability * chance
        sums = grown if len(grown) <= most else _rounded_to(grain, grown)
    return [(Fraction(total, scale), probability) for total, probability in sorted(sums.items())]


def _rounded_to(grain: int, sums: dict[int, float]) -> dict[int, float]:
    coarse: dict[int, float] = {}
    for total, probability in sums.items():
        rounded = (total + grain // 2) // grain * grain
        coarse[rounded] = coarse.get(rounded, 0.0) + probability
    return coarse


def quantile(distribution: Sequence[tuple[Fraction, float]], share: float) -> Fraction:
    """The least x of a distribution with P(X <= x) >= share."""
    reached = 0.0
    for value, probability in distribution:
        reached += probability
        if reached >= share - _ROUNDING:
            return value
    return distribution[-1][0]
