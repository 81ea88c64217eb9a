"""The lines and facts of a record as they are written, whatever they mean, so that two versions can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from opsledger.patterns import pattern
from opsledger.reading.body import read_body
from opsledger.reading.documents import read_document
from opsledger.reading.front_matter import read_front_matter
from opsledger.reading.kinds import Kind, kind_of
from opsledger.reading.marks import unticked
from opsledger.reading.records import record_id
from opsledger.source import SourceFile, Span
from opsledger.values.days import WEEKDAYS, known_date, read_week
from opsledger.values.misread import Misread

_RUN_LINE = pattern(r"- ([^\n]*)\n")
_FIRST = pattern(r"[^\s]+")


class DataLine(NamedTuple):
    """An item of a data section: where it is, its words, and its day if it has one.

    content: what makes it the same line in another version: its words without runs of spaces; of a decision without
    the box and the day that tick it off.
    """

    section: str
    content: str
    day: date | None
    span: Span

    @property
    def text(self) -> str:
        """Its words, on one line."""
        return " ".join(self.span.text.split())


class Written(NamedTuple):
    """A record as it is written: its data lines, and its facts by key."""

    lines: tuple[DataLine, ...]
    facts: dict[str, Span]


def read_written(path: str, data: bytes) -> Written:
    """What a record's bytes say; nothing if they cannot be read or the path is not a record's."""
    kind = kind_of(path)
    source, _, readable = read_document(path, data)
    if kind is None or not readable:
        return Written((), {})
    front, _ = read_front_matter(source)
    known = {field.key for field in kind.fields}
    facts = {key: Span(source, start, end) for key, _, _, start, end in front.entries or () if key in known}
    return Written(tuple(_data_lines(kind, source, front.body or 0)), facts)


def _data_lines(kind: Kind, source: SourceFile, start: int) -> Iterator[DataLine]:
    monday = _monday(kind, source)
    body, _ = read_body(source, start, kind.sections)
    for section in body.sections:
        runs = [(found.start(1), found.end(1)) for found in _RUN_LINE.finditer(source.text, *section.run)]
        items = [(item.start, item.paragraph_end) for item in section.items]
        for first, last in (*runs, *items):
            span = Span(source, first, first + len(source.text[first:last].rstrip()))
            content = " ".join(span.text.split())
            if section.name == "Decisions":
                content = unticked(content)
            if content:
                yield DataLine(section.name, content, _day(content, monday), span)


def _monday(kind: Kind, source: SourceFile) -> date | None:
    if kind.name != "week":
        return None
    try:
        return read_week(record_id(source.path)).monday
    except Misread:
        return None


def _day(content: str, monday: date | None) -> date | None:
    found = _FIRST.match(content)
    word = found[0] if found else ""
    if monday and (weekday := WEEKDAYS.get(word.rstrip(".,:;").lower())) is not None:
        return date.fromordinal(monday.toordinal() + weekday)
    return known_date(word[:10])
