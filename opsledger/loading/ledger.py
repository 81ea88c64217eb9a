"""From a folder to a ledger."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from opsledger.diagnostics import Diagnostic, in_order
from opsledger.loading.copies import copies_among, possible_copies
from opsledger.loading.files import Document, Files, Found
from opsledger.loading.folder import Folder, read_file
from opsledger.loading.frozen import ReadFrozen, read_frozen, tell_conflict, with_frozen_figures
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.models.names import with_clients_found
from opsledger.models.record import Record
from opsledger.models.settings import FILE, Settings
from opsledger.reading.copies import not_downloaded
from opsledger.reading.documents import CONFLICT
from opsledger.reading.kinds import KINDS, MEMBER, REVIEW, SCHEDULE_FILE, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record, read_schedule, record_id
from opsledger.source import SourceFile
from opsledger.values.characters import same_id

_STEP = 100  # files between one word of progress and the next


class LedgerUnreadable(Exception):
    """A folder is not a ledger, or its settings cannot be read; carries the diagnostics, if the file exists."""

    def __init__(self, message: str, problems: tuple[Diagnostic, ...] = (), settings: SourceFile | None = None) -> None:
        super().__init__(message)
        self.problems = problems
        self.settings = settings


ReadSchedule = Callable[[SourceFile, Grammar], tuple[tuple[Block, ...], list[Diagnostic]]]
ReadSettings = Callable[[SourceFile], tuple[Settings | None, list[Diagnostic]]]


def read_settings(source: SourceFile) -> tuple[Settings | None, list[Diagnostic]]:
    """The settings that a file gives, with its faults: what reads them is imported only if they were not kept."""
    from opsledger.reading import settings

    return settings.read_settings(source)


class Readers(NamedTuple):
    """What a loading reads with. Whoever keeps what was read before puts functions of his own in their place.

    unsaved: paths that count as files of the ledger although none is there yet. derived: as of a ledger.
    """

    document: Callable[[Found], Document] = read_file
    record: Callable[[Kind, SourceFile, Grammar], tuple[Record | None, list[Diagnostic]]] = read_record
    schedule: ReadSchedule = read_schedule
    settings: ReadSettings = read_settings
    frozen: ReadFrozen = read_frozen
    unsaved: Collection[str] = ()
    derived: Mapping[Record, Any] = MappingProxyType({})


def load(
    root: str | Path, readers: Readers | None = None, on_progress: Callable[[int, int | None], None] | None = None
) -> Ledger:
    """The ledger in a folder. What is wrong in its files becomes diagnostics; the rest loads.

    on_progress: called now and then with how many files are read; of how many is not known.
    Raises LedgerUnreadable if there is no `opsledger.yaml`, or if it cannot be read as a whole.
    """
    readers = readers or Readers()
    return load_from(Folder(Path(root), readers.document, readers.unsaved), root, readers, on_progress)


def load_from(
    files: Files,
    root: str | Path,
    readers: Readers | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Ledger:
    """The ledger of some files, whose folder is `root`; else as `load`. Raises LedgerUnreadable as `load` does."""
    with without_collecting():
        return _Loading(files, str(root), readers or Readers(), on_progress).load()


def readers_of_versions() -> Readers:
    """Readers for several versions of a ledger: a record that two of them have word for word is read once."""
    known: dict[tuple[object, ...], tuple[Record | None, list[Diagnostic]]] = {}

    def read(kind: Kind, source: SourceFile, grammar: Grammar) -> tuple[Record | None, list[Diagnostic]]:
        key = (source.path, source.has_bom, source.text, grammar)
        if key not in known:
            known[key] = read_record(kind, source, grammar)
        return known[key]

    return Readers(record=read)


def read_root(files: Files, read: ReadSettings = read_settings) -> tuple[Settings, SourceFile]:
    """The settings of a ledger and their file; what is wrong in them is told to the files. Raises LedgerUnreadable."""
    if not files.has(FILE):
        name = files.name
        what = f"{name} is not a ledger: it has no {FILE}" if files.is_there() else f"there is no folder {name}"
        if any(not_downloaded(entry.name) == FILE for entry in files.root_entries()):
            what = f"{files.where(FILE)} is in iCloud, and not on this disk: download it in the Finder"
        raise LedgerUnreadable(what)
    found = files.plain_file(FILE)
    source = files.document(found) if found else None
    settings = None
    if source is not None:
        settings, faults = read(source)
        files.problems += faults
    if settings is None or source is None:
        raise LedgerUnreadable(f"{files.where(FILE)} cannot be read", in_order(files.problems), source)
    return settings, source


def read_schedule_of(files: Files, grammar: Grammar, read: ReadSchedule = read_schedule) -> tuple[Block, ...]:
    """The blocks of a ledger's standing schedule; what is wrong in it is told to the files."""
    found = files.plain_file(SCHEDULE_FILE)
    source = files.document(found) if found else None
    if source is None:
        return ()
    blocks, faults = read(source, grammar)
    files.problems += faults
    return blocks


class _Loading:
    """One reading of a ledger's files."""

    def __init__(
        self, files: Files, root: str, readers: Readers, on_progress: Callable[[int, int | None], None] | None
    ) -> None:
        self._on_progress = on_progress
        self.read = 0
        self.root = root
        self.readers = readers
        self.files = files
        self.problems = files.problems

    def load(self) -> Ledger:
        try:
            settings, source = read_root(self.files, self.readers.settings)
        except LedgerUnreadable as unreadable:
            raise self._with_conflicts(unreadable) from None
        self.files.check_root()
        records: dict[str, tuple[Record, ...]] = {}
        unread: dict[str, frozenset[str]] = {}
        grammar = Grammar.of(settings)
        for kind in (MEMBER, *(kind for kind in KINDS if kind is not MEMBER)):
            found, missed = self._read_kind(kind, grammar)
            if kind is REVIEW:
                found = tuple(with_frozen_figures(self.files, review, self.readers.frozen) for review in found)
            records[kind.folder] = found
            unread[kind.folder] = missed
            if kind is MEMBER:
                grammar = Grammar.of(settings, tuple(task for member in found for task in member.tasks))
        schedule = read_schedule_of(self.files, grammar, self.readers.schedule)
        parts: dict[str, Any] = with_clients_found(records, unread)
        return Ledger(
            root=self.root,
            settings=settings,
            settings_source=source,
            schedule=schedule,
            unread=unread,
            problems=in_order(self.problems),
            derived=self.readers.derived,
            **parts,
        )

    def _with_conflicts(self, unreadable: LedgerUnreadable) -> LedgerUnreadable:
        """Where a merge was left unfinished in the settings, all other files in which it was, too."""
        if not any(problem.rule is CONFLICT for problem in unreadable.problems):
            return unreadable
        known = len(self.problems)
        for kind in KINDS:
            for found in self.files.files(kind):
                self.files.document(found)
                if kind is REVIEW:
                    tell_conflict(self.files, found.path)
        if schedule := self.files.plain_file(SCHEDULE_FILE):
            self.files.document(schedule)
        others = in_order(problem for problem in self.problems[known:] if problem.rule is CONFLICT)
        return LedgerUnreadable(str(unreadable), (*unreadable.problems, *others), unreadable.settings)

    def _read_kind(self, kind: Kind, grammar: Grammar) -> tuple[tuple[Any, ...], frozenset[str]]:
        files = self.files.files(kind)
        read: dict[str, tuple[Record | None, Sequence[Diagnostic]]] = {}
        for found in files:
            self.read += 1
            if self._on_progress is not None and self.read % _STEP == 0:
                self._on_progress(self.read, None)
            source = self.files.document(found)
            read[found.path] = (None, ()) if source is None else self.readers.record(kind, source, grammar)
        if possible := possible_copies(files):
            for path, original in copies_among(possible, {path: record for path, (record, _) in read.items()}).items():
                del read[path]
                self.files.tell_copy(path, original.rpartition("/")[2])
        records = tuple(record for record, _ in read.values() if record is not None)
        self.problems += [fault for _, faults in read.values() for fault in faults]
        missing = {path for path in self.files.elsewhere if path.startswith(kind.place)}
        missing |= {path for path, (record, _) in read.items() if record is None}
        return records, frozenset(same_id(record_id(path)) for path in missing)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Thousands of small frozen records make no cycles; collecting between them costs a third of the time.

    Freezing and unfreezing moves what was made to the oldest generation without a walk over it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if not _is_frozen():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _is_frozen() -> bool:
    """Whether somebody has set objects aside from collecting, which unfreezing would take back."""
    return gc.get_freeze_count() > 0
