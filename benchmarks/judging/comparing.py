"""Whether the headline is surely better than a bare rule: both met the same businesses, so these are drawn again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.judging.announcing import BARE, OURS, Announcements
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.forecast.verdicts import Verdicts, both

_DRAWS = 2000
_EACH_SIDE = 0.025


class Difference(NamedTuple):
    """The headline less the bare rule, and its 95 % interval; shares of 1."""

    value: float
    low: float
    high: float


def _told(found: Verdicts) -> float | None:
    came = found.hits + found.misses
    return found.hits / came if came else None


def _false(found: Verdicts) -> float | None:
    return found.false_alarms / found.warned if found.warned else None


def _less_false(found: Verdicts) -> float | None:
    told, false = _told(found), _false(found)
    return None if told is None or false is None else told - false


MEASURES: Mapping[str, Callable[[Verdicts], float | None]] = {
    "told": _told,
    "false alarms": _false,
    "told less false": _less_false,
}


def differences(ours: Sequence[Verdicts], bare: Sequence[Verdicts]) -> Mapping[str, Difference]:
    """By each measure, how the headline differs from the bare rule; a row of each for one business, in one order.

    The interval comes of drawing the businesses with replacement 2,000 times, the same ones for both: what lies in one
    owner's life moves both alike and cancels. A measure is left out if too few stretches or warnings were there.
    """
    pairs, luck = list(zip(ours, bare, strict=True)), Random("businesses drawn again")
    drawn = [luck.choices(pairs, k=len(pairs)) for _ in range(_DRAWS)] if len(pairs) > 1 else []
    found = {}
    for name, measure in MEASURES.items():
        value = _difference(measure, pairs)
        order = sorted(each for some in drawn if (each := _difference(measure, some)) is not None)
        if value is not None and len(order) > _DRAWS // 2:
            low, high = (order[round(share * (len(order) - 1))] for share in (_EACH_SIDE, 1 - _EACH_SIDE))
            found[name] = Difference(value, low, high)
    return found


def _difference(
    measure: Callable[[Verdicts], float | None], pairs: Sequence[tuple[Verdicts, Verdicts]]
) -> float | None:
    ours, bare = (measure(both(pair[side] for pair in pairs)) for side in (0, 1))
    return None if ours is None or bare is None else ours - bare


def compared(found: Announcements) -> Mapping[str, Mapping[str, Difference]]:
    """The differences of each kind."""
    if not {OURS, BARE} <= set(found.verdicts):
        return {}
    return {kind: differences(found.verdicts[OURS][kind], found.verdicts[BARE][kind]) for kind in (LEAN, OVERLOADED)}


def comparison_lines(found: Announcements) -> Iterator[str]:
    """A line of each kind: by how much the headline is better, or worse, than the bare rule."""
    for kind, rows in compared(found).items():
        said = "; ".join(f"{name} {100 * row.value:+.0f} % ({_between(row)})" for name, row in rows.items())
        if said:
            yield f"{kind}, {OURS} less {BARE}: {said}"


def _between(row: Difference) -> str:
    return f"{100 * row.low:+.0f} to {100 * row.high:+.0f}"
