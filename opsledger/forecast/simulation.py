"""Working it off, week by week: every job at its pace, together no more than the ceiling, the rest for later.

Retainers come first. Where the jobs ask for more than there is room for, all of them get the same share of what they
ask; where there is room, work stretches up to 1.7 times its pace. So more work never makes a week emptier: each job's
rest grows with the rest of the others, in every run (docs/forecast.md).
"""

from __future__ import annotations

from collections.abc import Sequence

from opsledger.forecast.priors import STRETCH
from opsledger.forecast.work import Job

_DONE = 1e-6


def work_off(
    jobs: Sequence[Job], room: Sequence[float], shares: Sequence[float], noise: Sequence[float]
) -> tuple[list[float], float]:
    """The hours done in each step of one run, and what is left at the end of the jobs that could have begun.

    room: the hours there are, a step. shares: how much of a usual week each step has. noise: the table of luck.
    """
    steps = len(room)
    rows, left = [], []
    for hours, pace, start, place in jobs:
        first = int(start)
        if first >= steps:
            continue
        row = [pace * luck * share for luck, share in zip(noise[place + first : place + steps], shares[first:])]  # noqa: B905
        row[0] *= 1 - start + first if first else 1.0
        rows.append([0.0] * first + row if first else row)
        left.append(hours)
    if not rows:
        return [0.0] * steps, 0.0
    done = []
    for asked, most in zip(zip(*rows, strict=True), room, strict=True):
        plain = [a if a < b else b for a, b in zip(left, asked)]  # noqa: B905
        total = sum(plain)
        if total >= most:
            if total > _DONE:
                given = most / total
                left = [a - given * b for a, b in zip(left, plain)]  # noqa: B905
            done.append(most if total > _DONE else 0.0)
            continue
        if total <= _DONE:
            done.append(0.0)
            continue
        wide = [a if a < STRETCH * b else STRETCH * b for a, b in zip(left, asked)]  # noqa: B905
        most_wide = sum(wide)
        if most_wide <= most:
            left = [a - b for a, b in zip(left, wide)]  # noqa: B905
            done.append(most_wide)
            continue
        part = (most - total) / (most_wide - total)
        left = [a - b - part * (c - b) for a, b, c in zip(left, plain, wide)]  # noqa: B905
        done.append(most)
    return done, sum(left)
