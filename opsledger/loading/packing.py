"""A record as few plain values, to be kept between runs: the objects of its many lines are made again when it is used.

Keeping the lines as they are takes four times as long to read, as each is an object with objects of its own in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from opsledger.models.lines import Block, LogLine, Reference, block_of, plain_log_line
from opsledger.models.record import Record
from opsledger.source import SourceFile, Span, span_of

AnyShared = TypeVar("AnyShared")


class PackedRecord(NamedTuple):
    """A record's class, its file, and the value of each other field, with the name of what makes it again, if any.

    What many records share, such as those names and the days of their lines, is one object, and so is written once.
    """

    kind: Any  # a class of records
    source: SourceFile
    makers: tuple[str, ...]
    values: tuple[Any, ...]


def packed(record: Record) -> PackedRecord:
    """A record as it is kept."""
    kind: Any = type(record)
    source = record.document
    pairs = [_packed(name, getattr(record, name), source) for name in _names(kind)]
    return PackedRecord(kind, source, _one(tuple(how for how, _ in pairs)), tuple(value for _, value in pairs))


def unpacked(kept: PackedRecord) -> Record:
    """The record that was packed. Raises TypeError, ValueError or LookupError of what is none."""
    kind, source, makers, values = kept
    record: Record = object.__new__(kind)
    put = object.__setattr__
    put(record, "document", source)
    for name, how, value in zip(_names(kind), makers, values, strict=True):
        put(record, name, _MADE_BY[how](value, source) if how else value)
    return record


@lru_cache(maxsize=1 << 16)
def _one(shared: AnyShared) -> AnyShared:
    """The first of all that are equal."""
    return shared


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name != "document")


def _packed(name: str, value: Any, source: SourceFile) -> tuple[str, Any]:
    if name == "front" and all(span.source is source for span in value.values()):
        return "front", (_one(tuple(value)), tuple(place for _, *places in value.values() for place in places))
    if type(value) is tuple and value and all(_is_here(line, source) for line in value):
        if all(type(line) is Block for line in value):
            return "blocks", [_flat_block(*line) for line in value]
        if all(type(line) is LogLine for line in value):
            return "lines", [_flat_line(*line) for line in value]
    return "", value


def _is_here(line: Any, source: SourceFile) -> bool:
    """Whether a line and its target are in a file."""
    target = line.target if type(line) is Block else None
    is_line = type(line) in (Block, LogLine) and line.span.source is source
    return is_line and (target is None or target.span.source is source)


def _flat_block(
    weekday: int, day: Any, start: Any, minutes: int, target: Reference | None, task: Any, text: str, span: Span
) -> tuple[Any, ...]:
    named = (None, 0, 0) if target is None else (target.id, target.span.start, target.span.end)
    return (weekday, _one(day), start, minutes, *named, task, text, span.start, span.end)


def _flat_line(day: Any, word: str, text: str, span: Span, *carried: Any) -> tuple[Any, ...]:
    is_plain = all(each is None for each in carried)
    return (_one(day), word, text, span.start, span.end, () if is_plain else carried)


def _front(kept: tuple[tuple[str, ...], tuple[int, ...]], source: SourceFile) -> dict[str, Span]:
    keys, places = kept
    return {key: span_of((source, start, end)) for key, start, end in zip(keys, places[::2], places[1::2], strict=True)}


def _blocks(kept: list[Any], source: SourceFile) -> tuple[Block, ...]:
    return tuple(
        [
            block_of(
                (
                    weekday,
                    day,
                    start,
                    minutes,
                    None if name is None else Reference(name, span_of((source, name_start, name_end))),
                    task,
                    text,
                    span_of((source, first, last)),
                )
            )
            for weekday, day, start, minutes, name, name_start, name_end, task, text, first, last in kept
        ]
    )


def _lines(kept: list[Any], source: SourceFile) -> tuple[LogLine, ...]:
    return tuple(
        [
            LogLine(day, word, text, span_of((source, first, last)), *carried)
            if carried
            else plain_log_line(day, word, text, span_of((source, first, last)))
            for day, word, text, first, last, carried in kept
        ]
    )


_MADE_BY: dict[str, Callable[[Any, SourceFile], Any]] = {"front": _front, "blocks": _blocks, "lines": _lines}
