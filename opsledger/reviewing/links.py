"""Links from a review to the files its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.models.record import LoggedRecord
from opsledger.reviewing.parts.values import Link
from opsledger.source import Span
from opsledger.values.days import read_week


def link_to(record: LoggedRecord, span: Span | None = None) -> Link:
    """A link to a record, or to one of its lines."""
    return Link(record.title, record.file, span.line if span else 0)


def link_to_id(records: Iterable[LoggedRecord], record_id: str) -> Link:
    """A link to the record of an id."""
    return next(link_to(record) for record in records if record.id == record_id)


def links_to(measured: Measured, spans: Iterable[Span], most: int = 3) -> tuple[Link, ...]:
    """Links to the files of some evidence, each file once, by the names of the records that they hold."""
    titles = measured.standing.once(_titles)
    files: dict[str, Link] = {}
    for span in spans:
        text = titles.get(span.file) or _spoken(measured, span.file)
        files.setdefault(span.file, Link(text, span.file, span.line))
    return tuple(files.values())[:most]


def _spoken(measured: Measured, file: str) -> str:
    """What a file that holds no record of a name is called in a sentence: a week or a review by its day."""
    folder, _, name = file.rpartition("/")
    stem = name.removesuffix(".md")
    try:
        if folder == "weeks":
            return f"the week of {measured.short(read_week(stem).monday)}"
        if folder == "reviews":
            return f"the review of {measured.short(date.fromisoformat(stem))}"
    except ValueError:
        pass  # a review of a year or quarter, or a week's file by another name
    return stem


def _titles(standing: Standing) -> Mapping[str, str]:
    """The names of the records by their files."""
    records = standing.whole.records()
    return {record.file: record.title for record in records if isinstance(record, LoggedRecord)}
