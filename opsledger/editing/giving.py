"""Giving a project part of the time that a week's plan keeps for client work.

`client` in a Plan stands for work that no project has yet. A project's block within it takes its place, and what is
left of it stays on both sides.
"""

from __future__ import annotations

from typing import cast

from opsledger.dataclass import dataclass
from opsledger.editing.adding import AddLines
from opsledger.editing.edit import Reading, Splice, plain_facts, without_places
from opsledger.editing.places import line_end_of
from opsledger.models.lines import Block
from opsledger.models.records import WeekSheet
from opsledger.values.characters import plain_characters
from opsledger.values.days import read_time_range, write_time_range
from opsledger.values.misread import Misread

_PLACEHOLDER = "client"


@dataclass(frozen=True, slots=True)
class GiveTime:
    """A client project's block for a week's Plan: within a bare `client` block of its day, else like any other line.

    add: the line as it is added if no such block is. time: its time, as it was written.
    """

    add: AddLines
    weekday: int
    time: str

    @property
    def path(self) -> str:
        """The week's file."""
        return self.add.path

    @property
    def new_text(self) -> str | None:
        """What the week begins with if it is not there yet."""
        return self.add.new_text

    def splice(self, before: Reading) -> Splice:
        """The block in the place of the one it lies within, or after the others. Raises EditRefused."""
        around = self._around(before)
        if around is None:
            return self.add.splice(before)
        source, span = before.source, around.span
        lead = source.text[source.text.rfind("\n", 0, span.start) + 1 : span.start]
        return Splice(span.start, span.end, (line_end_of(source, span.start) + lead).join(self._pieces(around)))

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether the pieces stand where the block was, and everything else is as it was."""
        around = self._around(before)
        if around is None:
            return self.add.is_done(before, after, splice)
        said, says = plain_facts(before.record), plain_facts(after.record)
        plan = cast("WeekSheet", after.record).plan
        pieces = sorted((one for one in plan if splice.start <= one.span.start < splice.stop), key=_place)
        said["plan"] = without_places(tuple(one for one in _plan(before) if one is not around))
        says["plan"] = without_places(tuple(one for one in plan if one not in pieces))
        return said == says and [one.span.text for one in pieces] == self._pieces(around)

    def _around(self, before: Reading) -> Block | None:
        """The bare `client` block that the new one lies within."""
        try:
            start, end = read_time_range(plain_characters(self.time))
        except Misread:
            return None
        for block in _plan(before):
            is_bare = block.target and block.target.id == _PLACEHOLDER and not block.task and not block.text
            if not is_bare or block.weekday != self.weekday or block.start is None:
                continue
            if block.start <= start and end <= block.start + block.minutes:
                return block
        return None

    def _pieces(self, around: Block) -> list[str]:
        """The lines that take the place of a block, by time."""
        start, end = read_time_range(plain_characters(self.time))
        assert around.start is not None, "it has times"
        assert around.end is not None, "it has times"
        day = around.span.text.split()[0]
        left = ((around.start, start), (end, around.end))
        before, after = (
            [f"{day} {write_time_range(first, last)} {_PLACEHOLDER}"] if first < last else [] for first, last in left
        )
        return [*before, *self.add.lines, *after]


def _plan(reading: Reading) -> tuple[Block, ...]:
    return cast("WeekSheet", reading.record).plan


def _place(block: Block) -> int:
    return block.span.start
