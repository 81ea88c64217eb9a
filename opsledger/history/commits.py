"""What was committed: each commit with the files that it changed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from opsledger.history.git import GitRefused, output_of, printed_by
from opsledger.patterns import pattern
from opsledger.values.days import FIRST_YEAR, LAST_YEAR

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
    "--date=raw",  # git's own days end with it if a commit is older than 1970
    "--format=tformat:%x01%H %P%n%ad%n%an%n%s",
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
_AUTHOR = pattern(rb"^author (?P<name>[^<\n]*)<[^>\n]*> ?(?P<when>.*)$", re.MULTILINE)
_WHEN = pattern(r"(?P<seconds>-?\d+) (?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)")
UNDATED = date(FIRST_YEAR, 1, 1)  # stands for a day that no ledger can have
SHORT = 7


class Commit(NamedTuple):
    """A commit: its id, the day on which its author wrote it, the author's name, and the first line of its message."""

    id: str
    day: date
    author: str
    subject: str

    @property
    def short(self) -> str:
        """The first characters of its id."""
        return self.id[:SHORT]


class FileChange(NamedTuple):
    """What a commit did to a file: its content before and after, by their blobs' ids, None if there is none.

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
        return Commit(commit_id, UNDATED, "", subject)
    name, when = (found[part].decode("utf-8", "replace").removesuffix(" ") for part in ("name", "when"))
    return Commit(commit_id, _day(when), name, subject)


def _day(written: str) -> date:
    """The author's own day, from seconds since 1970 and a zone (`1762344000 +0100`); UNDATED if none can be read."""
    found = _WHEN.fullmatch(written)
    if not found:
        return UNDATED
    zone = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
    try:
        when = datetime(1970, 1, 1) + timedelta(seconds=int(found["seconds"]))
        day = (when + (-zone if found["sign"] == "-" else zone)).date()
    except OverflowError:
        return UNDATED
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else UNDATED


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
    """The commits that lead to one and not yet to another, the newest first, as git lists them.

    until, since: the commits' full ids. after: leave out commits written before this day. Raises GitRefused.
    """
    wanted = (until,) if since is None else (until, f"^{since}")
    for each in _told(ledger, place, wanted, after):
        if after is None or each.commit.day >= after:
            yield each


def _told(ledger: str | Path, place: Repository, wanted: Sequence[str], after: date | None) -> Iterator[Committed]:
    """What git tells; after: a day before whose commits, by when they were committed, none is needed.

    `--since` would end at the first commit that is older, and leave out all after one that a wrong clock has dated.
    """
    few = [f"--since-as-filter={after - timedelta(days=2)}T00:00:00Z"] if after else []  # two days: for the zones
    printed = printed_by(ledger, "log", *_OPTIONS, *few, "--end-of-options", *wanted, "--", ".")
    try:
        yield from _commits(_tokens(printed), place.prefix)
    except GitRefused as refused:
        if not few or "--since-as-filter" not in str(refused):  # git before 2.37 does not know it
            raise
        yield from _told(ledger, place, wanted, None)


def _tokens(printed: Iterable[bytes]) -> Iterator[bytes]:
    """What is between NULs."""
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
                yield Committed(commit, _with_moves(changes))
                changes = []
            commit, is_merge = found, parents > 1
        elif token[:1] == b":":
            change = _change(token, tokens, prefix)
            if change:
                changes.append(change._replace(kind="merged") if is_merge else change)
    if commit:
        yield Committed(commit, _with_moves(changes))


def _with_moves(changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
    """A commit's changes, those of a record that was filed away and much rewritten at once as one: it has its id."""
    gone = {_identity(change.path): change for change in changes if change.kind == "deleted"}
    if not gone:
        return tuple(changes)
    moved = {
        change: FileChange("renamed", change.path, old.path, old.before, change.after)
        for change in changes
        if change.kind == "added" and (old := gone.get(_identity(change.path)))
    }
    taken = {change.old_path for change in moved.values()}
    left = (change for change in changes if change.kind != "deleted" or change.path not in taken)
    return tuple(moved.get(change, change) for change in left)


def _identity(path: str) -> tuple[str, str]:
    """What a record is known by: its kind's folder and the name of its file."""
    return path.partition("/")[0], path.rpartition("/")[2]


def _head(token: bytes) -> tuple[Commit, int]:
    """A commit, and how many parents it has."""
    first, when, author, subject = (token[1:].decode("utf-8", "replace") + "\n\n\n").split("\n")[:4]
    commit_id, *parents = first.split()
    return Commit(commit_id, _day(when), author, subject), len(parents)


def _change(token: bytes, tokens: Iterator[bytes], prefix: bytes) -> FileChange | None:
    """One entry of a raw diff, `:MODE MODE ID ID KIND`, and the path or two after it; None outside of the ledger."""
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
    """The id of a plain file's content; None for anything else, or if it is not there."""
    return name.decode() if mode[:2] == b"10" and name.strip(b"0") else None
