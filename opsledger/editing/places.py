"""Where a line is added to a file: in which section, after which item, and how its neighbours are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.patterns import pattern
from opsledger.reading.body import Body, Section, read_body
from opsledger.reading.front_matter import read_front_matter
from opsledger.reading.marks import bullet_in, is_break
from opsledger.reading.markup import BodyLine, Walk
from opsledger.source import SourceFile

_RUN_ITEM = pattern(r"^- ", re.MULTILINE)


class Place(NamedTuple):
    """Where lines are put, and what they are put between.

    offset: where in the text. lead: what begins each line, its bullet with its indent. before, after: what is written
    around them as a whole.
    """

    offset: int
    lead: str
    line_end: str
    before: str = ""
    after: str = ""

    def written(self, lines: tuple[str, ...]) -> str:
        """The lines as they are put in."""
        return self.before + self.line_end.join(f"{self.lead}{line}" for line in lines) + self.after


def place_in_section(source: SourceFile, name: str, names: tuple[str, ...]) -> Place:
    """Where a line of a section goes: after the last item of the last section of that name.

    An empty section gets its first item, and a section that is not there is made at the file's end. names: every data
    section that the file may have.
    """
    front, _ = read_front_matter(source)
    body, _ = read_body(source, front.body or 0, names)
    section = next((section for section in reversed(body.sections) if section.name == name), None)
    if section is None:
        return _in_new_section(source, name, _is_tight(source, body))
    last = _last_item(source, section)
    if last is None:
        return _in_empty_section(source, section, _is_tight(source, body))
    return _behind_item(source, last)


def line_end_of(source: SourceFile, offset: int = 0) -> str:
    """How the lines of a file end at a place, or at its first line, or by default."""
    for start in (offset, 0):
        end = source.text.find("\n", start)
        if end >= 0:
            return "\r\n" if source.text[end - 1 : end] == "\r" else "\n"
    return "\n"


def _last_item(source: SourceFile, section: Section) -> int | None:
    """Where the line of a section's last top-level item begins."""
    if section.items:
        return source.text.rfind("\n", 0, section.items[-1].start) + 1
    starts = [found.start() for found in _RUN_ITEM.finditer(source.text, *section.run)]
    return starts[-1] if starts else None


def _behind_item(source: SourceFile, start: int) -> Place:
    """Behind an item with all that belongs to it, with its bullet, its indent and its line end."""
    text = source.text
    line = text[start : _line_stop(text, start)].rstrip("\r\n")
    bullet = bullet_in(line)
    assert bullet is not None, "an item has a bullet"
    lead = line[: bullet.end] if bullet.end > bullet.indent + 1 else f"{line[: bullet.end]} "
    line_end = line_end_of(source, start)
    end = _end_of_item(text, start, bullet.indent)
    if end > 0 and text[end - 1] != "\n":
        return Place(end, lead, line_end, before=line_end)
    return Place(end, lead, line_end, after=line_end)


def _end_of_item(text: str, start: int, indent: int) -> int:
    """Where an item ends: after its own line, what is indented below it, and its paragraph's other lines."""
    end, after_blank, is_open = start, False, False
    walk = Walk(text, start)
    for line in walk:
        if line.start > start and not is_open and _begins_again(line, indent, after_blank=after_blank):
            break
        after_blank = line.is_hidden or not line.stripped
        is_open = walk.hidden is not None
        if line.stripped or line.is_hidden:
            end = min(walk.offset, len(text))
    return end


def _begins_again(line: BodyLine, indent: int, *, after_blank: bool) -> bool:
    """Whether a line that is not indented below an item begins something of its own."""
    if not line.stripped or line.indent > indent:
        return False
    begins = line.is_hidden or line.heading or bullet_in(line.text)
    return bool(after_blank or begins or is_break(line.stripped))


def _line_stop(text: str, offset: int) -> int:
    """Where the line that holds an offset ends, its line end included."""
    end = text.find("\n", offset)
    return end + 1 if end >= 0 else len(text)


def _in_empty_section(source: SourceFile, section: Section, is_tight: bool) -> Place:
    """Below a section's heading, or below the prose that is there."""
    text = source.text
    end = heading_end = section.run[0]
    walk = Walk(text, heading_end)
    for line in walk:
        if line.start >= section.stop:
            break
        if line.stripped or line.is_hidden:
            end = min(walk.offset, len(text))
    line_end = line_end_of(source, max(0, end - 1))
    is_ended = end == 0 or text[end - 1] == "\n"
    gap = "" if is_tight and end == heading_end else line_end
    follows = text[end : _line_stop(text, end)].strip()
    after = (line_end if is_ended else "") + (line_end if follows and not is_tight else "")
    return Place(end, "- ", line_end, gap if is_ended else line_end + gap, after)


def _in_new_section(source: SourceFile, name: str, is_tight: bool) -> Place:
    """At the file's end, below a heading of its own."""
    line_end = line_end_of(source)
    before = heading_at_end(source, name) + ("" if is_tight else line_end)
    return Place(len(source.text), "- ", line_end, before, line_end)


def heading_at_end(source: SourceFile, name: str) -> str:
    """The heading of a section, as it is written at a file's end: a blank line is above it."""
    text, line_end = source.text, line_end_of(source)
    before = ""
    if text and not text.endswith("\n"):
        before = line_end
    if text and not text.endswith(("\n\n", "\n\r\n")):
        before += line_end
    return f"{before}## {name}{line_end}"


def section_names(source: SourceFile, names: tuple[str, ...]) -> tuple[str, ...]:
    """The data sections that a file has. names: every one that it may have."""
    front, _ = read_front_matter(source)
    body, _ = read_body(source, front.body or 0, names)
    return tuple(dict.fromkeys(section.name for section in body.sections))


def item_lines(source: SourceFile, start: int) -> tuple[int, int]:
    """Where the lines of a list item begin and end, with all that belongs to it. start: an offset in its first line."""
    begin = source.text.rfind("\n", 0, start) + 1
    bullet = bullet_in(source.text[begin : _line_stop(source.text, begin)].rstrip("\r\n"))
    assert bullet is not None, "an item has a bullet"
    return begin, _end_of_item(source.text, begin, bullet.indent)


def _is_tight(source: SourceFile, body: Body) -> bool:
    """Whether the lists of a file begin right below their headings, without a blank line."""
    firsts = [source.text[section.run[0] :][:1] for section in body.sections if _last_item(source, section) is not None]
    return bool(firsts) and all(first and first in "-*+" for first in firsts)
