"""Working it off, week by week: every job at its pace, together no more than the ceiling, the rest for later.

Retainers come first. Where the jobs ask for more than there is room for, all of them get the same share of what they
ask. Where there is room, work stretches up to 1.7 times its pace, and then what is booked but not begun fills it.
So more work never makes a week emptier: each job's rest grows with the rest of the others, in every run.
"""

from __future__ import annotations

from collections.abc import Sequence

from opsledger.forecast.priors import EARLY, STRETCH
from opsledger.forecast.work import Job

def work_off(
    jobs: Sequence[Job], room: Sequence[float], shares: Sequence[float], noise: Sequence[float]
) -> tuple[list[float], float]:
    """The hours done in each step of one run, and what is left at the end of the jobs that could have begun.

    room: the hours there are, a step. shares: how much of a usual week each step has. noise: the table of luck.
    """
    steps = len(room)
    left, rows, early = _asked(jobs, steps, shares, noise)
    done = []
    for most, asked, waiting in zip(room, zip(*rows), zip(*early)):  # noqa: B905
        plain = [a if a < b else b for a, b in zip(left, asked)]  # noqa: B905
        total = sum(plain)
        if total >= most:
            part = most / total if total > 0 else 0.0
            left = [a - part * b for a, b in zip(left, plain)]  # noqa: B905
            done.append(most if total > 0 else 0.0)
            continue
        wide = [a if a < STRETCH * b else STRETCH * b for a, b in zip(left, asked)]  # noqa: B905
        for more in (wide, [b if c == 0.0 else a if a < c else c for a, b, c in zip(left, wide, waiting)]):  # noqa: B905
            most_wide = sum(more)
            if most_wide > most:
                part = (most - total) / (most_wide - total)
                plain = [b + part * (c - b) for b, c in zip(plain, more)]  # noqa: B905
                total = most
                break
            plain, total = more, most_wide
        left = [a - b for a, b in zip(left, plain)]  # noqa: B905
        done.append(total)
    return done or [0.0] * steps, sum(left)


def _asked(
    jobs: Sequence[Job], steps: int, shares: Sequence[float], noise: Sequence[float]
) -> tuple[list[float], list[list[float]], list[list[float]]]:
    """The hours left of each job, and what it asks for in each step: once it has begun, and before, where it waits."""
    left, rows, early = [], [], []
    nothing = [0.0] * steps
    for hours, pace, start, soonest, place in jobs:
        first, begins = int(start), int(soonest)
        if begins >= steps:
            continue
        luck = [pace * a * b for a, b in zip(noise[place : place + steps], shares)]  # noqa: B905
        if 0 < first < steps:
            luck[first] *= 1 - start + first
        left.append(hours)
        if not first:
            rows.append(luck)
            early.append(nothing)
        else:
            rows.append(nothing[:first] + luck[first:])
            early.append(nothing[:begins] + [EARLY * a for a in luck[begins:first]] + nothing[first:])
    return left, rows, early
