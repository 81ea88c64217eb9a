"""The line a problem is on, with carets below the very place, whatever characters are in it."""

from __future__ import annotations

from typing import NamedTuple

from opsledger.reporting.width import widths
from opsledger.source import Span
from opsledger.values.visible import visible

WIDEST = 112
_LEAST = 12  # however narrow the terminal
_TAB = 4
_CUT = "…"


class _Cell(NamedTuple):
    """One character as it is shown, and the columns it takes."""

    shown: str
    columns: int


def excerpt(span: Span, columns: int = WIDEST) -> tuple[str, str]:
    """The line where a span begins, and its carets. A line wider than so many columns is cut around them."""
    widest = max(columns, _LEAST) - 2 * len(_CUT)
    line, column = span.position
    end_line, end_column = span.end_position
    line_start, line_end = span.source.line_bounds(line)
    length = line_end - line_start
    first = min(column - 1, length)
    last = min(end_column - 1, length) if end_line == line else length
    looked_at = 4 * widest
    begin = max(0, first - looked_at)
    cells = _cells(span.source.text[line_start + begin : min(line_start + first + looked_at, line_end)])
    first, last, stop = first - begin, min(last - begin, len(cells)), len(cells)
    begins_cut, ends_cut = begin > 0, begin + stop < length
    start = _start(cells, first, widest)
    if start:
        begins_cut = True
    end = _end(cells, start, widest)
    if end < stop:
        ends_cut = True
    shown = "".join(cell.shown for cell in cells[start:end])
    before = _columns(cells[start:first]) + len(_CUT if begins_cut else "")
    carets = max(1, _columns(cells[first : min(last, end)]))
    return f"{_CUT if begins_cut else ''}{shown}{_CUT if ends_cut else ''}", " " * before + "^" * carets


def _cells(text: str) -> list[_Cell]:
    """Each character as it is shown: tabs as spaces, what is not to be seen as its escape."""
    cells: list[_Cell] = []
    at = 0
    for character, columns in zip(text, widths(text), strict=True):
        shown = " " * (_TAB - at % _TAB) if character == "\t" else visible(character)
        cell = _Cell(shown, columns if shown == character else len(shown))
        cells.append(cell)
        at += cell.columns
    return cells


def _start(cells: list[_Cell], first: int, widest: int) -> int:
    """Where the shown part begins: at the line's own beginning, or some columns before the caret."""
    if _columns(cells) <= widest or _columns(cells[: first + 1]) <= widest * 6 // 11:
        return 0
    start, room = first, widest * 3 // 11
    if not _columns(cells[first:]) > widest - room:
        room = widest - _columns(cells[first:])
    while start and (room := room - cells[start - 1].columns) >= 0:
        start -= 1
    while start < first and not cells[start].columns:  # a mark whose letter is not shown
        start += 1
    return start


def _end(cells: list[_Cell], start: int, widest: int) -> int:
    room = widest
    for number in range(start, len(cells)):
        room -= cells[number].columns
        if room < 0:
            return number
    return len(cells)


def _columns(cells: list[_Cell]) -> int:
    return sum(cell.columns for cell in cells)
