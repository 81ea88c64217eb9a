"""The links, numbers and bounds that every part of a review is made of."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from opsledger.dataclass import dataclass

NumberOrNone: TypeAlias = Fraction | None
Bounds: TypeAlias = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Link:
    """A record or line by name: its text, its file relative to the ledger, and the line (0: the file)."""

    text: str
    file: str
    line: int = 0
