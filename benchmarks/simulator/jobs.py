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
    events: list[tuple[int, str]] = field(default_factory=list)
    done: float = 0.0
    this_week: float = 0.0
    quiet_until: int = 0
    started: bool = False
    finished: bool = False
    over: bool = False
    aftercare: list[int] = field(default_factory=list)

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
    true = estimate * math.exp(r.gauss(person.optimism, person.surprise))
    surprises = []
    while r.random() < person.creep and len(surprises) < 4:
        surprises.append(
            (r.uniform(0.2, 0.95), float(max(1, round(estimate * r.uniform(0.04, 0.2)))), r.random() < 0.5)
        )
    pull = max(3.0, person.real_hours * person.client_pull * r.uniform(0.6, 1.3) * min(1.4, (estimate / 60) ** 0.35))
    wish = round(r.choice((1, 1, 2, 3)) * math.exp(r.gauss(1.2, 0.9)))
    ready = today + wish
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
        surprises=sorted(surprises),
        dies_at=r.uniform(0.1, 0.8) if r.random() < 0.03 else None,
        events=[(today, "booked")],
    )
