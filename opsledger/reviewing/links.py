"""Links from a review to the files its numbers come from."""

from __future__ import annotations

from collections.abc import Iterable

from opsledger.models.records import LoggedRecord
from opsledger.reviewing.review import Link
from opsledger.source import Span


def link_to(record: LoggedRecord, span: Span | None = None) -> Link:
    """A link to a record, or to one of its lines."""
    return Link(record.title, record.file, span.line if span else 0)


def link_to_id(records: Iterable[LoggedRecord], record_id: str) -> Link:
    """A link to the record of an id."""
    return next(link_to(record) for record in records if record.id == record_id)


def links_to(spans: Iterable[Span], most: int = 3) -> tuple[Link, ...]:
    """Links to the files of some evidence, each file once."""
    files: dict[str, Link] = {}
    for span in spans:
        files.setdefault(span.file, Link(span.file.rpartition("/")[2].removesuffix(".md"), span.file, span.line))
    return tuple(files.values())[:most]
