"""The text of one file, and places in it.

Offsets are code points into the text without its byte-order mark; lines and columns are 1-based and counted as editors
count them: only LF and CRLF end a line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, cast

BOM = "\ufeff"
SETTINGS_FILE = "opsledger.yaml"  # the file by which a folder is a ledger
INBOX_FILE = "inbox.md"  # loose lines, which no record is read from


class SourceFile:
    """One file of the ledger as it was read: its path relative to the ledger (with `/`) and its text without a BOM."""

    __slots__ = ("_starts", "has_bom", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.has_bom = text.startswith(BOM)
        self.text = text[1:] if self.has_bom else text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r})"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return ((BOM if self.has_bom else "") + self.text).encode()

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, at = [0], self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._starts = starts
        return self._starts

    def line_at(self, offset: int) -> int:
        """The 1-based line that holds an offset."""
        return bisect_right(self._line_starts(), offset)

    def position_at(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of an offset."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """A 1-based line's text without its line end; empty after the last line."""
        start, end = self.line_bounds(line)
        return self.text[start:end]

    def line_bounds(self, line: int) -> tuple[int, int]:
        """Where a 1-based line begins and ends, without its line end."""
        starts = self._line_starts()
        if not 1 <= line <= len(starts):
            return len(self.text), len(self.text)
        start, end = starts[line - 1], starts[line] if line < len(starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end


class Stored(NamedTuple):
    """A file as it is kept elsewhere than in a folder, as in a commit.

    kind: `file`, `link` (its data is where it leads to), or `other` (such as a submodule). data: None if it was not
    read, as what is too large is not.
    """

    kind: str
    data: bytes | None = None


class Span(NamedTuple):
    """A stretch of one file's text, by offsets, the end not included."""

    source: SourceFile
    start: int
    end: int

    @property
    def file(self) -> str:
        """The file's path relative to the ledger."""
        return self.source.path

    @property
    def text(self) -> str:
        """The text of the stretch."""
        return self.source.text[self.start : self.end]

    @property
    def whole_line(self) -> Span:
        """The line of the first character, without its line end."""
        return Span(self.source, *self.source.line_bounds(self.line))

    @property
    def line(self) -> int:
        """The 1-based line of the first character."""
        return self.source.line_at(self.start)

    @property
    def position(self) -> tuple[int, int]:
        """The 1-based line and column of the first character."""
        return self.source.position_at(self.start)

    @property
    def end_position(self) -> tuple[int, int]:
        """The 1-based line and column after the last character."""
        return self.source.position_at(self.end)


# A span from a plain tuple. Reading makes one or two for every line; calling the class takes three times as long.
span_of = cast("Callable[[tuple[SourceFile, int, int]], Span]", partial(tuple.__new__, Span))
