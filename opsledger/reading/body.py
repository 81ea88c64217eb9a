"""A file's body: its sections, and the list items of the sections that hold data."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, Hint, at, hint_to_write, nearest_word, warning
from opsledger.source import SourceFile, Span

LEFT_OPEN = warning(
    "left-open", "A code fence or comment is left open above a data section, which is read as its text."
)
SECTION_LEVEL = warning("section-level", "A data section's heading is not at level 2, and its lines are not read.")
SECTION_TYPO = warning("section-typo", "An unknown section looks like a typo of a known one.", strict=True)

_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^#\s]))(.*?)(?:[ \t]+#+)?[ \t]*$")
_BULLET = re.compile(r"([ \t]*)([-*+])(?:[ \t]+|$)")
_BREAK = re.compile(r"[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_RUN = re.compile(r"(?:- [^\s*_-][^\n]*\n|[ \t]*\r?\n)*")
_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})")


class Item(NamedTuple):
    """A list item's content: from behind its bullet to the end of its first line, and of its paragraph."""

    start: int
    end: int
    paragraph_end: int


class Section(NamedTuple):
    """One data section: its name and its top-level items.

    run: the stretch right below the heading that is nothing but blank lines and items at its left edge that are one
    line each; in most files the whole section. items: those below it. astray: stretches of lines that are no top-level
    items but may read as events, and whether they are indented.
    """

    name: str
    run: tuple[int, int]
    items: list[Item]
    astray: list[tuple[int, int, bool]]


class Body(NamedTuple):
    """The data sections of a body in the order they stand, and the top-level lines above all sections."""

    sections: list[Section]
    unsectioned: list[tuple[int, int]]


class _OtherLine(NamedTuple):
    """A line of a section that is no plain item: where it stands, and the number of items above it.

    indent: in columns. start, end: without indent and line end. bullet_end: behind its bullet, if it has one.
    """

    indent: int
    start: int
    end: int
    bullet_end: int | None
    after_blank: bool
    items_above: int


class Hidden(NamedTuple):
    """A stretch of lines that are text whatever they look like: a code fence, or a comment (without a sign).

    in_item: a fence inside a list item, which ends with the item.
    """

    sign: str
    in_item: bool

    @classmethod
    def opened_by(cls, line: str, stripped: str) -> Hidden | None:
        """What a line opens, if anything."""
        if stripped[0] in "`~" and (found := _FENCE.match(line)):
            return cls(found[2], bool(found[1]))
        if stripped.startswith("<!--") and len(line) - len(stripped) < 4:
            return cls("", False)
        return None

    @property
    def what(self) -> str:
        """What it is called."""
        return "code fence" if self.sign else "comment"

    def ends_at_once(self, stripped: str) -> bool:
        """Whether a comment ends on the line that opens it."""
        return not self.sign and "-->" in stripped[4:]

    def goes_on(self, raw: str) -> tuple[bool, bool]:
        """Whether it hides the lines below this one, and whether it hides this one."""
        if not self.sign:
            return "-->" not in raw, True
        bare = raw.strip(" \t\r")
        if self.in_item and bare and raw[0] not in " \t":
            return False, False
        return len(bare) < len(self.sign) or bool(bare.strip(self.sign[0])), True


def heading_of(line: str) -> tuple[int, str] | None:
    """A heading's level and title; None for a line that is none."""
    found = _HEADING.match(line.rstrip("\r\n"))
    return (len(found[1]), found[2]) if found else None


def hides_what_follows(line: str) -> bool:
    """Whether a line has a sign of code fences or comments, which make text of what looks like a list."""
    return _FENCE.match(line.rstrip("\r\n")) is not None or "<!--" in line or "-->" in line


def read_body(source: SourceFile, start: int, names: tuple[str, ...]) -> tuple[Body, list[Diagnostic]]:
    """The data sections named `names` in the text from `start` on."""
    return _BodyReader(source, names).read(start)


@cache
def _by_lower(names: tuple[str, ...]) -> dict[str, str]:
    return {name.lower(): name for name in names}


class _BodyReader:
    """One pass over the lines of a body."""

    def __init__(self, source: SourceFile, names: tuple[str, ...]) -> None:
        self.source = source
        self.names = _by_lower(names)
        self.problems: list[Diagnostic] = []
        self.body = Body([], [])
        self.section: str | None = None
        self.run = (0, 0)
        self.items: list[Item] = []
        self.lines: list[_OtherLine] = []
        self.in_any_section = False

    def read(self, start: int) -> tuple[Body, list[Diagnostic]]:
        text = self.source.text
        offset, opened = start, start
        hidden: Hidden | None = None
        after_blank = True
        while offset < len(text):
            line_start = offset
            end = text.find("\n", offset)
            end = end if end >= 0 else len(text)
            raw = text[line_start:end]
            offset = end + 1
            if hidden:
                after_blank = True
                hides, is_text = hidden.goes_on(raw)
                hidden = hidden if hides else None
                if is_text:
                    continue
            line = raw.removesuffix("\r")
            stripped = line.lstrip(" \t")
            if not stripped:
                after_blank = True
            elif line[:3] == "## " and (name := self.names.get(line[3:].lower())):  # a heading as it is always written
                self._close_section()
                offset = self._open_section(name, offset)
                after_blank = True
            elif opens := Hidden.opened_by(line, stripped):
                opened = line_start
                after_blank = True
                hidden = None if opens.ends_at_once(stripped) else opens
            elif stripped[0] == "#" and (found := _HEADING.match(line)) and self._heading(found, line_start):
                after_blank = True
                if self.section is not None and len(found[1]) == 2:
                    offset = self._open_section(self.section, offset)
            else:
                self._keep(line, stripped, line_start, after_blank)
                after_blank = False
        self._close_section()
        if hidden:
            self._left_open(opened, hidden.what)
        return self.body, self.problems

    def _open_section(self, name: str, start: int) -> int:
        """Begin a data section with its run of plain items; where the lines go on that need a closer look."""
        self.section = name
        self.in_any_section = True
        self.run = self._run_from(start)
        return self.run[1]

    def _run_from(self, start: int) -> tuple[int, int]:
        """The stretch of plain items from an offset on, without the last where the next line may belong to it."""
        text = self.source.text
        found = _RUN.match(text, start)
        end = found.end() if found else start
        if "-" not in text[start:end]:
            end = start
        if end < len(text):
            last = text.rfind("\n", start, max(end - 1, start)) + 1 or start
            if text[last : last + 1] == "-":
                end = last
        return min(start, len(text)), min(end, len(text))

    def _keep(self, line: str, stripped: str, line_start: int, after_blank: bool) -> None:
        """Keep a line of a section: an item where it has a bullet and no indent, else to be sorted out at its end."""
        if self.section is None:
            if not self.in_any_section and stripped is line and line[0] in "-*+":
                self.body.unsectioned.append((line_start, line_start + len(line.rstrip())))
            return
        width = len(line) - len(stripped)
        indent = len(line[:width].expandtabs(4)) if width else 0
        bullet_end = None
        if stripped[0] in "-*+" and (found := _BULLET.match(line)) and not _BREAK.match(line):
            bullet_end = line_start + found.end()
        end = line_start + len(line.rstrip(" \t"))
        if bullet_end is not None and not indent:
            self.items.append(Item(bullet_end, end, end))
        else:
            above = len(self.items)
            self.lines.append(_OtherLine(indent, line_start + width, end, bullet_end, after_blank, above))

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
                self.problems.append(
                    at(SECTION_TYPO, span, message, Hint(f"did you mean `## {nearest}`?", f"## {nearest}"))
                )
        elif name:
            self._misplaced(span, name)
        return True

    def _misplaced(self, span: Span, name: str) -> None:
        message = f"`{name}` is a data section only at level 2; the lines below are not read"
        self.problems.append(at(SECTION_LEVEL, span, message, hint_to_write(f"## {name}")))

    def _close_section(self) -> None:
        """Sort the lines of a section into top-level items, what belongs to them, and what went astray."""
        if self.section is None:
            return
        section = Section(self.section, self.run, self.items, [])
        lines = self.lines
        self.section, self.items, self.lines = None, [], []
        self.body.sections.append(section)
        base = 0
        if lines and not section.items and section.run[0] == section.run[1]:
            base, lines = _unindented(lines, section.items)
        above, grows = -1, False
        for line in lines:
            section.astray.append((line.bullet_end or line.start, line.end, line.indent > base))
            belongs = line.bullet_end is None and not line.after_blank and line.items_above > 0
            if belongs and (line.items_above != above or grows):
                item = section.items[line.items_above - 1]
                section.items[line.items_above - 1] = item._replace(paragraph_end=line.end)
                grows = True
            else:
                grows = False
            above = line.items_above

    def _left_open(self, opened: int, what: str) -> None:
        """Warn of a fence or comment that swallows data."""
        rest = self.source.text[opened:]
        headings = (_HEADING.match(line.rstrip("\r")) for line in rest.split("\n"))
        hides = any(found and len(found[1]) == 2 and found[2].strip().lower() in self.names for found in headings)
        if hides or (self.body.sections and _opened_in_last_section(self.source, opened, self.names)):
            span = Span(self.source, opened, opened + len(self.source.line_text(self.source.line_at(opened))))
            close = "a line of the same signs" if what == "code fence" else "`-->`"
            self.problems.append(
                at(LEFT_OPEN, span, f"a {what} is left open and hides what is below", f"close it with {close}")
            )


def _opened_in_last_section(source: SourceFile, opened: int, names: dict[str, str]) -> bool:
    """Whether the last heading above is a data section's and list items follow below."""
    heading = None
    for line in source.text[:opened].split("\n"):
        found = _HEADING.match(line.rstrip("\r"))
        if found and len(found[1]) <= 2:
            heading = found[2].strip().lower() if len(found[1]) == 2 else None
    return heading in names and any(_BULLET.match(line) for line in source.text[opened:].split("\n"))


def _unindented(lines: list[_OtherLine], items: list[Item]) -> tuple[int, list[_OtherLine]]:
    """A list that is indented as a whole: its indent, with its items added and the lines that are none."""
    base = min((line.indent for line in lines if line.bullet_end is not None), default=0)
    others = []
    for line in lines:
        if line.bullet_end is not None and line.indent == base:
            items.append(Item(line.bullet_end, line.end, line.end))
        else:
            others.append(line._replace(items_above=len(items)))
    return base, others
