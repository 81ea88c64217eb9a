"""A file's body: its sections, and the list items of the sections that hold data."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, at, nearest_word, warning
from opsledger.source import SourceFile, Span

LEFT_OPEN = warning("left-open", "A code fence or comment is left open above a data section, which is read as its text.")
SECTION_LEVEL = warning("section-level", "A data section's heading is not at level 2, and its lines are not read.")
SECTION_TYPO = warning("section-typo", "An unknown section looks like a typo of a known one.", strict=True)

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^#\s]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_BULLET = re.compile(r"([ \t]*)([-*+])(?:[ \t]+|$)")
_BREAK = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})")


class Item(NamedTuple):
    """A list item's content: from behind its bullet to the end of its first line, and of its paragraph."""

    start: int
    end: int
    paragraph_end: int


class Section(NamedTuple):
    """One data section: its name and its top-level items.

    astray: stretches of lines that are no top-level items but may read as events, and whether they are indented.
    """

    name: str
    items: list[Item]
    astray: list[tuple[int, int, bool]]


class Body(NamedTuple):
    """The data sections of a body in the order they stand, and the top-level lines above all sections."""

    sections: list[Section]
    unsectioned: list[tuple[int, int]]


class _Line(NamedTuple):
    """A line of a section that may matter: its indent in columns, and its stretch without indent and line end."""

    indent: int
    start: int
    end: int
    bullet_end: int | None
    after_blank: bool


def read_body(source: SourceFile, start: int, names: tuple[str, ...]) -> tuple[Body, list[Diagnostic]]:
    """The data sections named `names` in the text from `start` on."""
    return _BodyReader(source, names).read(start)


class _BodyReader:
    """One pass over the lines of a body."""

    def __init__(self, source: SourceFile, names: tuple[str, ...]) -> None:
        self.source = source
        self.names = {name.lower(): name for name in names}
        self.problems: list[Diagnostic] = []
        self.body = Body([], [])
        self.section: str | None = None
        self.lines: list[_Line] = []
        self.in_any_section = False

    def read(self, start: int) -> tuple[Body, list[Diagnostic]]:
        offset = start
        fence: tuple[str, bool] | None = None
        in_comment = False
        opened = start
        after_blank = True
        for raw in self.source.text[start:].split("\n"):
            line_start = offset
            offset += len(raw) + 1
            line = raw[:-1] if raw.endswith("\r") else raw
            stripped = line.lstrip(" \t")
            if in_comment:
                in_comment = "-->" not in line
                after_blank = True
                continue
            if fence:
                if fence[1] and stripped and stripped is line:
                    fence = None  # a fence inside a list item ends with the item
                else:
                    if _closes(stripped, fence[0]):
                        fence = None
                    continue
            if not stripped:
                after_blank = True
                continue
            first = stripped[0]
            if first in "`~" and (found := _FENCE.match(line)):
                fence = (found[2], bool(found[1]))
                opened = line_start
                after_blank = True
                continue
            if first == "<" and stripped.startswith("<!--") and len(line) - len(stripped) < 4:
                in_comment = "-->" not in stripped[4:]
                opened = line_start
                after_blank = True
                continue
            if first == "#" and (found := _HEADING.match(line)) and self._heading(found, line_start):
                after_blank = True
                continue
            if self.section is not None:
                self._keep(line, stripped, line_start, after_blank)
            elif not self.in_any_section and stripped is line and first in "-*+":
                self.body.unsectioned.append((line_start, line_start + len(line.rstrip())))
            after_blank = False
        self._close_section()
        if fence or in_comment:
            self._left_open(opened, "code fence" if fence else "comment")
        return self.body, self.problems

    def _keep(self, line: str, stripped: str, line_start: int, after_blank: bool) -> None:
        width = len(line) - len(stripped)
        indent = len(line[:width].expandtabs(4)) if width else 0
        bullet_end = None
        if stripped[0] in "-*+" and (found := _BULLET.match(line)) and not _BREAK.match(line):
            bullet_end = line_start + found.end()
        end = line_start + len(line.rstrip(" \t"))
        self.lines.append(_Line(indent, line_start + width, end, bullet_end, after_blank))

    def _heading(self, found: re.Match[str], line_start: int) -> bool:
        """Take note of a heading; False where the line is none (a `#tag`)."""
        level, title = len(found[1]), found[2].strip()
        has_space = found.end(1) < found.start(2)
        if level == 1 and not has_space and title:
            return False
        name = self.names.get(title.lower())
        span = Span(self.source, line_start + found.start(1), line_start + len(found[0].rstrip()))
        if level > 2:
            if name and self.section is None:
                self._misplaced(span, name)
            return True
        self._close_section()
        self.in_any_section = self.in_any_section or level == 2
        if level == 2:
            self.section = name
            if name is None and title and (nearest := nearest_word(title, self.names.values())):
                message = f"the section `{title[:40]}` is not read: it is none of the data sections"
                self.problems.append(at(SECTION_TYPO, span, message, f"did you mean `## {nearest}`?"))
        elif name:
            self._misplaced(span, name)
        return True

    def _misplaced(self, span: Span, name: str) -> None:
        message = f"`{name}` is a data section only at level 2; the lines below are not read"
        self.problems.append(at(SECTION_LEVEL, span, message, f"write `## {name}`"))

    def _close_section(self) -> None:
        """Sort the lines of a section into top-level items, what belongs to them, and what went astray."""
        if self.section is None:
            return
        lines, self.lines = self.lines, []
        bullets = [line.indent for line in lines if line.bullet_end is not None]
        base = min(bullets, default=0)
        section = Section(self.section, [], [])
        self.section = None
        self.body.sections.append(section)
        item: Item | None = None
        grows = False
        for line in lines:
            is_bullet = line.bullet_end is not None
            if is_bullet and line.indent == base:
                item = Item(line.bullet_end or 0, line.end, line.end)
                section.items.append(item)
                grows = True
                continue
            grows = grows and not is_bullet and not line.after_blank
            is_inner = line.indent > base
            section.astray.append((line.bullet_end or line.start, line.end, is_inner))
            if item and grows:
                item = item._replace(paragraph_end=line.end)
                section.items[-1] = item

    def _left_open(self, opened: int, what: str) -> None:
        """Warn of a fence or comment that swallows data."""
        rest = self.source.text[opened:]
        headings = (_HEADING.match(line.rstrip("\r")) for line in rest.split("\n"))
        hides = any(found and len(found[1]) == 2 and found[2].strip().lower() in self.names for found in headings)
        if hides or (self.body.sections and _opened_in_last_section(self.source, opened, self.names)):
            span = Span(self.source, opened, opened + len(self.source.line_text(self.source.line_at(opened))))
            close = "a line of the same signs" if what == "code fence" else "`-->`"
            self.problems.append(at(LEFT_OPEN, span, f"a {what} is left open and hides what is below", f"close it with {close}"))


def _opened_in_last_section(source: SourceFile, opened: int, names: dict[str, str]) -> bool:
    """Whether the last heading above is a data section's and list items follow below."""
    heading = None
    for line in source.text[:opened].split("\n"):
        found = _HEADING.match(line.rstrip("\r"))
        if found and len(found[1]) <= 2:
            heading = found[2].strip().lower() if len(found[1]) == 2 else None
    return heading in names and any(_BULLET.match(line) for line in source.text[opened:].split("\n"))


def _closes(stripped: str, fence: str) -> bool:
    bare = stripped.rstrip(" \t")
    return len(bare) >= len(fence) and not bare.strip(fence[0])
