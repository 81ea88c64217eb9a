"""Who runs the business: how much they work, what they sell, how people find them."""

from __future__ import annotations

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
    overtime: float
    closes: float = 1.0  # share of the leads fallen silent that are ever written down as lost


def make_person(seed: int) -> Person:
    """One owner, drawn at random."""
    r = Random(f"person {seed}")
    trade = r.choice(sorted(TRADES))
    hours, spread, follow_up, has_retainers = TRADES[trade]
    week = r.choice((24, 30, 36, 40, 45))
    declared = round(week * r.uniform(0.5, 0.8))
    return Person(
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
    )


def changed(person: Person, what: str, factor: float) -> Person:
    """The same person in another market: `win`, `sizes` or `lags` multiplied; demand in hours stays what it was.

    (More leads are won of fewer, or fewer of more; larger jobs are rarer.) `closes` is a habit: of the leads fallen
    silent, fewer are written down as lost.
    """
    if what == "win":
        return replace(person, win=min(person.win * factor, 0.9))
    if what == "sizes":
        return replace(person, job_hours=person.job_hours * factor)
    if what == "lags":
        return replace(person, patience=person.patience * factor)
    if what == "closes":
        return replace(person, closes=person.closes * factor)
    raise ValueError(what)
