"""The result of a run as a file: the tables of docs/forecast.md are made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.calibrating.business import Found
from benchmarks.calibrating.tables import BANDS, FORECAST, TRUE, jackknife, side_of, weeks_of
from opsledger.forecast.outlook_scoring import outlook_scores
from opsledger.forecast.scoring import Score, score

KEPT = Path(__file__).parent.parent / "results" / "calibrate.json"

Named = Sequence[tuple[str, Sequence[Found]]]


def write_result(path: Path, asked: Mapping[str, Any], sets: Mapping[str, Named]) -> None:
    """Write what came of a run. asked: how it was run; sets: the businesses of each kind, by name."""
    result = {**asked, **{kind: [_row(name, found) for name, found in named] for kind, named in sets.items()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(result, indent=2)}\n", encoding="utf-8")


def read_result(path: Path = KEPT) -> Mapping[str, Any]:
    """What came of the run that is kept."""
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _row(name: str, found: Sequence[Found]) -> Mapping[str, Any]:
    """A set as each of the two forecasters foretold it."""
    return {"name": name, "businesses": len(found), **{who: _side(found, who) for who in (FORECAST, TRUE)}}


def _side(found: Sequence[Found], who: str) -> Mapping[str, Any]:
    weeks = weeks_of(found, who)
    if not weeks:
        return {}
    by_band = {name: [week for week in weeks if first <= week.horizon <= last] for name, first, last in BANDS}
    return {
        **_scored(score(weeks)),
        "error": jackknife([side_of(each, who).weeks for each in found], lambda some: score(some).skill),
        "bands": {name: _scored(score(band)) for name, band in by_band.items() if band},
        "outlook": _outlook(found, who),
    }


def _scored(total: Score) -> Mapping[str, float]:
    return {
        "weeks": total.n,
        "coverage": total.coverage,
        "skill": total.skill,
        "bias": total.bias,
        "lean": total.lean.skill,
        "lean_said": total.lean.said,
        "lean_came": total.lean.came,
        "overloaded": total.overloaded.skill,
        "overloaded_said": total.overloaded.said,
        "overloaded_came": total.overloaded.came,
    }


def _outlook(found: Sequence[Found], who: str) -> Mapping[str, Mapping[str, float]]:
    """Two such weeks in a row: the skill with its standard error, the mean chance said, and the share that came."""
    groups = [side_of(each, who).outlook for each in found]
    rows = {}
    for each in outlook_scores(guess for group in groups for guess in group):
        few = [[guess for guess in group if guess[:2] == (each.kind, each.within)] for group in groups]
        error = jackknife(few, lambda some: outlook_scores(some)[0].skill or 0.0)
        rows[f"{each.kind} {each.within}"] = {
            "skill": each.skill or 0.0,
            "error": error,
            "said": each.said,
            "came": each.came,
        }
    return rows
