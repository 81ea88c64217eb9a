"""Ledgers written before the format grew: their figures stay what they were, to the last digit.

`old-ledgers.tar.xz` holds the sample as it was and two generated businesses; `old-figures.json` a digest of each of
their figures as it was measured then. `python -m tests.test_old_ledgers --write` measures again, for the rare case that
a figure was wrong; the commit then says which, and why.
"""

from __future__ import annotations

import json
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from opsledger.figures.every import FIRST, LAST
from opsledger.figures.evidence import Figure
from opsledger.figures.standing import Standing
from opsledger.loading import load
from opsledger.models.ledger import Ledger
from opsledger.reporting.figures import figures_data
from opsledger.reporting.json_text import json_text

DATA = Path(__file__).parent / "data"
DAYS = {
    "sample": (date(2026, 3, 6), date(2026, 8, 14), date(2026, 11, 20)),
    "generated-3": (date(2024, 6, 28), date(2024, 12, 20)),
    "generated-11": (date(2024, 6, 28), date(2024, 12, 20)),
}
CASES = [(name, day) for name, days in DAYS.items() for day in days]


@cache
def old_ledgers() -> Mapping[str, Ledger]:
    with tempfile.TemporaryDirectory() as folder, tarfile.open(DATA / "old-ledgers.tar.xz") as archive:
        archive.extractall(folder, filter="data")
        return {name: load(Path(folder, name)) for name in DAYS}


def digests(ledger: Ledger, day: date) -> dict[str, str]:
    """Each figure's value, n, interval, previous and sources, as a digest; how a note or reason words it may change."""
    standing = Standing(ledger, day)
    found = {figure.name: _unworded(figure) for measure in (*FIRST, *LAST) for figure in measure(standing)}
    return {
        name: sha256(json_text(figures_data({name: figure})).encode()).hexdigest()[:12]
        for name, figure in found.items()
    }


def _unworded(figure: Figure) -> Figure:
    value = figure.value
    if isinstance(value, Mapping) and "reasons" in value:
        value = {key: part for key, part in value.items() if key != "reasons"}
    return replace(figure, value=value, note=None)


@pytest.mark.parametrize(("name", "day"), CASES, ids=[f"{name}-{day}" for name, day in CASES])
def test_an_old_ledgers_figures_stay_what_they_were(name: str, day: date) -> None:
    then = json.loads((DATA / "old-figures.json").read_text())[f"{name} {day}"]
    now = digests(old_ledgers()[name], day)
    assert {figure: now.get(figure) for figure in then} == then


@pytest.mark.parametrize("name", DAYS)
def test_nothing_is_wrong_in_an_old_ledger(name: str) -> None:
    assert old_ledgers()[name].problems == ()


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    measured = {f"{name} {day}": digests(old_ledgers()[name], day) for name, day in CASES}
    (DATA / "old-figures.json").write_text(json.dumps(measured, indent=1) + "\n")
