"""The tables of docs/forecast.md that are made from the kept result of a run of `make calibrate`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.calibrating.results import read_result
from benchmarks.calibrating.tables import FORECAST, TRUE

_HEAD = ("coverage", "skill over the best rival", "bias", "lean", "said, came", "overloaded")
_AIMS = ("0.76 to 0.86", "0.30", "within 0.02", "0.35", "within 0.03", "0.10")
_WORLDS = {
    "no overtime": "nobody works overtime",
    "hard selling": "hard selling: half the wins, slow, no retainers",
    "retainers": "four retainers each",
}
_WITHIN = ("lean 4", "lean 8", "lean 12", "overloaded 4", "overloaded 8", "overloaded 12")
_SETS = ("first set", "second set")


def _number(value: float) -> str:
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")


def _with_error(value: float, error: float) -> str:
    return f"{_number(value)} ± {error:.2f}"


def _line(*cells: str) -> str:
    return "|" + "".join(f" {cell} |" if cell else " |" for cell in cells)


def _cells(side: Mapping[str, Any]) -> Iterator[str]:
    yield _number(side["coverage"])
    yield _with_error(side["skill"], side["error"])
    yield _number(side["bias"])
    yield _number(side["lean"])
    yield f"{_number(side['lean_said'])}, {_number(side['lean_came'])}"
    yield _number(side["overloaded"])


def _rows(name: str, row: Mapping[str, Any]) -> Iterator[str]:
    yield _line(name, *_cells(row[FORECAST]))
    if row[TRUE]:
        yield _line("true processes", *_cells(row[TRUE]))


def _table(first: str, head: Sequence[str]) -> Iterator[str]:
    yield _line(first, *head)
    yield f"|{'---|' * (len(head) + 1)}"


def _measured() -> str:
    found = read_result()
    lines = [*_table("", _HEAD), _line("meant to reach", *_AIMS)]
    for name, row in zip(_SETS, found["usual"], strict=True):
        lines += _rows(name, row)
    for name, row in zip(_SETS, found["young"], strict=True):
        lines += _rows(f"young ledgers, weeks 4 to 24, {name}", row)
    for row in found["by_age"][:1]:
        lines += _rows(f"{row['name']} alone, both sets", row)
    return "\n".join(lines) + "\n"


def _by_weeks() -> str:
    found = read_result()
    head = ("coverage", "skill", "true processes", "bias", "lean", "true processes")
    lines = list(_table("weeks ahead", head))
    for name, row in zip(_SETS, found["usual"], strict=True):
        for band, side in row[FORECAST]["bands"].items():
            true = row[TRUE]["bands"][band]
            cells = (side["coverage"], side["skill"], true["skill"], side["bias"], side["lean"], true["lean"])
            lines.append(_line(f"{name}, {band.replace('-', ' to ')}", *map(_number, cells)))
    return "\n".join(lines) + "\n"


def _outlooks() -> str:
    found = read_result()
    head = ("lean within 4", "8", "12 weeks", "overloaded within 4", "8", "12 weeks")
    lines = [*_table("", head), _line("meant to reach", "", "0.45", "", "", "0.15", "")]
    for name, row in zip(_SETS, found["usual"], strict=True):
        for who, called in ((FORECAST, name), (TRUE, "true processes")):
            each = row[who]["outlook"]
            lines.append(_line(called, *(_with_error(each[key]["skill"], each[key]["error"]) for key in _WITHIN)))
    return "\n".join(lines) + "\n"


def _worlds() -> str:
    lines = list(_table("world", _HEAD))
    for row in read_result()["changed"]:
        lines += _rows(_WORLDS.get(row["name"], row["name"]), row)
    return "\n".join(lines) + "\n"


CALIBRATED_PARTS: Mapping[str, Callable[[], str]] = {
    "measured": _measured,
    "by-weeks": _by_weeks,
    "outlooks": _outlooks,
    "worlds": _worlds,
}
