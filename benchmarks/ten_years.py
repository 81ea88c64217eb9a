"""A ledger of ten years: whole commands against hledger's balance of the same blocks of time."""

from __future__ import annotations

import os
import shutil
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.simulator.business import Business
from benchmarks.timing import compare, python, seconds_of
from opsledger.loading import load
from opsledger.models.ledger import Ledger

SEED = 24
WEEKS = 520
THIS_WEEK = "this week"


def make_ten_years(folder: Path) -> date:
    """Fill a folder with the ledger of a simulated business after ten years; the last day of it."""
    business = Business(SEED, weeks=WEEKS)
    for name, text in business.files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return business.life.date_of(7 * WEEKS - 1)


def write_timeclock(ledger: Ledger, place: Path) -> int:
    """The blocks of a ledger, planned and done, as hledger's timeclock; how many there are."""
    lines, count = [], 0
    for week in ledger.weeks:
        for account, blocks in (("planned:", week.plan), ("", week.actual)):
            ends: dict[date, int] = {}
            for block in blocks:
                if block.day and block.target and not block.is_off:
                    start = block.start if block.start is not None else ends.get(block.day, 0)
                    end = ends[block.day] = start + block.minutes
                    lines.append(f"i {_moment(block.day, start)} {account}{block.target.id}")
                    lines.append(f"o {_moment(block.day, end)}")
                    count += 1
    place.write_text("\n".join([*lines, ""]), "utf-8")
    return count


def _moment(day: date, minutes: int) -> str:
    day += timedelta(days=minutes // 1440)
    return f"{day} {minutes % 1440 // 60:02d}:{minutes % 60:02d}:00"


def bench_ten_years(scratch: Path, pairs: int) -> bool:
    """Whole commands on a ledger of ten years against `hledger balance` of its blocks, in turn."""
    hledger = shutil.which("hledger")
    if hledger is None:
        print("ten years: skipped, as there is no hledger to compare with")
        return True
    folder, timeclock = scratch / "ten-years", scratch / "ten-years.timeclock"
    day = make_ten_years(folder)
    blocks = write_timeclock(load(folder), timeclock)
    here, on = ("-m", "opsledger", "-C", str(folder)), ("--on", str(day))
    files = sum(1 for _ in folder.rglob("*.md"))
    print(f"ten years: {files:,} files, {blocks:,} blocks")
    commands = {
        "status": (python(*here, "status", *on), 1.3),
        "review": (python(*here, "review", *on, "--stdout"), 1.4),
        "review --year": (python(*here, "review", "--year", str(day.year), *on, "--stdout"), 1.4),
        "check": (python(*here, "check", *on), 1.0),
    }
    edits = _edits(folder, day)
    os.environ["XDG_CACHE_HOME"] = str(scratch / "cache")
    _grow_old()
    for command, _ in commands.values():
        seconds_of(command)  # the forecast is drawn once
    rows = [(name, what) for name in commands for what in edits if name == "status" or what == THIS_WEEK]
    ours: dict[str, list[float]] = {name: [] for name in (*commands, *(_edited(*row) for row in rows))}
    peers: list[float] = []
    for number in range(pairs * 3):
        for name, (command, _) in commands.items():
            ours[name].append(seconds_of(command))
        peers.append(seconds_of([hledger, "-f", str(timeclock), "balance"]))
        for name, what in rows:
            path, line = edits[what]
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{line} {number} {name}\n")
            _grow_old()
            ours[_edited(name, what)].append(seconds_of(commands[name][0]))
    within = [
        compare(f"opsledger {name} of ten years, against hledger balance", ours[name], peers, most)
        for name, (_, most) in commands.items()
    ]
    for row in rows:
        compare(f"opsledger {_edited(*row)}, against hledger balance", ours[_edited(*row)], peers, None)
    return all(within)


def _edits(folder: Path, day: date) -> dict[str, tuple[Path, str]]:
    """Files of a ledger that may be edited, with what is written below their last line: an event, or a note."""
    weeks = sorted(folder.glob("weeks/*.md"))
    leads, projects = (sorted(folder.glob(f"{kind}/*.md")) for kind in ("leads", "projects"))
    return {
        THIS_WEEK: (weeks[-1], "\nA word of one's own:"),
        "an old week": (weeks[len(weeks) // 2], "\nA word of one's own:"),
        "a lead": (leads[-1], f"- {day} out wrote"),
        "a project": (projects[-1], f"- {day} call about"),
    }


def _edited(name: str, what: str) -> str:
    return f"{name} once {what} was edited"


def _grow_old() -> None:
    """Wait until the times of files that were just saved vouch for them."""
    time.sleep(2.1)
