"""The ledger's files as they were committed at a revision."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import Commit, read_commit
from opsledger.history.git import GitRefused, output_of
from opsledger.history.objects import Objects
from opsledger.reading.documents import LARGEST
from opsledger.source import Stored

_LINK, _SUBMODULE = "120000", "160000"


class TreeEntry(NamedTuple):
    """A file of a commit: its mode, its blob's id, and its size in bytes, if it has one."""

    mode: str
    id: str
    size: int | None

    @property
    def kind(self) -> str:
        """What `Stored` calls it."""
        return {_LINK: "link", _SUBMODULE: "other"}.get(self.mode, "file")


class Revision(NamedTuple):
    """A commit, and the ledger's files in it by path."""

    commit: Commit
    files: Mapping[str, Stored]


def read_revision(ledger: str | Path, revision: str, is_wanted: Callable[[str], bool]) -> Revision:
    """The ledger's files at a revision: links, and the content of the files whose path is wanted.

    Two processes: one lists the files, the other reads the commit and the contents. Raises GitRefused.
    """
    with Objects(ledger) as objects:
        found = objects.commit(revision)
        commit = read_commit(found.id, found.content or b"")
        return Revision(commit, read_files(ledger, objects, commit.id, is_wanted))


def is_bare(folder: str | Path) -> bool:
    """Whether a folder is a repository without files to work on; not if git refuses to say."""
    try:
        return output_of(folder, "rev-parse", "--is-bare-repository").strip() == b"true"
    except GitRefused:
        return False


def read_files(
    ledger: str | Path, objects: Objects, commit_id: str, is_wanted: Callable[[str], bool]
) -> dict[str, Stored]:
    """The ledger's files in a commit by path. Raises GitRefused."""
    entries = list_files(ledger, commit_id)
    stored = {path: Stored(entry.kind) for path, entry in entries.items()}
    has_links = any(entry.kind == "link" for entry in entries.values())  # they may lead to any file
    read = [path for path, entry in entries.items() if _is_read(entry, has_links or is_wanted(path))]
    for path, content in zip(read, objects.read([entries[path].id for path in read]), strict=True):
        if content is None:
            raise GitRefused(f"the content of {path} is not in this clone", "clone again, without --filter")
        stored[path] = Stored(entries[path].kind, content.content)
    return stored


def _is_read(entry: TreeEntry, is_wanted: bool) -> bool:
    is_small = entry.size is not None and entry.size <= LARGEST
    return entry.kind == "link" or (entry.kind == "file" and is_small and is_wanted)


def list_files(ledger: str | Path, commit_id: str) -> dict[str, TreeEntry]:
    """The files of a commit below the ledger's folder, by path relative to it. Raises GitRefused."""
    found = {}
    for line in output_of(ledger, "ls-tree", "-r", "-z", "-l", commit_id).split(b"\0")[:-1]:
        facts, _, path = line.partition(b"\t")
        mode, _, name, size = facts.decode().split()
        found[os.fsdecode(path)] = TreeEntry(mode, name, int(size) if size.isdigit() else None)
    return found
