"""The files of a ledger as something other than a folder keeps them, such as a commit: paths and bytes."""

from __future__ import annotations

import os
from collections.abc import Mapping

from opsledger.loading.files import (
    LINK_OUTSIDE,
    NO_PLAIN_FILE,
    NO_RECORDS,
    RECORD_FOLDERS,
    ROOT_FILES,
    Document,
    Files,
    Found,
    RootEntry,
    document_of,
)
from opsledger.models.settings import FILE
from opsledger.reading.documents import LARGEST
from opsledger.reading.kinds import REVIEW, Kind
from opsledger.source import SETTINGS_FILE, Stored

FROZEN_END = ".figures.json"
_MOST_LINKS = 40


def is_of_ledger(path: str) -> bool:
    """Whether the content of the file at a path is needed to load a ledger; pictures, backups and the like are not."""
    folder, slash, inner = path.partition("/")
    if not slash:
        return path in (FILE, *ROOT_FILES)
    if folder not in RECORD_FOLDERS or inner[0] in "._" or "/." in inner or "/_" in inner:
        return False
    return not path.lower().endswith(NO_RECORDS) or (folder == REVIEW.folder and path.endswith(FROZEN_END))


class StoredFiles(Files):
    """Files by path, links and submodules among them; they are treated as those of a folder are."""

    def __init__(self, name: str, stored: Mapping[str, Stored]) -> None:
        super().__init__(name)
        self.stored = stored
        self.inside: dict[str, list[str]] = {}
        for path in sorted(stored):
            top, slash, _ = path.partition("/")
            if slash:
                self.inside.setdefault(top, []).append(path)

    def where(self, path: str) -> str:
        """What a message calls a file."""
        return f"{path} at {self.name}"

    def is_there(self) -> bool:
        """Always: a commit without files is one too."""
        return True

    def root_entries(self) -> list[RootEntry]:
        """What is at the top, by name."""
        names = {path for path in self.stored if "/" not in path} | set(self.inside)
        return [RootEntry(name, name in self.inside, self._is(name, "link")) for name in sorted(names)]

    def _is(self, path: str, kind: str) -> bool:
        return path in self.stored and self.stored[path].kind == kind

    def files(self, kind: Kind) -> list[Found]:
        """The files of a kind's records, by path."""
        if kind.file:
            own = self.plain_file(kind.file)
            return [own] if own else []
        if self._is(kind.folder, "link"):
            self.tell(LINK_OUTSIDE, kind.folder, "a link is where a folder of records should be: not followed")
        found = []
        inside = self.inside.get(kind.folder, ())
        settings = (path.rpartition("/")[0] for path in inside if path.endswith(f"/{SETTINGS_FILE}"))
        within = [folder for folder in settings if "/" in folder]
        for path in within:
            self.tell_ledger_within(path)
        others = tuple(f"{path}/" for path in within)
        for path in inside:
            if path.startswith(others) or any(part[0] in "._" for part in path.split("/")[1:]):
                continue
            file = self.plain_file(path)
            if file and self.is_record(path, file.place):
                found.append(file)
        return found

    def has(self, path: str) -> bool:
        """Whether a file, or a link to one, is at a path."""
        target, _ = self._followed(path)
        return self._is(target, "file")

    def plain_file(self, path: str) -> Found | None:
        """A file that is to be opened, or None: with a fault, unless nothing or a folder is there."""
        stored = self.stored.get(path)
        if stored is None:
            return None
        if stored.kind == "link":
            target, fault = self._followed(path)
            if fault:
                self.tell(LINK_OUTSIDE, path, fault)
                return None
            return Found(path, target)
        if stored.kind != "file":
            self.tell(NO_PLAIN_FILE, path, "a submodule: not opened", "a ledger's files are in its own repository")
            return None
        return Found(path, path)

    def _followed(self, path: str) -> tuple[str, str | None]:
        """The path that links lead to, and why it is not opened."""
        done: list[str] = []
        ahead, links = path.split("/")[::-1], 0
        while ahead:
            name = ahead.pop()
            if name in ("", "."):
                continue
            if name == "..":
                if not done:
                    return path, "a link that leads out of the ledger: not followed"
                done.pop()
                continue
            here = "/".join((*done, name))
            if not self._is(here, "link"):
                done.append(name)
                continue
            links += 1
            target = os.fsdecode(self.stored[here].data or b"")
            if target.startswith("/") or "\\" in target or ":" in target[:2]:
                return path, "a link that leads out of the ledger: not followed"
            if links > _MOST_LINKS:
                return path, "a link that leads nowhere"
            ahead += target.split("/")[::-1]
        found = "/".join(done)
        if self._is(found, "file"):
            return found, None
        leads_on = found in self.stored or any(each.startswith(f"{found}/") for each in self.stored)
        return found, "a link to something other than a regular file: not followed" if leads_on else (
            "a link that leads nowhere"
        )

    def bytes_of(self, found: Found) -> bytes:
        """A file's bytes; of one that was too large to be read, more than are allowed."""
        data = self.stored[found.place].data
        return data if data is not None else b"\0" * (LARGEST + 1)

    def open(self, found: Found) -> Document:
        """A file's text with its faults as a whole."""
        return document_of(found.path, self.bytes_of(found))

    def head(self, place: str) -> bytes:
        """A file's first bytes."""
        return (self.stored[place].data or b"")[:64]
