"""How likely a lead is won, from each stage and by what its owner says."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.statistics import wilson
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine

PRIOR_WEIGHT = 8


class Chance(NamedTuple):
    """A stage's chance of winning: the prior, what was seen, and the two together."""

    prior: Fraction
    won: int
    closings: tuple[LogLine, ...]

    @property
    def value(self) -> Fraction:
        """(won + k m) / (n + k), with the prior m weighing as much as k = 8 closed leads."""
        return (self.won + PRIOR_WEIGHT * self.prior) / (len(self.closings) + PRIOR_WEIGHT)


def chances(standing: Standing) -> Mapping[str, Chance]:
    """The chance of winning from each open stage."""
    return standing.once(_chances)


def _chances(standing: Standing) -> dict[str, Chance]:
    stages = list(standing.settings.stages)
    closed = standing.closed_leads(52, "won", "lost")
    found = {}
    for number, stage in enumerate(stages):
        here = stages[number:]
        stood = [(lead, line) for lead, line in closed if number == 0 or lead.lines(*here)]
        won = sum(line.word == "won" for _, line in stood)
        found[stage] = Chance(Fraction(standing.settings.stages[stage]), won, tuple(line for _, line in stood))
    return found


def chance_of(standing: Standing, lead: Lead) -> Fraction:
    """The chance of winning an open lead: its owner's own, else that of the stage it is in."""
    return chances(standing)[lead.stage].value if lead.chance is None else Fraction(lead.chance)


def win_chance(standing: Standing) -> Figures:
    """`inflow.win_chance.STAGE`: how likely you are to win a lead at this stage.

    (won + k m) / (n + k): n leads won or lost in the last 52 weeks that had reached this stage or a later open one, and
    how many of them were won. m is the settings' prior, k = 8. The interval is that of won / n alone.
    """
    for stage, chance in chances(standing).items():
        n = len(chance.closings)
        value: Keyed = {"chance": chance.value, "prior": chance.prior, "weight": PRIOR_WEIGHT, "won": chance.won}
        sources = tuple(line.span for line in chance.closings)
        yield Figure(f"inflow.win_chance.{stage}", value, "share", n, wilson(chance.won, n), sources=sources)
