"""The audit trail: lines and facts of the ledger that a later commit changed or took away."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha1, sha256
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import Commit, Committed, FileChange
from opsledger.history.git import output_of
from opsledger.history.likeness import Pool, most_alike
from opsledger.history.objects import Objects
from opsledger.history.revision import list_files
from opsledger.reading.data_lines import DataLine, Written, read_written
from opsledger.reading.kinds import kind_of
from opsledger.reading.records import record_id
from opsledger.source import Span
from opsledger.values.written import count_of

_ALIKE, _ALIKE_THAT_DAY = 0.6, 0.2
_SHA1_DIGITS = 40


LineKey = tuple[str, str]  # a line's section and its content: what it is known by in another version


class PastEdit(NamedTuple):
    """A line or fact that was there and was changed after the fact.

    commit: None if it is not committed yet. what: `edited`, `removed`, `fact` (a value of the front matter), or
    `deleted` (the whole record). path, line: where the new version stands; of what is gone, where the old one stood.
    key: of a fact. old, new: the two versions, new None if it is gone.
    """

    commit: Commit | None
    what: str
    path: str
    line: int
    old: str
    new: str | None = None
    key: str | None = None


class _Gathered(NamedTuple):
    """What a log tells, while the blobs that it names are being read.

    pairs: each change that may have lost a line; with a merge's the blobs of the file in its other parents. names: by
    path all paths that a renamed file had.
    """

    commits: list[Commit]
    pairs: list[tuple[Commit, FileChange, tuple[str | None, ...]]]
    names: dict[str, set[str]]

    def name(self, path: str) -> str:
        """One path for all that a file had."""
        return min(self.names.get(path, {path}))


def edits_in(log: Iterable[Committed], objects: Objects) -> list[PastEdit]:
    """Every line that the commits of a log changed after the fact, the newest commit first. Raises GitRefused."""
    told = _Gathered([], [], {})
    contents = read_blobs(objects, _blobs_of(log, told))
    found: list[PastEdit] = []
    merged: list[PastEdit] = []
    for commit, change, parents in told.pairs:
        old, new = contents.get(change.before or "", b""), contents.get(change.after, b"") if change.after else None
        if new is not None and _only_grew(old, new):
            continue
        settled = frozenset(
            line_key(line)
            for parent in parents
            for line in read_written(change.path, contents.get(parent or "", b"")).lines
        )
        edits = edits_between(commit, commit.day, change.path, change.old_path, old, new, settled)
        (merged if change.kind == "merged" else found).extend(edits)
    return _with_merges(found, merged, told)


def _blobs_of(log: Iterable[Committed], told: _Gathered) -> Iterator[str]:
    """The blobs of versions that may have lost a line; all else gathers on the way."""
    for commit, changes in log:
        told.commits.append(commit)
        for change in changes:
            if change.path != change.old_path:
                names = {*told.names.get(change.path, ()), *told.names.get(change.old_path, ())}
                names |= {change.path, change.old_path}
                told.names.update(dict.fromkeys(names, names))
            if change.before and change.before != change.after and kind_of(change.old_path):
                parents = _other_parents(change, changes) if change.kind == "merged" else ()
                told.pairs.append((commit, change, parents))
                yield change.before
                if change.after:
                    yield change.after


def _other_parents(change: FileChange, changes: Sequence[FileChange]) -> tuple[str | None, ...]:
    """The blobs of a file in a merge's other parents; one that git tells nothing of has it as the merge has."""
    others = tuple(other.before for other in changes if other is not change and other.path == change.path)
    return others or (change.after,)


def _with_merges(found: list[PastEdit], merged: list[PastEdit], told: _Gathered) -> list[PastEdit]:
    """The edits of commits and those that only a merge made, in the order of the commits.

    A line that a merge lacks because one side had taken it out is reported with the commit that did so, and what one
    merge settled not again with a later one into which it came.
    """
    known = {(told.name(edit.path), edit.old) for edit in found}
    lost: dict[tuple[Commit | None, str, str], PastEdit] = {}
    for edit in merged:
        if (told.name(edit.path), edit.old) not in known:
            lost.setdefault((edit.commit, edit.path, edit.old), edit)
    settled = {
        (told.name(edit.path), edit.key, edit.old, edit.new): edit for edit in lost.values()
    }  # the first's stays
    order = {commit.id: number for number, commit in enumerate(told.commits)}
    return sorted((*found, *settled.values()), key=lambda edit: order[edit.commit.id] if edit.commit else -1)


def read_blobs(objects: Objects, ids: Iterable[str]) -> dict[str, bytes]:
    """The contents of blobs by id, each read once; what is too large or not there is left out. Raises GitRefused."""
    found = objects.stream(_once(ids))
    return {name: blob.content for name, blob in found if blob is not None and blob.content is not None}


def _once(ids: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for each in ids:
        if each not in seen:
            seen.add(each)
            yield each


def _only_grew(old: bytes, new: bytes) -> bool:
    """Whether every line of the old version is in the new one, as nearly always: lines are added."""
    if new.startswith(old):
        return True
    left = set(new.splitlines())
    return all(line in left for line in old.splitlines())


def uncommitted_edits(
    ledger: str | Path, files: Mapping[str, bytes], day: date, objects: Objects, commit_id: str
) -> list[PastEdit]:
    """Lines that are in a commit and no longer in the files as they are on a day. Raises GitRefused."""
    committed = {
        path: entry.id
        for path, entry in list_files(ledger, commit_id).items()
        if entry.kind == "file" and kind_of(path)
    }
    left_out = not_deleted(ledger, committed.keys() - files.keys())
    changed = {
        path: entry_id
        for path, entry_id in committed.items()
        if path not in left_out and not (path in files and blob_id(files[path], entry_id) == entry_id)
    }
    new_files = {path: data for path, data in files.items() if path not in committed}
    contents = read_blobs(objects, changed.values())
    found: list[PastEdit] = []
    for path, entry_id in sorted(changed.items()):
        old = contents.get(entry_id)
        if old is not None:
            place = path if path in files else moved_to(path, old, new_files) or path
            new = files.get(place)
            if new is None or not _only_grew(old, new):
                found += edits_between(None, day, place, path, old, new)
    return found


def not_deleted(ledger: str | Path, missing: Collection[str]) -> frozenset[str]:
    """Of files that are not records now, those that were not deleted. Raises GitRefused.

    A sparse checkout leaves them out, or what is there cannot be read, as loading tells.
    """
    there = frozenset(path for path in missing if os.path.lexists(os.path.join(ledger, path)))  # noqa: PTH118 - any bytes
    if len(there) == len(missing):
        return there
    told = output_of(ledger, "ls-files", "-t", "-z").split(b"\0")
    return there.union(os.fsdecode(line[2:]) for line in told if line.startswith(b"S "))


def moved_to(path: str, old: bytes, new_files: Mapping[str, bytes]) -> str | None:
    """The new file that a record which is gone was moved to: it has the id, or all the lines."""
    alike = {place: data for place, data in new_files.items() if kind_of(place) is kind_of(path)}
    same = next((place for place in alike if record_id(place) == record_id(path)), None)
    return same or next((place for place, data in alike.items() if old and _only_grew(old, data)), None)


def blob_id(data: bytes, like: str) -> str:
    """The id that git gives to some content, by the algorithm of another id."""
    algorithm = sha1 if len(like) == _SHA1_DIGITS else sha256
    return algorithm(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def edits_between(
    commit: Commit | None,
    day: date,
    path: str,
    old_path: str,
    old: bytes,
    new: bytes | None,
    settled: frozenset[LineKey] = frozenset(),
) -> Iterator[PastEdit]:
    """What one version of a record says that the next one, written on a day, does not.

    settled: lines that a merge took from another parent, into which none of this one's were turned.
    """
    before = read_written(old_path, old)
    if new is None:
        if before.lines:
            yield PastEdit(commit, "deleted", old_path, 0, count_of(len(before.lines), "line"))
        return
    after = read_written(path, new)
    yield from _facts(commit, path, before, after)
    for line, successor in changed_lines(before.lines, after.lines, settled)[0]:
        if line.section == "Plan" and (line.day is None or day <= line.day):
            continue  # planning, and nothing after the fact
        if successor:
            yield PastEdit(commit, "edited", path, successor.span.line, line.text, successor.text)
        else:
            yield PastEdit(commit, "removed", path, line.span.line, line.text)


def changed_lines(
    before: Iterable[DataLine], after: Iterable[DataLine], settled: frozenset[LineKey] = frozenset()
) -> tuple[list[tuple[DataLine, DataLine | None]], list[DataLine]]:
    """The lines that are gone, each with the one it was turned into, if any; and those that merely came.

    settled: lines that none can have been turned into.
    """
    gone, come = _unmatched(before, after)
    come = [line for line in come if line_key(line) not in settled]
    pool = Pool(come, _groups_of)
    found: list[tuple[DataLine, DataLine | None]] = []
    taken: set[int] = set()
    for line in gone:
        successor = _successor(line, pool)
        if successor:
            pool.take(successor)
            taken.add(id(successor))
        found.append((line, successor))
    return found, [line for line in come if id(line) not in taken]


def _groups_of(line: DataLine) -> tuple[tuple[str, date | None], ...]:
    """The lines among which its like is looked for: those of its section, and of them those of its day."""
    return ((line.section, None),) if line.day is None else ((line.section, line.day), (line.section, None))


def _facts(commit: Commit | None, path: str, before: Written, after: Written) -> Iterator[PastEdit]:
    for key, span in before.facts.items():
        old, new = _value(span), _value(after.facts[key]) if key in after.facts else None
        if old and old != new:
            line = after.facts[key].line if key in after.facts else span.line
            yield PastEdit(commit, "fact", path, line, old, new, key)


def _value(span: Span) -> str:
    return " ".join(span.text.split())


def line_key(line: DataLine) -> LineKey:
    """What a line is known by in another version of its file."""
    return line.section, line.content


def _unmatched(before: Iterable[DataLine], after: Iterable[DataLine]) -> tuple[list[DataLine], list[DataLine]]:
    """The lines that are in one version alone: those that are gone and those that came."""
    left: dict[LineKey, deque[DataLine]] = {}
    for line in after:
        left.setdefault(line_key(line), deque()).append(line)
    gone = []
    for line in before:
        same = left.get(line_key(line))
        if same:
            same.popleft()
        else:
            gone.append(line)
    come = sorted((line for lines in left.values() for line in lines), key=lambda line: line.span.start)
    return gone, come


def _successor(line: DataLine, come: Pool[DataLine]) -> DataLine | None:
    """The new line that a line was turned into: of the same section, and somewhat like it on its day, else much."""
    that_day = come.group((line.section, line.day)) if line.day is not None else ()
    return _like(line, that_day, _ALIKE_THAT_DAY) or _like(line, come.group((line.section, None)), _ALIKE)


def _like(line: DataLine, others: Iterable[DataLine], least: float) -> DataLine | None:
    return most_alike(line.content, others, lambda other: other.content, least, lambda _: 0.0)
