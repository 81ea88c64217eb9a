"""`inbox.md`: loose lines from a phone's editor, and what stays in it once some are placed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.capturing.days import take_day
from opsledger.capturing.words import words_of
from opsledger.source import BOM

FILE = "inbox.md"
_BULLET = re.compile(r"\s*(?:[-*+•–][ \t]+|[0-9]{1,3}[.)][ \t]+)?(?:\[[ xX]?\][ \t]+)?")
_HEADING = re.compile(r"\s*#{1,6}[ \t]+")


class InboxLine(NamedTuple):
    """A line that waits: its number, its text without the bullet, and the day it was typed under, if any."""

    number: int
    text: str
    day: date | None = None


class Inbox(NamedTuple):
    """The lines of the file, and the numbers of the headings that name a day for those below, each with its lines."""

    text: str
    lines: tuple[InboxLine, ...]
    days: dict[int, tuple[int, ...]]

    def without(self, placed: Collection[int]) -> str:
        """The file without some of its lines; a day whose lines are all gone goes with them."""
        gone = set(placed) | {day for day, below in self.days.items() if below and set(below) <= set(placed)}
        kept = [line for number, line in enumerate(_lines(self.text), 1) if number not in gone]
        return "".join(kept)


def read_inbox(data: bytes, base: date) -> Inbox:
    """The lines that wait. Raises UnicodeDecodeError.

    A line that is a day and nothing else, with or without the marks of a heading, dates the lines below it; any other
    heading and blank lines are the user's own and stay.
    """
    text = data.decode("utf-8")
    lines: list[InboxLine] = []
    days: dict[int, tuple[int, ...]] = {}
    day, heading = None, 0
    for number, line in enumerate(_lines(text), 1):
        is_heading = bool(_HEADING.match(line))
        said = (_HEADING if is_heading else _BULLET).sub("", line.removeprefix(BOM), count=1).strip()
        if not said:
            continue
        named = take_day(words_of(said), base, back=True)
        if named and named.words == len(words_of(said)):
            day, heading = named.value, number
            days[number] = ()
        elif is_heading:
            day, heading = None, 0
        else:
            lines.append(InboxLine(number, said, day))
            if heading:
                days[heading] += (number,)
    return Inbox(text, tuple(lines), days)


def waiting(root: Path, base: date) -> int:
    """How many lines wait in a ledger's inbox; none if it cannot be read."""
    place = root / FILE
    try:
        return len(read_inbox(place.read_bytes(), base).lines) if place.is_file() and not place.is_symlink() else 0
    except (OSError, UnicodeDecodeError):
        return 0


def _lines(text: str) -> list[str]:
    """The lines with their ends; only line feeds end one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
