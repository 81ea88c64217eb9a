"""How leads are won: the chance from each stage, what silence does to it, and the days it takes.

A lead that nobody ever closes is still evidence: the longer it stands, the surer it is lost. So each open lead
counts as won by its chance at its age and as lost by the rest, and what the ledger says of stages is read with those
beside the closed ones, over and over until both agree (expectation and maximization: Dempster, Laird and Rubin 1977).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from opsledger.dataclass import dataclass
from opsledger.figures.chances import PRIOR_WEIGHT, chances
from opsledger.forecast import priors
from opsledger.forecast.belief import Belief, shrink
from opsledger.forecast.chance import NORMAL, beta_quantiles, uniforms
from opsledger.forecast.priors import Prior
from opsledger.forecast.work import Drawing
from opsledger.models.leads import Lead

_WEEKS = 104
_CHANCE_DAYS = 364
_ROUNDS = 4
_LEAST = 1e-12
_MOST_ODDS = 1.5


class Stage(NamedTuple):
    """What is known of a stage: its chance to win, on how many leads it rests, how long the won and the lost stay.

    n: the prior's weight, the closed leads, and of each open one the share of won leads that would be gone at its age.
    """

    chance: float
    n: float
    won: Belief
    lost: Belief

    def odds(self, days: int) -> float:
        """What so many days there do to the odds of winning: won leads still standing there, to lost ones."""
        if days < 1:
            return 1.0
        return min(_still(self.won, days) / _still(self.lost, days), _MOST_ODDS)

    def after(self, days: int) -> float:
        """The chance of a lead that has stood there for so many days."""
        return with_odds(self.chance, self.odds(days))


@dataclass(frozen=True)
class Winning:
    """How leads are won: by stage the chance in each run, how long they stay, and the days to winning."""

    drawing: Drawing
    _chances: dict[str, list[float]] = field(default_factory=dict)
    _days: dict[str, Belief] = field(default_factory=dict)
    _stayed: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    @cached_property
    def luck(self) -> list[float]:
        """One number a run that all leads share: in a lucky run every stage's chance is at its higher quantiles."""
        return uniforms(self.drawing.runs, self.drawing.day, "", "luck")

    def chances(self, stage: str) -> list[float]:
        """The chance of winning from a stage, a run, drawn from its Beta distribution."""
        if stage not in self._chances:
            known = self.stages[stage]
            won, lost = known.n * known.chance, known.n * (1 - known.chance)
            table = beta_quantiles(won, lost)
            self._chances[stage] = [table[int(u * len(table))] for u in self.luck]
        return self._chances[stage]

    @cached_property
    def closed(self) -> list[tuple[Lead, date]]:
        """The leads won or lost in the last 104 weeks, with the day."""
        closed = self.drawing.past.standing.closed_leads(_WEEKS, "won", "lost")
        return [(lead, line.day) for lead, line in closed]

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """What is known of each open stage, with the open leads read as won or lost by their age."""
        closed = {name: self._closed_alone(name) for name in chances(self.drawing.past.standing)}
        ages = [(lead.stage, self.age(lead)) for lead in self.drawing.past.standing.open_leads]
        found = closed
        for _ in range(_ROUNDS if any(days for _, days in ages) else 0):
            waiting = [(name, days, found[name].after(days)) for name, days in ages if days > 0]
            found = {
                name: self._with_open(closed[name], found[name], waiting, list(closed)[n:])
                for n, name in enumerate(closed)
            }
        return found

    def _closed_alone(self, name: str) -> Stage:
        chance = chances(self.drawing.past.standing)[name]
        won, lost = (
            shrink(self._stays(name, "won"), priors.STAY_WON),
            shrink(self._stays(name, "lost"), priors.STAY_LOST),
        )
        return Stage(float(chance.value), len(chance.closings) + PRIOR_WEIGHT, won, lost)

    def _with_open(
        self, closed: Stage, before: Stage, waiting: Sequence[tuple[str, int, float]], later: Sequence[str]
    ) -> Stage:
        """A stage by its closed leads and the open ones, each with its stage, its days there and its chance.

        later: the stage and those after it. As figures.chances.win_chance does, the chance looks back a year.
        """
        values = list(self._stays(later[0], "lost"))
        weights = [1.0] * len(values)
        won, n, told = closed.n * closed.chance, closed.n, closed.n
        for stage, days, chance in waiting:
            if stage == later[0]:
                values.append(_beyond(before.lost, days))
                weights.append(1 - chance)
            if stage in later and days <= _CHANCE_DAYS:
                won, n = won + chance, n + 1
                told += 1 - _still(closed.won, days)
        lost = shrink(values, priors.STAY_LOST, weights)
        return Stage(won / n, told, closed.won, replace(lost, sd=max(lost.sd, closed.won.sd)))

    def age(self, lead: Lead) -> int:
        """The days that a lead has stood in its stage."""
        return max((self.drawing.day - (lead.still_since or self.drawing.day)).days, 0)

    def _stays(self, stage: str, outcome: str) -> list[float]:
        """ln(days) that closed leads with this outcome stood in a stage."""
        if (stage, outcome) not in self._stayed:
            stays = (_stay(lead, stage) for lead, _ in self.closed if lead.stage == outcome)
            self._stayed[stage, outcome] = [math.log(max(days, 1)) for days in stays if days is not None]
        return self._stayed[stage, outcome]

    def days_to_won(self, stage: str) -> Belief:
        """ln(days) from a stage's first line to `won`."""
        if stage not in self._days:
            self._days[stage] = self._days_to_won(stage)
        return self._days[stage]

    def _days_to_won(self, stage: str) -> Belief:
        settings = self.drawing.past.standing.settings
        usual = max(priors.TO_WON_DAYS * (1 - float(settings.stages[stage])), 3.0)
        found = []
        for lead, day in self.closed:
            begun = _entered(lead, stage) if lead.stage == "won" else None
            if begun:
                found.append(math.log(max((day - begun).days, 1)))
        return shrink(found, Prior(math.log(usual), priors.TO_WON_SD, priors.TO_WON_WEIGHT))


def _entered(lead: Lead, stage: str) -> date | None:
    if stage == lead.stages[0]:
        return lead.first_day
    return next((line.day for line in lead.log if line.word == stage), None)


def _stay(lead: Lead, stage: str) -> int | None:
    """The days a closed lead stood in a stage before it moved on; None if it never did."""
    begun = _entered(lead, stage)
    if begun is None:
        return None
    left = next((line.day for line in lead.stage_lines() if line.day >= begun and line.word != stage), None)
    return None if left is None else (left - begun).days


def with_odds(chance: float, odds: float) -> float:
    """A chance whose odds are multiplied."""
    return chance * odds / (chance * odds + 1 - chance)


def _still(stay: Belief, days: int) -> float:
    """The share of stays that last longer than so many days."""
    return max(NORMAL.cdf((stay.mean - math.log(max(days, 1))) / stay.sd), _LEAST)


def _beyond(stay: Belief, days: int) -> float:
    """The mean ln(days) of a stay that has lasted so long already."""
    z = (math.log(days) - stay.mean) / stay.sd
    return stay.mean + stay.sd * NORMAL.pdf(z) / _still(stay, days)
