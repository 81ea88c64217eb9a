"""The ledgers that an editor works in: which file belongs to which, what is not saved yet, and what was last told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic
from opsledger.language.records import documents
from opsledger.language.view import View
from opsledger.loading import LedgerUnreadable, find_root
from opsledger.loading.incremental import KeptLedger
from opsledger.models.ledger import Ledger
from opsledger.models.settings import FILE
from opsledger.source import SourceFile

log = logging.getLogger(__name__)


class FileProblems(NamedTuple):
    """What is wrong in one file, with its text; without one if it could not be read."""

    path: Path
    source: SourceFile | None
    problems: tuple[Diagnostic, ...]


class OpenLedger:
    """One ledger: kept between edits, with unsaved texts laid over its files."""

    def __init__(self, root: Path, today: Callable[[], date]) -> None:
        self.root = root
        self.kept = KeptLedger(root)
        self.today = today
        self._refused: tuple[Diagnostic, ...] | None = None  # why the settings cannot be read
        self._laid: dict[str, str] = {}
        self._settings = ""  # as they last could be read
        self._view: View | None = None
        self._told: dict[str, tuple[Diagnostic, ...]] = {}
        self._is_due = True

    def lay(self, path: str, text: str) -> None:
        """Let an unsaved text stand for a file."""
        self.kept.lay(path, text)
        self._laid[path] = text
        self._is_due = True

    def lift(self, path: str) -> None:
        """Let a file speak for itself again."""
        self.kept.lift(path)
        self._laid.pop(path, None)
        self._is_due = True

    def touch(self) -> None:
        """Take note that something may have changed on the disk."""
        self._is_due = True

    def view(self, *, fresh: bool = True) -> View:
        """The ledger today; while its settings cannot be read, with those that it had.

        fresh: whether what was typed since it was last read has to count.
        """
        if (fresh and self._is_due) or self._view is None:
            self._refresh()
        assert self._view is not None
        if self._view.today != self.today():
            self._view = View(self._view.ledger, self.today())
        return self._view

    def _refresh(self) -> None:
        self._is_due = False
        try:
            self.kept.refresh()
        except LedgerUnreadable as unreadable:
            log.warning("%s", unreadable)
            self._read_with(self._settings)
            self._refused = unreadable.problems
            return
        ledger = self.kept.ledger
        self._settings = ledger.settings_source.text
        self._refused = None
        self._show(ledger)

    def _show(self, ledger: Ledger) -> None:
        if self._view is None or self._view.ledger is not ledger:
            self._view = View(ledger, self.today())

    def _read_with(self, settings: str) -> None:
        """Read the ledger as if its settings still were what they were when they could be read."""
        written = self._laid.get(FILE)
        self.kept.lay(FILE, settings)
        try:
            self.kept.refresh()
        finally:
            if written is None:
                self.kept.lift(FILE)
            else:
                self.kept.lay(FILE, written)
        self._show(self.kept.ledger)

    def problems(self) -> tuple[Diagnostic, ...]:
        """What is wrong now; of settings that cannot be read, why, and nothing else."""
        view = self.view()
        return view.problems if self._refused is None else self._refused

    def changes(self) -> list[FileProblems]:
        """The files of which something else is to be told than last time: those that are mended with nothing."""
        problems = self.problems()
        by_file: dict[str, list[Diagnostic]] = {}
        for problem in problems:
            by_file.setdefault(problem.file, []).append(problem)
        now = {path: tuple(found) for path, found in by_file.items()}
        changed = [path for path in {**self._told, **now} if self._told.get(path, ()) != now.get(path, ())]
        self._told = now
        sources = {source.path: source for source in documents(self.view().ledger)}
        sources |= {problem.file: problem.span.source for problem in problems if problem.span}
        return [FileProblems(self.root / path, sources.get(path), now.get(path, ())) for path in changed]


class OpenFile(NamedTuple):
    """A file as the editor has it."""

    source: SourceFile
    text: str
    version: int | None


class Session:
    """The files an editor has open, and the ledgers they belong to."""

    def __init__(self, today: Callable[[], date]) -> None:
        self.today = today
        self.ledgers: dict[Path, OpenLedger] = {}
        self.files: dict[Path, OpenFile] = {}

    def open(self, path: Path, text: str, version: int | None) -> OpenLedger | None:
        """Take the text of a file that is opened or was changed; the ledger it belongs to, if any."""
        ledger = self.ledger_of(path)
        inner = path.relative_to(ledger.root).as_posix() if ledger else path.name
        self.files[path] = OpenFile(SourceFile(inner, text), text, version)
        if ledger:
            ledger.lay(inner, text)
        return ledger

    def close(self, path: Path) -> OpenLedger | None:
        """Forget what an editor had of a file."""
        self.files.pop(path, None)
        ledger = self.ledger_of(path)
        if ledger:
            ledger.lift(path.relative_to(ledger.root).as_posix())
        return ledger

    def ledger_of(self, path: Path) -> OpenLedger | None:
        """The ledger that a file belongs to: the nearest one upwards."""
        root = next((one for one in (path, *path.parents) if one in self.ledgers and one != path), None)
        found = find_root(path.parent) or (path.parent if path.name == FILE else None)
        if found is not None and (root is None or len(found.parts) > len(root.parts)):
            self._take_over(found, self.ledgers.get(root) if root else None)
            root = found
        return self.ledgers[root] if root is not None else None

    def _take_over(self, root: Path, outer: OpenLedger | None) -> None:
        """Open a ledger that was not there before: the open files below it are its own from now on."""
        ledger = self.ledgers[root] = OpenLedger(root, self.today)
        for path, opened in self.files.items():
            if root in path.parents and not any(
                inner in path.parents for inner in self.ledgers if root in inner.parents
            ):
                if outer:
                    outer.lift(path.relative_to(outer.root).as_posix())
                inner_path = path.relative_to(root).as_posix()
                self.files[path] = opened._replace(source=SourceFile(inner_path, opened.text))
                ledger.lay(inner_path, opened.text)

    def look_into(self, folders: Iterable[Path]) -> None:
        """Open the ledgers that are at, above or right below some folders."""
        for folder in folders:
            self.ledger_of(folder / FILE if (folder / FILE).is_file() else folder / "_")
            for inner in sorted(folder.glob(f"*/{FILE}")):
                self.ledger_of(inner)

    def source_of(self, path: Path) -> SourceFile | None:
        """A file's text: as the editor has it, else as its ledger has it."""
        if opened := self.files.get(path):
            return opened.source
        ledger = self.ledger_of(path)
        if ledger is None:
            return None
        inner = path.relative_to(ledger.root).as_posix()
        view = ledger.view()
        if inner == FILE:
            return view.ledger.settings_source
        return next((source for source in documents(view.ledger) if source.path == inner), None)
