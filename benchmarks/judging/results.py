"""The result of a run as a file: what the documentation says of the headline is made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.judging.announcing import Announcements
from benchmarks.judging.comparing import compared
from benchmarks.judging.counting import Tally
from benchmarks.judging.following import Gain, mean_gain
from opsledger.forecast.outlook import LEAN, OVERLOADED

KEPT = Path(__file__).parent.parent / "results" / "judge.json"


def write_result(path: Path, seed: int, runs: int, found: Tally, gains: Sequence[Gain]) -> None:
    """Write what came of a run."""
    shown = {"this_week": found.this_week, "findings": found.shown, "words": found.words}
    result = {
        "seed": seed,
        "runs": runs,
        "businesses": found.businesses,
        "reviews": found.reviews,
        "announced": _announced(found.announcements),
        "differences": {
            kind: {name: list(row) for name, row in rows.items()}
            for kind, rows in compared(found.announcements).items()
        },
        "balanced": {who: [sum(wrong), len(wrong)] for who, wrong in found.announcements.balanced.items()},
        "median": {name: median(values) if values else None for name, values in shown.items()},
        "rules": {rule: asdict(count) for rule, count in sorted(found.rules.items())},
        "owners": len(gains),
        "gains": {
            name: list(mean_gain([getattr(each, name) for each in gains]))
            for name in (Gain.__dataclass_fields__ if len(gains) > 1 else ())
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(result, indent=2)}\n", encoding="utf-8")


def read_result(path: Path = KEPT) -> Mapping[str, Any]:
    """What came of the run that is kept."""
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _announced(found: Announcements) -> Mapping[str, Mapping[str, Mapping[str, float | None]]]:
    counts = ("hits", "misses", "warned", "false_alarms", "weeks_of_notice")
    return {
        who: {kind: {name: getattr(found.of(who, kind), name) for name in counts} for kind in (LEAN, OVERLOADED)}
        for who in found.verdicts
    }
