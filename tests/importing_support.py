"""Importing files into small ledgers, and reading what came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opsledger.checks.every import check
from opsledger.loading import load
from tests.cli_support import CLOCK, clock_at, run, write_ledger
from tests.ledger_text import files_of

EXPORTS = Path(__file__).parent / "data" / "exports"

LEDGER = """
opsledger.yaml
    tasks: [design, build]
projects/site.md
    name: Acme website
    client: acme
    - 2026-01-05 booked
projects/brand.md
    name: Bolt brand
    client: bolt
    - 2026-01-05 booked
"""
TOGGL = "Client,Project,Task,Description,Start date,Start time,End date,End time,Duration\n"


def ledger_in(folder: Path, text: str = LEDGER) -> Path:
    """A ledger of a text, in a folder of its own."""
    return write_ledger(folder / "ledger", files_of(text))


def csv_file(folder: Path, content: str | bytes, name: str = "export.csv") -> str:
    """A file to import, beside the ledger."""
    place = folder / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(place)


def toggl(*rows: str) -> str:
    """A report of Toggl's of some rows: client, project, task, description, then dates and times."""
    return TOGGL + "".join(f"{row}\n" for row in rows)


def imported(ledger: Path, *arguments: str) -> Any:
    """What an import says it does on the sample's day, as data."""
    result = run(ledger, "import", *arguments, "--json", clock=CLOCK.get() or clock_at("2026-11-20T18:00:00"))
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)["data"]


def lines(data: Any) -> list[str]:
    """The lines that an import writes."""
    return [line for one in data["write"] for line in one["lines"]]


def reasons(data: Any) -> list[str]:
    """Why rows are left out."""
    return [one["reason"] for one in data["skipped"]]


def errors_in(ledger: Path) -> list[str]:
    """What `check` finds wrong in a ledger."""
    return [str(problem) for problem in check(load(ledger)) if problem.is_error]


def contents(ledger: Path) -> dict[str, bytes]:
    """Every file of a ledger."""
    return {str(place.relative_to(ledger)): place.read_bytes() for place in ledger.rglob("*") if place.is_file()}
