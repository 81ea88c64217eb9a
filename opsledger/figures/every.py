"""The functions that measure a ledger by itself, and the names that each of them gives itself.

A figure is one row of one file: a function in its area's file. Its docstring begins with its names, a part in capitals
standing for many, and from it follow what `moves:` may name, completion, hovers, `explain` and the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias

from opsledger.figures.actions import ACTIONS
from opsledger.figures.balance import BALANCE
from opsledger.figures.closing import CLOSING
from opsledger.figures.doubtful import DOUBTFUL
from opsledger.figures.effect import EFFECT
from opsledger.figures.fit import FIT
from opsledger.figures.hours import TIME
from opsledger.figures.inflow import INFLOW
from opsledger.figures.marketing import MARKETING
from opsledger.figures.means import MEANS
from opsledger.figures.money import MONEY
from opsledger.figures.network import NETWORK
from opsledger.figures.outflow import OUTFLOW
from opsledger.figures.rate_gap import RATE_GAP
from opsledger.figures.reception import RECEPTION
from opsledger.figures.schedule import SCHEDULE
from opsledger.figures.standing import Figures, Standing
from opsledger.figures.time_off import TIME_OFF
from opsledger.figures.to_pay import TO_PAY
from opsledger.figures.uninvoiced import UNINVOICED
from opsledger.figures.unsent import UNSENT
from opsledger.patterns import pattern

Measure: TypeAlias = Callable[[Standing], Figures]

# Those that rest on the forecast are between the two: the order is that of lists and exports.
FIRST: tuple[Measure, ...] = (
    *INFLOW,
    *RECEPTION,
    *FIT,
    *MARKETING,
    *EFFECT,
    *NETWORK,
    *OUTFLOW,
    *RATE_GAP,
    *CLOSING,
    *TIME,
    *SCHEDULE,
    *TIME_OFF,
    *BALANCE,
)
LAST: tuple[Measure, ...] = (*MONEY, *DOUBTFUL, *UNSENT, *UNINVOICED, *TO_PAY, *MEANS, *ACTIONS)

_HEAD = pattern(r"\s*((?:`[^`]+`(?:, )?)+):")


@cache
def names_in(measure: Callable[..., Figures]) -> list[str]:
    """The names with which the words of a function that measures begin; a part in capitals stands for any."""
    head = _HEAD.match(measure.__doc__ or "")
    return re.findall(r"`([^`]+)`", head[1]) if head else []


def base_of(name: str) -> str:
    """A figure's name without the part after it: `inflow.open` of `inflow.open.proposal`."""
    return ".".join(name.split(".", 2)[:2])


def parts_of(names: Iterable[str]) -> dict[str, list[str]]:
    """By the names of figures what may follow them: nothing (empty), or a word in capitals that stands for it."""
    found: dict[str, list[str]] = {}
    for name in names:
        base = base_of(name)
        found.setdefault(base, []).append(name[len(base) + 1 :])
    return found
