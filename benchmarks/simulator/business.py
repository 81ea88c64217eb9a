"""A simulated business as a benchmark uses it: its ledger on any day, what really came, and what could have come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.simulator.again import again, recorded
from benchmarks.simulator.ledger import ledger_files
from benchmarks.simulator.life import Life
from benchmarks.simulator.living import live
from benchmarks.simulator.money import Bill
from benchmarks.simulator.owner import Owner
from benchmarks.simulator.person import Person, make_person

FIRST = date(2023, 10, 30)  # a Monday
WEEKS = 156


@dataclass
class Business:
    """One business with a known future.

    world: one of person.WORLDS, or the usual one. owner: who follows advice (owner.Decision), each fortnight. The
    same seed always lives the same life; with another owner all luck that has nothing to do with their decisions is
    the same.
    """

    seed: int
    weeks: int = WEEKS
    world: str = ""
    owner: Owner | None = None
    first: date = FIRST
    _until: dict[int, Life] = field(default_factory=dict)

    @property
    def person(self) -> Person:
        """Who runs it."""
        return make_person(self.seed, self.world)

    @property
    def life(self) -> Life:
        """All of its life."""
        return self.up_to(self.first + timedelta(days=7 * self.weeks - 1))

    def up_to(self, day: date) -> Life:
        """Its life up to a day, as if the rest had not come yet. Not to be changed."""
        number = (day - self.first).days
        if number not in self._until:
            self._until[number] = live(self.person, self.weeks, self.first, self.owner, number)
        return self._until[number]

    def files(self, day: date | None = None) -> Mapping[str, str]:
        """The ledger's files as they stood on the evening of a day, or at the end: each path and its text."""
        return ledger_files(self.life if day is None else self.up_to(day))

    @property
    def hours(self) -> Mapping[date, float]:
        """The client hours that were written down in each week, by its Monday; weeks of nothing too."""
        return {self.first + timedelta(weeks=week): recorded(self.life, week) for week in range(self.weeks)}

    @property
    def bills(self) -> Sequence[Bill]:
        """Every invoice, with the day on which it is paid."""
        return self.life.bills

    def could_become(self, sunday: date, runs: int, weeks: int = 12) -> list[list[float]]:
        """What the true processes make of the weeks after a Sunday, a run each: as good as any forecast can be."""
        life = self.up_to(sunday)
        return [again(life, number, weeks) for number in range(runs)]
