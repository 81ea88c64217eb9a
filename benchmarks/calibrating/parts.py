"""What each part of the forecast is worth: the same businesses scored with it and without it, with the same luck."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from benchmarks.calibrating.business import Found, Task, score_business
from benchmarks.calibrating.tables import BANDS, jackknife
from opsledger.forecast import priors
from opsledger.forecast.scoring import Scored, score

_NEVER = 1e9  # observations that outweigh any history


class Part(NamedTuple):
    """A part of the forecast, and the numbers in `opsledger.forecast.priors` that switch it off."""

    name: str
    off: Mapping[str, float]


PARTS = (
    Part("the ceiling gives way under load", {"YIELDS": 0.0}),
    Part("work stretches if there is room", {"STRETCH": 1.0}),
    Part("what is booked begins early if there is room", {"EARLY": 0.0}),
    Part("what is not begun waits 0.3 of its usual lag", {"EARLY_LAG": 1.0}),
    Part("a near promise speeds a job up", {"PROMISE_SPEED": 1.0}),
    Part("a running job goes on at its own pace", {"OWN_PACE_WEEKS": _NEVER}),
    Part("a job rests in some weeks", {"IDLE": 0.0, "IDLE_WEEKS": _NEVER}),
    Part("a job without hours in a full week does not rest", {"FULL_WEEK": _NEVER}),
    Part("small jobs have no limit", {"UNLIMITED_BELOW": 0.01}),
    Part("short weeks hold more", {"SHORT_WEEK": 1.0, "SHORT_ROOM": 1.0}),
    Part("some lives are busier than others", {"CEILING_DRIFT": 0.0}),
    Part("one's own last weeks", {"AVERAGES": 0.0, "AVERAGES_LATER": 0.0}),
    Part("they weigh twice as much beyond the next one", {"AVERAGES_LATER": priors.AVERAGES}),
    Part("and the more, the evener they are", {"SWING_WEEKS": _NEVER}),
    Part("and say nothing before the fifth", {"AVERAGES_FROM": 0}),
    Part("a memory of the last weeks' misses", {"MISS_KEPT": 0.0}),
    Part("the luck that no part knows of", {"UNKNOWN": 0.0}),
)
ALL = Part("all of these together", {name: number for part in PARTS for name, number in part.off.items()})


class Worth(NamedTuple):
    """How much less is lost with a part, in shares, with the standard error over businesses; and so by weeks ahead."""

    gain: float
    error: float
    by_band: tuple[float, ...]


@contextmanager
def without(part: Part) -> Iterator[None]:
    """The forecast with a part switched off, in this process."""
    rooms = [module for name, module in sys.modules.items() if name.startswith("opsledger.forecast.")]
    was = [(room, name, getattr(room, name)) for room in rooms for name in part.off if hasattr(room, name)]
    try:
        for room, name, _ in was:
            setattr(room, name, part.off[name])
        yield
    finally:
        for room, name, number in was:
            setattr(room, name, number)


def score_without(task: tuple[Task, Part | None]) -> Found:
    """A business scored with a part switched off, if one is named. What is kept of that is kept apart."""
    business, part = task
    if part is None:
        return score_business(business)
    folder = Path(business.keep, "without", "".join(filter(str.isalnum, part.name)))
    with patch.dict(os.environ, {"XDG_CACHE_HOME": str(folder)}), without(part):
        return score_business(business)


def worth(whole: Sequence[Found], lacking: Sequence[Found]) -> Worth:
    """What a part is worth by the same businesses with it and without it."""
    pairs = [[*zip(a.forecast.weeks, b.forecast.weeks, strict=True)] for a, b in zip(whole, lacking, strict=True)]

    def gain(some: Sequence[tuple[Scored, Scored]]) -> float:
        lost, lost_without = (score([pair[side] for pair in some]).pinball for side in (0, 1))
        return 1 - lost / lost_without if lost_without else 0.0

    every = [pair for group in pairs for pair in group]
    bands = ([pair for pair in every if first <= pair[0].horizon <= last] for _, first, last in BANDS)
    return Worth(gain(every), jackknife(pairs, gain), tuple(gain(band) if band else 0.0 for band in bands))


def parts_lines(pool: Any, worlds: Mapping[str, Sequence[Task]]) -> Iterator[str]:
    """The table in Markdown: a row for each part, and in each world how much less is lost with it, in percent."""
    whole = {name: pool.map(score_without, [(task, None) for task in tasks]) for name, tasks in worlds.items()}
    heads = ("part", *worlds, *(f"{next(iter(worlds))}, weeks {name}" for name, _, _ in BANDS))
    yield _row(heads)
    yield _row(["---"] * len(heads))
    for part in (*PARTS, ALL):
        found = [
            worth(whole[name], pool.map(score_without, [(task, part) for task in tasks]))
            for name, tasks in worlds.items()
        ]
        gains = (f"{100 * each.gain:.1f} ± {100 * each.error:.1f}" for each in found)
        yield _row((part.name, *gains, *(f"{100 * gain:.1f}" for gain in found[0].by_band)))


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |".replace("-0.0", "0.0")
