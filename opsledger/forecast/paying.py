"""When invoices are paid: each client's own days after they are due, shrunk to all clients', drawn run by run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from opsledger.dataclass import dataclass
from opsledger.figures.debts import days_late, habit_of, spread_of
from opsledger.figures.notices import closures
from opsledger.figures.standing import Standing
from opsledger.forecast.chance import above, normals, uniforms

_NEVER = 0.01
_SURE = 4.0  # standard deviations after a client's usual day at which a payment counts as certain
_STILL_SURE = 1.0  # an open invoice that is later than this is certain no more
_LOST_HOPE = 2.5
_DIFFERS_SEEN = 4
_NEWCOMERS = 1.5  # who never paid yet may be one of the few who pay very late
_LATE_DIFFERS = 0.3  # who pays late pays less evenly: by so much of the days
_LONG = 30.0  # days that a payment which is late beyond all habit still takes, on average
_NEVER_LATE = 0.15
_FEWEST_KNOWN = 4  # payments; with fewer hardly a client is counted on to pay before the due day
_LONG_BEFORE = 7  # days


@dataclass(frozen=True, slots=True)
class Lateness:
    """The days after an invoice is due on which a client pays it: about normal."""

    mean: float
    sd: float

    def is_later(self, days: int, by: float) -> bool:
        """Whether so many days are more than this client usually takes, by so many standard deviations."""
        return (days - self.mean) / self.sd > by

    @property
    def certain(self) -> int:
        """The days after it is due by which an invoice is all but certainly paid."""
        return math.ceil(self.mean + _SURE * self.sd)


class Payers:
    """How late clients pay, as it looks from a day."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._known: dict[str, Lateness] = {}
        self._closed = closures(standing)

    def of(self, client: str) -> Lateness:
        """A client's lateness; one that never paid yet is like all of them."""
        if client not in self._known:
            own = [days for _, days in self.standing.once(days_late).get(client, ())]
            mean, spread = float(habit_of(self.standing, client).days), self.standing.once(spread_of)
            within, between = float(spread.within), float(spread.between)
            if own:
                middle = sum(own) / len(own)
                seen = sum((days - middle) ** 2 for days in own)
                within = (seen + _DIFFERS_SEEN * within) / (len(own) + _DIFFERS_SEEN - 1)
            else:
                between *= _NEWCOMERS
            doubt = 1 / (1 / between + len(own) / within)
            uneven = (_LATE_DIFFERS * max(mean, 0.0)) ** 2
            self._known[client] = Lateness(mean, math.sqrt(within + doubt + uneven))
        return self._known[client]

    def open_on(self, client: str, day: int) -> int:
        """The first day from one on (ordinals) on which a client pays, by what they said of a pause."""
        first, last = self._closed.get(client, (date.max, date.min))
        return last.toordinal() + 1 if first.toordinal() <= day <= last.toordinal() else day

    def is_known(self, client: str) -> bool:
        """Whether enough was paid to say that a client may pay early: many invoices, or each long before it was due."""
        paid = self.standing.once(days_late)
        every = [days for payments in paid.values() for _, days in payments]
        own = [days for _, days in paid.get(client, ())] or every
        return len(every) >= _FEWEST_KNOWN or (bool(own) and max(own) < -_LONG_BEFORE)

    def paid_on(self, client: str, due: date, runs: int, name: str) -> list[int | None]:
        """The day on which an open invoice is paid, a run, as an ordinal; None if it never is."""
        lateness, day = self.of(client), self.standing.day
        gone = (day - due).days
        numbers, fates = uniforms(runs, day, name, "paid"), uniforms(runs, day, name, "pays")
        if lateness.is_later(gone, _LOST_HOPE):
            today = day.toordinal()
            return [
                None if fate < _NEVER_LATE else today + 1 + int(-_LONG * math.log(max(1 - u, 1e-9)))
                for u, fate in zip(numbers, fates, strict=True)
            ]
        lowest = (gone + 0.5 - lateness.mean) / lateness.sd
        found = [round(lateness.mean + lateness.sd * z) for z in above(lowest, numbers)]
        first = due.toordinal()
        return [
            None if fate < _NEVER else self.open_on(client, first + days)
            for days, fate in zip(found, fates, strict=True)
        ]

    def days_to_pay(self, client: str, runs: int, name: str) -> list[float | None]:
        """The days after it is due on which an invoice to come is paid, a run; None if it never is."""
        lateness, day = self.of(client), self.standing.day
        fates = uniforms(runs, day, name, "pays")
        luck: Sequence[float] = normals(runs, day, name, "paid")
        return [None if f < _NEVER else lateness.mean + lateness.sd * z for f, z in zip(fates, luck, strict=True)]


def certain_by(payers: Payers, client: str, due: date) -> date | None:
    """The day by which an open invoice is all but certainly paid; None if it is late beyond its client's habit."""
    lateness, gone = payers.of(client), (payers.standing.day - due).days
    if lateness.is_later(gone, _STILL_SURE):
        return None
    sure = date.fromordinal(payers.open_on(client, due.toordinal() + lateness.certain))
    return max(sure, payers.standing.day + timedelta(days=1))
