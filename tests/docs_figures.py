"""The body of docs/figures.md, from the docstrings of the functions that measure."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from opsledger.figures.every import MEASURES, figures
from opsledger.figures.evidence import Figure
from opsledger.loading import load

DAY = date(2026, 11, 20)
SAMPLE = Path(__file__).resolve().parent.parent / "sample-ledger"
AREAS = {
    "inflow": "Work flowing in",
    "marketing": "Marketing",
    "website": "Website",
    "outflow": "Work flowing out",
    "time": "Time",
    "balance": "Balance: in against out",
    "forecast": "Forecast",
    "money": "Money",
    "tools": "Tools",
    "team": "Team",
    "actions": "Actions",
}

_HEAD = re.compile(r"(?P<names>`[^`]+`(?:, `[^`]+`)*): (?P<rest>.*)", re.DOTALL)


class Documented(NamedTuple):
    """What one function measures: the names of its figures (capitals stand for any part), and its definition."""

    names: tuple[str, ...]
    definition: str

    @property
    def area(self) -> str:
        """The first part of its names."""
        return self.names[0].partition(".")[0]

    def covers(self, name: str) -> bool:
        """Whether a figure's name is one of its."""
        return any(pattern(documented).fullmatch(name) for documented in self.names)


def pattern(documented: str) -> re.Pattern[str]:
    """The names that a documented one stands for."""
    *parts, last = documented.split(".")
    return re.compile(re.escape(".".join(parts)) + r"\." + (".+" if last.isupper() else re.escape(last)))


def documented(measure: Callable[..., object]) -> Documented:
    """A function's documentation; a ValueError where its docstring does not begin with the names."""
    found = _HEAD.fullmatch(inspect.getdoc(measure) or "")
    if found is None:
        raise ValueError(f"the docstring of {measure.__module__}.{measure.__qualname__} names no figure")
    return Documented(tuple(re.findall(r"`([^`]+)`", found["names"])), found["rest"].strip())


def all_documented() -> list[Documented]:
    """The documentation of every function that measures."""
    return [documented(measure) for measure in MEASURES]


@cache
def measured() -> Mapping[str, Figure]:
    """The figures of the sample ledger."""
    return figures(load(SAMPLE), DAY)


def body() -> str:
    """Each area with its figures."""
    entries = all_documented()
    lines: list[str] = []
    for area in dict.fromkeys(entry.area for entry in entries):
        lines.append(f"\n## {AREAS[area]}\n")
        for entry in entries:
            if entry.area == area:
                lines += _entry(entry)
    return "\n".join(lines) + "\n\n"


def _entry(entry: Documented) -> Iterator[str]:
    yield f"\n### {', '.join(f'`{name}`' for name in entry.names)}\n"
    text = entry.definition[:1].upper() + entry.definition[1:]
    yield "\n\n".join(_wrapped(paragraph) for paragraph in re.split(r"\n\s*\n", text))
    facts = [fact for name in entry.names if (fact := _fact(entry, name))]
    if facts:
        yield "\n" + _wrapped(" ".join(dict.fromkeys(facts)))


def _wrapped(paragraph: str) -> str:
    return textwrap.fill(" ".join(paragraph.split()), 120, break_long_words=False, break_on_hyphens=False)


def _fact(entry: Documented, name: str) -> str:
    """The unit and the shape of a figure, as the sample ledger has it."""
    one = next((figure for key, figure in measured().items() if pattern(name).fullmatch(key)), None)
    if one is None:
        return ""
    which = f"`{name}`: " if len(entry.names) > 1 else ""
    if isinstance(one.value, Mapping):
        shape = f"{one.unit}; an object of {', '.join(f'`{key}`' for key in one.value)}"
    elif isinstance(one.value, list | tuple):
        shape = "a list of ids"
    else:
        shape = one.unit
    extra = [
        "with an interval" if one.interval is not None else "",
        "with `previous`" if one.previous is not None else "",
    ]
    return f"*{which}{'; '.join([shape, *filter(None, extra)])}.*"


FIGURE_PARTS: dict[str, Callable[[], str]] = {"figures": body}
