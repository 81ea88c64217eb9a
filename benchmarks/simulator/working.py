"""A day's work, and the week as it was planned."""

from __future__ import annotations

import math
from random import Random

from benchmarks.simulator.jobs import Job, grow
from benchmarks.simulator.life import Life
from benchmarks.simulator.money import draw_bill
from benchmarks.simulator.person import Person

_TALK = ("call went through it", "mail sent the state of it", "meeting at theirs")


def work(life: Life, day: int, part: float) -> float:
    """A day's work: first what retainers are owed, then the jobs that press most; returns the client hours."""
    person, r = life.person, life.luck(f"day {day}")
    mood = life.mood if part == 1.0 else part
    budget = person.real_hours / 5 * mood * math.exp(r.gauss(-(person.swing**2) / 2, person.swing))
    budget *= max(1 - 0.5 * life.engaged / person.real_hours, 0.5)
    jobs = _in_order(life, day)
    if jobs and jobs[0].due - day < 6:
        budget *= person.overtime
    today = _retained(life, r, day, budget)
    worked = sum(hours for _, hours in today)
    for job in jobs[: person.jobs_at_once]:
        hours = _on_job(life, day, job, budget - worked)
        if hours:
            worked += hours
            today.append((job.name, hours))
    for name in life.aftercare.pop(day, ()):
        today.append((name, _quarter(r.uniform(0.25, 1.5))))
        worked += today[-1][1]
    for area, usual in (("admin", 2), ("marketing", 3), ("sales", 2)):
        if r.random() < 0.4:
            today.append((area, _quarter(max(0.25, usual * r.uniform(0.2, 1.0)))))
    if r.random() >= person.forgets:
        life.blocks[day] = today or [("admin", 0.5)]
    return worked


def _in_order(life: Life, day: int) -> list[Job]:
    """The jobs that can be worked on, those that press most first."""
    jobs = [job for job in life.open_jobs if job.ready <= day and job.quiet_until <= day]
    jobs.sort(key=lambda job: (job.first_until < day, (job.due - day) / 7 - 2 * job.started))
    return jobs


def _retained(life: Life, r: Random, day: int, budget: float) -> list[tuple[str, float]]:
    today: list[tuple[str, float]] = []
    for retainer in life.retainers:
        if retainer.begun <= day < retainer.ends:
            retainer.owed = min(retainer.owed + retainer.month_hours / 21, retainer.month_hours)
            if retainer.owed >= 1.5 and r.random() < 0.5:
                free = max(budget - sum(hours for _, hours in today), 1.0)
                hours = _quarter(min(retainer.owed * r.uniform(0.7, 1.2), free))
                retainer.owed -= hours
                today.append((retainer.name, hours))
    return today


def _on_job(life: Life, day: int, job: Job, free: float) -> float:
    """Hours on one job: what is free, what its client can feed this week, what is left; 0 if too little."""
    person, r = life.person, job.luck
    pull = job.pull * (1.3 if job.due - day < 6 else 1.0) - job.this_week
    hours = _quarter(min(free, pull, job.left, 6.5))
    if hours < 0.5 and job.left >= 0.5:
        return 0.0
    if r.random() < 0.25:
        hours = _quarter(hours * r.uniform(0.4, 1.0))
    hours = max(hours, 0.25)
    if not job.started:
        job.started = True
        job.events.append((day, "started"))
        if r.random() < person.deposits:
            amount = person.rate * job.estimate / 2
            life.bills.append(draw_bill(person, life.luck(f"bill {job.name}"), job.name, job.client, amount, day))
    job.done += hours
    job.this_week += hours
    grow(person, job, day)
    if r.random() < 0.12:
        job.events.append((day, r.choice(_TALK)))
    if r.random() < person.stalls / 5:
        job.quiet_until = day + r.randint(5, 25)
    return hours


def plan_week(life: Life, monday: int) -> None:
    """The week's blocks as they are planned on the Sunday before; some weeks are not."""
    person, r = life.person, life.luck(f"plan {monday}")
    if r.random() >= person.plans:
        return
    days = [day for day in range(monday, monday + 5) if day not in life.holidays]
    jobs = _in_order(life, monday + 3)[: person.jobs_at_once]
    asked = [(job.name, min(_expected(job), job.pull * r.uniform(0.8, 1.2))) for job in jobs]
    steady = [(each.name, each.month_hours * 12 / 52) for each in life.retainers if each.begun <= monday < each.ends]
    life.plans[monday] = _spread(person, days, [*steady, *asked])


def _expected(job: Job) -> float:
    """What the owner thinks is left of a job."""
    return max(job.estimate + job.grown - job.done, 0.1 * job.estimate)


def _spread(person: Person, days: list[int], asked: list[tuple[str, float]]) -> list[tuple[int, str, float]]:
    """Hours on each target laid over the days, until the days are full."""
    room = dict.fromkeys(days, person.real_hours / 5 * person.plan_optimism)
    found = []
    for name, hours in asked:
        for day in days:
            share = _quarter(min(hours / max(len(days), 1), room[day]))
            if share >= 0.5:
                room[day] -= share
                found.append((day, name, share))
    return found


def _quarter(hours: float) -> float:
    return round(4 * max(hours, 0.0)) / 4
