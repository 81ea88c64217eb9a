"""The market: who asks, and what becomes of it before it is a job."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from random import Random

from benchmarks.simulator.person import SOURCES, Person

STEPS = ("inquiry", "qualified", "proposal", "verbal", "won")
# days a step usually takes with patience 1, and how much it differs
WAITS = {"inquiry": (4, 0.8), "qualified": (9, 0.8), "proposal": (12, 0.9), "verbal": (5, 0.8)}
# where those stop that are not won: most do so early, or fall silent after the offer
STOPS = (4.0, 3.0, 4.0, 0.5)
DRAG = 0.4
OWN_MOVE = 2  # before this step it is the owner's move, which they put off when they are busy


@dataclass
class Inquiry:
    """Somebody who may give work. events: the day's number and the rest of the line.

    stop: the step at which it ends, settled but not yet known; None if it is won. moves: the day on which it leaves
    its step. waits: what was drawn for the steps behind it.
    """

    name: str
    source: str
    begun: int
    hours: float
    states_hours: bool
    client: str
    chance: float
    luck: Random
    stop: int | None
    drag: float
    step: int = 0
    since: int = 0
    moves: int = 0
    silent: bool = False
    waits: list[float] = field(default_factory=list)
    events: list[tuple[int, str]] = field(default_factory=list)
    front_hours: float | None = None
    wanted: int | None = None
    closed_on: int | None = None
    closing: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


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
    states_hours = r.random() > person.vague
    inquiry = Inquiry(
        name=f"lead-{number:04d}",
        source=source,
        begun=today,
        hours=float(round(hours)),
        states_hours=states_hours,
        client=client or f"client-{number:04d}",
        chance=chance,
        luck=r,
        stop=draw_stop(r, chance),
        drag=math.exp(r.gauss(0, DRAG)),
        front_hours=float(max(2, round(hours * math.exp(r.gauss(0, 0.15))))) if states_hours else None,
    )
    inquiry.events.append((today, "in first message"))
    _enter(person, inquiry, today)
    return inquiry


def draw_stop(r: Random, chance: float, first: int = 0) -> int | None:
    """Where an inquiry stops that has come to a step; None if it is won."""
    lost = sum(STOPS[first:]) / sum(STOPS) * (1 - chance)
    if r.random() * (chance + lost) < chance:
        return None
    return r.choices(range(first, 4), STOPS[first:])[0]


def draw_wait(person: Person, r: Random, step: int, drag: float) -> float:
    """The days until an inquiry leaves a step."""
    middle, spread = WAITS[STEPS[step]]
    return middle * person.patience * drag * math.exp(r.gauss(0, spread))


def draw_silence(r: Random, *, silent: bool) -> int:
    """The days until an inquiry that stops is known to be lost."""
    return r.randint(14, 70) if silent else r.randint(0, 10)


def _enter(person: Person, inquiry: Inquiry, day: int) -> None:
    r, step = inquiry.luck, STEPS[inquiry.step]
    if inquiry.step and (step != "verbal" or r.random() < 0.7 or inquiry.stop == inquiry.step):
        inquiry.events.append((day, step))
        if step == "proposal" and not inquiry.states_hours:
            inquiry.events.append((day, f"hours {inquiry.hours:.0f}h"))
        if r.random() < 0.3:
            inquiry.events.append((day, f"next {{{day + r.randint(3, 14)}}} ask again"))
    inquiry.since = day
    inquiry.waits.append(draw_wait(person, r, inquiry.step, inquiry.drag))
    inquiry.moves = day + round(inquiry.waits[-1])
    if inquiry.step == inquiry.stop:
        inquiry.silent = r.random() < 0.5
        inquiry.moves += draw_silence(r, silent=inquiry.silent)


def advance(person: Person, inquiry: Inquiry, day: int, pressure: float) -> bool:
    """What a day brings an open inquiry; whether it is won. pressure: how busy the owner is, 0 to 1."""
    while inquiry.is_open and inquiry.moves <= day:
        r = inquiry.luck
        is_own_move = inquiry.step < OWN_MOVE and inquiry.step != inquiry.stop
        if is_own_move and r.random() < person.neglect * pressure:
            inquiry.moves = day + r.randint(2, 9)
            if r.random() < 0.1:  # the client does not wait for ever
                inquiry.stop, inquiry.silent = inquiry.step, True
        elif inquiry.step == inquiry.stop:
            word = "lost silence" if inquiry.silent else f"lost {r.choice(('price', 'competitor', 'timing'))}"
            told = not inquiry.silent or Random(f"closes {person.seed} {inquiry.name}").random() < person.closes
            close(inquiry, day, word, told=told)
        elif inquiry.step == len(STEPS) - 2:
            if r.random() < 0.3:
                inquiry.wanted = day + r.randint(10, 60)
            close(inquiry, day, "won")
            return True
        else:
            inquiry.step += 1
            if is_own_move:
                inquiry.events.append((day, "out answered"))
            _enter(person, inquiry, day)
    return False


def close(inquiry: Inquiry, day: int, word: str, *, told: bool = True) -> None:
    """An inquiry is over; told: whether its owner writes that down."""
    inquiry.closed_on, inquiry.closing = day, word
    if told:
        inquiry.events.append((day, word))
