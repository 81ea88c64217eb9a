"""The days that entries are put into: an entry cut at midnight, and what of a day is taken already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.importing.entry import Entry
from opsledger.models.lines import Block
from opsledger.values.days import MINUTES_A_DAY

TRIMMED = 2  # minutes that an entry may overlap others by, and be shortened


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
    if entry.evening is not None:
        before_midnight = MINUTES_A_DAY - entry.evening
        yield Piece(entry.day, entry.evening, before_midnight)
        yield Piece(entry.day + timedelta(days=1), None, entry.minutes - before_midnight)
        return
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
    """A stretch of a day that is taken, and by what. is_room: client time that no project has yet."""

    start: int
    end: int
    told: str
    is_room: bool = False


class Day:
    """What a list of the ledger, and this import so far, hold on a day."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.taken: list[_Taken] = []
        self.unmet: list[Block] = []  # of the ledger, not yet met by an entry
        self.minutes = 0
        self.is_off = False
        for block in blocks:
            self.is_off = self.is_off or block.is_day_off
            if block.start is not None:
                self.taken.append(_Taken(block.start, block.start + block.minutes, told_block(block), is_room(block)))
            if block.target:
                self.unmet.append(block)
            self.minutes += block.minutes

    def same(self, piece: Piece, target: str | None, *, loosely: bool = False) -> Block | None:
        """A block of the ledger of just this time; without a time of day, of as much for the same target.

        loosely: as an import may have written it: trimmed, or without its time of day.
        """
        when = (piece.start, piece.minutes)
        alike = (block for block in self.unmet if (block.start, block.minutes) == when)
        found = next((block for block in alike if piece.start is not None or _is_for(block, target)), None)
        if found or not loosely:
            return found
        return next((block for block in self.unmet if _is_for(block, target) and _is_near(block, piece)), None)

    def unmet_for(self, target: str) -> Block | None:
        """A block of the ledger for a target that no entry has been met by."""
        return next((block for block in self.unmet if _is_for(block, target)), None)

    def meet(self, block: Block | None) -> None:
        """Let a block of the ledger stand for an entry, and for no other."""
        self.unmet = [one for one in self.unmet if one is not block]

    def free_of(self, piece: Piece) -> list[Piece]:
        """What is left of a piece beside all that is taken: in parts, if that lies within it."""
        if piece.start is None:
            return [piece]
        left = [(piece.start, piece.end)]
        for one in self.taken:
            cut = [((start, min(end, one.start)), (max(start, one.end), end)) for start, end in left]
            left = [(start, end) for parts in cut for start, end in parts if start < end]
        return [Piece(piece.day, start, end - start) for start, end in left]

    def at(self, start: int | None, minutes: int) -> Block | None:
        """A block of the ledger of just this time, not met by another entry."""
        return next((block for block in self.unmet if (block.start, block.minutes) == (start, minutes)), None)

    def give(self, piece: Piece) -> bool:
        """Take a piece's time out of the client time that it lies within, if there is such."""
        for one in self.taken:
            if one.is_room and piece.start is not None and one.start <= piece.start and piece.end <= one.end:
                left = [one._replace(end=piece.start), one._replace(start=piece.end)]
                self.taken = [other for other in self.taken if other is not one]
                self.taken += [part for part in left if part.start < part.end]
                self.minutes -= piece.minutes
                return True
        return False

    def has_room(self, piece: Piece) -> bool:
        """Whether a piece lies within client time that no project has yet."""
        return piece.start is not None and any(
            one.is_room and one.start <= piece.start and piece.end <= one.end for one in self.taken
        )

    def in_the_way(self, piece: Piece) -> str | None:
        """What a piece would overlap, or None."""
        if piece.start is not None:
            for one in self.taken:
                if one.start < piece.end and piece.start < one.end:
                    return f"it overlaps {one.told}"
        return None

    def is_full(self, piece: Piece) -> bool:
        """Whether the day would have more than 24 hours."""
        return self.minutes + piece.minutes > MINUTES_A_DAY

    def add(self, piece: Piece, place: str) -> None:
        """Take the time of a piece."""
        if piece.start is not None:
            self.taken.append(_Taken(piece.start, piece.end, place))
        self.minutes += piece.minutes


def told_block(block: Block) -> str:
    """A block of the ledger, with its place."""
    return f"{block.span.file}:{block.span.line} ({block.span.text[:40]})"


def is_room(block: Block) -> bool:
    """Whether a block is client time that no project has yet: only `client`, without a task or a text."""
    return block.target is not None and block.target.id == "client" and not block.task and not block.text


def _is_near(block: Block, piece: Piece) -> bool:
    """Whether a block may be a piece as an import wrote it."""
    if block.start is None or piece.start is None:
        return block.start is None and block.minutes == piece.minutes
    assert block.end is not None, "it has times"
    return piece.start <= block.start and block.end <= piece.end and piece.minutes - block.minutes <= TRIMMED


def _is_for(block: Block, target: str | None) -> bool:
    return block.target is not None and block.target.id == target


def parallel(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """Which entries overlap others among them by more than a little, by what they are known by."""
    timed = [
        (MINUTES_A_DAY * entry.day.toordinal() + entry.start, entry) for entry in entries if entry.start is not None
    ]
    found: set[tuple[str, str]] = set()
    longest: tuple[int, Entry] | None = None
    for start, entry in sorted(timed, key=lambda pair: pair[0]):
        end = start + entry.minutes
        if longest and min(longest[0], end) - start > TRIMMED:
            found |= {longest[1].key.identity, entry.key.identity}
        if longest is None or end > longest[0]:
            longest = (end, entry)
    return found
