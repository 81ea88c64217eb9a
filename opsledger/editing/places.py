"""Where a line is added to a file: in which section, behind which item, and how its neighbours are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.reading.body import Body, Hidden, Section, read_body
from opsledger.reading.front_matter import read_front_matter
from opsledger.source import SourceFile

_BULLET = re.compile(r"[ \t]*[-*+](?:[ \t]+|$)")
_RUN_ITEM = re.compile(r"^- ", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6})([ \t]+|(?=[^#\s]))")


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
    """Where a line of a section goes: behind the last item of the last section of that name.

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
    bullet = _BULLET.match(text, start)
    assert bullet is not None, "an item has a bullet"
    lead = bullet[0] if bullet[0][-1] in " \t" else f"{bullet[0]} "
    line_end = line_end_of(source, start)
    end = _end_of_item(text, start, len(bullet[0]) - len(bullet[0].lstrip(" \t")))
    if end > 0 and text[end - 1] != "\n":
        return Place(end, lead, line_end, before=line_end)
    return Place(end, lead, line_end, after=line_end)


def _end_of_item(text: str, start: int, indent: int) -> int:
    """Where an item ends: behind its own line, what is indented below it, and its paragraph's other lines."""
    end = _line_stop(text, start)
    offset, after_blank = end, False
    hidden: Hidden | None = None
    while offset < len(text):
        stop = _line_stop(text, offset)
        line = text[offset:stop].rstrip("\r\n")
        stripped = line.lstrip(" \t")
        if hidden:
            hides, is_text = hidden.goes_on(line)
            hidden = hidden if hides else None
            if is_text:
                offset = end = stop
                after_blank = True
                continue
        if not stripped:
            after_blank = True
            offset = stop
            continue
        is_inner = len(line) - len(stripped) > indent
        if not is_inner and (after_blank or _ends_paragraph(line, stripped)):
            break
        opened = Hidden.opened_by(line, stripped)
        if opened and not opened.ends_at_once(stripped):
            hidden = opened
        after_blank = False
        offset = end = stop
    return end


def _ends_paragraph(line: str, stripped: str) -> bool:
    """Whether a line that is not indented begins something of its own."""
    return bool(_heading_level(line) or _BULLET.match(line) or Hidden.opened_by(line, stripped))


def _heading_level(line: str) -> int:
    """The level of a heading; 0 for a line that is none, such as a `#tag`."""
    found = _HEADING.match(line)
    return len(found[1]) if found and (len(found[1]) > 1 or found[2]) else 0


def _line_stop(text: str, offset: int) -> int:
    """Where the line that holds an offset ends, its line end included."""
    end = text.find("\n", offset)
    return end + 1 if end >= 0 else len(text)


def _in_empty_section(source: SourceFile, section: Section, is_tight: bool) -> Place:
    """Below a section's heading, or below the prose that stands there."""
    text = source.text
    end = heading_end = section.run[0]
    offset = heading_end
    hidden: Hidden | None = None
    while offset < len(text):
        stop = _line_stop(text, offset)
        line = text[offset:stop].rstrip("\r\n")
        stripped = line.lstrip(" \t")
        if hidden:
            hides, _ = hidden.goes_on(line)
            hidden = hidden if hides else None
            end = stop
        elif stripped:
            if 0 < _heading_level(line) <= 2:
                break
            opened = Hidden.opened_by(line, stripped)
            hidden = opened if opened and not opened.ends_at_once(stripped) else None
            end = stop
        offset = stop
    line_end = line_end_of(source, max(0, end - 1))
    is_ended = end == 0 or text[end - 1] == "\n"
    gap = "" if is_tight and end == heading_end else line_end
    follows = text[end : _line_stop(text, end)].strip()
    after = (line_end if is_ended else "") + (line_end if follows and not is_tight else "")
    return Place(end, "- ", line_end, gap if is_ended else line_end + gap, after)


def _in_new_section(source: SourceFile, name: str, is_tight: bool) -> Place:
    """At the file's end, below a heading of its own."""
    text, line_end = source.text, line_end_of(source)
    before = ""
    if text and not text.endswith("\n"):
        before = line_end
    if text and not text.endswith(("\n\n", "\n\r\n")):
        before += line_end
    before += f"## {name}{line_end}" + ("" if is_tight else line_end)
    return Place(len(text), "- ", line_end, before, line_end)


def _is_tight(source: SourceFile, body: Body) -> bool:
    """Whether the lists of a file begin right below their headings, without a blank line."""
    firsts = [source.text[section.run[0] :][:1] for section in body.sections if _last_item(source, section) is not None]
    return bool(firsts) and all(first and first in "-*+" for first in firsts)
