"""The lines of a `## Log`: `DATE WORD [values] [text]`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from opsledger.diagnostics import Diagnostic, at, did_you_mean
from opsledger.models.lines import LogLine, plain_log_line
from opsledger.reading.body import Item
from opsledger.reading.lines import LINE_VALUE, LINE_WORD, Cursor, Faulty, no_date, read_item
from opsledger.reading.words import WORDS, Word
from opsledger.source import SourceFile, span_of
from opsledger.values.days import known_date, read_date
from opsledger.values.misread import Misread

_CALLED = {"website": "website item", "member": "team member"}
_HEAD = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]+(\S+)[ \t]*")


def read_log_item(
    source: SourceFile, plain: str, item: Item, words: Mapping[str, Word]
) -> tuple[LogLine | None, Sequence[Diagnostic]]:
    """One line of a log, or None with its fault."""
    head = _HEAD.match(plain, item.start, item.end)
    if head:  # the common case: a word that carries text alone
        word = words.get(head[2])
        if word is not None and word.carry is None:
            day = known_date(head[1])
            if day is not None:
                text = source.text[head.end() : item.paragraph_end]
                if "\n" in text:
                    text = " ".join(text.split())
                return plain_log_line(day, word.name, text, span_of((source, item.start, item.end))), ()
    return read_item(source, plain, item, lambda cursor: _read(cursor, words))


def _read(cursor: Cursor, words: Mapping[str, Word]) -> LogLine:
    token = cursor.peek()
    if token is None:
        raise no_date(cursor, None, None, "")
    try:
        day = read_date(token.text)
    except Misread as misread:
        raise no_date(cursor, token, misread, "2026-11-02 WORD …") from None
    cursor.take(token)
    named = cursor.peek()
    if named is None:
        raise Faulty(at(LINE_VALUE, cursor.line_span, "the word that says what happened is missing", "such as `note`"))
    word = words.get(named.bare)
    if word is None:
        other = next((kind for kind, known in WORDS.items() if any(one.name == named.bare for one in known)), None)
        hint = f"`{named.bare}` is a word of a {_CALLED.get(other, other)}'s log" if other else None
        hint = hint or did_you_mean(named.bare, words) or f"one of {', '.join(f'`{name}`' for name in words)}"
        raise cursor.fault(named, f"`{named.text[:40]}` is no word of this log", hint, LINE_WORD)
    cursor.take(named)
    carried = word.carry(cursor) if word.carry else {}
    return LogLine(day, word.name, cursor.text(), cursor.line_span, **carried)
