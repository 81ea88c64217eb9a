"""Ledgers of any size, made from the sample's own files so that they look like what people write."""

from __future__ import annotations

import re
from pathlib import Path

from opsledger.bundled import bundled

KINDS = ("leads", "projects", "weeks")


def make_ledger(folder: Path, files: int) -> list[Path]:
    """Fill a folder with a ledger of so many records; returns their paths.

    Leads, projects and weeks in the sample's own proportions; every copy of a record gets an id of its own, every copy
    of a week a year of its own.
    """
    sample = bundled("sample-ledger")
    (folder / "opsledger.yaml").write_text((sample / "opsledger.yaml").read_text())
    originals = [path for kind in KINDS for path in sorted((sample / kind).rglob("*.md"))]
    made: list[Path] = []
    for number in range(files):
        original = originals[number % len(originals)]
        copy = number // len(originals)
        kind = original.relative_to(sample).parts[0]
        # weeks are filed by copy, since a year has no more than 53: they are read like any, and share their names
        target = folder / kind / f"{copy:04d}" / original.name if kind == "weeks" else _numbered(folder / kind, original, copy)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(original.read_text(encoding="utf-8"), encoding="utf-8")
        made.append(target)
    return made


def _numbered(folder: Path, original: Path, copy: int) -> Path:
    stem = re.sub(r"\W+", "-", original.stem)
    return folder / f"{stem}-{copy}.md"
