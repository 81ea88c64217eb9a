"""Small ledgers as one text, so that a test holds its ledger beside what it expects of it.

A line without an indent is a file's path, the indented ones below it are what stands in the file:

    opsledger.yaml
        targets: {rate: 95/h}
    leads/quay.md
        value: 12000
        - 2026-11-02 in asked for a website
    weeks/2026-W47.md
        ## Actual
        - Mon 9:00-12:00 quay

In a record the first lines are its front matter, to which `name` and what else its kind asks for are added where they
are left out. Below it the first list item begins the `## Log`, unless a section of its own stands there. A ledger with
an error is refused: a test's slip of the pen must not look like a result.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Standing
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from tests.cli_support import write_ledger

DAY = date(2026, 11, 20)  # a Friday; the period of 14 days begins on Saturday, 7 November
NAMED = ("leads/", "projects/", "clients/", "contacts/", "website/", "tools/", "team/")
ADDED = {
    "leads/": {"source": "website"},
    "projects/": {"client": "quay", "billing": "fixed"},
    "website/": {"type": "page"},
    "tools/": {"jobs": "[run]"},
    "team/": {"tasks": "[design]"},
}


def files_of(text: str) -> dict[str, str]:
    """The files of a ledger written as one text."""
    files: dict[str, list[str]] = {}
    path = ""
    for line in dedent(text).splitlines():
        if line and not line[0].isspace():
            path = line.strip()
            files[path] = []
        elif path:
            files[path].append(line)
    return {path: _file(path, dedent("\n".join(lines)).strip("\n")) for path, lines in files.items()}


def _file(path: str, text: str) -> str:
    folder = f"{path.partition('/')[0]}/"
    if folder == path or folder not in (*NAMED, "weeks/", "reviews/"):
        return f"{text}\n"
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if line.startswith(("- ", "#"))), len(lines))
    front, body = [line for line in lines[:first] if line], lines[first:]
    keys = {line.partition(":")[0] for line in front}
    if folder in NAMED:
        added = {"name": Path(path).stem, **ADDED.get(folder, {})}
        if "billing: internal" in front:
            del added["client"]
        front += [f"{key}: {value}" for key, value in added.items() if key not in keys]
    if body and body[0].startswith("- "):
        body = ["## Log", *body]
    return "\n".join([*(["---", *front, "---"] if front else []), "", *body, ""])


def ledger_of(text: str, folder: Path | None = None) -> Ledger:
    """The ledger of a text, written to a folder (one that is gone afterwards, if none is given) and loaded."""
    if folder is None:
        with tempfile.TemporaryDirectory() as made:
            return ledger_of(text, Path(made))
    ledger = load(write_ledger(folder, files_of(text)))
    faults = [str(problem) for problem in ledger.problems if problem.is_error]
    assert not faults, faults
    return ledger


def figures_of(text: str, on: date = DAY, since: date | None = None) -> Mapping[str, Figure]:
    """The figures of a text's ledger, each measured when it is asked for."""
    return measure(Standing(ledger_of(text), on, since))


def figure_of(name: str, text: str, on: date = DAY, since: date | None = None) -> Figure:
    """One figure of a text's ledger."""
    return figures_of(text, on, since)[name]


def value_of(name: str, text: str, on: date = DAY, since: date | None = None) -> Any:
    """One figure's value; exact numbers as they are, so that they compare with fractions worked out by hand."""
    return figure_of(name, text, on, since).value


def lines_of(figure: Figure) -> list[str]:
    """The text of a figure's sources, in order."""
    return [span.text for span in figure.sources]


def part(figure: Figure, key: str) -> Any:
    """One key of a figure that is an object."""
    assert isinstance(figure.value, Mapping)
    return figure.value[key]
