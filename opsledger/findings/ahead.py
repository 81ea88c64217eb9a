"""Which stretches ahead are told of, and how surely: one place for the headline and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsledger.findings.finding import Measured
from opsledger.forecast.outlook import LEAN, OVERLOADED, Stretch

LIKELY = 0.55  # on simulated owners warnings from here on are false one time in five
EITHER_WAY = {LEAN: 0.4, OVERLOADED: 0.4}


@dataclass(frozen=True, slots=True)
class ToldStretch:
    """A stretch that is told of. is_likely: whether it is more than an open question."""

    stretch: Stretch
    is_likely: bool

    @property
    def kind(self) -> str:
        """`lean` or `overloaded`."""
        return self.stretch.kind


def told_stretches(measured: Measured) -> tuple[ToldStretch, ...]:
    """The stretches ahead that are worth telling, those that cost more hours first; none from a young ledger."""
    forecast = measured.trusted_forecast
    found = list(_told(measured)) if forecast else []
    return tuple(sorted(found, key=lambda told: (not told.is_likely, -told.stretch.hours, told.stretch.first)))


def _told(measured: Measured) -> Iterator[ToldStretch]:
    forecast = measured.trusted_forecast
    for stretch in forecast.stretches if forecast else ():
        if stretch.chance >= EITHER_WAY[stretch.kind]:
            yield ToldStretch(stretch, stretch.chance >= LIKELY)


def told_of(measured: Measured, kind: str) -> ToldStretch | None:
    """The first stretch of a kind that is told of."""
    found = [told for told in told_stretches(measured) if told.kind == kind]
    return min(found, key=lambda told: told.stretch.first, default=None)
