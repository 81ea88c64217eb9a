"""Draws that can be repeated: a stream of numbers for each record and purpose, one row a run.

A stream is seeded by the day, the record's id and what is drawn; the n-th run takes its n-th numbers. So a run sees
the same numbers of a record whatever else the ledger holds, and one more lead changes nothing else by chance. All
draws are quantiles of one uniform number, so that a greater chance or size never gives a smaller result.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from random import Random
from statistics import NormalDist

NORMAL = NormalDist()
GRAIN = 1024
_LEAST = 1e-9
_TAIL = 2.0
_QUANTILES = 401
_GRID = [step / 10 for step in range(-140, 141)]


def uniforms(count: int, day: date, *names: str) -> list[float]:
    """So many numbers between 0 and 1, always the same for a day and these names."""
    named = "|".join((day.isoformat(), *names))
    draw = Random(named.encode("utf-8", "surrogateescape")).random  # a file's name may be no UTF-8
    return list(islice(iter(draw, None), count))


def normals(count: int, day: date, *names: str) -> list[float]:
    """So many standard normal numbers, always the same for a day and these names (to 1/1024 of their quantiles)."""
    return [NORMALS[int(u * GRAIN)] for u in uniforms(count, day, *names)]


NORMALS = [NORMAL.inv_cdf((number + 0.5) / GRAIN) for number in range(GRAIN)]


def above(z: float, numbers: Sequence[float]) -> list[float]:
    """For each number its quantile of a standard normal number known to lie above z, to 1/1024 of the quantiles.

    Far out, where the table ends, the tail falls as exp(-z² / 2) does.
    """
    if z > _TAIL:
        return [math.sqrt(z * z - 2 * math.log(max(1 - u, _LEAST))) for u in numbers]
    below = NORMAL.cdf(z)
    left = 1 - below
    return [NORMALS[int((below + u * left) * GRAIN)] for u in numbers]


def gamma_quantile(shape: float, u: float) -> float:
    """A quantile of the Gamma distribution with scale 1, by Wilson and Hilferty's cube (1931).

    Close for shapes from about 1; for smaller ones its lower tail is cut at 0.
    """
    z = NORMAL.inv_cdf(min(max(u, _LEAST), 1 - _LEAST))
    root = 1 - 1 / (9 * shape) + z / (3 * math.sqrt(shape))
    return shape * root**3 if root > 0 else 0.0


def poisson(mean: float, u: float) -> int:
    """The u-quantile of a Poisson number, by adding up its probabilities."""
    chance = math.exp(-mean)
    reached, number = chance, 0
    u = min(u, 1 - _LEAST)  # beyond, the sum of the rounded probabilities may never come
    while u > reached and number < 50:
        number += 1
        chance *= mean / number
        reached += chance
    return number


def beta_quantiles(wins: float, losses: float) -> list[float]:
    """The quantiles of a Beta distribution, 401 in order, so that a uniform number picks one.

    Its logarithmic odds have the density x^wins (1 - x)^losses, added up over 14 standard deviations to each side.
    """
    a, b = max(wins, 0.01), max(losses, 0.01)
    middle, sd = math.log(a / b), math.sqrt(1 / a + 1 / b)
    odds = [middle + sd * z for z in _GRID]
    log_lost = [-each - math.log1p(math.exp(-each)) if each > 0 else -math.log1p(math.exp(each)) for each in odds]
    chances = [math.exp(each + lost) for each, lost in zip(odds, log_lost, strict=True)]
    top = a * middle + (a + b) * log_lost[len(_GRID) // 2]
    density = [math.exp(a * each + (a + b) * lost - top) for each, lost in zip(odds, log_lost, strict=True)]
    reached = [0.0, *accumulate((x + y) / 2 for x, y in pairwise(density))]
    whole, place, found = reached[-1], 0, []
    for number in range(_QUANTILES):
        at = (number + 0.5) / _QUANTILES * whole
        while reached[place + 1] < at:
            place += 1
        part = (at - reached[place]) / (reached[place + 1] - reached[place])
        found.append(chances[place] + part * (chances[place + 1] - chances[place]))
    return found


@lru_cache(maxsize=8)
def weekly_noise(idle: float, shape: float) -> Sequence[float]:
    """What a week makes of a job's pace, as 1,024 quantiles: 0 in idle weeks, else Gamma around 1."""
    busy, table = _gamma_around_1(shape), []
    for number in range(GRAIN):
        u = (number + 0.5) / GRAIN
        table.append(0.0 if u < idle else busy[int((u - idle) / (1 - idle) * GRAIN)])
    return table


@lru_cache(maxsize=4)
def _gamma_around_1(shape: float) -> Sequence[float]:
    """The Gamma distribution with mean 1, as 1,024 quantiles."""
    return [gamma_quantile(shape, (number + 0.5) / GRAIN) / shape for number in range(GRAIN)]


def sample_quantile(ordered: Sequence[float], share: float) -> float:
    """The least value with at least this share of the values at or below it."""
    return ordered[max(math.ceil(share * len(ordered) - 1e-9) - 1, 0)]
