"""Lines whose day is dressed up, as `[x] 2026-11-02 …` or `**2 Nov 2026** …`: what they say, written plainly."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from opsledger.diagnostics import Diagnostic, Hint, at
from opsledger.patterns import pattern
from opsledger.reading.body import Item
from opsledger.reading.lines import LINE_DATE, LineText, text_of
from opsledger.source import SourceFile, Span
from opsledger.values.days import WEEKDAYS
from opsledger.values.loose_dates import leading_date

_DRESS = pattern(r"(?:\[[ xX-]\]|[>|•‣◦▪·*+\-_`\"'“”„‘’«»([{<\t ])*")  # no `~`: what is struck out is gone
_MARKS = pattern(r"\*+|_+|`|\]\]|[\"'”’»)\]}>]")
_BEHIND = pattern(r"(?:[*_`\"'“”’»)\]}>|.,:;!\t ]|[–—-](?=[ \t]))*")
_WORD = pattern(r"[^\W\d_]+")
_SHOWN = 100
_PIPE = pattern(r"[ \t]*\|[ \t]*")

ReadAny: TypeAlias = Callable[[LineText, Item], tuple[Any, Sequence[Diagnostic]]]


class PlainLine(NamedTuple):
    """An item as it is right: its content, and how much of what was written is its day and what dresses it."""

    line: str
    behind: int


def tell_dressed(text: LineText, item: Item, faults: Sequence[Diagnostic], read: ReadAny) -> list[Diagnostic]:
    """What is wrong with an item that could be read if its day were written plainly; nothing if it could not."""
    fault = next((fault for fault in faults if fault.is_error), None)
    if fault is None or fault.rule is not LINE_DATE or isinstance(fault.hint, Hint):
        return []
    plainly = plainly_written(text, item.start, item.end, read)
    if plainly is None:
        return []
    span = Span(text.source, item.start, item.end)
    dressed = " ".join(text.shown[item.start : item.start + plainly.behind].split())
    hint = Hint(f"write `- {shortened(plainly.line)}`", plainly.line)
    message = f"`{dressed[:40]}` is not a plain date or day"
    if plainly.line.startswith(dressed):
        message = f"a space is missing after `{dressed}`"
    return [at(LINE_DATE, span, message, hint)]


def plainly_written(text: LineText, start: int, end: int, read: ReadAny) -> PlainLine | None:
    """What a stretch says as an item that `read` reads, with its day as a ledger has it; None if it says none."""
    shown, plain = text.shown[start:end], text.plain[start:end]
    dress = _DRESS.match(plain)
    begins = dress.end() if dress else 0
    word = _WORD.match(plain, begins)
    if found := leading_date(plain[begins:]):
        day, ends = found.written, begins + found.length
    elif word and word[0].lower() in WEEKDAYS:
        day, ends = word[0], word.end()
    else:
        return None
    behind = _BEHIND.match(plain, ends)
    rest_from = behind.end() if behind else ends
    rest = shown[rest_from:]
    if "|" in shown[:begins]:  # a row of a table
        rest = _PIPE.sub(" ", rest)
    elif behind and not _MARKS.search(behind[0]):
        rest = _without_closing(rest, shown[:begins])
    line = f"{day} {rest.strip()}".rstrip()
    written = text_of(SourceFile(text.source.path, line), day=text.day)
    is_read = read(written, Item(0, len(line), len(line)))[0] is not None
    return PlainLine(line, rest_from) if is_read else None


def shortened(line: str) -> str:
    """A line as a hint shows it."""
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]} …"


def _without_closing(rest: str, dress: str) -> str:
    """The words after a day without the mark that closes what opens in front of it."""
    opened = _MARKS.search(dress)
    before, closing, behind = rest.rpartition(opened[0]) if opened else ("", "", rest)
    return before + behind if closing else rest
