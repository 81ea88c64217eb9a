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

from opsledger.figures.actions import effects
from opsledger.figures.evidence import Figure
from opsledger.figures.goals import goals
from opsledger.loading import load
from opsledger.measuring.every import MEASURES, figures

DAY = date(2026, 11, 20)
SAMPLE = Path(__file__).resolve().parent.parent / "sample-ledger"
AREAS = {
    "inflow": "Work flowing in",
    "marketing": "Marketing",
    "website": "Website",
    "network": "Network: people, and what comes again",
    "outflow": "Work flowing out",
    "time": "Time",
    "balance": "Balance: in against out",
    "forecast": "Forecast",
    "money": "Money",
    "tools": "Tools",
    "team": "Team",
    "actions": "Actions",
    "verdicts": "Past headlines",
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
    if not parts:
        return re.compile(re.escape(last))
    return re.compile(re.escape(".".join(parts)) + r"\." + (".+" if last.isupper() else re.escape(last)))


def documented(docstring: str) -> Documented:
    """What a docstring says; a ValueError where it does not begin with the names."""
    found = _HEAD.fullmatch(docstring)
    if found is None:
        raise ValueError(f"a docstring that begins with no figure's name: {docstring[:80]!r}")
    return Documented(tuple(re.findall(r"`([^`]+)`", found["names"])), found["rest"].strip())


def all_documented() -> list[Documented]:
    """The documentation of every function that measures: those listed, then those that rest on their figures."""
    return [documented(inspect.getdoc(measure) or "") for measure in (*MEASURES, effects, goals)]


@cache
def measured() -> Mapping[str, Figure]:
    """The figures of the sample ledger."""
    return figures(load(SAMPLE), DAY)


def body() -> str:
    """Each area with its figures."""
    entries = all_documented()
    lines: list[str] = []
    for area in dict.fromkeys(entry.area for entry in entries):
        lines.append(f"\n## {AREAS[area]}")
        for entry in entries:
            if entry.area == area:
                lines += _entry(entry)
    return "\n".join(lines) + "\n\n"


def _entry(entry: Documented) -> Iterator[str]:
    yield f"\n### {', '.join(f'`{name}`' for name in entry.names)}\n"
    text = entry.definition[:1].upper() + entry.definition[1:]
    yield "\n\n".join(wrapped(paragraph) for paragraph in re.split(r"\n\s*\n", text))
    shapes = {name: shape for name in entry.names if (shape := _shape(name))}
    if len(set(shapes.values())) > 1:
        yield ""
        yield from (wrapped(f"- `{name}`: {shape}.", "  ") for name, shape in shapes.items())
    elif shapes:
        shape = next(iter(shapes.values()))
        yield "\n" + wrapped(f"- {shape[0].upper()}{shape[1:]}.", "  ")


def wrapped(paragraph: str, indent: str = "") -> str:
    """A paragraph in lines of which none begins with a minus or plus, which Markdown would take for a bullet."""
    text = re.sub(r" ([-+]) ", "\0\\1 ", " ".join(paragraph.split()))
    lines = textwrap.fill(text, 120, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return lines.replace("\0", " ")


def _shape(name: str) -> str:
    """The unit and the keys of a figure, as the sample ledger has it."""
    one = next((figure for key, figure in measured().items() if pattern(name).fullmatch(key)), None)
    if one is None:
        return ""
    if isinstance(one.value, list | tuple):
        return "a list of ids"
    shape = f"unit: {one.unit}"
    if isinstance(one.value, Mapping):
        shape += f"; keys: {', '.join(f'`{key}`' for key in one.value)}"
    if one.interval is not None:
        shape += "; with an interval"
    return shape + ("; with `previous`" if one.previous is not None else "")


FIGURE_PARTS: dict[str, Callable[[], str]] = {"figures": body}
