"""Taking planned blocks out of a week: a day that is off, or whose work moves to another day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from opsledger.dataclass import dataclass
from opsledger.editing.adding import AddLines
from opsledger.editing.edit import Edit, EditRefused, Reading, Splice, plain_facts, without_places
from opsledger.editing.places import item_lines
from opsledger.editing.time_blocks import block_edit, week_path
from opsledger.loading.survey import Survey
from opsledger.models.lines import Block
from opsledger.models.records import WeekSheet
from opsledger.reading.kinds import WEEK
from opsledger.values.days import Week
from opsledger.values.duration import write_duration


@dataclass(frozen=True, slots=True)
class RemoveBlock:
    """A planned block goes, with the lines that belong to it. written: its line after the bullet."""

    path: str
    written: str
    new_text: None = None

    def splice(self, before: Reading) -> Splice:
        """The lines of the block. Raises EditRefused if it is not there any more."""
        start, end = item_lines(before.source, self._found(before).span.start)
        return Splice(start, end, "")

    def is_done(self, before: Reading, after: Reading, splice: Splice) -> bool:
        """Whether this one block is gone, and all else is as it was."""
        gone = self._found(before)
        said, says = plain_facts(before.record), plain_facts(after.record)
        said["plan"] = without_places(tuple(block for block in _plan(before) if block is not gone))
        return said == says

    def _found(self, reading: Reading) -> Block:
        found = next((block for block in _plan(reading) if block.span.text == self.written), None)
        if found is None:
            raise EditRefused(f"`{self.written}` is no longer planned: try again")
        return found


def planned_on(survey: Survey, day: date) -> tuple[Block, ...]:
    """The work planned on a day. Raises EditRefused if two files are its week's."""
    return tuple(block for block in _plan_of(survey, day) if not block.is_off)


def off_edits(survey: Survey, day: date, words: Sequence[str], blocks: Sequence[Block], to: date | None) -> list[Edit]:
    """The edits that take a day off and its blocks out of the plan. words: `off` and the text after it.

    to: the day that the blocks move to; None if they are dropped. Raises EditRefused.
    """
    path = week_path(survey, Week.of(day))
    edits: list[Edit] = [RemoveBlock(path, block.span.text) for block in blocks]
    if not any(block.is_day_off for block in _plan_of(survey, day)):
        edits.append(block_edit(survey, "Plan", day, words))
    if to is not None:
        there = _plan_of(survey, to)
        if any(block.is_day_off for block in there):
            raise EditRefused(f"{to:%A} {to} is off as well: move the blocks to another day")
        edits += [_moved(survey, block, to, there) for block in blocks]
    return edits


def _moved(survey: Survey, block: Block, to: date, there: Sequence[Block]) -> AddLines:
    """The block on its new day; without its clock time if another block is there then."""
    time, *rest = block.span.text.split()[1:]
    if any(_overlap(block, other) for other in there):
        time = write_duration(block.minutes)
    return block_edit(survey, "Plan", to, (time, *rest))


def _overlap(one: Block, other: Block) -> bool:
    if one.start is None or other.start is None:
        return False
    return one.start < other.start + other.minutes and other.start < one.start + one.minutes


def _plan_of(survey: Survey, day: date) -> tuple[Block, ...]:
    """Everything planned on a day, `off` too. Raises EditRefused if two files are its week's."""
    sheet = survey.record(WEEK, week_path(survey, Week.of(day)))
    plan = sheet.plan if isinstance(sheet, WeekSheet) else ()
    return tuple(block for block in plan if block.day == day)


def _plan(reading: Reading) -> tuple[Block, ...]:
    return cast("WeekSheet", reading.record).plan
