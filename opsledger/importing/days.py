"""The days that entries are put into: an entry cut at midnight, and what of a day is taken already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.importing.entries import Entry
from opsledger.models.lines import Block
from opsledger.values.days import MINUTES_A_DAY


class Piece(NamedTuple):
    """The part of an entry that lies in one day."""

    day: date
    start: int | None
    minutes: int

    @property
    def end(self) -> int:
        """Where it ends, in minutes of its day."""
        return (self.start or 0) + self.minutes


def pieces_of(entry: Entry) -> Iterator[Piece]:
    """An entry day by day."""
    if entry.start is None:
        yield Piece(entry.day, None, entry.minutes)
        return
    day, start, left = (
        entry.day + timedelta(days=entry.start // MINUTES_A_DAY),
        entry.start % MINUTES_A_DAY,
        entry.minutes,
    )
    while left > 0:
        minutes = min(left, MINUTES_A_DAY - start)
        yield Piece(day, start, minutes)
        day, start, left = day + timedelta(days=1), 0, left - minutes


class _Taken(NamedTuple):
    """A stretch of a day that is taken, and by what."""

    start: int
    end: int
    told: str


class Day:
    """What a list of the ledger, and this import so far, hold on a day."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.taken: list[_Taken] = []
        self.blocks: Counter[tuple[int | None, int, str]] = Counter()  # of the ledger, not yet met by an entry
        self.minutes = 0
        self.is_off = False
        for block in blocks:
            self.is_off = self.is_off or block.is_off
            told = f"{block.span.file}:{block.span.line} ({block.span.text[:40]})"
            if block.start is not None:
                self.taken.append(_Taken(block.start, block.start + block.minutes, told))
                self.blocks[block.start, block.minutes, ""] += 1
            elif block.target:
                self.blocks[None, block.minutes, block.target.id] += 1
            self.minutes += block.minutes

    def holds(self, piece: Piece, target: str | None) -> bool:
        """Whether the ledger has a block of just this time; without a time of day, of as much for the same target."""
        return self.blocks[_told_apart(piece, target)] > 0

    def meet(self, piece: Piece, target: str | None) -> None:
        """Let a block of the ledger stand for a piece, and for no other."""
        self.blocks[_told_apart(piece, target)] -= 1

    def in_the_way(self, piece: Piece) -> str | None:
        """What a piece would overlap, or None."""
        if piece.start is not None:
            for one in self.taken:
                if one.start < piece.end and piece.start < one.end:
                    return f"it overlaps {one.told}"
        if self.minutes + piece.minutes > MINUTES_A_DAY:
            return "the day would have more than 24 hours"
        return None

    def add(self, piece: Piece, place: str) -> None:
        """Take the time of a piece."""
        if piece.start is not None:
            self.taken.append(_Taken(piece.start, piece.end, place))
        self.minutes += piece.minutes


def _told_apart(piece: Piece, target: str | None) -> tuple[int | None, int, str]:
    return piece.start, piece.minutes, "" if piece.start is not None else target or "?"
