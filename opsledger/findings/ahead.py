"""Which stretches ahead are reported, and how surely: one place for the headline and the findings."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.dataclass import dataclass
from opsledger.findings.finding import Measured
from opsledger.forecast.outlook import Stretch

LIKELY = 0.6  # below it is an even chance: it could go either way
EITHER_WAY = 0.4
LIKELY_TOLD, OPEN_TOLD, POSSIBLE_TOLD = "likely", "open", "possible"
_A_HAIR, _MANY = 0.25, 0.4  # of a week's client hours: what is too little to be told, and what is told below 40 %


@dataclass(frozen=True, slots=True)
class ToldStretch:
    """A stretch that is reported.

    sureness: `likely`, `open` (it could go either way), or `possible` (below 40 %, told for its many hours).
    """

    stretch: Stretch
    sureness: str

    @property
    def kind(self) -> str:
        """`lean` or `overloaded`."""
        return self.stretch.kind

    @property
    def is_likely(self) -> bool:
        """Whether it is more than an open question."""
        return self.sureness == LIKELY_TOLD


def told_stretches(measured: Measured) -> tuple[ToldStretch, ...]:
    """The stretches ahead that are worth telling, the surer and those of more hours first; none of a young ledger."""
    order = (LIKELY_TOLD, OPEN_TOLD, POSSIBLE_TOLD)
    return tuple(
        sorted(
            _told(measured),
            key=lambda told: (order.index(told.sureness), -told.stretch.hours, told.stretch.first),
        )
    )


def _told(measured: Measured) -> Iterator[ToldStretch]:
    forecast = measured.trusted_forecast
    week = measured.standing.settings.client_hours / 60
    for stretch in forecast.stretches if forecast else ():
        if stretch.chance >= LIKELY:
            yield ToldStretch(stretch, LIKELY_TOLD)
        elif stretch.chance >= EITHER_WAY and stretch.hours >= _A_HAIR * week:
            yield ToldStretch(stretch, OPEN_TOLD)
        elif stretch.hours >= _MANY * week:
            yield ToldStretch(stretch, POSSIBLE_TOLD)


def told_of(measured: Measured, kind: str) -> ToldStretch | None:
    """The first stretch of a kind that is reported, one that is likely before any other."""
    found = [told for told in told_stretches(measured) if told.kind == kind]
    return min(found, key=lambda told: (not told.is_likely, told.stretch.first), default=None)


def ends_of(measured: Measured, told: ToldStretch) -> str:
    """From when until when."""
    stretch = told.stretch
    return f"{measured.short(stretch.first.monday)} to {measured.short(stretch.last.sunday)}"


def looks(told: ToldStretch) -> str:
    """How sure it is, as the verb before `lean` or `overloaded`."""
    return "look" if told.is_likely else "could be" if told.sureness == OPEN_TOLD else "may be"
