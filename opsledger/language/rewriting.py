"""A renaming as files: what each holds before and after, and what goes on naming the old id."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.checks.every import check
from opsledger.diagnostics import Diagnostic, Fix
from opsledger.editing.edit import ChangedFile
from opsledger.editing.journal import FileEdit
from opsledger.language.renaming import Renaming
from opsledger.loading import Folder, LedgerUnreadable, StoredFiles, load_from
from opsledger.loading.frozen import frozen_path
from opsledger.models.ledger import Ledger
from opsledger.models.record import Record
from opsledger.models.settings import FILE
from opsledger.reading.kinds import KINDS, SCHEDULE_FILE
from opsledger.source import INBOX_FILE, SourceFile, Stored
from opsledger.values.written import count_of

_NAMED_OUTSIDE = (FILE, INBOX_FILE)  # free text, in which an id may be any word


class Rewriting(NamedTuple):
    """The files that a renaming changes. path, new_path: of the record itself."""

    path: str
    new_path: str
    edits: tuple[FileEdit, ...]
    texts: dict[str, SourceFile]

    def changes(self) -> Iterator[ChangedFile]:
        """Each file as a change, for its difference."""
        for edit in self.edits:
            yield ChangedFile(edit.path, edit.before, edit.after)

    def places(self, fixes: Sequence[Fix]) -> Iterator[tuple[str, str]]:
        """Where each place stands that names the record now, and its line."""
        seen = set()
        for fix in fixes:
            path, line = fix.span.file, fix.span.line
            place = (self.new_path if path == self.path else path, line)
            if place not in seen:
                seen.add(place)
                yield f"{place[0]}:{line}", self.texts[path].line_text(line)


def rewriting(ledger: Ledger, renaming: Renaming) -> Rewriting:
    """What the files of a ledger hold once a record has its new id."""
    by_file: dict[str, list[Fix]] = defaultdict(list)
    sources: dict[str, SourceFile] = {record.file: record.document for record in ledger.records()}
    for fix in renaming.edits:
        by_file[fix.span.file].append(fix)
        sources[fix.span.file] = fix.span.source
    texts: dict[str, SourceFile] = {}
    edits = []
    for path in {renaming.path: None} | dict.fromkeys(sorted(by_file)):
        before = sources[path]
        after = texts[path] = _fixed(before, by_file.get(path, ()))
        if path == renaming.path:
            edits += [FileEdit(renaming.new_path, None, after.data), FileEdit(path, before.data, None)]
        else:
            edits.append(FileEdit(path, before.data, after.data))
    return Rewriting(renaming.path, renaming.new_path, tuple(edits), texts)


def _fixed(source: SourceFile, fixes: Sequence[Fix]) -> SourceFile:
    text = source.text
    for fix in sorted({(fix.span.start, fix.span.end): fix for fix in fixes}.values(), key=lambda one: -one.span.start):
        text = text[: fix.span.start] + fix.text + text[fix.span.end :]
    return SourceFile(source.path, ("\ufeff" if source.has_bom else "") + text)


def errors_brought(ledger: Ledger, files: Rewriting, day: date) -> list[Diagnostic]:
    """The errors that a ledger would have and does not have yet: the renaming is read again before it is made."""
    folder = Folder(Path(ledger.root))
    stored: dict[str, Stored] = {}
    own = (folder.plain_file(path) for path in (FILE, SCHEDULE_FILE))
    for found in (*(found for kind in KINDS for found in folder.files(kind)), *filter(None, own)):
        with suppress(OSError):  # reported by `check`, before as afterwards
            stored[found.path] = Stored("file", folder.bytes_of(found))
    for edit in files.edits:
        if edit.after is None:
            stored.pop(edit.path, None)
        else:
            stored[edit.path] = Stored("file", edit.after)
    try:
        after = load_from(StoredFiles("the new id", stored), ledger.root)
    except LedgerUnreadable as unreadable:
        return list(unreadable.problems)
    known = [problem.rule.code for problem in check(ledger, day) if problem.is_error]
    brought = []
    for problem in check(after, day):
        if problem.is_error and problem.rule.code in known:
            known.remove(problem.rule.code)
        elif problem.is_error:
            brought.append(problem)
    return brought


def left_names(ledger: Ledger, record: Record, renaming: Renaming) -> Iterator[str]:
    """What goes on naming the old id, a sentence each: what past reviews said and froze, and free text."""
    word = re.compile(rf"(?<![\w-]){re.escape(record.id)}(?![\w-])")
    changed = {fix.span.file for fix in renaming.edits}
    root = Path(ledger.root)
    frozen = sum(word.search(_text(root / frozen_path(review.file))) is not None for review in ledger.reviews)
    if frozen:
        yield f"the frozen figures of {count_of(frozen, 'review')} keep `{record.id}`: they say what was so then"
    said = sum(word.search(review.document.text) is not None for review in ledger.reviews)
    if said:
        yield f"what {count_of(said, 'review')} said of `{record.id}` stays as it was written"
    known = {each.file for each in ledger.records()}
    unread = [found.path for kind in KINDS for found in Folder(root).files(kind) if found.path not in known]
    for path in (*_NAMED_OUTSIDE, SCHEDULE_FILE, *unread):
        if path not in changed and word.search(_text(root / path)):
            yield f"{path} names `{record.id}` too: change it there if the record is meant"


def _text(place: Path) -> str:
    try:
        return place.read_text("utf-8", "replace")
    except OSError:
        return ""
