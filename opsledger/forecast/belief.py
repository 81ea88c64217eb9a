"""Own history shrunk to a stated prior: what every distribution of the forecast is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opsledger.dataclass import dataclass
from opsledger.forecast.priors import Prior


@dataclass(frozen=True, slots=True)
class Explanation:
    """One assumption of the forecast, in words, with the guess it starts from and the user's own history.

    question: the heading it is listed under. says: the assumption as a sentence, without its full stop. guess: what is
    assumed before anything is known; empty if the sentence holds for everybody. own: what the ledger says, and from
    how many records; empty if it says nothing yet. n: how many. weight: how much that counts, 0 to 1.
    """

    name: str
    question: str
    says: str
    guess: str
    own: str = ""
    n: int = 0
    weight: float = 0.0


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

    def explained(self, name: str, question: str, says: str, source: str, unit: str = "") -> Explanation:
        """The belief about a logarithm, as the median and the range of the value itself.

        says: a sentence with `{}` for the value. source: what the value was taken from, with `{s}` for its plural.
        """

        def written(value: float) -> str:
            return f"{math.exp(value):.2g}" if math.exp(value) < 100 else f"{math.exp(value):.0f}"

        low, high = (written(self.mean + side * 1.2816 * self.sd) for side in (-1, 1))
        sentence = f"{says.format(written(self.mean) + unit)}, mostly {low} to {high}"
        n = round(self.n)
        own = f"{written(self.own)}{unit}, from {counted(n, source)}" if self.own is not None and n else ""
        return Explanation(name, question, sentence, f"{written(self.prior.mean)}{unit}", own, n, self.weight)


def counted(n: int, source: str) -> str:
    """`1 lead won`, `3 leads won`. source: what is counted, with `{s}` for its plural."""
    return f"{n} {source.format(s='' if n == 1 else 's')}"


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
