"""A business lived day by day: work comes in, is done, is written down."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from benchmarks.simulator.jobs import Job, Retainer, new_job
from benchmarks.simulator.market import Inquiry, daily_chance, new_inquiry
from benchmarks.simulator.person import Person

WARM_UP = 150  # days before the ledger is begun, so that it does not start from nothing


@dataclass
class Life:
    """Everything that happened, by the day's number from `first`."""

    person: Person
    first: date
    days: int
    inquiries: list[Inquiry] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    retainers: list[Retainer] = field(default_factory=list)
    holidays: set[int] = field(default_factory=set)
    sick: set[int] = field(default_factory=set)
    blocks: dict[int, list[tuple[str, float]]] = field(default_factory=dict)

    def date_of(self, day: int) -> date:
        return self.first + timedelta(days=day)


def live(person: Person, weeks: int, first: date) -> Life:
    """So many weeks of a business from a Monday on."""
    life = Life(person, first, weeks * 7)
    r = Random(f"life {person.seed} {person.trade}")
    _holidays(life, r)
    awareness, busy, ill_until = 0.7, 0.7, -1
    follow_ups: list[tuple[int, str]] = []
    week_hours = 0.0
    mood = 1.0
    for day in range(-WARM_UP, life.days):
        weekday = day % 7
        if weekday == 0:
            mood = math.exp(r.gauss(0, 0.08))
            busy = 0.75 * busy + 0.25 * week_hours / person.real_hours
            week_hours = 0.0
            effort = 1 - person.marketing_stops * min(max((busy - 0.5) / 0.45, 0.0), 1.0)
            awareness = 0.88 * awareness + 0.12 * effort
            for job in life.jobs:
                job.this_week = 0.0
            if r.random() < person.sick:
                ill_until = day + r.choice((2, 3, 5, 5, 9))
        _inquiries(life, r, day, awareness, follow_ups)
        _bookings(life, r, day)
        if weekday < 5 and day not in life.holidays and day <= ill_until:
            life.sick.add(day)
        elif weekday < 5 and day not in life.holidays:
            week_hours += _work(life, r, day, mood)
        elif weekday == 5 and _late(life, day) and r.random() < 0.25:
            week_hours += _work(life, r, day, 0.5)
        _close(life, r, day, follow_ups)
    return life


def _holidays(life: Life, r: Random) -> None:
    for year in range(life.first.year, life.date_of(life.days).year + 2):
        summer = date(year, 7, 1) + timedelta(days=r.randint(0, 50))
        stretches = [(summer, r.choice((7, 14, 14, 21))), (date(year, 12, 23), r.choice((8, 10, 14)))]
        stretches += [(date(year, 1, 10) + timedelta(days=r.randint(0, 330)), r.choice((1, 2, 5))) for _ in range(4)]
        for start, length in stretches:
            begin = (start - life.first).days
            life.holidays |= set(range(begin, begin + length))


def _inquiries(life: Life, r: Random, day: int, awareness: float, follow_ups: list[tuple[int, str]]) -> None:
    person = life.person
    today = life.date_of(day)
    if day % 7 < 5 and r.random() < daily_chance(person, today.timetuple().tm_yday, awareness):
        life.inquiries.append(new_inquiry(person, r, len(life.inquiries) + 1, day))
    for when, client in [each for each in follow_ups if each[0] == day]:
        follow_ups.remove((when, client))
        if r.random() < 0.5:  # asks like anybody, or simply books
            life.inquiries.append(new_inquiry(person, r, len(life.inquiries) + 1, day, client))
        else:
            hours = max(2.0, person.job_hours * 0.6 * math.exp(r.gauss(0, person.job_spread)))
            life.jobs.append(new_job(person, r, len(life.jobs) + 1, day, hours, client=client))
    wanted = person.retainers - sum(each.begun <= day < each.ends for each in life.retainers)
    if wanted > 0 and r.random() < (0.02 if day < 0 else 0.004):
        ends = day + round(30 * r.uniform(4, 40))
        hours = float(round(person.real_hours * r.uniform(0.2, 0.9)))
        number = len(life.retainers) + 1
        life.retainers.append(
            Retainer(f"retainer-{number}", f"steady-{number}", max(hours, 3.0), day, ends, [(day, "started")])
        )


def _bookings(life: Life, r: Random, day: int) -> None:
    for inquiry in life.inquiries:
        if inquiry.won_on == day:
            swamped = sum(job.left for job in life.jobs if not job.over) > 14 * life.person.real_hours
            if swamped and r.random() < 0.5:
                inquiry.events[-1] = (day, "declined capacity no hour free")
                continue
            of = {"client": inquiry.client, "lead": inquiry.name, "wanted": inquiry.wanted}
            life.jobs.append(new_job(life.person, r, len(life.jobs) + 1, day, inquiry.hours, **of))


def _late(life: Life, day: int) -> bool:
    return any(job.started and not job.finished and job.due - day < 4 for job in life.jobs)


def _work(life: Life, r: Random, day: int, mood: float) -> float:
    """A day's work: first what retainers are owed, then the jobs that press most; returns the client hours."""
    person = life.person
    budget = person.real_hours / 5 * mood * math.exp(r.gauss(-(person.swing**2) / 2, person.swing))
    live_jobs = [job for job in life.jobs if not job.over and job.ready <= day and job.quiet_until <= day]
    live_jobs.sort(key=lambda job: (job.due - day) / 7 - 2 * job.started)
    if live_jobs and live_jobs[0].due - day < 6:
        budget *= person.overtime
    today = _retained(life, r, day, budget)
    worked = sum(hours for _, hours in today)
    for job in live_jobs[: person.jobs_at_once]:
        hours = _on_job(person, r, day, job, budget - worked)
        if hours:
            worked += hours
            today.append((job.name, hours))
    for job in life.jobs:
        if day in job.aftercare:
            today.append((job.name, _quarter(r.uniform(0.25, 1.5))))
            worked += today[-1][1]
    for area, usual in (("admin", 2), ("marketing", 3), ("sales", 2)):
        if r.random() < 0.4:
            today.append((area, _quarter(max(0.25, usual * r.uniform(0.2, 1.0)))))
    if r.random() >= person.forgets:
        life.blocks[day] = today or [("admin", 0.5)]
    return worked


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


def _on_job(person: Person, r: Random, day: int, job: Job, free: float) -> float:
    """Hours on one job: what is free, what its client can feed this week, what is left; 0 where too little."""
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
    job.done += hours
    job.this_week += hours
    while job.surprises and job.done >= job.surprises[0][0] * job.estimate:
        _, more, paid = job.surprises.pop(0)
        job.true += more
        job.events.append((day, f"scope +{more:.0f}h{f' +{more * 80:.0f}' if paid else ''} one more thing"))
    if r.random() < person.stalls / 5:
        job.quiet_until = day + r.randint(5, 25)
    return hours


def _quarter(hours: float) -> float:
    return round(4 * max(hours, 0.0)) / 4


def _close(life: Life, r: Random, day: int, follow_ups: list[tuple[int, str]]) -> None:
    person = life.person
    for job in life.jobs:
        if job.over:
            continue
        if job.dies_at is not None and job.done >= job.dies_at * job.true:
            job.over = True
            job.events.append((day, "cancelled they ran out of money"))
        elif job.left < 0.2:
            job.over = job.finished = True
            told = day + (0 if r.random() < 0.6 else r.randint(1, 12))
            job.events.append((told, "delivered"))
            job.aftercare = [told + r.randint(1, 40) for _ in range(r.choice((0, 0, 1, 3)))]
            if r.random() < person.follow_up:
                follow_ups.append((told + r.randint(20, 200), job.client))
    for retainer in life.retainers:
        if retainer.ends == day:
            retainer.events.append((day, "ended"))
