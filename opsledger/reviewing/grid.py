"""Plan against actual as a block grid that reads well in plain text: a quarter of an hour is one sign."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from opsledger.figures.standing import CLIENT, INTERNAL, SALES, Standing
from opsledger.models.lines import Block
from opsledger.values.days import Interval
from opsledger.values.duration import write_duration
from opsledger.values.visible import visible

_SLOT = 15
_FEWEST_HOURS = (9, 17)
_LETTERS = {CLIENT: "C", INTERNAL: "I", SALES: "S"}


def block_grid(standing: Standing, days: Interval) -> str:
    """The days of a span that have a block or are marked off, each with its plan and its actual; empty where none is.

    Blocks without a clock time stand at the row's end.
    """
    plan = [block for block in standing.plan if block.day and block.day in days]
    done = [block for block in standing.actual if block.day and block.day in days]
    blocks = [*plan, *done]
    off = {block.day for sheet in standing.ledger.weeks for block in (*sheet.plan, *sheet.actual) if block.is_off}
    free = {day for day in off if day and day in days}
    if not blocks and not free:
        return ""
    letters = area_letters({area_shown(standing, block) for block in blocks})
    first, last = _hours(blocks)
    lines = [" " * 18 + "".join(f"{hour:<4d}" for hour in range(first, last)) + str(last)]
    for day in sorted({block.day for block in blocks if block.day} | free):
        of_day = [
            _row(standing, letters, [block for block in each if block.day == day], first, last) for each in (plan, done)
        ]
        if day in free and not any(block.day == day for block in blocks):
            lines.append(f"{_label(day):<11s} off")
            continue
        lines.append(f"{_label(day):<11s} plan  {of_day[0]}{'  off' if day in free else ''}".rstrip())
        lines.append(f"{'':<11s} done  {of_day[1]}".rstrip())
    legend = ", ".join(
        f"{letter} {visible(area)}" for area, letter in sorted(letters.items(), key=lambda pair: pair[1])
    )
    return "\n".join([*lines, *(["", legend] if legend else [])]).replace("`", "'")


def _label(day: date) -> str:
    return f"{('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day.weekday()]} {day:%m-%d}"


def area_shown(standing: Standing, block: Block) -> str:
    """The area that a block counts as, in a word."""
    return standing.area_of(block) or "other"


def area_letters(areas: Iterable[str]) -> dict[str, str]:
    """A letter for each area: its first that is free, upper case."""
    letters: dict[str, str] = {}
    for area in sorted(areas, key=lambda area: (area not in _LETTERS, area)):
        taken = set(letters.values())
        wanted = [_LETTERS.get(area, ""), *(sign.upper() for sign in area if sign.isalpha()), *"123456789"]
        letters[area] = next((sign for sign in wanted if len(sign) == 1 and sign not in taken), "?")
    return letters


def _hours(blocks: Iterable[Block]) -> tuple[int, int]:
    timed = [
        (block.start // 60, -(-(block.start + block.minutes) // 60)) for block in blocks if block.start is not None
    ]
    first = min([start for start, _ in timed] + [_FEWEST_HOURS[0]])
    return first, max([end for _, end in timed] + [_FEWEST_HOURS[1]])


def _row(standing: Standing, letters: dict[str, str], blocks: list[Block], first: int, last: int) -> str:
    signs = ["."] * ((last - first) * 60 // _SLOT)
    untimed = []
    for block in blocks:
        letter = letters[area_shown(standing, block)]
        if block.start is None:
            untimed.append(f"{letter} {write_duration(block.minutes)}")
            continue
        start = (block.start - first * 60) // _SLOT
        end = max(start + 1, -(-(block.start + block.minutes - first * 60) // _SLOT))
        signs[start:end] = letter * (end - start)
    return "".join(signs) + (f"  + {', '.join(untimed)}" if untimed else "")
