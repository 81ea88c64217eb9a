"""Ledgers of any size, made from the sample's own files so that they look like what people write."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from opsledger.bundled import bundled

RECORDS = ("leads", "projects", "clients", "website", "tools")
WEEKS = ("weeks",)


def make_ledger(folder: Path, files: int, kinds: tuple[str, ...] = RECORDS) -> None:
    """Fill a folder with so many copies of the sample's files of some kinds, in the sample's own proportions.

    Every copy has an id of its own, and names what the original does, so that nothing is wrong with it; but for weeks:
    they are filed a year's worth to a folder, under the weeks' names.
    """
    sample = bundled("sample-ledger")
    folder.mkdir(parents=True)
    (folder / "opsledger.yaml").write_bytes((sample / "opsledger.yaml").read_bytes())
    originals = [path for kind in kinds for path in sorted((sample / kind).rglob("*.md")) if path.name != "README.md"]
    texts = [path.read_bytes() for path in originals]
    for number in range(files):
        original, copy = originals[number % len(originals)], number // len(originals)
        kind = original.relative_to(sample).parts[0]
        place = folder / kind / f"{copy // 50:03d}"
        name = f"{original.stem}-{copy}.md" if copy else original.name
        if kind == "weeks":
            place, name = folder / kind / f"{copy:04d}", original.name
        if copy % 50 == 0 or kind == "weeks":
            place.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(texts[number % len(texts)])


_SMALL = """---
name: Lead number {number}
source: {source}
client: client-{client}
service: {service}
value: {value}
hours: {hours}h
start: 2026-{month:02d}-{day:02d}
due: 2027-{month:02d}-{day:02d}
scope: yes
budget: no
---

## Log
- 2026-{month:02d}-{day:02d} inquiry asked by mail
- 2026-{month:02d}-{day:02d} out answered
- 2026-{month:02d}-{day:02d} proposal sent v1
"""


def make_small_records(folder: Path, files: int) -> None:
    """Fill a folder with so many leads of ten facts and three lines each, all of them different."""
    (folder / "leads").mkdir(parents=True)
    (folder / "opsledger.yaml").touch()
    for number in range(files):
        text = _SMALL.format(
            number=number,
            source=("referral", "linkedin", "website")[number % 3],
            client=number % 50,
            service=("website", "branding")[number % 2],
            value=2000 + 100 * (number * 7 % 180),
            hours=20 + number * 7 % 190,
            month=1 + number % 12,
            day=1 + number * 5 % 28,
        )
        (folder / "leads" / f"lead-{number}.md").write_text(text, encoding="utf-8")


def record_files(folder: Path) -> list[Path]:
    """The files of a ledger's records."""
    return sorted(path for path in folder.rglob("*.md"))


def make_report(place: Path, rows: int) -> None:
    """A detailed report of Toggl Track: ten entries of half an hour on each of as many days as are needed."""
    lines = ["Project,Description,Start date,Start time,End date,End time"]
    for number in range(rows):
        day = date(2024, 1, 1) + timedelta(days=number // 10)
        hour = 8 + number % 10
        lines.append(f"Marketing,entry {number},{day},{hour:02d}:00:00,{day},{hour:02d}:30:00")
    place.write_text("\n".join(lines))
