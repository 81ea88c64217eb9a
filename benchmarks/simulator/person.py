"""Who runs the business: how much they work, what they sell, how people find them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

TRADES = {
    # usual hours of a job, spread of sizes, share of follow-ups, share who have retainers
    "designer": (55, 0.6, 0.20, 0.35),
    "developer": (90, 0.7, 0.30, 0.45),
    "writer": (18, 0.7, 0.40, 0.30),
    "consultant": (40, 0.8, 0.30, 0.25),
    "photographer": (14, 0.5, 0.25, 0.05),
    "architect": (130, 0.6, 0.10, 0.05),
}
SOURCES = ("referral", "website", "linkedin", "conference", "newsletter", "cold")


@dataclass(frozen=True)
class Person:
    """Traits of one owner. Hours are a week's unless said; shares and chances lie between 0 and 1."""

    trade: str
    seed: int
    week_hours: float
    client_hours: float  # what they write into their settings
    real_hours: float  # what they do for clients when there is plenty
    swing: float  # how much a day differs from the next
    sick: float  # chance of falling ill, a week
    job_hours: float
    job_spread: float
    demand: float  # work the market would bring, as a share of real_hours
    win: float  # share of leads won in the end
    patience: float  # how slowly things go before a job is won: 1 is a month or so
    optimism: float  # ln of what jobs take against what was estimated
    surprise: float  # spread of it
    creep: float  # chance that a job's scope changes
    client_pull: float  # share of a week a client can feed
    stalls: float  # chance a week that a client goes quiet
    follow_up: float
    retainers: float  # how many at the best of times
    marketing_stops: float  # how much marketing stops when there is work
    season: float  # how much summer and Christmas dampen demand
    jobs_at_once: int
    forgets: float  # chance to forget to write something down
    vague: float  # share of leads without hours at first
    overtime: float  # how much longer a day becomes when a promise presses
    closes: float = 1.0  # share of the leads fallen silent that are ever written down as lost
    neglect: float = 0.0  # chance to put an open lead off, when there is plenty of work
    saturdays: float = 0.25  # chance to work on a Saturday when a job is late
    plans: float = 0.8  # share of the weeks that are planned
    plan_optimism: float = 1.1  # what is planned, against what there is time for
    deposits: float = 0.4  # share of the jobs of which half is invoiced on the first day
    pays_late: float = 6.0  # the days that a usual client pays after the bill is due
    rate: float = 80.0


def make_person(seed: int, world: str = "") -> Person:
    """One owner, drawn at random, in the usual world or in one of WORLDS."""
    r = Random(f"person {seed}")
    trade = r.choice(sorted(TRADES))
    hours, spread, follow_up, has_retainers = TRADES[trade]
    week = r.choice((24, 30, 36, 40, 45))
    declared = round(week * r.uniform(0.5, 0.8))
    person = Person(
        trade=trade,
        seed=seed,
        week_hours=week,
        client_hours=declared,
        real_hours=declared * r.uniform(0.8, 1.35),
        swing=r.uniform(0.12, 0.4),
        sick=r.uniform(0.005, 0.03),
        job_hours=hours * r.uniform(0.6, 1.6),
        job_spread=spread,
        demand=r.uniform(0.5, 1.35),
        win=r.uniform(0.15, 0.5),
        patience=r.uniform(0.5, 1.8),
        optimism=r.gauss(0.12, 0.12),
        surprise=r.uniform(0.12, 0.4),
        creep=r.uniform(0.05, 0.5),
        client_pull=r.uniform(0.3, 0.9),
        stalls=r.uniform(0.02, 0.15),
        follow_up=follow_up,
        retainers=r.choice((1, 1, 2, 3)) if r.random() < has_retainers else 0,
        marketing_stops=r.uniform(0.0, 0.9),
        season=r.uniform(0.0, 0.5),
        jobs_at_once=r.choice((2, 3, 3, 4, 5)),
        forgets=r.uniform(0.0, 0.06),
        vague=r.uniform(0.05, 0.6),
        overtime=r.uniform(1.0, 1.4),
        neglect=r.uniform(0.0, 0.8),
        plans=r.choice((0.0, 0.5, 0.9, 0.95)),
        plan_optimism=r.uniform(0.9, 1.35),
        deposits=r.uniform(0.0, 0.8),
        pays_late=r.uniform(0.0, 20.0),
        rate=float(r.randrange(55, 130, 5)),
    )
    return changed(person, world) if world else person


WORLDS: Mapping[str, Mapping[str, float]] = {
    # traits that are multiplied, and after a star those that are set
    "half the wins": {"win": 0.5},
    "twice the wins": {"win": 2.0},
    "small jobs": {"job_hours": 0.35},
    "large jobs": {"job_hours": 2.0},
    "fast": {"patience": 0.5},
    "slow": {"patience": 2.0},
    "silent leads": {"*closes": 0.0},
    "no overtime": {"*overtime": 1.0, "*saturdays": 0.0},
    "hard selling": {"win": 0.5, "patience": 1.6, "demand": 0.75, "follow_up": 0.3, "*retainers": 0},
    "smooth": {
        "swing": 0.4,
        "stalls": 0.2,
        "surprise": 0.5,
        "creep": 0.3,
        "*sick": 0.002,
        "*season": 0.0,
        "*marketing_stops": 0.0,
        "*neglect": 0.0,
        "*overtime": 1.0,
        "*demand": 1.0,
    },
    "retainers": {"*retainers": 4},
    "neglect": {"*marketing_stops": 0.95, "*neglect": 0.9, "follow_up": 0.5, "*demand": 1.2},
}


def changed(person: Person, world: str) -> Person:
    """The same person in another world; where leads are won more or less often, demand in hours stays what it was."""
    if world not in WORLDS:
        raise ValueError(world)
    traits = {}
    for name, by in WORLDS[world].items():
        trait = name.removeprefix("*")
        traits[trait] = by if name.startswith("*") else getattr(person, trait) * by
    found = replace(person, **traits)  # type: ignore[arg-type]
    return replace(found, win=min(found.win, 0.9), retainers=int(found.retainers))
