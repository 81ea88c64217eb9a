"""The market: who asks, and what becomes of it before it is a job."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from benchmarks.simulator.person import SOURCES, Person

STEPS = ("inquiry", "qualified", "proposal", "verbal", "won")
# days a step usually takes with patience 1, and how much it differs
WAITS = {"inquiry": (4, 0.8), "qualified": (9, 0.8), "proposal": (12, 0.9), "verbal": (5, 0.8)}


@dataclass
class Inquiry:
    """Somebody who may give work. events: the day's number and the rest of the line."""

    name: str
    source: str
    begun: int
    hours: float
    states_hours: bool
    client: str
    events: list[tuple[int, str]] = field(default_factory=list)
    front_hours: float | None = None
    wanted: int | None = None
    won_on: int | None = None
    closed_on: int = 0
    closing: str = ""


def season(person: Person, day_of_year: float) -> float:
    """How lively the market is on a day of the year: quiet in high summer and around Christmas."""
    summer = math.exp(-(((day_of_year - 215) / 25) ** 2))
    winter = math.exp(-((((day_of_year + 182) % 365 - 182) / 18) ** 2))
    return 1 - person.season * max(summer, winter)


def daily_chance(person: Person, day_of_year: float, awareness: float) -> float:
    """The chance of an inquiry on a weekday."""
    mean_hours = person.job_hours * math.exp(person.job_spread**2 / 2)
    wins_a_week = person.demand * person.real_hours * (1 - 0.6 * person.follow_up) / mean_hours
    return min(wins_a_week / person.win / 5 * season(person, day_of_year) * (0.3 + 0.9 * awareness), 0.9)


def new_inquiry(person: Person, r: Random, number: int, today: int, client: str | None = None) -> Inquiry:
    """An inquiry and, already settled but not yet known, how it will go."""
    weights = (4, 3, 2, 1, 1, 1)
    source = "referral" if client else r.choices(SOURCES, weights)[0]
    warm = {"referral": 1.5, "cold": 0.4, "linkedin": 0.8}.get(source, 0.95) * (1.6 if client else 1.0)
    hours = max(3.0, person.job_hours * math.exp(r.gauss(0, person.job_spread)))
    chance = min(person.win * warm * (0.85 if hours > 2 * person.job_hours else 1.0), 0.95)
    inquiry = Inquiry(
        f"lead-{number:04d}",
        source,
        today,
        float(round(hours)),
        r.random() > person.vague,
        client or f"client-{number:04d}",
    )
    if inquiry.states_hours:
        inquiry.front_hours = float(max(2, round(hours * math.exp(r.gauss(0, 0.15)))))
    _go(person, r, inquiry, chance)
    return inquiry


def _go(person: Person, r: Random, inquiry: Inquiry, chance: float) -> None:
    """Step by step to won, or to where it stops: most that stop do so early or fall silent after the offer."""
    day = inquiry.begun
    inquiry.events.append((day, "in first message"))
    will_win = r.random() < chance
    stop = None if will_win else r.choices(STEPS[:4], (4, 3, 4, 0.5))[0]
    drag = math.exp(r.gauss(0, 0.4))
    for step in STEPS[:4]:
        if step != "inquiry" and (step != "verbal" or r.random() < 0.7 or stop == "verbal"):
            inquiry.events.append((day, step))
            if step == "proposal" and not inquiry.states_hours:
                inquiry.events.append((day, f"hours {inquiry.hours:.0f}h"))
            if r.random() < 0.3:
                inquiry.events.append((day, f"next {{{day + r.randint(3, 14)}}} ask again"))
        middle, spread = WAITS[step]
        day += max(0, round(middle * person.patience * drag * math.exp(r.gauss(0, spread))))
        if step == stop:
            silent = r.random() < 0.5
            day += r.randint(14, 70) if silent else r.randint(0, 10)
            inquiry.closing = "lost silence" if silent else f"lost {r.choice(('price', 'competitor', 'timing'))}"
            break
    else:
        inquiry.won_on = day
        inquiry.closing = "won"
        if r.random() < 0.3:
            inquiry.wanted = day + r.randint(10, 60)
    inquiry.closed_on = day
    if inquiry.closing != "lost silence" or Random(f"closes {person.seed} {inquiry.name}").random() < person.closes:
        inquiry.events.append((day, inquiry.closing))
