"""Jobs: what was sold, what they really take, and when their clients go quiet."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from benchmarks.simulator.person import Person


@dataclass
class Job:
    """A job from booking to delivery. true: hours it really takes; a week's pull: hours its client can feed."""

    name: str
    client: str
    lead: str | None
    booked: int
    estimate: float
    true: float
    pull: float
    ready: int  # the first day the client lets it begin
    due: int
    surprises: list[tuple[float, float, bool]]  # at which share done, how many hours, paid
    dies_at: float | None
    luck: Random
    events: list[tuple[int, str]] = field(default_factory=list)
    wanted: int | None = None
    grown: float = 0.0
    done: float = 0.0
    this_week: float = 0.0
    quiet_until: int = 0
    first_until: int = -1  # the last day on which its owner works on it before all others
    started: bool = False
    finished: bool = False
    over: bool = False
    followed: bool = False  # whether its client came back

    @property
    def left(self) -> float:
        return max(self.true - self.done, 0.0)


@dataclass
class Retainer:
    """Hours a month until it ends."""

    name: str
    client: str
    month_hours: float
    begun: int
    ends: int
    events: list[tuple[int, str]] = field(default_factory=list)
    owed: float = 0.0


def new_job(person: Person, r: Random, number: int, today: int, hours: float, **of: object) -> Job:
    """A job that was just booked."""
    estimate = float(max(2, round(hours * math.exp(r.gauss(0, 0.08)))))
    true = draw_true(person, r, estimate)
    surprises = draw_surprises(person, r, estimate)
    pull = max(3.0, person.real_hours * person.client_pull * r.uniform(0.6, 1.3) * min(1.4, (estimate / 60) ** 0.35))
    ready = today + draw_wish(r)
    wanted = of.get("wanted")
    if isinstance(wanted, int):
        ready = max(ready, wanted)
    weeks = max(1.0, true / pull)
    return Job(
        name=f"job-{number:04d}",
        client=str(of["client"]),
        lead=str(of["lead"]) if of.get("lead") else None,
        booked=today,
        estimate=estimate,
        true=true,
        pull=pull,
        ready=ready,
        due=ready + round(7 * weeks * r.uniform(1.1, 2.2)) + 5,
        surprises=surprises,
        dies_at=draw_death(r),
        luck=r,
        events=[(today, "booked")],
        wanted=wanted if isinstance(wanted, int) else None,
    )


def draw_true(person: Person, r: Random, estimate: float) -> float:
    """The hours that a job really takes."""
    return estimate * math.exp(r.gauss(person.optimism, person.surprise))


def draw_surprises(person: Person, r: Random, estimate: float) -> list[tuple[float, float, bool]]:
    """What a client asks for on top: at which share done, how many hours, and whether they are paid."""
    found: list[tuple[float, float, bool]] = []
    while r.random() < person.creep and len(found) < 4:
        found.append((r.uniform(0.2, 0.95), float(max(1, round(estimate * r.uniform(0.04, 0.2)))), r.random() < 0.5))
    return sorted(found)


def draw_wish(r: Random) -> int:
    """The days until a client lets a job begin."""
    return round(r.choice((1, 1, 2, 3)) * math.exp(r.gauss(1.2, 0.9)))


def draw_death(r: Random) -> float | None:
    """At which share done a job is cancelled; None for most."""
    return r.uniform(0.1, 0.8) if r.random() < 0.03 else None


def grow(person: Person, job: Job, day: int) -> None:
    """What the client asks for on top by now becomes part of the job."""
    while job.surprises and job.done >= job.surprises[0][0] * job.estimate:
        _, more, paid = job.surprises.pop(0)
        job.true += more
        job.grown += more
        job.events.append((day, f"scope +{more:.0f}h{f' +{more * person.rate:.0f}' if paid else ''} one more thing"))
