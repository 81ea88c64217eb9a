"""Plan against actual as a block grid that reads well in plain text: a quarter of an hour is one character."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from unicodedata import bidirectional, east_asian_width

from opsledger.figures.standing import CLIENT, INTERNAL, SALES, WORKDAYS, Standing, part_of
from opsledger.models.lines import Block
from opsledger.values.days import Interval, Week
from opsledger.values.duration import write_duration
from opsledger.values.visible import visible
from opsledger.values.written import write_day

_SLOT = 15
_FEWEST_HOURS = (9, 17)
_LETTERS = {CLIENT: "C", INTERNAL: "I", SALES: "S"}


def block_grid(standing: Standing, days: Interval) -> str:
    """The days of a span that have a block or are marked off, each with its plan and its actual; empty if none is.

    In their weeks also the workdays that are off by the settings. Blocks without a clock time are at the row's end.
    """
    plan, done = part_of(standing.plan, days), part_of(standing.actual, days)
    done = [block for block in done if not block.is_from_memory]  # nobody knows on which day they were worked
    blocks = [*plan, *done]
    worked = {block.day for block in blocks if block.day}
    marked = {day for day in standing.marked_off if day in days}
    if not worked and not marked:
        return ""
    free = {day for day in _weekdays(worked | marked) | worked | marked if day in days and standing.is_off(day)}
    letters = area_letters({area_shown(standing, block) for block in blocks})
    first, last = _hours(blocks)
    lines = [" " * 18 + "".join(f"{hour:<4d}" for hour in range(first, last)) + str(last)]
    for day in sorted(worked | free):
        if day not in worked:
            lines.append(f"{_label(day):<11s} off")
            continue
        of_day = [
            _row(standing, letters, [block for block in each if block.day == day], first, last) for each in (plan, done)
        ]
        lines.append(f"{_label(day):<11s} plan  {of_day[0]}{'  off' if day in free else ''}".rstrip())
        lines.append(f"{'':<11s} done  {of_day[1]}".rstrip())
    legend = ", ".join(
        f"{letter} {visible(area)}" for area, letter in sorted(letters.items(), key=lambda pair: pair[1])
    )
    if any("  + " in line for line in lines):
        legend += ", + no time of day noted"
    return "\n".join([*lines, *(["", legend] if legend else [])]).replace("`", "'")


def _weekdays(days: Iterable[date]) -> set[date]:
    """Monday to Friday of the weeks of some days."""
    return {day for week in set(map(Week.of, days)) for day in week.days()[:WORKDAYS]}


def _label(day: date) -> str:
    return write_day(day).rpartition(" ")[0]


def area_shown(standing: Standing, block: Block) -> str:
    """The area that a block counts as, in a word."""
    return standing.area_of(block) or "other"


def area_letters(areas: Iterable[str]) -> dict[str, str]:
    """A letter for each area: its first that is free, upper case."""
    letters: dict[str, str] = {}
    for area in sorted(areas, key=lambda area: (area not in _LETTERS, area)):
        taken = set(letters.values())
        wanted = [
            _LETTERS.get(area, ""),
            *(character.upper() for character in area if _fits_a_slot(character)),
            *"123456789",
        ]
        letters[area] = next((character for character in wanted if len(character) == 1 and character not in taken), "?")
    return letters


def _fits_a_slot(character: str) -> bool:
    """Whether a letter takes one column of a terminal, and stays where it is: none of a script from the right."""
    return character.isalpha() and east_asian_width(character) not in "WF" and bidirectional(character) == "L"


def _hours(blocks: Iterable[Block]) -> tuple[int, int]:
    timed = [
        (block.start // 60, -(-(block.start + block.minutes) // 60)) for block in blocks if block.start is not None
    ]
    first = min([start for start, _ in timed] + [_FEWEST_HOURS[0]])
    return first, max([end for _, end in timed] + [_FEWEST_HOURS[1]])


def _row(standing: Standing, letters: dict[str, str], blocks: list[Block], first: int, last: int) -> str:
    characters = ["."] * ((last - first) * 60 // _SLOT)
    untimed = []
    for block in blocks:
        letter = letters[area_shown(standing, block)]
        if block.start is None:
            untimed.append(f"{letter} {write_duration(block.minutes)}")
            continue
        start = (block.start - first * 60) // _SLOT
        end = max(start + 1, -(-(block.start + block.minutes - first * 60) // _SLOT))
        characters[start:end] = letter * (end - start)
    return "".join(characters) + (f"  + {', '.join(untimed)}" if untimed else "")
