"""`inbox.md`: loose lines from a phone's editor, and what stays in it once some are placed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.capturing.days import take_day
from opsledger.capturing.words import line_words, plain
from opsledger.patterns import pattern
from opsledger.reading.marks import box_in, bullet_in, heading_in, other_bullet
from opsledger.source import BOM, INBOX_FILE

_COMMENT = pattern(r"^[ \t]*<!--(?:(?!-->).)*-->[ \t]*$", re.DOTALL | re.MULTILINE)
OWN = ("idea", "ideas", "someday", "later", "ideen", "idées", "ideias")  # headings below which nothing waits
_BOXES = ("", " ", "x", "X")  # any other mark may be a person's own word in brackets


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
        bare = line.removeprefix(BOM).strip()
        title = heading_in(bare)
        is_heading = title is not None and not title.is_tag
        said = title.title if title is not None and is_heading else _without_bullet(bare)
        if not said.strip("#"):
            continue
        named = take_day(line_words(said), base, back=True)
        if named and named.words == len(line_words(said)):
            day, heading, is_own = named.value, number, False
            days[number] = ()
        elif is_heading:
            day, heading, is_own = None, 0, plain(said) in OWN
        elif not is_own:
            lines.append(InboxLine(number, said, day))
            if heading:
                days[heading] += (number,)
    return Inbox(text, tuple(lines), days)


def _without_bullet(text: str) -> str:
    """A line's text without its bullet, of whatever kind, and its box."""
    bullet = bullet_in(text)
    text = text[bullet.end if bullet else other_bullet(text) :]
    box = box_in(text)
    return text[box.next :] if box and box.mark in _BOXES and (box.next > box.end or box.next == len(text)) else text


def _in_comments(text: str) -> set[int]:
    """The numbers of the lines that comments take; one that is not closed is none."""
    found: set[int] = set()
    for comment in _COMMENT.finditer(text):
        first = text.count("\n", 0, comment.start()) + 1
        found |= set(range(first, first + comment[0].count("\n") + 1))
    return found


def waiting(root: Path, base: date) -> int:
    """How many lines wait in a ledger's inbox; none if it cannot be read."""
    place = root / INBOX_FILE
    try:
        return len(read_inbox(place.read_bytes(), base).lines) if place.is_file() and not place.is_symlink() else 0
    except (OSError, UnicodeDecodeError):
        return 0


def _lines(text: str) -> list[str]:
    """The lines with their ends; only line feeds end one."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
