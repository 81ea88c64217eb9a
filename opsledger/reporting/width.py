"""How many columns of a terminal a text takes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

from opsledger.patterns import pattern

_LEAST = 10  # columns that text gets, however narrow the terminal
_LABEL = pattern(r" *\S(?:\S| (?! ))*  +(?=\S)")
_WORD = pattern(r"\S*[0-9] [%h](?!\w)\S*|\S+")  # a number stays with its unit
_UNICODE = "latest"  # whatever the terminal says of itself, so that the same text is cut alike everywhere


def width(text: str) -> int:
    """The columns a text takes: wide characters and emoji two, marks and joiners none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text, _UNICODE)


def widths(text: str) -> Iterator[int]:
    """The columns of each character where it is: of an emoji made of several, the first takes them all."""
    from rich.cells import split_graphemes

    for start, end, columns in split_graphemes(text, _UNICODE)[0]:
        yield columns
        yield from repeat(0, end - start - 1)


def padded(text: str, columns: int) -> str:
    """A text that takes so many columns at least."""
    return text + " " * max(columns - width(text), 0)


def cut(text: str, columns: int) -> str:
    """A text that takes no more than so many columns; what is left out is told by `…`."""
    if width(text) <= columns:
        return text
    taken, kept = 0, 0
    for size in widths(text):
        if taken + size > columns - 1:
            break
        taken, kept = taken + size, kept + 1
    return f"{text[:kept].rstrip()}…"


def folded(text: str, columns: int, most: int) -> list[str]:
    """A text on at most so many lines, broken between words; what is left out is told by `…`."""
    lines = _broken(text, columns)
    shown = lines[:most]
    if len(lines) > most:
        shown[-1] = f"{shown[-1]} {lines[most]}"
    return [cut(line, columns) for line in shown]


def _broken(text: str, columns: int) -> list[str]:
    """A text in lines broken between words; a word that is wider than a line has one of its own."""
    lines = [""]
    for word in _WORD.findall(text):
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer) <= columns or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def wrapped(text: str, columns: int) -> str:
    """A text whose lines take no more than so many columns, broken between words.

    What goes on in the next line is below where its line's last column of text begins: after its indent, or after the
    gap of two spaces or more that sets a place or a label apart. A line with colours is left as it is.
    """
    return "".join(f"{line}\n" for line in _wrapped_lines(text, columns)).removesuffix("\n")


def _wrapped_lines(text: str, columns: int) -> Iterator[str]:
    for line in text.split("\n"):
        if "\x1b" in line or width(line) <= columns:
            yield line
            continue
        label = _LABEL.match(line)
        head = label[0] if label and width(label[0]) <= columns * 2 // 3 else line[: len(line) - len(line.lstrip())]
        rows = _broken(line[len(head) :], max(columns - width(head), _LEAST))
        yield f"{head}{rows[0]}"
        yield from (f"{' ' * width(head)}{row}" for row in rows[1:])
