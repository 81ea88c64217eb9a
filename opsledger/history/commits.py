"""What was committed: each commit with the files that it changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from opsledger.history.git import output_of, printed_by

_OPTIONS = (
    "--raw",
    "-z",
    "--no-abbrev",
    "--find-renames",
    "-l2000",
    "--no-relative",
    "-m",
    "--full-history",
    "--topo-order",
    "-O/dev/null",
    "--format=tformat:%x01%H %as %P%n%an%n%s",
    "--encoding=UTF-8",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-mailmap",
    "--submodule=short",
)
_AUTHOR = re.compile(rb"^author (?P<name>.*?) ?<[^>\n]*> (?P<seconds>\d+) (?P<zone>[+-]\d{4})$", re.MULTILINE)
SHORT = 7


class Commit(NamedTuple):
    """A commit: its id, the day on which its author wrote it, the author's name, and the first line of its message."""

    id: str
    day: date
    author: str
    subject: str

    @property
    def short(self) -> str:
        """The first signs of its id."""
        return self.id[:SHORT]


class FileChange(NamedTuple):
    """What a commit did to a file: its content before and after, by their blobs' ids, None where there is none.

    path: relative to the ledger; old_path: before a rename. kind: `added`, `changed`, `renamed` or `deleted`; of a
    merge always `merged`, once for each parent that has the file otherwise.
    """

    kind: str
    path: str
    old_path: str
    before: str | None
    after: str | None


class Committed(NamedTuple):
    """A commit and what it changed in the ledger."""

    commit: Commit
    changes: tuple[FileChange, ...]


def read_commit(commit_id: str, content: bytes) -> Commit:
    """A commit from the content of its object."""
    head, _, message = content.partition(b"\n\n")
    found = _AUTHOR.search(head)
    lines = message.strip().splitlines()
    subject = lines[0].decode("utf-8", "replace") if lines else ""
    if not found:
        return Commit(commit_id, date(1970, 1, 1), "", subject)
    zone = int(found["zone"])
    offset = timedelta(minutes=abs(zone) // 100 * 60 + abs(zone) % 100) * (-1 if zone < 0 else 1)
    try:
        when = datetime.fromtimestamp(int(found["seconds"]), timezone(offset))
    except (ValueError, OverflowError, OSError):
        when = datetime.fromtimestamp(0, UTC)
    return Commit(commit_id, when.date(), found["name"].decode("utf-8", "replace"), subject)


class Repository(NamedTuple):
    """What is asked of a repository first: where in it the ledger stands, and whether it lacks its beginning."""

    prefix: bytes
    is_shallow: bool


def repository_of(ledger: str | Path) -> Repository:
    """The repository that a ledger is in. Raises GitRefused."""
    prefix, shallow = output_of(ledger, "rev-parse", "--show-prefix", "--is-shallow-repository").rsplit(b"\n", 2)[:2]
    return Repository(prefix, shallow == b"true")


def leads_to(ledger: str | Path, earlier: str, later: str) -> bool:
    """Whether one revision is another's ancestor, and not the same. Raises GitRefused."""
    counts = output_of(ledger, "rev-list", "--left-right", "--count", "--end-of-options", f"{earlier}...{later}")
    only_earlier, only_later = map(int, counts.split())
    return not only_earlier and bool(only_later)


def read_log(
    ledger: str | Path, place: Repository, until: str, since: str | None = None, after: date | None = None
) -> Iterator[Committed]:
    """The commits that lead to one and not yet to another, the newest first, as git tells of them.

    until, since: the commits' full ids. after: leave out commits written before this day. Raises GitRefused.
    """
    options: Sequence[str] = _OPTIONS
    if after is not None:  # by the day of the commit, which is never before that of writing; a day for the zones
        options = (*options, f"--since={after - timedelta(days=2)}T00:00:00Z")
    wanted = (until,) if since is None else (until, f"^{since}")
    printed = printed_by(ledger, "log", *options, "--end-of-options", *wanted, "--", ".")
    for each in _commits(_tokens(printed), place.prefix):
        if after is None or each.commit.day >= after:
            yield each


def _tokens(printed: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between NULs."""
    rest = b""
    for part in printed:
        *whole, rest = (rest + part).split(b"\0")
        yield from whole
    yield rest


def _commits(tokens: Iterator[bytes], prefix: bytes) -> Iterator[Committed]:
    commit, is_merge = None, False
    changes: list[FileChange] = []
    for token in tokens:
        token = token.lstrip(b"\n")
        if token[:1] == b"\x01":
            found, parents = _head(token)
            if commit and commit.id != found.id:  # a merge comes once for each parent
                yield Committed(commit, tuple(changes))
                changes = []
            commit, is_merge = found, parents > 1
        elif token[:1] == b":":
            change = _change(token, tokens, prefix)
            if change:
                changes.append(change._replace(kind="merged") if is_merge else change)
    if commit:
        yield Committed(commit, tuple(changes))


def _head(token: bytes) -> tuple[Commit, int]:
    """A commit, and how many parents it has."""
    first, author, subject = (token[1:].decode("utf-8", "replace") + "\n\n").split("\n")[:3]
    commit_id, day, *parents = first.split(" ")
    try:
        written = date.fromisoformat(day)
    except ValueError:
        written = date(1970, 1, 1)
    return Commit(commit_id, written, author, subject), len(parents)


def _change(token: bytes, tokens: Iterator[bytes], prefix: bytes) -> FileChange | None:
    """One entry of a raw diff, `:MODE MODE ID ID KIND`, and the path or two behind it; None outside of the ledger."""
    old_mode, new_mode, old_id, new_id, kind = token[1:].split()
    old_path = path = next(tokens, b"")
    if kind[:1] in b"RC":
        path = next(tokens, b"")
    was_in, is_in = old_path.startswith(prefix), path.startswith(prefix)
    if not (was_in or is_in):
        return None
    name, old_name = (os.fsdecode(each[len(prefix) :]) for each in (path, old_path))
    before = _blob(old_mode, old_id) if was_in else None
    after = _blob(new_mode, new_id) if is_in else None
    word = {b"A": "added", b"D": "deleted", b"R": "renamed"}.get(kind[:1], "changed")
    if was_in and not is_in:  # moved out of the ledger
        return FileChange("deleted", old_name, old_name, before, None)
    return FileChange(word, name, old_name, before, after) if was_in else FileChange("added", name, name, None, after)


def _blob(mode: bytes, name: bytes) -> str | None:
    """The id of a plain file's content; None for what is none, or not there."""
    return name.decode() if mode[:2] == b"10" and name.strip(b"0") else None
