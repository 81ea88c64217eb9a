"""Which of a folder's files are copies of another, as iCloud, OneDrive, Google Drive and file managers make them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from opsledger.loading.files import Found
from opsledger.models.record import LoggedRecord, Record
from opsledger.reading.copies import may_be_copy_of, tells_conflict


def possible_copies(files: Iterable[Found]) -> dict[str, str]:
    """By path, the file beside it that a file may be a copy of, as its name says."""
    by_folder: dict[str, set[str]] = defaultdict(set)
    for found in files:
        folder, _, name = found.path.rpartition("/")
        by_folder[folder].add(name.removesuffix(".md"))
    return {
        f"{folder}/{stem}.md": f"{folder}/{of}.md"
        for folder, stems in by_folder.items()
        for stem in stems
        if (of := may_be_copy_of(stem, stems))
    }


def copies_among(possible: Mapping[str, str], records: Mapping[str, Record | None]) -> dict[str, str]:
    """Of files that may be copies, those that are: they say of themselves and as their first line what the other says.

    One whose name speaks of a conflict is a copy whatever it says; so is one that is named after a week or a review's
    day, and so is not a record of its own.
    """
    return {
        path: of
        for path, of in possible.items()
        if tells_conflict(path.removesuffix(".md"), of.removesuffix(".md")) or _is_copy(records[path], records[of])
    }


def _is_copy(record: Record | None, original: Record | None) -> bool:
    if record is None or original is None:
        return record is None and original is not None and not isinstance(original, LoggedRecord)
    return _begins_with(record) == _begins_with(original)


def _begins_with(record: Record) -> tuple[object, str]:
    """What a record is called, and its first line."""
    lines = record.log if isinstance(record, LoggedRecord) else ()
    first = min((line.span for line in lines), key=lambda span: span.start, default=None)
    return getattr(record, "name", None), first.text if first else ""
