"""A text's offsets against an editor's positions.

The ledger counts code points and ends lines at LF; an editor counts UTF-16 units unless another unit was agreed on,
and ends lines at LF, CRLF and CR.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from enum import StrEnum

from opsledger.patterns import pattern
from opsledger.source import BOM, SourceFile, Span

_LINE_END = pattern(r"\r\n|\n|\r")


class Unit(StrEnum):
    """What an editor counts characters in, by the protocol's own names."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


def unit_width(text: str, unit: Unit) -> int:
    """How many units a text takes."""
    if unit is Unit.UTF32 or text.isascii():
        return len(text)
    if unit is Unit.UTF16:
        return len(text) + sum(character > "\uffff" for character in text)
    return len(text.encode("utf-8", "surrogatepass"))


def _wide_characters(text: str, unit: Unit) -> tuple[list[int], list[int]]:
    """Where characters stand that take more than one unit, and how many units more the text takes up to after each."""
    if unit is Unit.UTF32 or text.isascii():
        return [], []
    wide: list[int] = []
    more: list[int] = []
    total = 0
    for offset, character in enumerate(text):
        if not character.isascii() and (units := unit_width(character, unit)) > 1:
            total += units - 1
            wide.append(offset)
            more.append(total)
    return wide, more


class Positions:
    """The positions of one file: 0-based lines, and 0-based characters in an editor's unit.

    has_bom: whether the editor's text holds the byte-order mark; most take it off, as the ledger does.
    """

    def __init__(self, source: SourceFile, unit: Unit, *, has_bom: bool = False) -> None:
        self.text = source.text
        self.unit = unit
        self.ahead = unit_width(BOM, unit) if has_bom else 0
        self._ends = [found.span() for found in _LINE_END.finditer(self.text)]
        self._starts = [0, *(end for _, end in self._ends)]
        self._wide, self._more = _wide_characters(self.text, unit)

    def position_at(self, offset: int) -> tuple[int, int]:
        """The line and character of an offset; between a CR and its LF is the line's end."""
        line = bisect_right(self._starts, offset) - 1
        start, end = self._starts[line], self._end_of(line)
        stop = min(offset, end)
        more = self._units_more(stop) - self._units_more(start)
        return line, stop - start + more + (0 if line else self.ahead)

    def _units_more(self, offset: int) -> int:
        """How many units more than characters a text takes up to an offset."""
        number = bisect_left(self._wide, offset)
        return self._more[number - 1] if number else 0

    def offset_at(self, line: int, character: int) -> int:
        """The offset of a position; after a line's end is its end, inside a character its beginning."""
        if line >= len(self._starts):
            return len(self.text)
        start, end = self._starts[line], self._end_of(line)
        left = character - (0 if line else self.ahead)
        if self.unit is Unit.UTF32 or self.text[start:end].isascii():
            return min(start + max(left, 0), end)
        for offset in range(start, end):
            left -= unit_width(self.text[offset], self.unit)
            if left < 0:
                return offset
        return end

    def range_of(self, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where a stretch begins and ends."""
        return self.position_at(start), self.position_at(end)

    def range_of_span(self, span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
        """Where a span begins and ends."""
        return self.range_of(span.start, span.end)

    def _end_of(self, line: int) -> int:
        return self._ends[line][0] if line < len(self._ends) else len(self.text)
