"""What could have become of a business: its true processes run again from a day, with all that nobody knew drawn anew.

What had happened by then stays: each open inquiry has stood in its step for as long, each job has taken the hours that
it had, and each client who had not come back may still do so.
"""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

from benchmarks.simulator.jobs import Job, draw_death, draw_surprises, draw_true, draw_wish
from benchmarks.simulator.life import Life
from benchmarks.simulator.living import live_on
from benchmarks.simulator.market import DRAG, STEPS, WAITS, Inquiry, draw_silence, draw_stop, draw_wait
from benchmarks.simulator.person import Person

_TRIES = 200


def again(life: Life, number: int, weeks: int) -> list[float]:
    """The client hours of the weeks after the one `today` ends, in the number-th run of what could become of them."""
    run = _copied(life, f"{life.salt} again {life.today} {number}")
    live_on(run, life.today + 7 * weeks)
    first = (life.today + 1) // 7
    return [recorded(run, week) for week in range(first, first + weeks)]


def recorded(life: Life, week: int) -> float:
    blocks = (block for day in range(7 * week, 7 * week + 7) for block in life.blocks.get(day, ()))
    return sum(hours for name, hours in blocks if name.startswith(("job-", "retainer-")))


def _copied(life: Life, salt: str) -> Life:
    r, day = Random(salt), life.today
    jobs = [_job_again(life.person, r, job, day) for job in life.open_jobs]
    inquiries = [_inquiry_again(life.person, r, inquiry, day) for inquiry in life.open_inquiries]
    retainers = [
        replace(each, ends=_later(r, day, lambda begun=each.begun: begun + round(30 * r.uniform(4, 40))), events=[])
        for each in life.retainers
        if each.ends > day
    ]
    return replace(
        life,
        salt=salt,
        inquiries=list(inquiries),
        jobs=list(jobs),
        open_jobs=jobs,
        open_inquiries=inquiries,
        retainers=retainers,
        bills=[],
        sick=set(),
        blocks={},
        plans={},
        posts=[],
        worked={week: hours for week, hours in life.worked.items() if week >= day // 7 - 1},
        aftercare={when: list(names) for when, names in life.aftercare.items()},
        follow_ups=_follow_ups_again(life, r, day),
        wishes=dict(life.wishes),
    )


def _later(r: Random, day: int, draw: object) -> int:
    """A day drawn until it lies after another, or soon after it."""
    for _ in range(_TRIES):
        found = draw()  # type: ignore[operator]
        if found > day:
            return int(found)
    return day + r.randint(1, 60)


def _job_again(person: Person, r: Random, job: Job, day: int) -> Job:
    true = next(
        (true for _ in range(_TRIES) if (true := draw_true(person, r, job.estimate) + job.grown) > job.done),
        job.done + job.estimate * r.uniform(0.02, 0.2),
    )
    ready = job.ready
    if ready > day and job.wanted is None:
        ready = _later(r, day, lambda: job.booked + draw_wish(r))
    death = draw_death(r)
    return replace(
        job,
        true=true,
        ready=ready,
        surprises=[each for each in draw_surprises(person, r, job.estimate) if each[0] * job.estimate > job.done],
        dies_at=death if death and death * true > job.done else None,
        quiet_until=job.quiet_until if job.quiet_until <= day else day + r.randint(1, 20),
        events=[],
        luck=Random(f"{r.random()}"),
    )


def _inquiry_again(person: Person, r: Random, inquiry: Inquiry, day: int) -> Inquiry:
    """An open inquiry with its fate drawn anew, given the step it stands in and since when."""
    known, weight = 0.0, 1 / DRAG**2
    for step, wait in enumerate(inquiry.waits[: inquiry.step]):
        middle, spread = WAITS[STEPS[step]]
        known += math.log(max(wait, 0.3) / (middle * person.patience)) / spread**2
        weight += 1 / spread**2
    found = replace(inquiry, events=[], waits=list(inquiry.waits), luck=Random(f"{r.random()}"))
    for _ in range(_TRIES):
        found.stop = draw_stop(r, inquiry.chance, inquiry.step)
        found.drag = math.exp(r.gauss(known / weight, weight**-0.5))
        found.silent = r.random() < 0.5
        found.moves = inquiry.since + round(draw_wait(person, r, inquiry.step, found.drag))
        if found.stop == inquiry.step:
            found.moves += draw_silence(r, silent=found.silent)
        if found.moves > day:
            return found
    found.moves = day + r.randint(1, 20)
    return found


def _follow_ups_again(life: Life, r: Random, day: int) -> list[tuple[int, str]]:
    """Who may still come back: of the clients of the last 200 days those who had not by then."""
    waiting = {client for _, client in life.follow_ups}
    found = []
    for job in life.jobs:
        if job.finished and (not job.followed or job.client in waiting):
            delivered = max(when for when, text in job.events if text == "delivered")
            when = delivered + r.randint(20, 200)
            if when > day and r.random() < life.person.follow_up:
                found.append((when, job.client))
    return found
