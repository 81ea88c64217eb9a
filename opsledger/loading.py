"""From a folder to a ledger: which files are records, and what is in the way of reading them."""

from __future__ import annotations

import gc
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from opsledger.diagnostics import Diagnostic, error, in_order, nearest_word, warning
from opsledger.models.ledger import Ledger
from opsledger.models.records import Record
from opsledger.models.settings import FILE, Settings
from opsledger.reading.documents import LARGEST, TOO_LARGE, read_document
from opsledger.reading.kinds import KINDS, MEMBER, SCHEDULE_FILE, Kind
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record, read_schedule, record_id
from opsledger.reading.settings import read_settings
from opsledger.source import SourceFile
from opsledger.values.signs import same_id

UNREADABLE = error("unreadable", "A file or folder cannot be opened.")
NO_PLAIN_FILE = error("no-plain-file", "What stands where a record should is no plain file, or a folder is none.")
LINK_OUTSIDE = error("link-outside", "A symbolic link leads out of the ledger, to a folder, or nowhere.")
NO_RECORD = warning("no-record", "A file in a record folder looks like a record, but is not read as one.")
CONFLICTED_COPY = warning("conflicted-copy", "A sync tool left a conflicted copy, which is not read.")
FOLDER_TYPO = warning("folder-typo", "A folder's name is nearly that of a record folder.")

_CONFLICTED = re.compile(r"conflicted copy|case conflict|\.sync-conflict-|_conflict-\d{4}|\(conflict", re.IGNORECASE)
_RECORD_LIKE = (".markdown", ".md", ".txt", ".mdown", ".mkd")
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_USUAL_SIZE = 1 << 16
_OTHERS = (".json", ".html", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".pdf", ".ics", ".csv", ".base")
_BACKUPS = ("~", ".bak", ".orig", ".rej", ".swp", ".tmp")


class LedgerUnreadable(Exception):
    """A folder is no ledger, or its settings cannot be read; carries the diagnostics, if the file exists."""

    def __init__(self, message: str, problems: tuple[Diagnostic, ...] = (), settings: SourceFile | None = None) -> None:
        super().__init__(message)
        self.problems = problems
        self.settings = settings


class _Found(NamedTuple):
    """A record's file: its path relative to the ledger, and where it is."""

    path: str
    place: str


def load(root: str | Path) -> Ledger:
    """The ledger in a folder. What is wrong in its files becomes diagnostics; the rest loads.

    Raises LedgerUnreadable where there is no `opsledger.yaml`, or where it cannot be read as a whole.
    """
    with _without_garbage_collection():
        return _Loading(Path(root)).load()


def find_root(start: Path) -> Path | None:
    """The nearest folder, from one upwards, that holds an `opsledger.yaml`."""
    start = start.absolute()
    return next((folder for folder in (start, *start.parents) if (folder / FILE).is_file()), None)


class _Loading:
    """One walk over a ledger's folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.problems: list[Diagnostic] = []

    def load(self) -> Ledger:
        settings, source = self._settings()
        self._check_root()
        records: dict[str, tuple[Record, ...]] = {}
        unread: dict[str, frozenset[str]] = {}
        grammar = Grammar.of(settings)
        for kind in (MEMBER, *(kind for kind in KINDS if kind is not MEMBER)):
            found, missed = self._read_kind(kind, grammar)
            records[kind.folder] = found
            unread[kind.folder] = missed
            if kind is MEMBER:
                grammar = Grammar.of(settings, tuple(task for member in found for task in member.tasks))
        schedule = self._schedule(grammar)
        parts: dict[str, Any] = records
        return Ledger(
            root=str(self.root),
            settings=settings,
            settings_source=source,
            schedule=schedule,
            unread=unread,
            problems=in_order(self.problems),
            **parts,
        )

    def _settings(self) -> tuple[Settings, SourceFile]:
        place = self.root / FILE
        if not place.is_file():
            what = (
                f"{self.root} is no ledger: it has no {FILE}"
                if self.root.is_dir()
                else f"there is no folder {self.root}"
            )
            raise LedgerUnreadable(what)
        source = self._document(_Found(FILE, str(place)))
        settings = None
        if source is not None:
            settings, faults = read_settings(source)
            self.problems += faults
        if settings is None or source is None:
            raise LedgerUnreadable(f"{place} cannot be read", in_order(self.problems), source)
        return settings, source

    def _schedule(self, grammar: Grammar) -> tuple[Any, ...]:
        place = self.root / SCHEDULE_FILE
        if not os.path.lexists(place) or place.is_dir():
            return ()
        found = self._plain_file(SCHEDULE_FILE, str(place))
        source = self._document(found) if found else None
        if source is None:
            return ()
        blocks, faults = read_schedule(source, grammar)
        self.problems += faults
        return blocks

    def _read_kind(self, kind: Kind, grammar: Grammar) -> tuple[tuple[Any, ...], frozenset[str]]:
        records: list[Record] = []
        unread: set[str] = set()
        problems = self.problems
        for found in self._files(kind):
            source = self._document(found)
            record = None
            if source is not None:
                record, faults = read_record(kind, source, grammar)
                if faults:
                    problems += faults
            if record is None:
                unread.add(same_id(record_id(found.path)))
            else:
                records.append(record)
        return tuple(records), frozenset(unread)

    def _document(self, found: _Found) -> SourceFile | None:
        """A file's text, or None with a fault."""
        try:
            data = _read_bytes(found.place)
        except OSError as fault:
            self._tell(UNREADABLE, found.path, f"cannot be opened: {fault.strerror}")
            return None
        if len(data) > LARGEST:
            self._tell(TOO_LARGE, found.path, "larger than 10 MB: not read", "split it, or move it elsewhere")
            return None
        source, faults, readable = read_document(found.path, data)
        if faults:
            self.problems += faults
        return source if readable else None

    def _check_root(self) -> None:
        """Look for folders that are nearly record folders, and files in their place."""
        known = (*(kind.folder for kind in KINDS), "templates")
        for entry in _entries(str(self.root)):
            if entry.name in known:
                if not entry.is_dir() and not entry.is_symlink():
                    self._tell(NO_PLAIN_FILE, entry.name, "a file stands where a folder of records should")
            elif entry.is_dir() and entry.name[0] not in "._" and (nearest := nearest_word(entry.name, known)):
                self._tell(FOLDER_TYPO, entry.name, "this folder is not read", f"did you mean `{nearest}`?")

    def _files(self, kind: Kind) -> list[_Found]:
        folder = self.root / kind.folder
        if folder.is_symlink():
            self._tell(LINK_OUTSIDE, kind.folder, "a link stands where a folder of records should: not followed")
            return []
        if not folder.is_dir():
            return []
        found = list(self._walk(kind.folder, str(folder)))
        found.sort(key=lambda file: file.path)
        return found

    def _walk(self, path: str, place: str) -> Iterator[_Found]:
        try:
            entries = list(os.scandir(place))
        except OSError as fault:
            self._tell(UNREADABLE, path, f"cannot be opened: {fault.strerror}")
            return
        for entry in entries:
            name = entry.name
            if name[0] in "._":
                continue
            inner = f"{path}/{name}"
            if entry.is_symlink():
                if (linked := self._link(inner, entry.path)) and self._is_record(inner, entry.path):
                    yield linked
            elif entry.is_dir():
                yield from self._walk(inner, entry.path)
            elif not entry.is_file():
                self._tell(NO_PLAIN_FILE, inner, "a pipe, socket or device: not opened", "move it out of the ledger")
            elif self._is_record(inner, entry.path):
                yield _Found(inner, entry.path)

    def _plain_file(self, path: str, place: str) -> _Found | None:
        """A file that is to be opened, or None with a fault."""
        if Path(place).is_symlink():
            return self._link(path, place)
        status = Path(place).stat()
        if not stat.S_ISREG(status.st_mode):
            self._tell(NO_PLAIN_FILE, path, "no plain file: not opened")
            return None
        return _Found(path, place)

    def _link(self, path: str, place: str) -> _Found | None:
        """What a symbolic link leads to: a plain file inside the ledger, else None with a fault."""
        target = os.path.realpath(place)
        try:
            status = Path(target).stat()
        except OSError:
            self._tell(LINK_OUTSIDE, path, "a link that leads nowhere")
            return None
        if not target.startswith(self.real_root.rstrip(os.sep) + os.sep):
            self._tell(LINK_OUTSIDE, path, "a link that leads out of the ledger: not followed")
            return None
        if not stat.S_ISREG(status.st_mode):
            self._tell(LINK_OUTSIDE, path, "a link to something other than a plain file: not followed")
            return None
        return _Found(path, place)

    def _is_record(self, path: str, place: str) -> bool:
        """Whether a file is a record by its name; warns of one that only looks like it."""
        name = path.rpartition("/")[2]
        if name.lower() == "readme.md":
            return False
        if _CONFLICTED.search(name):
            self._tell(
                CONFLICTED_COPY, path, "a sync tool's conflicted copy is not read", "merge it by hand, then delete it"
            )
            return False
        if name.endswith(".md"):
            return True
        lowered = name.lower()
        if lowered.endswith(_OTHERS + _BACKUPS):
            return False
        if lowered.endswith(_RECORD_LIKE):
            stem = name[: name.rindex(".")]
            self._tell(NO_RECORD, path, "not read: a record's name ends in `.md`", f"rename it to `{stem}.md`")
        elif _begins_like_record(place):
            self._tell(NO_RECORD, path, "not read: it begins like a record", f"rename it to `{name}.md` if it is one")
        return False

    def _tell(self, rule: Any, path: str, message: str, hint: str | None = None) -> None:
        shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        self.problems.append(Diagnostic(rule, message, shown, None, hint))


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []


def _read_bytes(place: str) -> bytes:
    """A file's bytes, one more than are allowed at the most. Opened so that a pipe put there in between does not hang."""
    handle = os.open(place, _OPENING)
    try:
        data = os.read(handle, _USUAL_SIZE)
        if len(data) < _USUAL_SIZE:  # nearly every file: one call
            return data
        parts, size = [data], len(data)
        while size <= LARGEST and (part := os.read(handle, LARGEST + 1 - size)):
            parts.append(part)
            size += len(part)
        return b"".join(parts)
    finally:
        os.close(handle)


def _begins_like_record(place: str) -> bool:
    try:
        return re.match(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n", _read_head(place)) is not None
    except OSError:
        return False


def _read_head(place: str) -> bytes:
    handle = os.open(place, _OPENING)
    try:
        return os.read(handle, 64)
    finally:
        os.close(handle)


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
