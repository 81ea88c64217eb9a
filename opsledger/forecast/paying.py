"""When invoices are paid: each client's own days after they are due, shrunk to all clients', drawn run by run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from opsledger.figures.debts import days_late, habit_of
from opsledger.figures.standing import Standing
from opsledger.forecast.chance import above, normals, uniforms

_DIFFERS = 5.0  # days by which one client's payments differ, before any is known, as if seen so often
_DIFFERS_SEEN = 4
_CLIENTS_DIFFER = 9.0
_CLIENTS_SEEN = 3
_FEWEST = 2  # of all clients' payments that stand beside a client's own
_NEVER = 0.01
_HELD = 0.985  # the share of payments that have come by the day on which one counts as certain
_LOST_HOPE = 2.5  # standard deviations beyond a client's usual day
_LONG = 30.0  # days that a payment which is late beyond all habit still takes, on average
_NEVER_LATE = 0.15


@dataclass(frozen=True, slots=True)
class Lateness:
    """The days after an invoice is due on which a client pays it: about normal."""

    mean: float
    sd: float

    def is_overdue_beyond(self, days: int) -> bool:
        """Whether so many days are more than this client ever takes."""
        return (days - self.mean) / self.sd > _LOST_HOPE

    def certain(self, gone: int) -> int:
        """The days after it is due by which an invoice that was not paid so many days after is, all but certainly."""
        (latest,) = above((gone - self.mean) / self.sd, [_HELD])
        return math.ceil(self.mean + self.sd * latest)


class Payers:
    """How late clients pay, as it looks from a day."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._known: dict[str, Lateness] = {}

    def of(self, client: str) -> Lateness:
        """A client's lateness; one that never paid yet is like all of them."""
        if client not in self._known:
            own = [days for _, days in self.standing.once(days_late).get(client, ())]
            mean = float(habit_of(self.standing, client).days)
            within = self._within
            if own:
                middle = sum(own) / len(own)
                spread = sum((days - middle) ** 2 for days in own)
                within = (spread + _DIFFERS_SEEN * within) / (len(own) + _DIFFERS_SEEN - 1)
            doubt = within / (len(own) + _FEWEST) if own else self._between
            self._known[client] = Lateness(mean, math.sqrt(within + doubt))
        return self._known[client]

    @cached_property
    def _within(self) -> float:
        """By how much one client's payments differ: the variance, in days squared."""
        groups = [[days for _, days in paid] for paid in self.standing.once(days_late).values()]
        means = [sum(group) / len(group) for group in groups]
        spread = sum((days - mean) ** 2 for group, mean in zip(groups, means, strict=True) for days in group)
        free = sum(len(group) - 1 for group in groups)
        return float(_DIFFERS_SEEN * _DIFFERS**2 + spread) / (_DIFFERS_SEEN + free)

    @cached_property
    def _between(self) -> float:
        """By how much clients differ from each other."""
        means = [sum(days for _, days in paid) / len(paid) for paid in self.standing.once(days_late).values()]
        middle = sum(means) / len(means) if means else 0.0
        spread = sum((mean - middle) ** 2 for mean in means)
        return float(_CLIENTS_SEEN * _CLIENTS_DIFFER**2 + spread) / (_CLIENTS_SEEN + max(len(means) - 1, 0))

    def paid_on(self, client: str, due: date, runs: int, name: str) -> list[int | None]:
        """The day on which an open invoice is paid, a run, as an ordinal; None where it never is."""
        lateness, day = self.of(client), self.standing.day
        gone = (day - due).days
        numbers, fates = uniforms(runs, day, name, "paid"), uniforms(runs, day, name, "pays")
        if lateness.is_overdue_beyond(gone):
            today = day.toordinal()
            return [
                None if fate < _NEVER_LATE else today + 1 + int(-_LONG * math.log(max(1 - u, 1e-9)))
                for u, fate in zip(numbers, fates, strict=True)
            ]
        lowest = (gone + 0.5 - lateness.mean) / lateness.sd
        found = [round(lateness.mean + lateness.sd * z) for z in above(lowest, numbers)]
        first = due.toordinal()
        return [None if fate < _NEVER else first + days for days, fate in zip(found, fates, strict=True)]

    def days_to_pay(self, client: str, runs: int, name: str) -> list[float | None]:
        """The days after it is due on which an invoice to come is paid, a run; None where it never is."""
        lateness, day = self.of(client), self.standing.day
        fates = uniforms(runs, day, name, "pays")
        luck: Sequence[float] = normals(runs, day, name, "paid")
        return [None if f < _NEVER else lateness.mean + lateness.sd * z for f, z in zip(fates, luck, strict=True)]


def certain_by(payers: Payers, client: str, due: date) -> date | None:
    """The day by which an open invoice is all but certainly paid; None where it is late beyond its client's habit."""
    lateness, gone = payers.of(client), (payers.standing.day - due).days
    if lateness.is_overdue_beyond(gone):
        return None
    return date.fromordinal(due.toordinal() + lateness.certain(gone))
