"""Owners who follow advice: what they decide each fortnight, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from benchmarks.simulator.jobs import Job, new_job
from benchmarks.simulator.life import Life
from benchmarks.simulator.market import OWN_MOVE, Inquiry, close

EVERY = 14
FIRST = 56  # the first weeks of a ledger advise nobody
SOONER, LATER, SURER, ASKED = 0.6, 0.7, 0.1, 0.25  # chances that a client agrees


class Decision(NamedTuple):
    """One thing that an owner does on a day.

    what: `sooner` or `later` (ask the client of a job, or of a lead, to begin so many days earlier or later), `promise`
    (ask the client of a job for its delivery so many days later; the work does not wait for it), `first` (work on a job
    before all others until the next decision), `push` (see to an open lead today), `decline` (an open lead), `hand` (so
    many hours of a job to somebody else), `engage` (so many more hours a week of marketing until the next decision),
    `ask` (one past client for a small job).
    """

    what: str
    record: str = ""
    amount: float = 0.0


Owner = Callable[[Life], Sequence[Decision]]


def decide(life: Life, owner: Owner) -> None:
    """Ask an owner for decisions on the evening of a Sunday, each fortnight, and let them come true."""
    day = life.today
    if day < FIRST or (day + 1) % EVERY:
        return
    life.engaged = 0.0
    jobs = {job.name: job for job in life.jobs if not job.over}
    leads = {inquiry.name: inquiry for inquiry in life.inquiries if inquiry.is_open}
    for number, decision in enumerate(owner(life)):
        r = Random(f"decides {life.salt} {day} {decision.what} {decision.record or number}")
        if decision.what == "engage":
            life.engaged += decision.amount
        elif decision.what == "ask":
            _ask(life, r)
        elif decision.record in jobs:
            _with_job(life, r, jobs[decision.record], decision)
        elif decision.record in leads:
            _with_lead(life, r, leads[decision.record], decision)


def _ask(life: Life, r: Random) -> None:
    past = sorted({job.client for job in life.jobs if job.finished})
    if past and r.random() < ASKED:
        client = r.choice(past)
        hours = max(2.0, 0.3 * life.person.job_hours)
        job = new_job(life.person, r, len(life.jobs) + 1, life.today, hours, client=client)
        life.add_job(job)


def _with_job(life: Life, r: Random, job: Job, decision: Decision) -> None:
    tomorrow = life.today + 1
    if decision.what == "sooner" and r.random() < SOONER:
        job.ready = max(min(job.ready, tomorrow), job.ready - round(decision.amount))
    elif decision.what in ("later", "promise") and r.random() < LATER:
        job.due += round(decision.amount)
        job.events.append((life.today, f"due {{{job.due}}} moved"))
        if decision.what == "later" and not job.started:
            job.ready += round(decision.amount)
    elif decision.what == "first":
        job.first_until = life.today + EVERY
    elif decision.what == "hand":
        hours = min(decision.amount, 0.8 * job.left)
        job.true -= hours
        job.events.append((life.today, f"cost {hours * 40:.0f} a colleague helps"))


def _with_lead(life: Life, r: Random, lead: Inquiry, decision: Decision) -> None:
    if decision.what == "decline":
        close(lead, life.today, "declined capacity")
    elif decision.what == "push":
        lead.events.append((life.today, "out asked how it stands"))
        if lead.stop is not None and r.random() < SURER:
            lead.stop = None
        if lead.step < OWN_MOVE:
            lead.moves = min(lead.moves, life.today + 1)
    elif decision.what in ("sooner", "later"):
        life.wishes[lead.name] = -decision.amount if decision.what == "sooner" else decision.amount
