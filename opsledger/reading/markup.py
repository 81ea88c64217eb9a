"""Markdown as far as a ledger's lines need it: a walk over them that knows headings, code fences and comments.

Everyone who looks at the lines of a body walks over them here, so that reading, editing and merging agree on what is
hidden and where a section ends. Each function looks at a line once, whatever is in it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from opsledger.patterns import pattern
from opsledger.reading.marks import (
    CODE_INDENT,
    SHORTEST_FENCE,
    SPACES,
    Heading,
    bullet_in,
    heading_in,
    is_break,
    other_bullet,
    underlined_level,
)

COMMENT, OBSIDIAN = "<!--", "%%"


class Hidden(NamedTuple):
    """Lines that are text whatever they look like: a code fence or a comment.

    sign: what opens it. in_item: a fence inside a list item, which ends with the item. within_line: a comment that
    opens after other words of its line.
    """

    sign: str
    in_item: bool = False
    within_line: bool = False

    @property
    def is_fence(self) -> bool:
        """Whether it is a code fence."""
        return self.sign[0] in "`~"

    @property
    def what(self) -> str:
        """What it is called."""
        return "code fence" if self.is_fence else "comment"

    @property
    def closing(self) -> str:
        """How it is closed, in words."""
        if self.is_fence:
            return f"a line of {len(self.sign)} {'backticks' if self.sign[0] == '`' else 'tildes'}"
        return "`-->`" if self.sign == COMMENT else "`%%`"

    def goes_on(self, raw: str) -> tuple[bool, bool]:
        """Whether a fence or HTML comment hides the lines below this one, and whether it hides this one."""
        if not self.is_fence:
            return "-->" not in raw, True
        bare = raw.strip(" \t\r")
        if self.in_item and bare and raw[0] not in " \t":
            return False, False
        return len(bare) < len(self.sign) or bool(bare.strip(self.sign[0])), True


def _opened_by(line: str, stripped: str) -> Hidden | None:
    """The fence or HTML comment that a line opens, unless it closes it again."""
    first = stripped[0]
    if first in "`~":
        rest = stripped.lstrip(first)
        sign = stripped[: len(stripped) - len(rest)]
        is_fence = len(sign) >= SHORTEST_FENCE and not (first == "`" and "`" in rest)
        return Hidden(sign, len(line) > len(stripped)) if is_fence else None
    if stripped.startswith(COMMENT) and len(line) - len(stripped) < CODE_INDENT:
        return Hidden(COMMENT)
    return None


_TICKS = pattern("`+")


def _code_spans(line: str) -> tuple[list[int], list[int]]:
    """The stretches of a line between backticks: where each begins, and where it ends."""
    runs = [found.span() for found in _TICKS.finditer(line)]
    closing: dict[int, list[int]] = {}
    for start, end in reversed(runs):
        closing.setdefault(end - start, []).append(start)
    starts: list[int] = []
    ends: list[int] = []
    for start, end in runs:
        others = closing[end - start]
        while others and others[-1] <= start:
            others.pop()
        if others and (not ends or start >= ends[-1]):
            starts.append(start)
            ends.append(others[-1] + end - start)
    return starts, ends


class BodyLine(NamedTuple):
    """A line of a body as it is walked over.

    start, end: where it is, without its line end. text: what it shows: without a CR, and with spaces in the place
    of comments within it. stripped: without its indent. is_hidden: whether it is text of a fence or comment.
    has_comment: whether a part of it is. heading: the one that it is, or that it underlines.
    """

    start: int
    end: int
    text: str
    stripped: str
    is_hidden: bool
    has_comment: bool
    heading: Heading | None

    @property
    def indent(self) -> int:
        """The width of its indent in characters."""
        return len(self.text) - len(self.stripped)


class Walk:
    """The lines of a text from an offset on; whoever knows better may move `offset` to a later line.

    hidden: what is open below the last line. opened: where it opens. comments: the stretches of `%%` comments on
    lines that are shown. crossing: comments that open within a line and hide lines below it. unpaired: `%%` marks that
    open nothing.
    """

    def __init__(self, text: str, offset: int = 0) -> None:
        self.text = text
        self.offset = offset
        self.hidden: Hidden | None = None
        self.opened = offset
        self.comments: list[tuple[int, int]] = []
        self.crossing: list[tuple[int, int]] = []
        self.unpaired: list[int] = []
        self._title: tuple[int, int] | None = None  # the paragraph that an underline would make a heading
        self._is_lazy = False  # whether a line of text would go on with an item or quote
        self._in_item = False

    def __iter__(self) -> Walk:
        return self

    def __next__(self) -> BodyLine:
        start = self.offset
        if start >= len(self.text):
            raise StopIteration
        stop = self.text.find("\n", start)
        stop = stop if stop >= 0 else len(self.text)
        self.offset = stop + 1
        raw = self.text[start:stop]
        return self._line(raw.removesuffix("\r"), start)

    def _line(self, text: str, start: int) -> BodyLine:
        end = start + len(text)
        has_comment = False
        if self.hidden and self.hidden.sign != OBSIDIAN:
            goes_on, hides = self.hidden.goes_on(text)
            self.hidden = self.hidden if goes_on else None
            if hides:
                return self._hides(text, start)
        if self.hidden or OBSIDIAN in text:
            if not self.hidden and (opened := self._opens(text, start)):
                return opened
            shown = self._without_comments(text, start)
            has_comment = shown != text
            if has_comment and not shown.strip():
                return self._hides(text, start)
            text = shown
        stripped = text.lstrip(" \t")
        if stripped and (opened := self._opens(text, start)):
            return opened
        heading = self._heading(text, stripped, start, end)
        return BodyLine(start, end, text, stripped, False, has_comment, heading)

    def _opens(self, text: str, start: int) -> BodyLine | None:
        """A line that opens a fence or an HTML comment."""
        stripped = text.lstrip(" \t")
        hidden = _opened_by(text, stripped) if stripped else None
        if hidden is None:
            return None
        self.opened = start
        if hidden.is_fence or "-->" not in stripped[len(COMMENT) :]:
            self.hidden = hidden
        return self._hides(text, start)

    def _hides(self, text: str, start: int) -> BodyLine:
        self._title, self._is_lazy = None, False
        return BodyLine(start, start + len(text), text, text.lstrip(" \t"), True, False, None)

    def _without_comments(self, text: str, start: int) -> str:
        """A line with spaces in the place of its `%%` comments, and what stays open below it."""
        shown: list[str] = []
        code = _code_spans(text) if "`" in text else ([], [])
        first = len(text) - len(text.lstrip())
        at = 0
        while True:
            looked = at
            if self.hidden is None:
                mark = _outside(text, at, code)
                if mark >= 0 and text.find(OBSIDIAN, mark + 2) < 0 and not self._opens_below(text, mark, first, start):
                    self.unpaired.append(start + mark)
                    mark = -1
                if mark < 0:
                    return "".join([*shown, text[at:]])
                shown.append(text[at:mark])
                self.hidden, self.opened = Hidden(OBSIDIAN, within_line=mark > first), start + mark
                at, looked = mark, mark + 2
            closing = text.find(OBSIDIAN, looked)
            stop = len(text) if closing < 0 else closing + 2
            shown.append(" " * (stop - at))
            self.comments.append((start + at, start + stop))
            if closing < 0:
                return "".join(shown)
            if self.hidden.within_line and self.opened < start:
                self.crossing.append((self.opened, start + closing))
            self.hidden, at = None, stop

    def _opens_below(self, text: str, mark: int, first: int, start: int) -> bool:
        """Whether a `%%` without another on its line opens a comment over the lines below."""
        if mark <= first:
            return True
        return text[mark - 1] in SPACES and self.text.find(OBSIDIAN, start + len(text)) >= 0

    def skip_to(self, offset: int) -> None:
        """Go on at a later line, after a list and a blank line."""
        self.offset = offset
        self._title, self._is_lazy, self._in_item = None, False, True

    def _heading(self, text: str, stripped: str, start: int, end: int) -> Heading | None:
        """The heading that a line is or underlines; takes note of what a line of text would go on with."""
        title = self._title
        self._title = None
        if not stripped:
            self._is_lazy = False
            return None
        indent = len(text) - len(stripped)
        if stripped[0] == "#" and (heading := heading_in(text)) and not heading.is_tag:
            self._is_lazy = self._in_item = False
            return heading
        if title and indent < CODE_INDENT and (level := underlined_level(stripped)):
            words = " ".join(self.text[title[0] : title[1]].split())
            return Heading(level, words, title[0], end, is_underlined=True)
        if stripped[0] == ">" or bullet_in(text) or other_bullet(stripped):
            self._is_lazy = self._in_item = True
        elif is_break(stripped):
            self._is_lazy = False
        elif title:
            self._title = title[0], end
        elif not self._is_lazy and indent < CODE_INDENT and not (self._in_item and indent):
            self._in_item = False
            self._title = start, end
        return None


def _outside(text: str, at: int, code: tuple[list[int], list[int]]) -> int:
    """Where the next `%%` stands that is not code; -1 if there is none."""
    starts, ends = code
    mark = text.find(OBSIDIAN, at)
    while mark >= 0 and (number := bisect_right(starts, mark)) and mark < ends[number - 1]:
        mark = text.find(OBSIDIAN, ends[number - 1])
    return mark
