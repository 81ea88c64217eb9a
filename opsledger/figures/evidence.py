"""A figure and what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from opsledger.dataclass import dataclass
from opsledger.figures.statistics import TOO_FEW, wilson
from opsledger.models.lines import LogLine
from opsledger.source import Span
from opsledger.values.written import Number

Single: TypeAlias = Number | date | str | bool | None
Value: TypeAlias = "Single | Sequence[str] | Mapping[str, Value]"
Keyed: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its evidence.

    name: dotted. value: None if too little is known, or if nothing was recorded. unit: `count`, `hours`, `money`,
    `days`, `weeks`, `share`, `date` or `text`. n: the lines or records counted, of a rate its denominator, of a median
    its observations. interval: a rate's 95 % interval. previous: the same over the days before, in the shape of
    `value`. sources: every line and record that fed it, by day, then by place.
    """

    name: str
    value: Value
    unit: str
    n: int
    interval: tuple[float, float] | None = None
    previous: Value = None
    note: str | None = None
    sources: tuple[Span, ...] = ()


def rate_of(name: str, successes: int, lines: Sequence[LogLine], why_none: str) -> Figure:
    """The share of some lines that are successes, with its Wilson interval; too few if there are no lines."""
    n = len(lines)
    return Figure(
        name,
        Fraction(successes, n) if n else None,
        "share",
        n,
        wilson(successes, n),
        note=None if n else f"{TOO_FEW}: {why_none}",
        sources=tuple(line.span for line in lines),
    )
