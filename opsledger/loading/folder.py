"""A ledger's folder: finding its files without following what leads out of it."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from opsledger.loading.files import (
    LINK_OUTSIDE,
    NO_PLAIN_FILE,
    UNREADABLE,
    Document,
    Files,
    Found,
    RootEntry,
    document_of,
    unreadable,
)
from opsledger.reading.copies import not_downloaded
from opsledger.reading.documents import LARGEST
from opsledger.reading.kinds import Kind
from opsledger.source import SETTINGS_FILE

_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_USUAL_SIZE = 1 << 16


class Folder(Files):
    """The files of a ledger as they are now.

    read: how a file is read, by default from the disk. unsaved: paths that count as files although none is there yet.
    """

    def __init__(
        self, root: Path, read: Callable[[Found], Document] | None = None, unsaved: Collection[str] = ()
    ) -> None:
        super().__init__(str(root))
        self.root = root
        self.real_root = os.path.realpath(root)
        self.read = read or read_file
        self.unsaved = unsaved

    def where(self, path: str) -> str:
        """What a message calls a file: where it is."""
        return str(self.root / path)

    def is_there(self) -> bool:
        """Whether there is such a folder."""
        return self.root.is_dir()

    def root_entries(self) -> list[RootEntry]:
        """What is at the top, by name; nothing if it cannot be listed."""
        try:
            entries = sorted(os.scandir(self.root), key=lambda entry: entry.name)
        except OSError:
            return []
        return [RootEntry(entry.name, entry.is_dir(), entry.is_symlink()) for entry in entries]

    def files(self, kind: Kind) -> list[Found]:
        """The files of a kind's records, by path."""
        if kind.file:
            own = self.plain_file(kind.file)
            return [own] if own else []
        folder = self.root / kind.folder
        if folder.is_symlink():
            self.tell(LINK_OUTSIDE, kind.folder, "a link is where a folder of records should be: not followed")
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
        if "/" in path and any(entry.name == SETTINGS_FILE for entry in entries):
            self.tell_ledger_within(path)
            return
        for entry in entries:
            name = entry.name
            if name[0] in "._":
                if (original := not_downloaded(name)) and original.endswith(".md"):
                    self.tell_elsewhere(f"{path}/{original}", name)
                continue
            inner = f"{path}/{name}"
            if entry.is_symlink():
                if (linked := self._link(inner, entry.path)) and self.is_record(inner, entry.path):
                    yield linked
            elif entry.is_dir():
                yield from self._walk(inner, entry.path)
            elif not entry.is_file():
                self.tell(NO_PLAIN_FILE, inner, "a pipe, socket or device: not opened", "move it out of the ledger")
            elif self.is_record(inner, entry.path):
                yield Found(inner, entry.path)

    def _unsaved(self, kind: Kind) -> Iterator[Found]:
        """The records of a kind that are written, but were never saved."""
        for path in self.unsaved:
            folder, *inner = path.split("/")
            place = str(self.root / path)
            is_hidden = any(name[:1] in ("", ".", "_") for name in inner)
            if folder != kind.folder or not inner or is_hidden or os.path.lexists(place):
                continue
            if self.is_record(path, place):
                yield Found(path, place)

    def has(self, path: str) -> bool:
        """Whether a plain file, or a link to one, is at a path."""
        return (self.root / path).is_file() or path in self.unsaved

    def plain_file(self, path: str) -> Found | None:
        """A file that is to be opened, or None: with a fault, unless nothing or a folder is there."""
        place = self.root / path
        if not os.path.lexists(place):
            return Found(path, str(place)) if path in self.unsaved else None
        if place.is_dir():
            return None
        if place.is_symlink():
            return self._link(path, str(place))
        try:
            status = place.stat()
        except OSError as fault:  # gone since it was found, while it is being saved
            self.problems += unreadable(path, fault).faults
            return None
        if not stat.S_ISREG(status.st_mode):
            self.tell(NO_PLAIN_FILE, path, "not a regular file: not opened")
            return None
        return Found(path, str(place))

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
            self.tell(LINK_OUTSIDE, path, "a link to something other than a regular file: not followed")
            return None
        return Found(path, place)

    def bytes_of(self, found: Found) -> bytes:
        """A file's bytes, as they are on the disk."""
        return read_bytes(found.place)

    def open(self, found: Found) -> Document:
        """A file's text with its faults as a whole."""
        return self.read(found)

    def head(self, place: str) -> bytes:
        """A file's first bytes."""
        handle = os.open(place, _OPENING)
        try:
            return os.read(handle, 64)
        finally:
            os.close(handle)


def read_file(found: Found) -> Document:
    """A file's text as it is on the disk."""
    try:
        data = read_bytes(found.place)
    except OSError as fault:
        return unreadable(found.path, fault)
    return document_of(found.path, data)


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
