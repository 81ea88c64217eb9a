"""A stretch of data sections as items below headings, and the day that each begins with."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.history.merging.chunks import ByteLines, content
from opsledger.patterns import pattern
from opsledger.reading.marks import bullet_in, heading_in
from opsledger.reading.markup import Walk
from opsledger.values.days import WEEKDAYS, known_date

_TIME = pattern(r"\S+[ \t]+(?P<hour>\d{1,2}):(?P<minute>\d\d)")


class MergeItem(NamedTuple):
    """A list item with the lines that belong to it, and the blank lines below it."""

    lines: tuple[str, ...]
    gap: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its words on one line, without the bullet."""
        first = content(self.lines[0])
        bullet = bullet_in(first)
        return " ".join([first[bullet.end :] if bullet else "", *map(content, self.lines[1:])]).strip()


class ItemGroup(NamedTuple):
    """A heading, if one is above, blank lines, and the items below."""

    heading: tuple[str, ...]
    above: tuple[str, ...]
    items: tuple[MergeItem, ...]

    @property
    def name(self) -> str:
        """The section that its heading begins; empty for the one that goes on."""
        found = heading_in(content(self.heading[0])) if self.heading else None
        return found.title.lower() if found else ""


def read_parts(lines: ByteLines, names: frozenset[str]) -> list[ItemGroup] | None:
    """A stretch as parts of data sections; None if anything else is in it."""
    parts = [_PartReader()]
    walk = Walk("".join(lines))
    for line, walked in zip(lines, walk, strict=True):
        heading = walked.heading
        if walked.is_hidden or walked.has_comment or walk.unpaired:
            return None
        if heading and heading.level <= 2:
            if heading.level != 2 or heading.is_underlined or heading.title.lower() not in names:
                return None
            parts.append(_PartReader((line,)))
        elif not parts[-1].takes(line, walked.text):
            return None
    return [part.part() for part in parts]


class _PartReader:
    """Gathers the lines of one part."""

    def __init__(self, heading: tuple[str, ...] = ()) -> None:
        self.heading = heading
        self.above: list[str] = []
        self.items: list[tuple[list[str], list[str]]] = []
        self.indent: int | None = None

    def takes(self, line: str, text: str) -> bool:
        """Take a line; False if it is neither an item, nor part of one, nor blank."""
        if not text.strip():
            (self.items[-1][1] if self.items else self.above).append(line)
            return True
        found = bullet_in(text)
        if found and (self.indent is None or found.indent <= self.indent):
            self.indent = found.indent
            self.items.append(([line], []))
            return True
        if not self.items or (self.items[-1][1] and text[0] not in " \t"):
            return False
        lines, gap = self.items[-1]
        lines += [*gap, line]
        gap.clear()
        return True

    def part(self) -> ItemGroup:
        return ItemGroup(
            self.heading, tuple(self.above), tuple(MergeItem(tuple(lines), tuple(gap)) for lines, gap in self.items)
        )


def is_newest_first(lines: ByteLines) -> bool:
    """Whether the items among the lines of a section stand with the newest on top."""
    orders = [order_of(MergeItem((line,), ())) for line in lines if bullet_in(content(line))]
    known = [each for each in orders if each is not None]
    return known != sorted(known) and known == sorted(known, reverse=True)


def first_word(text: str) -> str:
    """The word that a text begins with, without what ends it."""
    return text.split(maxsplit=1)[0].rstrip(".,:;") if text else ""


def order_of(item: MergeItem, *, in_week: bool = False) -> tuple[int, int] | None:
    """The day and the minute that an item begins with; without a time of day it comes last on its day.

    in_week: whether all days are of one week, so that a day's name and its date are the same.
    """
    word = first_word(item.text)
    day = known_date(word[:10])
    dated = (day.weekday() if in_week else day.toordinal()) if day else None
    number = WEEKDAYS.get(word.lower()) if dated is None else dated
    if number is None:
        return None
    time = _TIME.match(item.text)
    return number, int(time["hour"]) * 60 + int(time["minute"]) if time else 24 * 60
