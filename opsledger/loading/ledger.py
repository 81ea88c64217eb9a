"""From a folder to a ledger."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from opsledger.diagnostics import Diagnostic, in_order
from opsledger.loading.files import Files
from opsledger.loading.folder import Folder
from opsledger.loading.frozen import with_frozen_figures
from opsledger.models.ledger import Ledger
from opsledger.models.records import Record, Review
from opsledger.models.settings import FILE, Settings
from opsledger.reading.kinds import KINDS, MEMBER, REVIEW, SCHEDULE_FILE, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record, read_schedule, record_id
from opsledger.reading.settings import read_settings
from opsledger.source import SourceFile
from opsledger.values.signs import same_id


class LedgerUnreadable(Exception):
    """A folder is no ledger, or its settings cannot be read; carries the diagnostics, if the file exists."""

    def __init__(self, message: str, problems: tuple[Diagnostic, ...] = (), settings: SourceFile | None = None) -> None:
        super().__init__(message)
        self.problems = problems
        self.settings = settings


def load(root: str | Path) -> Ledger:
    """The ledger in a folder. What is wrong in its files becomes diagnostics; the rest loads.

    Raises LedgerUnreadable where there is no `opsledger.yaml`, or where it cannot be read as a whole.
    """
    return load_from(Folder(Path(root)), root)


def load_from(files: Files, root: str | Path, known: Ledger | None = None) -> Ledger:
    """The ledger of some files, whose folder is `root`. Raises LedgerUnreadable as `load` does.

    known: another version of it; a record that stands there word for word, and without a fault, is not read again.
    """
    with _without_garbage_collection():
        return _Loading(files, str(root), known).load()


def find_root(start: Path) -> Path | None:
    """The nearest folder, from one upwards, that holds an `opsledger.yaml`."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


class _Loading:
    """One reading of a ledger's files."""

    def __init__(self, files: Files, root: str, known: Ledger | None) -> None:
        self.root = root
        self.files = files
        self.problems = files.problems
        self.known = known
        self.sound: dict[str, Record] = {}

    def load(self) -> Ledger:
        settings, source = self._settings()
        self.sound = _sound(self.known, settings)
        self.files.check_root()
        records: dict[str, tuple[Record, ...]] = {}
        unread: dict[str, frozenset[str]] = {}
        grammar = Grammar.of(settings)
        for kind in (MEMBER, *(kind for kind in KINDS if kind is not MEMBER)):
            found, missed = self._read_kind(kind, grammar)
            if kind is REVIEW:
                found = tuple(with_frozen_figures(self.files, review) for review in found)
            records[kind.folder] = found
            unread[kind.folder] = missed
            if kind is MEMBER:
                tasks = tuple(task for member in found for task in member.tasks)
                grammar = Grammar.of(settings, tasks)
                if self.known and tasks != tuple(task for member in self.known.team for task in member.tasks):
                    self.sound = {}
        schedule = self._schedule(grammar)
        parts: dict[str, Any] = records
        return Ledger(
            root=self.root,
            settings=settings,
            settings_source=source,
            schedule=schedule,
            unread=unread,
            problems=in_order(self.problems),
            **parts,
        )

    def _settings(self) -> tuple[Settings, SourceFile]:
        name = self.files.name
        if not self.files.has(FILE):
            there_is = self.files.is_there()
            raise LedgerUnreadable(
                f"{name} is no ledger: it has no {FILE}" if there_is else f"there is no folder {name}"
            )
        found = self.files.plain_file(FILE)
        source = self.files.document(found) if found else None
        settings = None
        if source is not None:
            settings, faults = read_settings(source)
            self.problems += faults
        if settings is None or source is None:
            raise LedgerUnreadable(f"{self.files.where(FILE)} cannot be read", in_order(self.problems), source)
        return settings, source

    def _schedule(self, grammar: Grammar) -> tuple[Any, ...]:
        found = self.files.plain_file(SCHEDULE_FILE)
        source = self.files.document(found) if found else None
        if source is None:
            return ()
        blocks, faults = read_schedule(source, grammar)
        self.problems += faults
        return blocks

    def _read_kind(self, kind: Kind, grammar: Grammar) -> tuple[tuple[Any, ...], frozenset[str]]:
        records: list[Record] = []
        unread: set[str] = set()
        problems = self.problems
        for found in self.files.files(kind):
            source = self.files.document(found)
            record = None
            if source is not None:
                record = self.sound.get(found.path)
                if record is None or record.document.text != source.text or record.document.has_bom != source.has_bom:
                    record, faults = read_record(kind, source, grammar)
                    if faults:
                        problems += faults
            if record is None:
                unread.add(same_id(record_id(found.path)))
            else:
                records.append(record)
        return tuple(records), frozenset(unread)


def _sound(known: Ledger | None, settings: Settings) -> dict[str, Record]:
    """The records of a ledger that were read by the same settings and have no fault, by path; reviews left out."""
    if known is None or known.settings != settings:
        return {}
    faulty = {problem.file for problem in known.problems}
    return {
        record.file: record
        for record in known.records()
        if record.file not in faulty and not isinstance(record, Review)  # its figures stand in a file of their own
    }


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Thousands of small frozen records make no cycles; collecting between them costs a third of the time.

    Freezing and unfreezing moves what was made to the oldest generation without a walk over it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_freeze_count() == 0:
                gc.freeze()
                gc.unfreeze()
            gc.enable()
