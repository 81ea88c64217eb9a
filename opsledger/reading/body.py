"""A file's body: its sections, and the list items of the sections that hold data."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, at, hint_to_write, nearest_word, warning
from opsledger.patterns import pattern
from opsledger.reading.marks import Heading, bullet_in, heading_in, is_break, other_bullet
from opsledger.reading.markup import OBSIDIAN, BodyLine, Walk
from opsledger.source import SourceFile, Span

LEFT_OPEN = warning("left-open", "A code fence or comment is left open above a data section and hides it.")
COMMENT_ACROSS = warning("comment-across-lines", "A `%%` within a line hides list items on the lines below it.")
SECTION_LEVEL = warning("section-level", "A data section's heading is not at level 2, and its lines are not read.")

_RUN = pattern(r"(?:- [^\s*_-][^\n]*\n|[ \t]*\r?\n)*")
_RUN_WITHOUT_COMMENTS = pattern(r"(?:- (?=[^\s*_-])(?:(?!%%)[^\n])*\n|[ \t]*\r?\n)*")
_GENERATED = {"<!-- opsledger:begin ": True, "<!-- opsledger:end ": False}


class Item(NamedTuple):
    """A list item's content: from after its bullet to the end of its first line, and of its paragraph."""

    start: int
    end: int
    paragraph_end: int


class Section(NamedTuple):
    """One data section: its name and its top-level items.

    run: the stretch right below the heading that is nothing but blank lines and items at its left edge that are one
    line each; in most files the whole section. items: those below it. astray: stretches of lines that are not top-level
    items but may read as events, and whether they are indented. stop: where the section ends.
    """

    name: str
    run: tuple[int, int]
    items: list[Item]
    astray: list[tuple[int, int, bool]]
    stop: int


class Unread(NamedTuple):
    """Top-level items that are below no data section's heading.

    heading: where the one above them stands, None above all sections. meant: the data section that it looks like.
    """

    heading: Span | None
    meant: str | None
    items: list[Item]


class Body(NamedTuple):
    """The data sections of a body in the order they are written, and the top-level items that are in none.

    comments: the stretches of `%%` comments on lines that are read. hidden: those of lines that are not.
    """

    sections: list[Section]
    unread: list[Unread]
    comments: list[tuple[int, int]]
    hidden: list[tuple[int, int]]


class _OtherLine(NamedTuple):
    """A line of a section that is not a plain item: where it is, and the number of items above it.

    indent: in columns. start, end: without indent and line end. bullet_end: after its bullet, if it has one.
    has_other: whether it has a bullet that is not read, as `•` or `1.`.
    """

    indent: int
    start: int
    end: int
    bullet_end: int | None
    has_other: bool
    after_blank: bool
    items_above: int


def read_body(source: SourceFile, start: int, names: tuple[str, ...]) -> tuple[Body, list[Diagnostic]]:
    """The data sections named `names` in the text from `start` on."""
    return _BodyReader(source, names, start).read()


@cache
def _by_lower(names: tuple[str, ...]) -> dict[str, str]:
    return {name.lower(): name for name in names}


class _BodyReader:
    """One pass over the lines of a body."""

    def __init__(self, source: SourceFile, names: tuple[str, ...], start: int) -> None:
        self.source = source
        self.names = _by_lower(names)
        self.problems: list[Diagnostic] = []
        self.walk = Walk(source.text, start)
        self.body = Body([], [], self.walk.comments, [])
        self.run_pattern = _RUN_WITHOUT_COMMENTS if source.text.find(OBSIDIAN, start) >= 0 else _RUN
        self.section: str | None = None
        self.run = (0, 0)
        self.items: list[Item] = []
        self.lines: list[_OtherLine] = []
        self.in_any_section = False
        self.above: tuple[Span | None, str | None] | None = None, None  # the heading of lines that are not read
        self.is_generated = False

    def read(self) -> tuple[Body, list[Diagnostic]]:
        after_blank, unpaired = True, 0
        for line in self.walk:
            if len(self.walk.unpaired) > unpaired:
                self._unpaired(self.walk.unpaired[unpaired:])
                unpaired = len(self.walk.unpaired)
            if line.is_hidden:
                after_blank = True
                self._hide(line)
            elif not line.stripped or (line.heading is None and is_break(line.stripped)):
                after_blank = True
            elif line.heading:
                after_blank = True
                self._heading(line.heading, line)
            else:
                self._keep(line, after_blank)
                after_blank = False
        self._close_section(len(self.source.text))
        if self.walk.hidden:
            self._left_open()
        self._tell_comments()
        return self.body, self.problems

    def _hide(self, line: BodyLine) -> None:
        """Take note of a hidden line; what is between the marks of a generated part is the program's own."""
        for mark, begins in _GENERATED.items():
            if line.text.startswith(mark):
                self.is_generated = begins
        self.body.hidden.append((line.start, line.end))

    def _heading(self, heading: Heading, line: BodyLine) -> None:
        """Begin what a heading begins; deeper ones in a section are prose."""
        name = self.names.get(heading.title.lower())
        offset = 0 if heading.is_underlined else line.start
        span = Span(self.source, offset + heading.start, offset + heading.end)
        if heading.level > 2:
            if name and self.section is None:
                self._misplaced(span, name)
            return
        self._close_section(span.start)
        self.in_any_section = self.in_any_section or heading.level == 2
        self.above = None if self.in_any_section else (None, None)
        if name and heading.level == 2 and not heading.is_underlined:
            self.section = name
            self.run = self._run_from(self.walk.offset)
            if self.run[1] > self.walk.offset:
                self.walk.skip_to(self.run[1])
        elif name:
            self._misplaced(span, name)
        elif self.in_any_section:
            self._unknown(heading, span)

    def _unknown(self, heading: Heading, span: Span) -> None:
        """A heading of the user's own; it may look like a typo of a data section's."""
        is_usual = heading.level == 2 and not heading.is_underlined
        meant = nearest_word(heading.title, self.names.values()) if is_usual and heading.title else None
        self.above = span, meant
        if meant:
            self.body.unread.append(Unread(span, meant, []))

    def _misplaced(self, span: Span, name: str) -> None:
        message = f"`{name}` is a data section only at level 2; the lines below are not read"
        if "\n" in span.text:
            message = f"`{name}` is a data section only with `##` before it; the lines below are not read"
        self.problems.append(at(SECTION_LEVEL, span, message, hint_to_write(f"## {name}")))

    def _run_from(self, start: int) -> tuple[int, int]:
        """The stretch of plain items from an offset on, without the last if the next line may belong to it."""
        text = self.source.text
        found = self.run_pattern.match(text, start)
        end = found.end() if found else start
        if text.find("-", start, end) < 0:
            end = start
        if end < len(text):
            last = text.rfind("\n", start, max(end - 1, start)) + 1 or start
            if text[last : last + 1] == "-":
                end = last
        return min(start, len(text)), min(end, len(text))

    def _keep(self, line: BodyLine, after_blank: bool) -> None:
        """Keep a line of a section: an item if it has a bullet and no indent, else to be sorted out at its end."""
        stripped = line.stripped
        bullet = bullet_in(line.text) if stripped[0] in "-*+" else None
        if bullet and line.has_comment and not line.text[bullet.end :].strip():
            return  # an item that is commented out
        end = line.start + len(line.text.rstrip())
        if self.section is None:
            if bullet and not bullet.indent and not self.is_generated:
                self._keep_unread(Item(line.start + bullet.end, end, end))
            return
        width = line.indent
        indent = len(line.text[:width].expandtabs(4)) if width else 0
        bullet_end = line.start + bullet.end if bullet else None
        if bullet_end is not None and not indent:
            self.items.append(Item(bullet_end, end, end))
        else:
            above = len(self.items)
            has_other = bullet is None and other_bullet(stripped) > 0
            self.lines.append(_OtherLine(indent, line.start + width, end, bullet_end, has_other, after_blank, above))

    def _keep_unread(self, item: Item) -> None:
        if self.above is not None:
            unread = self.body.unread
            if not unread or unread[-1].heading is not self.above[0]:
                unread.append(Unread(*self.above, []))
            unread[-1].items.append(item)

    def _close_section(self, stop: int) -> None:
        """Sort the lines of a section into top-level items, what belongs to them, and what went astray."""
        if self.section is None:
            return
        section = Section(self.section, self.run, self.items, [], stop)
        lines = [line for line in self.lines if line.start < stop]  # not the words that an underline makes a heading
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

    def _left_open(self) -> None:
        """Warn of a fence or comment that swallows data."""
        hidden, opened, text = self.walk.hidden, self.walk.opened, self.source.text
        assert hidden is not None
        rest = [heading for line in text[opened:].split("\n") if (heading := heading_in(line))]
        hides = any(heading.level == 2 and heading.title.lower() in self.names for heading in rest)
        last = self.body.sections[-1] if self.body.sections else None
        if hides or (last and last.stop == len(text) and _has_items(text[opened:])):
            message = f"a {hidden.what} is left open and hides what is below"
            span = Span(self.source, opened, max(opened, _line_end(text, opened)))
            self.problems.append(at(LEFT_OPEN, span, message, f"close it with {hidden.closing}"))

    def _unpaired(self, marks: list[int]) -> None:
        """Warn of `%%` that open nothing in a data section."""
        for mark in marks if self.section is not None else ():
            message = "a `%%` opens a comment that is never closed, so it is taken as text"
            span = Span(self.source, mark, mark + len(OBSIDIAN))
            self.problems.append(at(LEFT_OPEN, span, message, "close it with `%%`, or write a single `%`"))

    def _tell_comments(self) -> None:
        """Warn of comments that hide items although they open after other words."""
        text = self.source.text
        for start, end in self.walk.crossing:
            if _has_items(text[_line_end(text, start) : _line_end(text, end)]):
                message = f"a `%%` within this line hides what is below, up to line {self.source.line_at(end)}"
                hint = "close it on this line, or begin a line of its own with `%%`"
                self.problems.append(at(COMMENT_ACROSS, Span(self.source, start, start + len(OBSIDIAN)), message, hint))


def _has_items(text: str) -> bool:
    return any(bullet_in(line) for line in text.split("\n"))


def _line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, without its line end."""
    end = text.find("\n", offset)
    end = end if end >= 0 else len(text)
    return end - 1 if text[end - 1 : end] == "\r" and end > offset else end


def _unindented(lines: list[_OtherLine], items: list[Item]) -> tuple[int, list[_OtherLine]]:
    """A list that is indented as a whole: its indent, with its items added and the lines that are not items."""
    base = min((line.indent for line in lines if line.bullet_end is not None or line.has_other), default=0)
    others = []
    for line in lines:
        if line.bullet_end is not None and line.indent == base:
            items.append(Item(line.bullet_end, line.end, line.end))
        else:
            others.append(line._replace(items_above=len(items)))
    return base, others
