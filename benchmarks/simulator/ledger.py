"""A life as a ledger's files: what its owner would have written by a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.simulator.life import Life
from benchmarks.simulator.money import bill_lines

Events = Iterable[tuple[int, str]]


def write_ledger(life: Life, folder: Path) -> None:
    """Write the ledger into an empty folder."""
    for name, text in ledger_files(life).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def ledger_files(life: Life) -> Mapping[str, str]:
    """Each file's path and text. What happened before the first day stands in its records alone."""
    files = {"opsledger.yaml": _settings(life)}
    known = set()
    for inquiry in life.inquiries:
        if inquiry.closed_on is None or inquiry.closed_on >= 0:
            known.add(inquiry.name)
            front = {"name": inquiry.name, "source": inquiry.source, "client": inquiry.client}
            if inquiry.front_hours:
                front["hours"] = f"{inquiry.front_hours:.0f}h"
                front["value"] = f"{inquiry.front_hours * life.person.rate:.0f}"
            if inquiry.wanted:
                front["start"] = f"{life.date_of(inquiry.wanted)}"
            files[f"leads/{inquiry.name}.md"] = _record(life, front, inquiry.events)
    bills: dict[str, list[tuple[int, str]]] = {}
    for bill in life.bills:
        bills.setdefault(bill.record, []).extend(bill_lines(bill))
    for job in life.jobs:
        if job.booked >= 0 or not job.over or max(day for day, _ in job.events) >= 0:
            front = {"name": job.name, "client": job.client, "billing": "fixed"}
            front |= {"price": f"{life.person.rate * job.estimate:.0f}", "estimate": f"{job.estimate:.0f}h"}
            front["due"] = f"{life.date_of(job.due)}"
            if job.lead in known:
                front["lead"] = str(job.lead)
            files[f"projects/{job.name}.md"] = _record(life, front, [*job.events, *bills.get(job.name, ())])
    for retainer in life.retainers:
        if retainer.ends >= 0:
            front = {"name": retainer.name, "client": retainer.client, "billing": "retainer"}
            front["price"] = f"{life.person.rate * retainer.month_hours:.0f}/month"
            front["estimate"] = f"{retainer.month_hours:.0f}h/month"
            files[f"projects/{retainer.name}.md"] = _record(
                life, front, [*retainer.events, *bills.get(retainer.name, ())]
            )
    return files | _weeks(life)


def _settings(life: Life) -> str:
    off = sorted(life.holidays)
    stretches: list[list[int]] = []
    for day in off:
        if stretches and day == stretches[-1][1] + 1:
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    lines = [f"  - {life.date_of(first)}/{life.date_of(last)}" for first, last in stretches]
    person = life.person
    income = round(0.8 * person.client_hours * 46 / 12 * person.rate, -2)
    return (
        f"format: 1\nbusiness: A {person.trade}\nhours: {person.week_hours:.0f}\n"
        f"client_hours: {person.client_hours:.0f}\n"
        f"targets: {{income: {income:.0f}/month, floor: {0.6 * income:.0f}/month, rate: {person.rate:.0f}/h}}\n"
        "time_off:\n" + "\n".join(lines) + "\n"
    )


def _record(life: Life, front: Mapping[str, str], events: Events) -> str:
    lines = ["---", *(f"{key}: {value}" for key, value in front.items()), "---", "", "## Log", ""]
    for day, text in sorted(events, key=lambda event: event[0]):
        if day > life.today:
            continue
        if "{" in text:
            before, _, rest = text.partition("{")
            number, _, after = rest.partition("}")
            text = f"{before}{life.date_of(int(number))}{after}"
        lines.append(f"- {life.date_of(day)} {text}")
    return "\n".join(lines) + "\n"


def _weeks(life: Life) -> dict[str, str]:
    files = {}
    posts: dict[int, list[tuple[int, str]]] = {}
    for day, text in life.posts:
        if 0 <= day <= life.today:
            posts.setdefault(day // 7, []).append((day, text))
    for week in range(life.today // 7 + 2):
        parts = {
            "Plan": [f"- {_weekday(life, day)} {hours:g}h {name}" for day, name, hours in life.plans.get(7 * week, ())],
            "Actual": _actual(life, week),
            "Marketing": [f"- {_weekday(life, day)} {text}" for day, text in sorted(posts.get(week, ()))],
        }
        if any(parts.values()):
            iso = life.date_of(7 * week).isocalendar()
            lines = ["---", "---"]
            for name, found in parts.items():
                lines += ["", f"## {name}", "", *found] if found else []
            files[f"weeks/{iso.year}-W{iso.week:02d}.md"] = "\n".join(lines) + "\n"
    return files


def _actual(life: Life, week: int) -> list[str]:
    lines = []
    for day in range(7 * week, min(7 * week + 7, life.today + 1)):
        if day in life.sick:
            lines.append(f"- {_weekday(life, day)} off ill")
        blocks = ((target, hours) for target, hours in life.blocks.get(day, []) if hours > 0)
        lines += [f"- {_weekday(life, day)} {hours:g}h {target}" for target, hours in blocks]
    return lines


def _weekday(life: Life, day: int) -> str:
    return f"{life.date_of(day):%a}"
