"""Own history shrunk to a stated prior: what every distribution of the forecast is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from opsledger.forecast.priors import Prior


@dataclass(frozen=True, slots=True)
class Explanation:
    """One assumption of the forecast: what the prior says, what own history says, and the two together.

    own: empty if there is none. n: own observations. weight: the share of own history in the result, 0 to 1. source:
    what is observed.
    """

    name: str
    meaning: str
    prior: str
    own: str
    n: int
    weight: float
    result: str
    source: str


@dataclass(frozen=True, slots=True)
class Belief:
    """A normal distribution after own history: mean and sd, the prior, and the own mean (None of none)."""

    mean: float
    sd: float
    prior: Prior
    own: float | None
    n: float

    @property
    def weight(self) -> float:
        """The share of own history."""
        return self.n / (self.n + self.prior.weight)

    def explained(self, name: str, meaning: str, source: str, unit: str = "") -> Explanation:
        """The belief about a logarithm, told as medians and ranges of the value itself."""

        def told(value: float) -> str:
            return f"{math.exp(value):.2g}" if math.exp(value) < 100 else f"{math.exp(value):.0f}"

        low, high = (told(self.mean + side * 1.2816 * self.sd) for side in (-1, 1))
        own = "" if self.own is None else f"{told(self.own)}{unit}"
        result = f"{told(self.mean)}{unit}, 8 times in 10 between {low} and {high}"
        n = round(self.n)
        return Explanation(name, meaning, f"{told(self.prior.mean)}{unit}", own, n, self.weight, result, source)


def shrink(values: Sequence[float], prior: Prior, weights: Sequence[float] = ()) -> Belief:
    """The prior, counted as `weight` observations, together with own values (normal, conjugate means).

    weights: how much of an observation each value is; without them, a whole one.
    """
    counts = weights or [1.0] * len(values)
    n = math.fsum(counts)
    if not n:
        return Belief(prior.mean, prior.sd, prior, None, 0)
    own = math.fsum(each * value for each, value in zip(counts, values, strict=True)) / n
    mean = (prior.weight * prior.mean + n * own) / (prior.weight + n)
    spread = math.fsum(each * (value - own) ** 2 for each, value in zip(counts, values, strict=True))
    drift = prior.weight * n / (prior.weight + n) * (own - prior.mean) ** 2
    variance = (prior.weight * prior.sd**2 + spread + 0.5 * drift) / (prior.weight + n)
    return Belief(mean, math.sqrt(variance), prior, own, n)
