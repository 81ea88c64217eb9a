"""A ledger's folder by names alone: its settings and where each record is, none of them read.

What changes one file needs no more than that, and so takes as long in a large ledger as in a small one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from opsledger.diagnostics import Diagnostic
from opsledger.loading.files import Found
from opsledger.loading.folder import Folder
from opsledger.loading.laid import reader_over
from opsledger.loading.ledger import read_root, read_schedule_of
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.models.record import Record
from opsledger.models.settings import Settings
from opsledger.reading.kinds import KINDS, MEMBER, REVIEW, WEEK, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record, record_id
from opsledger.source import SourceFile
from opsledger.values.characters import same_id


class Survey:
    """A ledger's folder as it is looked at for an edit: what is asked for is looked up once, until `forget`.

    laid: by path what files will hold that are written first, as a preview of several steps has it.
    Raises LedgerUnreadable if there is no ledger, or its settings cannot be read.
    """

    def __init__(self, root: str | Path, laid: Mapping[str, bytes] | None = None) -> None:
        self.root = Path(root)
        self._laid = laid or {}
        self.folder = Folder(self.root, reader_over(self._laid), self._laid) if laid else Folder(self.root)
        self.settings: Settings
        self.settings, self.settings_source = read_root(self.folder)
        self._files: dict[str, list[Found]] = {}
        self._tasks: tuple[str, ...] | None = None
        self._coming: dict[str, frozenset[str]] = {}

    def expect(self, paths: Iterable[str]) -> None:
        """Count records that are about to be made as there: what is written beside them may name them."""
        self._coming = {}
        for path in paths:
            folder, _, _ = path.rpartition("/")
            self._coming[folder] = self._coming.get(folder, frozenset()) | {same_id(record_id(path))}

    def forget(self) -> None:
        """Look at the folder again, as others may have changed it."""
        self._files.clear()
        self._tasks = None

    def has(self, path: str) -> bool:
        """Whether anything is at a path, or will be."""
        return path in self._laid or os.path.lexists(self.root / path)

    def files(self, kind: Kind) -> list[Found]:
        """The files of a kind's records, by path."""
        if kind.folder not in self._files:
            self._files[kind.folder] = self.folder.files(kind)
        return self._files[kind.folder]

    def ids(self, kind: Kind) -> frozenset[str]:
        """The ids of a kind's records, as they compare, and of those expected."""
        there = frozenset(same_id(record_id(found.path)) for found in self.files(kind))
        return there | self._coming.get(kind.folder, frozenset())

    def documents(self, kind: Kind) -> Iterator[SourceFile]:
        """The texts of a kind's records, of those that can be read."""
        for found in self.files(kind):
            source = self.folder.document(found)
            if source:
                yield source

    def schedule(self) -> tuple[Block, ...]:
        """The blocks of the standing schedule."""
        return read_schedule_of(self.folder, self.grammar(WEEK))

    def grammar(self, kind: Kind) -> Grammar:
        """The words of a kind's lines; a block's may be tasks of the team, whose files are read for it."""
        if kind is not WEEK:
            return Grammar.of(self.settings)
        if self._tasks is None:
            grammar = Grammar.of(self.settings)
            read = [read_record(MEMBER, source, grammar)[0] for source in self.documents(MEMBER)]
            self._tasks = tuple(task for member in read for task in getattr(member, "tasks", ()))
        return Grammar.of(self.settings, self._tasks)

    def read(self, path: str) -> tuple[SourceFile | None, list[Diagnostic]]:
        """A file's text with its faults as a file; None if it cannot be read any further.

        Raises FileNotFoundError if there is none.
        """
        before = len(self.folder.problems)
        found = self.folder.plain_file(path)
        if found is None and not self.has(path):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.root / path))
        source = self.folder.document(found) if found else None
        faults = self.folder.problems[before:]
        del self.folder.problems[before:]
        return source, faults

    def record(self, kind: Kind, path: str) -> Record | None:
        """What a file says, as far as it can be read; None if nothing can, or if there is none."""
        try:
            source, _ = self.read(path)
        except FileNotFoundError:
            return None
        return read_record(kind, source, self.grammar(kind))[0] if source else None

    def around(self, kind: Kind, record: Record, problems: tuple[Diagnostic, ...]) -> Ledger:
        """The ledger as one record sees it: every other is known by its id alone."""
        others = {
            other.folder: self.ids(other) - {same_id(record.id)} if other is kind else self.ids(other)
            for other in KINDS
            if other is not REVIEW
        }
        listed: dict[str, tuple[Record, ...]] = {kind.folder: (record,)}
        return Ledger(
            root=str(self.root),
            settings=self.settings,
            settings_source=self.settings_source,
            unread=others,
            problems=problems,
            **listed,  # type: ignore[arg-type]
        )
