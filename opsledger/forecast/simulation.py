"""Working it off, week by week: every job at its pace, together no more than the ceiling, the rest for later.

Retainers come first. If the jobs ask for more than there is room for, the ceiling gives way a little, and all of them
get the same share of what they ask. If there is room, work stretches up to 1.5 times its pace, and then what is booked
but not begun fills it.
So more work never makes a week emptier: each job's rest grows with the rest of the others, in every run.
"""

# The innermost loops: `min` costs three times the comparison, and `strict` is checked on every call.
# ruff: noqa: B905, FURB136

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opsledger.forecast.priors import EARLY, STRETCH, YIELDS
from opsledger.forecast.work import Job

_DONE = 0.25


def work_off(
    jobs: Sequence[Job], room: Sequence[float], shares: Sequence[float], noise: Sequence[float]
) -> tuple[list[float], float]:
    """The hours done in each step of one run, and what is left at the end of the jobs that could have begun.

    room: the hours available, a step. shares: what jobs ask for in each step, in shares of a usual week. noise: the
    table of luck.
    """
    left, rows, early = _asked(jobs, len(room), shares, noise)
    if not left:
        return [0.0] * len(room), 0.0
    done = []
    rest = left
    for hours, rest in _weeks(left, rows, early, room):  # noqa: B007 - what is left in the end counts
        done.append(hours)
    return done, sum(rest)


def finishing_steps(
    jobs: Sequence[Job], room: Sequence[float], shares: Sequence[float], noise: Sequence[float]
) -> list[int | None]:
    """The step in which each job of one run is done; None if that lies beyond them."""
    found: list[int | None] = [None] * len(jobs)
    places = [place for place, job in enumerate(jobs) if int(job.early) < len(room)]
    for step, (_, left) in enumerate(_weeks(*_asked(jobs, len(room), shares, noise), room)):
        for place, hours in zip(places, left):
            if hours <= _DONE and found[place] is None:
                found[place] = step
    return found


def _weeks(
    left: list[float], rows: list[list[float]], early: list[list[float]], room: Sequence[float]
) -> Iterator[tuple[float, list[float]]]:
    """The hours done in each step, and what is left of each job after it."""
    for most, asked, waiting in zip(room, zip(*rows), zip(*early)):
        if not any(left):  # a fifth of all steps: everything is done
            yield 0.0, left
            continue
        plain = [a if a < b else b for a, b in zip(left, asked)]
        total = sum(plain)
        if total >= most:
            most += YIELDS * (total - most if total < 2 * most else most)
            part = most / total if total > 0 else 0.0
            left = [a - part * b for a, b in zip(left, plain)]
            yield part * total, left
            continue
        more = [a if a < STRETCH * b else STRETCH * b for a, b in zip(left, asked)]
        wide = sum(more)
        if wide < most and any(waiting):
            plain, total = more, wide
            more = [b + (a if a < c else c) if c else b for a, b, c in zip(left, plain, waiting)]
            wide = sum(more)
        if wide <= most:
            left = [a - b for a, b in zip(left, more)]
            yield wide, left
            continue
        part = (most - total) / (wide - total)
        left = [a - b - part * (c - b) for a, b, c in zip(left, plain, more)]
        yield most, left


def _asked(
    jobs: Sequence[Job], steps: int, shares: Sequence[float], noise: Sequence[float]
) -> tuple[list[float], list[list[float]], list[list[float]]]:
    """The hours left of each job, and what it asks for in each step: once it has begun, and before, if it waits."""
    left, rows, early = [], [], []
    nothing = [0.0] * steps
    for hours, pace, start, soonest, place in jobs:
        begins = int(soonest)
        if begins >= steps:
            continue
        first = int(start)
        luck = [pace * a * b for a, b in zip(noise[place + begins : place + steps], shares[begins:])]
        if 0 < first < steps:
            luck[first - begins] *= 1 - start + first
        left.append(hours)
        if first == begins:
            rows.append(nothing[:begins] + luck if begins else luck)
            early.append(nothing)
        else:
            wait = first - begins
            rows.append(nothing[:first] + luck[wait:])
            early.append(nothing[:begins] + [EARLY * a for a in luck[:wait]] + nothing[first:])
    return left, rows, early
