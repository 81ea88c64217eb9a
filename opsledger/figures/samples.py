"""Statistics for samples as small as one person's business: exact, and honest about what is too few."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

TOO_FEW = "too few"
FEWEST_FOR_P80 = 4
_Z = 1.959964
_MOST_SUMS = 50_000
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
    return max(0.0, centre - half), min(1.0, centre + half)


def sum_of_wins(chances: Iterable[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, float]]:
    """The distribution of a sum of independent wins, each a pair (chance, size): sums in order, with probabilities.

    Exact up to 50,000 different sums; beyond, sums are rounded to a ten-thousandth of the whole.
    """
    wins = list(chances)
    grain = sum((size for _, size in wins), Fraction(0)) / 10_000
    sums: dict[Fraction, float] = {Fraction(0): 1.0}
    for chance, size in wins:
        grown: dict[Fraction, float] = {}
        for total, probability in sums.items():
            grown[total] = grown.get(total, 0.0) + probability * float(1 - chance)
            won = total + size
            grown[won] = grown.get(won, 0.0) + probability * float(chance)
        if len(grown) > _MOST_SUMS and grain:
            coarse: dict[Fraction, float] = {}
            for total, probability in grown.items():
                rounded = round(total / grain) * grain
                coarse[rounded] = coarse.get(rounded, 0.0) + probability
            grown = coarse
        sums = grown
    return sorted(sums.items())


def quantile(distribution: Sequence[tuple[Fraction, float]], share: float) -> Fraction:
    """The least x of a distribution with P(X <= x) >= share."""
    reached = 0.0
    for value, probability in distribution:
        reached += probability
        if reached >= share - _ROUNDING:
            return value
    return distribution[-1][0]
