"""The lines of a `## Log`: `DATE WORD [values] [text]`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from opsledger.diagnostics import Diagnostic, at, did_you_mean, did_you_mean_among
from opsledger.models.lines import LogLine, log_line, plain_log_line
from opsledger.patterns import pattern
from opsledger.reading.body import Item
from opsledger.reading.lines import LINE_VALUE, LINE_WORD, Cursor, Faulty, LineText, no_date, read_item
from opsledger.reading.words import WORDS, Word
from opsledger.source import span_of
from opsledger.values.days import known_date, read_date
from opsledger.values.misread import Misread

_CALLED = {"website": "website item", "member": "team member"}
_MEANT = {  # what people say for the words of a log, if it does not look like them or looks more like another
    **dict.fromkeys(("payed", "received", "recieved", "settled"), ("paid",)),
    **dict.fromkeys(("billed", "invoice", "charged"), ("invoiced",)),
    **dict.fromkeys(("done", "finished", "completed", "shipped", "launched"), ("delivered", "published")),
    **dict.fromkeys(("began", "begun", "kickoff"), ("started",)),
    **dict.fromkeys(("rejected", "refused"), ("lost", "declined")),
    **dict.fromkeys(("sent", "wrote", "answered", "replied", "rang"), ("out",)),
    **dict.fromkeys(("asked", "contacted"), ("in", "out")),
    **dict.fromkeys(("call", "phoned"), ("call", "in", "out")),
    **dict.fromkeys(("mail", "emailed"), ("mail", "in", "out")),
    **dict.fromkeys(("meeting", "met"), ("meeting", "in", "out")),
    **dict.fromkeys(("estimate", "hours"), ("scope",)),
}
_RUN_LINE = pattern(r"- (?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ \t]+(\S+)[ \t]*)?([^\n]*)\n|[ \t]*\r?\n")


def read_log_item(
    text: LineText, item: Item, words: Mapping[str, Word], stages: Collection[str] = ()
) -> tuple[LogLine | None, Sequence[Diagnostic]]:
    """One line of a log, or None with its fault. stages: what else is a word, though of leads alone."""
    return read_item(text, item, lambda cursor: _read(cursor, words, stages))


def read_log_run(text: LineText, run: tuple[int, int], words: Mapping[str, Word]) -> Iterator[LogLine | Item]:
    """The lines of a run of items; those that need a closer look are left as items."""
    source, shown, plain, _, _ = text
    for found in _RUN_LINE.finditer(plain, *run):
        written, named, rest = found.groups()
        if rest is None:  # a blank line
            continue
        word = words.get(named) if named else None
        day = known_date(written) if word is not None else None
        start, text_start = found.start() + 2, found.start(3)
        if word is None or day is None or word.carry is not None:
            end = text_start + len(rest.rstrip())
            item = Item(start, end, end)
            yield (_carrying(text, item, day, word, text_start) if word and day else None) or item
            continue
        said = (rest if plain is shown else shown[text_start : found.end(3)]).rstrip()
        end = text_start + len(said) if said else found.end(2)
        yield plain_log_line(day, word.name, said, span_of((source, start, end)))


def _carrying(text: LineText, item: Item, day: date, word: Word, text_start: int) -> LogLine | None:
    """A line whose word carries values, read from after the word; None if there is anything to say about it."""
    if word.carry is None:
        return None
    cursor = Cursor(text, item)
    cursor.at = text_start
    try:
        carried = word.carry(cursor)
    except Faulty:
        return None
    if cursor.problems:
        return None
    return log_line(day, word.name, cursor.text(), span_of((text.source, item.start, item.end)), carried)


def _read(cursor: Cursor, words: Mapping[str, Word], stages: Collection[str]) -> LogLine:
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
        raise cursor.fault(
            named, f"`{named.text[:40]}` is not a word of this log", _words_meant(named.bare, words, stages), LINE_WORD
        )
    cursor.take(named)
    carried = word.carry(cursor) if word.carry else {}
    return LogLine(day, word.name, cursor.text(), cursor.line_span, **carried)


def _words_meant(word: str, words: Mapping[str, Word], stages: Collection[str]) -> str:
    """What to write in the place of a word that this log does not know."""
    meant = did_you_mean_among([name for name in _MEANT.get(word.casefold(), ()) if name in words])
    if meant:
        return meant
    other = "lead" if word in stages else None
    other = other or next((kind for kind, known in WORDS.items() if any(one.name == word for one in known)), None)
    listed = ", ".join(f"`{name}`" for name in words)
    if other:
        return f"`{word}` is a word of a {_CALLED.get(other, other)}'s log; this one has {listed}"
    return did_you_mean(word, words) or f"one of {listed}"
