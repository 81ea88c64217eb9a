"""Blocks of one list beside each other: a day has 24 hours, and each of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from opsledger.diagnostics import Diagnostic, also, at, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.values.days import DAY_NAMES, MINUTES_A_DAY, Interval, clock, days_in
from opsledger.values.duration import write_duration
from opsledger.values.written import write_number

OVERLAP = error("overlap", "Two blocks of one list overlap.")
DAY_TOO_LONG = error("day-too-long", "The blocks of one day add up to more than 24 hours.")
_USUAL_DAY = 8 * 60
BLOCK_ON_OFF_DAY = warning("block-on-off-day", "A block falls on a day, or in hours, that the same list takes off.")
PLAN_IN_TIME_OFF = warning("plan-in-time-off", "Work is planned on a day that the settings take off.", strict=True)


def check_blocks(ledger: Ledger) -> Iterator[Diagnostic]:
    """Overlaps, days that are too long, and work on days off, in each list of each week and in the schedule."""
    is_off = days_in(ledger.settings.time_off)
    for sheet in ledger.weeks:
        for blocks in (sheet.plan, sheet.actual):
            if not _is_in_order(blocks):
                yield from _check_list(blocks)
        if ledger.settings.time_off:
            yield from _check_time_off(sheet.plan, is_off)
    yield from _check_list(ledger.schedule)


def _is_in_order(blocks: Iterable[Block]) -> bool:
    """Whether a list is as nearly every one is: day by day, each block after the one before, and none of them off."""
    today, end, minutes = 0, 0, 0
    for weekday, _day, start, length, target, _task, _text, _span in blocks:
        if weekday != today:
            if weekday < today:
                return False
            today, end, minutes = weekday, 0, 0
        minutes += length
        if target is None or minutes > MINUTES_A_DAY or (start is not None and start < end):
            return False
        if start is not None:
            end = start + length
    return True


def _check_list(blocks: Iterable[Block]) -> Iterator[Diagnostic]:
    by_day: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        by_day[block.weekday].append(block)
    for weekday, todays in by_day.items():
        day = DAY_NAMES[weekday].capitalize()
        yield from _check_sum(todays, day)
        if len(todays) == 1:
            continue
        off, work = [block for block in todays if block.is_off], [block for block in todays if not block.is_off]
        for block in work if off else ():
            taken = next((other for other in off if _is_in(block, other)), None)
            if taken:
                what = day if taken.is_day_off else f"{day} {_times(taken)}"
                message = f"work on {what}, which is off in this list"
                yield at(BLOCK_ON_OFF_DAY, block.span, message, None, also(taken.span, "off here"))
        for same in (off, work):
            yield from _check_overlaps([block for block in same if block.start is not None])


def _is_in(block: Block, off: Block) -> bool:
    """Whether a block of work lies in a day off, or partly in the hours that are off."""
    if off.start is None or off.end is None:
        return off.is_day_off
    return block.start is not None and block.end is not None and block.start < off.end and off.start < block.end


def _check_overlaps(timed: list[Block]) -> Iterator[Diagnostic]:
    """Overlaps, each at the block further down in the file."""
    if len(timed) < 2:
        return
    by_start = sorted(timed, key=lambda block: block.start or 0)
    if all((first.end or 0) <= (second.start or 0) for first, second in pairwise(by_start)):
        return
    taken = 0  # a bit for each minute of the day
    owners: dict[int, Block] = {}
    for block in sorted(timed, key=lambda block: block.span.start):
        minutes = ((1 << block.minutes) - 1) << (block.start or 0)
        shared, free = minutes & taken, minutes & ~taken
        taken |= minutes
        if shared:
            other = owners[_lowest(shared)]
            message = f"{_times(block)} overlaps {_times(other)}"
            yield at(OVERLAP, block.span, message, None, also(other.span, "the other block"))
        while free:
            owners[_lowest(free)] = block
            free &= free - 1


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _times(block: Block) -> str:
    return f"{clock(block.start or 0)}-{clock(block.end or 0)}"


def _check_sum(blocks: list[Block], day: str) -> Iterator[Diagnostic]:
    """A day of more than 24 hours, at the block that goes over."""
    minutes = 0
    for block in blocks:
        before, minutes = minutes, minutes + block.minutes
        if before <= MINUTES_A_DAY < minutes:
            message = f"with this block {day} has {write_duration(minutes)}, more than 24 hours"
            yield at(DAY_TOO_LONG, block.span, message, _perhaps_minutes(block) or _perhaps_days(block))


def _perhaps_minutes(block: Block) -> str | None:
    """What to write if a number alone was meant as minutes: it is read as hours."""
    number = write_number(Fraction(block.minutes, 60)) if block.minutes > MINUTES_A_DAY else ""
    return f"`{number}` is read as hours; minutes are `{number}m`" if number in block.span.text.split() else None


def _perhaps_days(block: Block) -> str | None:
    """What to write if one block was meant as the hours of several days."""
    if block.minutes <= MINUTES_A_DAY or block.target is None or block.day is None:
        return None
    days = Interval(block.day - timedelta(days=-(-block.minutes // _USUAL_DAY) - 1), block.day)
    name = block.target.id if " " not in block.target.id else f"'[[{block.target.id}]]'"
    command = f"opsledger track {days} {write_duration(block.minutes)} {name}"
    return f"a line for each day it took; without this line, `{command}` writes them"


def _check_time_off(plan: Iterable[Block], is_off: Callable[[date | None], bool]) -> Iterator[Diagnostic]:
    for block in plan:
        if not block.is_off and is_off(block.day):
            message = f"work is planned for {block.day}, which the settings take off"
            yield at(PLAN_IN_TIME_OFF, block.span, message, "no hours are counted as available on that day")
