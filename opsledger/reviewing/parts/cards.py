"""Figures and records in short, as a page by itself carries them."""

from __future__ import annotations

from datetime import date

from opsledger.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure in short: what it means, how many lines it rests on, and the last of them; more: how many others.

    about: the part after its name; empty if it has none.
    """

    name: str
    title: str
    about: str
    means: str
    n: int
    lines: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True)
class RecordCard:
    """A record in short: how it stands, what is next, and the last lines of its log."""

    file: str
    title: str
    state: str
    next_on: date | None
    next_text: str
    lines: tuple[str, ...]
