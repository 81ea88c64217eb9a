"""The days that entries are put into: an entry cut at midnight, and what of a day is taken already."""

from __future__ import annotations

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
        self.unmet: list[Block] = []  # of the ledger, not yet met by an entry
        self.minutes = 0
        self.is_off = False
        for block in blocks:
            self.is_off = self.is_off or block.is_off
            if block.start is not None:
                self.taken.append(_Taken(block.start, block.start + block.minutes, told(block)))
            if block.target:
                self.unmet.append(block)
            self.minutes += block.minutes

    def same(self, piece: Piece, target: str | None) -> Block | None:
        """A block of the ledger of just this time; without a time of day, of as much for the same target."""
        when = (piece.start, piece.minutes)
        alike = (block for block in self.unmet if (block.start, block.minutes) == when)
        return next((block for block in alike if piece.start is not None or _is_for(block, target)), None)

    def unmet_for(self, target: str) -> Block | None:
        """A block of the ledger for a target that no entry has been met by."""
        return next((block for block in self.unmet if _is_for(block, target)), None)

    def meet(self, piece: Piece, target: str | None) -> None:
        """Let a block of the ledger stand for a piece, and for no other."""
        block = self.same(piece, target)
        self.unmet = [one for one in self.unmet if one is not block]

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


def told(block: Block) -> str:
    """A block of the ledger, with its place."""
    return f"{block.span.file}:{block.span.line} ({block.span.text[:40]})"


def _is_for(block: Block, target: str | None) -> bool:
    return block.target is not None and block.target.id == target
