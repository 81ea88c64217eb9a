"""A business lived day by day: work comes in, is done, is written down, is paid."""

from __future__ import annotations

import math
from datetime import date, timedelta

from benchmarks.simulator.jobs import Job, Retainer, new_job
from benchmarks.simulator.life import Life
from benchmarks.simulator.market import advance, close, daily_chance, new_inquiry
from benchmarks.simulator.money import draw_bill
from benchmarks.simulator.owner import Owner, decide
from benchmarks.simulator.person import Person
from benchmarks.simulator.working import plan_week, work


def live(person: Person, weeks: int, first: date, owner: Owner | None = None, until: int | None = None) -> Life:
    """So many weeks of a business from a Monday on, or its days up to `until`."""
    life = Life(person, first, weeks * 7, f"{person.seed} {person.trade}")
    _holidays(life)
    live_on(life, life.days - 1 if until is None else until, owner)
    return life


def live_on(life: Life, until: int, owner: Owner | None = None) -> None:
    """The days after `today`, up to one of them."""
    while life.today < until:
        _pass_day(life, life.today + 1)
        if owner and life.today % 7 == 6:
            decide(life, owner)


def _pass_day(life: Life, day: int) -> None:
    life.today = day
    weekday = day % 7
    if weekday == 0:
        _begin_week(life, day)
    _inquiries(life, day)
    _bookings(life, day)
    if weekday < 5 and day not in life.holidays and day <= life.ill_until:
        life.sick.add(day)
    elif (weekday < 5 and day not in life.holidays) or _works_on_saturday(life, day, weekday):
        life.worked[day // 7] = life.worked.get(day // 7, 0.0) + work(life, day, 0.5 if weekday == 5 else 1.0)
    _close(life, day)
    if weekday == 6:
        plan_week(life, day + 1)


def _begin_week(life: Life, day: int) -> None:
    person, r = life.person, life.luck(f"week {day}")
    life.mood = math.exp(r.gauss(0, 0.08))
    life.busy = 0.75 * life.busy + 0.25 * life.worked.get(day // 7 - 1, 0.0) / person.real_hours
    effort = 1 - person.marketing_stops * life.pressure + life.engaged / 8
    life.awareness = 0.88 * life.awareness + 0.12 * min(effort, 1.6)
    for job in life.open_jobs:
        job.this_week = 0.0
    if r.random() < person.sick:
        life.ill_until = day + r.choice((2, 3, 5, 5, 9))
    for theme, usual in (("work", 0.4), ("topic", 0.9), ("win", 0.4), ("engage", 1.5)):
        if r.random() < min(usual * effort, 0.95):
            life.posts.append((day + r.randint(0, 4), f"linkedin {theme} said something"))


def _works_on_saturday(life: Life, day: int, weekday: int) -> bool:
    late = weekday == 5 and any(job.started and job.due - day < 4 for job in life.open_jobs)
    return late and life.luck(f"saturday {day}").random() < life.person.saturdays


def _holidays(life: Life) -> None:
    r = life.luck("holidays")
    for year in range(life.first.year, life.date_of(life.days).year + 2):
        summer = date(year, 7, 1) + timedelta(days=r.randint(0, 50))
        stretches = [(summer, r.choice((7, 14, 14, 21))), (date(year, 12, 23), r.choice((8, 10, 14)))]
        stretches += [(date(year, 1, 10) + timedelta(days=r.randint(0, 330)), r.choice((1, 2, 5))) for _ in range(4)]
        for start, length in stretches:
            begin = (start - life.first).days
            life.holidays |= set(range(begin, begin + length))


def _inquiries(life: Life, day: int) -> None:
    person, r = life.person, life.luck(f"market {day}")
    chance = daily_chance(person, life.date_of(day).timetuple().tm_yday, life.awareness)
    if day % 7 < 5 and r.random() < chance:
        life.add_inquiry(new_inquiry(person, life.luck(f"inquiry {day}"), len(life.inquiries) + 1, day))
    for when, client in [each for each in life.follow_ups if each[0] == day]:
        life.follow_ups.remove((when, client))
        luck = life.luck(f"again {day} {client}")
        if luck.random() < 0.5:  # asks like anybody, or simply books
            life.add_inquiry(new_inquiry(person, luck, len(life.inquiries) + 1, day, client))
        else:
            hours = max(2.0, person.job_hours * 0.6 * math.exp(luck.gauss(0, person.job_spread)))
            life.add_job(new_job(person, luck, len(life.jobs) + 1, day, hours, client=client))
    running = sum(each.begun <= day < each.ends for each in life.retainers)
    if person.retainers > running and r.random() < (0.02 if day < 0 else 0.004):
        number = len(life.retainers) + 1
        hours = max(float(round(person.real_hours * r.uniform(0.2, 0.9))), 3.0)
        ends = day + round(30 * r.uniform(4, 40))
        life.retainers.append(Retainer(f"retainer-{number}", f"steady-{number}", hours, day, ends, [(day, "started")]))


def _bookings(life: Life, day: int) -> None:
    person = life.person
    for inquiry in life.open_inquiries:
        if not advance(person, inquiry, day, life.pressure):
            continue
        luck = inquiry.luck
        swamped = sum(job.left for job in life.open_jobs) > 14 * person.real_hours
        if swamped and luck.random() < 0.5:
            inquiry.events.pop()
            close(inquiry, day, "declined capacity no hour free")
            continue
        of = {"client": inquiry.client, "lead": inquiry.name, "wanted": inquiry.wanted}
        job = new_job(person, luck, len(life.jobs) + 1, day, inquiry.hours, **of)
        moved = round(life.wishes.pop(inquiry.name, 0.0))
        job.ready = max(job.ready + moved, day + 1)
        job.due += max(moved, 0)
        life.add_job(job)
    life.open_inquiries = [inquiry for inquiry in life.open_inquiries if inquiry.is_open]


def _close(life: Life, day: int) -> None:
    for job in life.open_jobs:
        if job.dies_at is not None and job.done >= job.dies_at * job.true:
            job.over = True
            job.events.append((day, "cancelled they ran out of money"))
            _bill(life, job, day, min(job.done / job.estimate, 1.0))
        elif job.left < 0.2:
            _deliver(life, job, day)
    life.open_jobs = [job for job in life.open_jobs if not job.over]
    for retainer in life.retainers:
        if retainer.ends == day:
            retainer.events.append((day, "ended"))
        if life.date_of(day + 1).day == 1 and retainer.begun <= day < retainer.ends:
            amount = retainer.month_hours * life.person.rate
            luck = life.luck(f"bill {retainer.name} {day}")
            life.bills.append(draw_bill(life.person, luck, retainer.name, retainer.client, amount, day))


def _deliver(life: Life, job: Job, day: int) -> None:
    person, r = life.person, job.luck
    job.over = job.finished = True
    told = day + (0 if r.random() < 0.6 else r.randint(1, 12))
    job.events.append((told, "delivered"))
    if r.random() < (0.3 if told <= job.due else 0.1):
        job.events.append((told, "praise they like it"))
    elif r.random() < (0.04 if told <= job.due else 0.2):
        job.events.append((told, "complaint it came late"))
    for _ in range(r.choice((0, 0, 1, 3))):
        life.aftercare.setdefault(told + r.randint(1, 40), []).append(job.name)
    if r.random() < person.follow_up:
        job.followed = True
        life.follow_ups.append((told + r.randint(20, 200), job.client))
    _bill(life, job, told, 1.0)


def _bill(life: Life, job: Job, day: int, share: float) -> None:
    """What is due of a job's price; on its first day half of it may have been."""
    before = sum(bill.amount for bill in life.bills if bill.record == job.name)
    amount = share * price(life.person, job) - before
    if amount >= 1:
        luck = life.luck(f"bill {job.name} {day}")
        life.bills.append(draw_bill(life.person, luck, job.name, job.client, amount, day))


def price(person: Person, job: Job) -> float:
    """What a job costs its client by now."""
    paid = sum(
        float(text.split()[2]) for _, text in job.events if text.startswith("scope") and text.split()[2][0] == "+"
    )
    return person.rate * job.estimate + paid
