"""A ledger's folder: which files are records, and reading them without following what leads out of it."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from opsledger.diagnostics import Diagnostic, Rule, error, nearest_word, warning
from opsledger.reading.documents import LARGEST, TOO_LARGE, read_document
from opsledger.reading.kinds import KINDS, Kind
from opsledger.source import SourceFile

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


class Found(NamedTuple):
    """A record's file: its path relative to the ledger, and where it is."""

    path: str
    place: str


class Document(NamedTuple):
    """A file as it was read: its text, None where it cannot be read any further, and its faults as a whole."""

    source: SourceFile | None
    faults: Sequence[Diagnostic]


class Folder:
    """A ledger's folder; what is in the way of reading it gathers in `problems`.

    read: how a file is read, by default from the disk. unsaved: paths that count as files although none is there yet.
    """

    def __init__(
        self, root: Path, read: Callable[[Found], Document] | None = None, unsaved: Collection[str] = ()
    ) -> None:
        self.root = root
        self.real_root = os.path.realpath(root)
        self.problems: list[Diagnostic] = []
        self.read = read or read_file
        self.unsaved = unsaved

    def check_root(self) -> None:
        """Look for folders that are nearly record folders, and files in their place."""
        known = (*(kind.folder for kind in KINDS), "templates")
        for entry in _entries(str(self.root)):
            if entry.name in known:
                if not entry.is_dir() and not entry.is_symlink():
                    self.tell(NO_PLAIN_FILE, entry.name, "a file stands where a folder of records should")
            elif entry.is_dir() and entry.name[0] not in "._" and (nearest := nearest_word(entry.name, known)):
                self.tell(FOLDER_TYPO, entry.name, "this folder is not read", f"did you mean `{nearest}`?")

    def files(self, kind: Kind) -> list[Found]:
        """The files of a kind's records, by path."""
        folder = self.root / kind.folder
        if folder.is_symlink():
            self.tell(LINK_OUTSIDE, kind.folder, "a link stands where a folder of records should: not followed")
            return []
        found = list(self._walk(kind.folder, str(folder))) if folder.is_dir() else []
        found += self._unsaved(kind)
        found.sort(key=lambda file: file.path)
        return found

    def _walk(self, path: str, place: str) -> Iterator[Found]:
        try:
            entries = list(os.scandir(place))
        except OSError as fault:
            self.tell(UNREADABLE, path, f"cannot be opened: {fault.strerror}")
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
                self.tell(NO_PLAIN_FILE, inner, "a pipe, socket or device: not opened", "move it out of the ledger")
            elif self._is_record(inner, entry.path):
                yield Found(inner, entry.path)

    def _unsaved(self, kind: Kind) -> Iterator[Found]:
        """The records of a kind that are written, but were never saved."""
        for path in self.unsaved:
            folder, *inner = path.split("/")
            place = str(self.root / path)
            is_hidden = any(name[:1] in ("", ".", "_") for name in inner)
            if folder != kind.folder or not inner or is_hidden or os.path.lexists(place):
                continue
            if self._is_record(path, place):
                yield Found(path, place)

    def single(self, path: str) -> Found | None:
        """A file that has its own place, or was never saved there; None where there is none, or with a fault."""
        place = str(self.root / path)
        if not os.path.lexists(place):
            return Found(path, place) if path in self.unsaved else None
        return None if Path(place).is_dir() else self.plain_file(path, place)

    def plain_file(self, path: str, place: str) -> Found | None:
        """A file that is to be opened, or None with a fault."""
        if Path(place).is_symlink():
            return self._link(path, place)
        try:
            status = Path(place).stat()
        except OSError as fault:  # gone since it was found, while it is being saved
            self.problems += unreadable(path, fault).faults
            return None
        if not stat.S_ISREG(status.st_mode):
            self.tell(NO_PLAIN_FILE, path, "no plain file: not opened")
            return None
        return Found(path, place)

    def _link(self, path: str, place: str) -> Found | None:
        """What a symbolic link leads to: a plain file inside the ledger, else None with a fault."""
        target = os.path.realpath(place)
        try:
            status = Path(target).stat()
        except OSError:
            self.tell(LINK_OUTSIDE, path, "a link that leads nowhere")
            return None
        if not target.startswith(self.real_root.rstrip(os.sep) + os.sep):
            self.tell(LINK_OUTSIDE, path, "a link that leads out of the ledger: not followed")
            return None
        if not stat.S_ISREG(status.st_mode):
            self.tell(LINK_OUTSIDE, path, "a link to something other than a plain file: not followed")
            return None
        return Found(path, place)

    def _is_record(self, path: str, place: str) -> bool:
        """Whether a file is a record by its name; warns of one that only looks like it."""
        name = path.rpartition("/")[2]
        if name.lower() == "readme.md":
            return False
        if _CONFLICTED.search(name):
            self.tell(
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
            self.tell(NO_RECORD, path, "not read: a record's name ends in `.md`", f"rename it to `{stem}.md`")
        elif _begins_like_record(place):
            self.tell(NO_RECORD, path, "not read: it begins like a record", f"rename it to `{name}.md` if it is one")
        return False

    def tell(self, rule: Rule, path: str, message: str, hint: str | None = None) -> None:
        """Take note of a fault of a file as a whole."""
        self.problems.append(_of_whole(rule, path, message, hint))

    def document(self, found: Found) -> SourceFile | None:
        """A file's text, or None with a fault."""
        source, faults = self.read(found)
        if faults:
            self.problems += faults
        return source


def read_file(found: Found) -> Document:
    """A file's text as it stands on the disk."""
    try:
        data = read_bytes(found.place)
    except OSError as fault:
        return unreadable(found.path, fault)
    return document_of(found.path, data)


def unreadable(path: str, fault: OSError) -> Document:
    """A file that cannot be opened."""
    return Document(None, [_of_whole(UNREADABLE, path, f"cannot be opened: {fault.strerror}")])


def document_of(path: str, data: bytes) -> Document:
    """The text of a file that holds these bytes."""
    if len(data) > LARGEST:
        hint = "split it, or move it elsewhere"
        return Document(None, [_of_whole(TOO_LARGE, path, "larger than 10 MB: not read", hint)])
    source, faults, readable = read_document(path, data)
    return Document(source if readable else None, faults)


def _of_whole(rule: Rule, path: str, message: str, hint: str | None = None) -> Diagnostic:
    shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return Diagnostic(rule, message, shown, None, hint)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return []


def read_bytes(place: str) -> bytes:
    """A file's bytes, at most one more than are allowed; a pipe put there in between does not hang it."""
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
