"""From a file's text to its record."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any, TypeAlias, cast

from opsledger.diagnostics import Diagnostic, Rule, at, did_you_mean, error
from opsledger.models.lines import Block, Reference
from opsledger.models.record import Record
from opsledger.reading.blocks import days_by_name
from opsledger.reading.body import read_body
from opsledger.reading.fields import (
    FIELD_MISSING,
    FIELD_TYPO,
    REFERENCE,
    Field,
    FieldType,
    in_days_of,
    known_values,
    read_field,
)
from opsledger.reading.front_matter import FrontMatter, read_front_matter
from opsledger.reading.kinds import KINDS, SCHEDULE_SECTIONS, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.sections import SectionReader
from opsledger.reading.tree import Node, Scalar, Sequence
from opsledger.source import SourceFile, Span, span_of
from opsledger.values.days import read_date, read_week, year_or_quarter
from opsledger.values.duration import Minutes
from opsledger.values.misread import Misread
from opsledger.values.pieces import Pieces
from opsledger.values.written import listed

WEEK_NAME = error("week-name", "A week's file is not named by its ISO week.")
REVIEW_NAME = error("review-name", "A review's file is not named by its day.")


def record_id(path: str) -> str:
    """A record's id: its file's stem, in NFC."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    return stem if stem.isascii() else unicodedata.normalize("NFC", stem)


def read_record(kind: Kind, source: SourceFile, grammar: Grammar) -> tuple[Record | None, list[Diagnostic]]:
    """A file's record with the faults found; None if its front matter or its name cannot be read."""
    front, problems = read_front_matter(source)
    body, faults = read_body(source, len(source.text) if front.body is None else front.body, kind.sections)
    problems += faults
    reader = SectionReader(source, body, grammar)
    name = record_id(source.path)
    values: dict[str, Any] = {"id": name, "document": source}
    if front.entries is not None:
        problems += _read_fields(kind, front, source, values, grammar.day)
    try:
        _read_sections(kind, reader, name, values)
    except Misread as misread:
        rule: Rule = WEEK_NAME if kind.name == "week" else REVIEW_NAME
        problems.append(Diagnostic(rule, misread.message, source.path, None, misread.hint))
        return None, problems
    reader.tell()
    problems += reader.problems
    return (None if front.entries is None else kind.model(**values)), problems


def _read_sections(kind: Kind, reader: SectionReader, name: str, values: dict[str, Any]) -> None:
    """Add what the data sections say. Raises Misread if the file's name does not say which days they are about."""
    if kind.name == "week":
        week = read_week(name)
        days = days_by_name(week)
        values |= {"week": week, "plan": reader.blocks("Plan", days), "actual": reader.blocks("Actual", days)}
        values |= {"costs": reader.costs(days), "marketing": reader.marketing(days)}
    elif kind.name == "review":
        _read_review(reader, name, values)
    else:
        if isinstance(price := values.get("price"), Pieces):
            reader.text = reader.text._replace(pieces=price)
        values["log"] = reader.log(kind.name)
        if kind.name == "lead":
            values["stages"] = reader.grammar.stages


def _read_review(reader: SectionReader, name: str, values: dict[str, Any]) -> None:
    """Add a review's day and decisions. A year's or a quarter's is as of the day it was written. Raises Misread."""
    long_span = year_or_quarter(name)
    if long_span:
        values |= {"on": values.get("on", long_span.last), "since": long_span.first, "is_long": True}
    else:
        values["on"] = read_date(name)
    for key, actions in zip(("decisions", "read_in_part"), reader.decisions(values["on"]), strict=True):
        values[key] = tuple(action._replace(document=name) for action in actions) if long_span else actions


def read_schedule(source: SourceFile, grammar: Grammar) -> tuple[tuple[Block, ...], list[Diagnostic]]:
    """The blocks of the standing schedule; its front matter, if any, is the user's own."""
    front, problems = read_front_matter(source)
    body, faults = read_body(source, len(source.text) if front.body is None else front.body, SCHEDULE_SECTIONS)
    reader = SectionReader(source, body, grammar)
    blocks = reader.blocks("Plan", days_by_name(None))
    reader.tell()
    return blocks, problems + faults + reader.problems


Fields: TypeAlias = dict[str, tuple[FieldType, str, dict[str, object]]]


@lru_cache(maxsize=256)
def _fields_of(kind: Kind, day: Minutes) -> Fields:
    """A kind's fields by key: its type, the model's attribute for it, and what its texts were read as before."""
    types = {field: in_days_of(field.type, day) for field in kind.fields}
    return {field.key: (of_type, field.target, known_values(of_type)) for field, of_type in types.items()}


_REQUIRED = {kind.name: {field.key: field for field in kind.fields if field.required} for kind in KINDS}


def _read_fields(
    kind: Kind, front: FrontMatter, source: SourceFile, values: dict[str, Any], day: Minutes
) -> list[Diagnostic]:
    """Add the values of the front matter. day: the minutes of a working day."""
    assert front.entries is not None
    fields = _fields_of(kind, day)
    problems: list[Diagnostic] = []
    spans: dict[str, Span] = {}
    extra: dict[str, str | list[str]] = {}
    for key, key_start, node, start, end in front.entries:
        known = fields.get(key)
        if known is None:
            extra[key] = _as_text(node, source)
            hint = did_you_mean(key, [name for name in fields if name not in spans])
            if hint:
                span = Span(source, key_start, key_start + len(key))
                problems.append(at(FIELD_TYPO, span, f"the key `{key[:40]}` is not read", hint))
            continue
        spans[key] = span_of((source, start, end))
        field_type, target, values_read = known
        value = values_read.get(node) if type(node) is str else None
        if value is None:
            full = Scalar(node, start, end) if isinstance(node, str) else node
            value, faults = read_field(field_type, full, source)
            problems += faults
            is_required = key in _REQUIRED[kind.name]
            if value is None or (value == () and is_required):
                if not faults and is_required:
                    spans[key] = Span(source, key_start, key_start + len(key))
                continue
        elif field_type is REFERENCE:
            value = Reference(cast("str", value), spans[key])
        values[target] = value
    values["front"] = spans
    values["extra"] = extra
    missing = [field for field in _REQUIRED[kind.name].values() if field.target not in values]
    if missing and not front.is_given:
        problems.append(_without_fields(kind, missing, source))
    for field in missing:
        if front.is_given:
            problems += _missing(kind, field, source, spans, extra)
        values[field.key] = () if field.type.many else None
    return problems


def _without_fields(kind: Kind, missing: list[Field], source: SourceFile) -> Diagnostic:
    """The fault of a file without front matter whose kind needs some."""
    needed = listed([f"`{field.key}`" for field in missing])
    message = f"the file does not begin with `---`: a {kind.name} needs {needed}"
    place = Span(source, 0, len(source.line_text(1)))
    return at(FIELD_MISSING, place, message, "begin the file with `---`, the fields, and `---`")


def _missing(
    kind: Kind,
    field: Field,
    source: SourceFile,
    spans: dict[str, Span],
    extra: dict[str, str | list[str]],
) -> list[Diagnostic]:
    """The fault of a required field that has no value; none if its value was misread and reported."""
    billing = spans.get("billing")
    if kind.name == "project" and field.key == "client" and billing and billing.text.lower() == "internal":
        return []
    span = spans.get(field.key)
    if span and source.text[span.start : span.end] != field.key:
        return []
    typo = next((key for key in extra if did_you_mean(key, [field.key])), None)
    hint = f"is `{typo}` meant to be `{field.key}`?" if typo else f"`{field.key}: …`: {field.summary}"
    place = span or Span(source, 0, len(source.line_text(1)))
    return [at(FIELD_MISSING, place, f"a {kind.name} needs `{field.key}`", hint)]


def _as_text(node: Node | str, source: SourceFile) -> str | list[str]:
    """A node as plain text, as keys that are the user's own are shown."""
    if isinstance(node, str):
        return node
    if isinstance(node, Sequence) and all(isinstance(item, Scalar) for item in node.items):
        return [item.text for item in node.items if isinstance(item, Scalar)]
    return source.text[node.start : node.end].strip()
