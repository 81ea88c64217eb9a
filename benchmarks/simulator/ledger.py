"""A life as a ledger's folder: the files its owner would have written."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from benchmarks.simulator.life import Life


def write_ledger(life: Life, folder: Path) -> None:
    """Write the ledger into an empty folder. What happened before its first day stands in its records alone."""
    for name in ("leads", "projects", "weeks"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "opsledger.yaml").write_text(_settings(life))
    for inquiry in life.inquiries:
        if inquiry.closed_on >= 0:
            front = {"name": inquiry.name, "source": inquiry.source}
            if inquiry.front_hours:
                front["hours"] = f"{inquiry.front_hours:.0f}h"
            if inquiry.wanted:
                front["start"] = f"{life.date_of(inquiry.wanted)}"
            _write(life, folder / "leads" / f"{inquiry.name}.md", front, inquiry.events)
    for job in life.jobs:
        if job.booked >= 0 or not job.over or max(day for day, _ in job.events) >= 0:
            front = {"name": job.name, "client": job.client, "billing": "fixed", "price": f"{80 * job.estimate:.0f}"}
            front |= {"estimate": f"{job.estimate:.0f}h", "due": f"{life.date_of(job.due)}"}
            known = {inquiry.name for inquiry in life.inquiries if inquiry.closed_on >= 0}
            if job.lead and job.lead in known:
                front["lead"] = job.lead
            _write(life, folder / "projects" / f"{job.name}.md", front, job.events)
    for retainer in life.retainers:
        if retainer.ends >= 0:
            front = {"name": retainer.name, "client": retainer.client, "billing": "retainer"}
            front |= {
                "price": f"{80 * retainer.month_hours:.0f}/month",
                "estimate": f"{retainer.month_hours:.0f}h/month",
            }
            _write(life, folder / "projects" / f"{retainer.name}.md", front, retainer.events)
    for week in range(life.days // 7):
        _write_week(life, folder / "weeks", week)


def _settings(life: Life) -> str:
    off = sorted(life.holidays)
    stretches: list[list[int]] = []
    for day in off:
        if stretches and day == stretches[-1][1] + 1:
            stretches[-1][1] = day
        else:
            stretches.append([day, day])
    lines = [f"  - {life.date_of(first)}/{life.date_of(last)}" for first, last in stretches]
    return (
        f"format: 1\nbusiness: A {life.person.trade}\nhours: {life.person.week_hours:.0f}\n"
        f"client_hours: {life.person.client_hours:.0f}\ntime_off:\n" + "\n".join(lines) + "\n"
    )


def _write(life: Life, path: Path, front: dict[str, str], events: list[tuple[int, str]]) -> None:
    lines = ["---", *(f"{key}: {value}" for key, value in front.items()), "---", "", "## Log", ""]
    for day, text in sorted(events, key=lambda event: event[0]):
        if "{" in text:
            before, _, rest = text.partition("{")
            number, _, after = rest.partition("}")
            text = f"{before}{life.date_of(int(number))}{after}"
        lines.append(f"- {life.date_of(day)} {text}")
    path.write_text("\n".join(lines) + "\n")


def _write_week(life: Life, folder: Path, week: int) -> None:
    monday: date = life.date_of(7 * week)
    iso = monday.isocalendar()
    lines = ["---", "---", "", "## Actual", ""]
    written = 0
    for number in range(7):
        day = 7 * week + number
        name = (monday + timedelta(days=number)).strftime("%a")
        if day in life.sick:
            lines.append(f"- {name} off ill")
            written += 1
        for target, hours in life.blocks.get(day, []):
            if hours > 0:
                lines.append(f"- {name} {hours:g}h {target}")
                written += 1
    if written:
        (folder / f"{iso.year}-W{iso.week:02d}.md").write_text("\n".join(lines) + "\n")
