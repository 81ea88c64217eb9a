"""`inbox.md`: loose lines from a phone's editor, and what stays in it once some are placed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.capturing.days import take_day
from opsledger.capturing.words import plain, words_of
from opsledger.source import BOM

FILE = "inbox.md"
_BULLET = re.compile(r"\s*(?:[-*+•–][ \t]+|[0-9]{1,3}[.)][ \t]+)?(?:\[[ xX]?\][ \t]+)?")
_COMMENT = re.compile(r"^[ \t]*<!--(?:(?!-->).)*-->[ \t]*$", re.DOTALL | re.MULTILINE)
OWN = ("idea", "ideas", "someday", "later", "ideen", "idées", "ideias")  # headings below which nothing waits
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

    A line that is a day and nothing else, with or without the marks of a heading, dates the lines below it. Any other
    heading, blank lines, comments and what is below a heading such as `# Ideas` are the user's own and stay.
    """
    text = data.decode("utf-8")
    lines: list[InboxLine] = []
    days: dict[int, tuple[int, ...]] = {}
    day, heading, is_own = None, 0, False
    commented = _in_comments(text)
    for number, line in enumerate(_lines(text), 1):
        if number in commented:
            continue
        is_heading = bool(_HEADING.match(line))
        said = (_HEADING if is_heading else _BULLET).sub("", line.removeprefix(BOM), count=1).strip()
        if not said:
            continue
        named = take_day(words_of(said), base, back=True)
        if named and named.words == len(words_of(said)):
            day, heading, is_own = named.value, number, False
            days[number] = ()
        elif is_heading:
            day, heading, is_own = None, 0, plain(said) in OWN
        elif not is_own:
            lines.append(InboxLine(number, said, day))
            if heading:
                days[heading] += (number,)
    return Inbox(text, tuple(lines), days)


def _in_comments(text: str) -> set[int]:
    """The numbers of the lines that comments take; one that is not closed is none."""
    found: set[int] = set()
    for comment in _COMMENT.finditer(text):
        first = text.count("\n", 0, comment.start()) + 1
        found |= set(range(first, first + comment[0].count("\n") + 1))
    return found


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
