"""A record's life: its lines, each with the commit that brought it, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import Commit, Committed, FileChange, read_log, repository_of
from opsledger.history.edits import (
    LineKey,
    changed_lines,
    edits_between,
    line_key,
    moved_to,
    not_deleted,
    read_blobs,
)
from opsledger.history.objects import Objects
from opsledger.history.revision import list_files
from opsledger.history.trail import HEAD, foreign_note
from opsledger.reading.data_lines import DataLine, read_written
from opsledger.reading.kinds import Kind, kind_of
from opsledger.reading.records import record_id
from opsledger.values.characters import same_id

_NEW, _RENAMED = "created", "renamed"


class Event(NamedTuple):
    """Something in a record's life.

    day: of a line its own; of all else the day on which the commit was written. what: `line`, `created`, `renamed`,
    or what an `Edit` may be. text: the line as it is now, or what the change made of it; old: what it was before.
    commit: what brought it; None if it is not committed, or if nobody knows. path, line: where it is.
    """

    day: date | None
    what: str
    text: str
    old: str | None
    commit: Commit | None
    path: str
    line: int


class Life(NamedTuple):
    """A record's life, the oldest event first. note: what the history does not say, if anything."""

    events: tuple[Event, ...]
    note: str | None = None


def life_from_lines(path: str, data: bytes) -> Life:
    """A record's life as its lines alone tell it."""
    return Life(tuple(_in_order(_line(line, None) for line in read_written(path, data).lines)))


def read_life(
    ledger: str | Path, kinds: Sequence[Kind], name: str, path: str | None, files: Mapping[str, bytes], day: date
) -> Life:
    """The life of a record by its id, of the first of some kinds that ever had one; without an event if none did.

    path: its file, None if it is gone. files: all records as they are today. Renames are followed: those that git
    sees, every file of the kind that has the id, and one not committed yet. Raises GitRefused.
    """
    with Objects(ledger) as objects:
        place, head = repository_of(ledger), objects.commit(HEAD).id
        committed = {each: entry.id for each, entry in list_files(ledger, head).items() if kind_of(each) in kinds}
        origin = _origin(objects, path, files, committed)
        log = [*read_log(ledger, place, head)]
        steps: list[tuple[Commit, FileChange]] = []
        for kind in kinds:
            if steps := _steps(log, kind, name, origin):
                break
        contents = read_blobs(objects, (blob for _, change in steps for blob in (change.before, change.after) if blob))
    told = _Biographer(contents)
    for commit, change in reversed(steps):
        told.take(commit, change)
    renamed = None
    if path is not None:
        if steps:
            told.now(steps[0][1], path, files[path], day)
        told.finish(path, files[path])
    elif steps:
        new_files = {each: data for each, data in files.items() if each not in committed}
        renamed = told.gone(ledger, steps[0][1], _left(steps[0][1], kind, name), new_files, day)
    notes = ["this clone is shallow: its first commit counts as the author of everything older"]
    notes = [*(notes if place.is_shallow else []), *foreign_note(objects)]
    notes += [f"renamed: `opsledger history {renamed}` shows the rest"] if renamed else []
    return Life(tuple(_in_order(told.events)), "; ".join(notes) or None)


def _origin(objects: Objects, path: str | None, files: Mapping[str, bytes], committed: Mapping[str, str]) -> str | None:
    """The file of a commit that was moved to a path and is not committed there yet, if any; else the path."""
    if path is None or path in committed:
        return path
    gone = {each: blob for each, blob in committed.items() if each not in files}
    contents = read_blobs(objects, gone.values())
    new = {path: files[path]}
    return next((each for each, blob in gone.items() if moved_to(each, contents.get(blob, b""), new)), path)


def _steps(log: Iterable[Committed], kind: Kind, name: str, path: str | None) -> list[tuple[Commit, FileChange]]:
    """What commits did to a record, the newest first."""
    paths = {path} if path else set()
    found = []
    for committed in log:
        for change in committed.changes:
            if change.path in paths or _is(kind, name, change.path) or _is(kind, name, change.old_path):
                paths |= {change.path, change.old_path}
                found.append((committed.commit, change))
    return found


def _is(kind: Kind, name: str, path: str) -> bool:
    return kind_of(path) is kind and same_id(record_id(path)) == name


def _left(change: FileChange, kind: Kind, name: str) -> str | None:
    """The id that a record got by a change which took the one asked for from it."""
    is_renamed = change.kind == _RENAMED and _is(kind, name, change.old_path) and not _is(kind, name, change.path)
    return record_id(change.path) if is_renamed else None


class _Biographer:
    """Goes through a record's versions, the oldest first, and takes note of what each brought."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self.contents = contents
        self.events: list[Event] = []
        self.brought: dict[LineKey, list[Commit]] = {}

    def take(self, commit: Commit, change: FileChange) -> None:
        """One commit's version."""
        if change.kind == "merged":
            self._merged(commit, change)
            return
        if change.after is None:
            self.events.append(_event(commit, "deleted", f"{change.path} was deleted", None, change.path))
            return
        if change.before is None:
            self.events.append(_event(commit, _NEW, f"{change.path} was created", None, change.path))
        if change.kind == _RENAMED:
            self.events.append(_event(commit, _RENAMED, f"now {change.path}", change.old_path, change.path))
        old, new = self._contents(change)
        self.edited(commit, commit.day, (change.path, change.old_path), old, new)
        changed, come = changed_lines(read_written(change.old_path, old).lines, read_written(change.path, new).lines)
        for line, successor in changed:  # a changed line keeps the commit that brought it
            if successor:
                self.brought.setdefault(line_key(successor), []).extend(self.brought.get(line_key(line), [])[:1])
        for line in come:
            self.brought.setdefault(line_key(line), []).append(commit)

    def now(self, change: FileChange, path: str, data: bytes, day: date) -> None:
        """The record as it is today, against what the last change that was committed made of it."""
        if change.after is not None and change.path != path:
            self.events.append(Event(day, _RENAMED, f"now {path}", change.path, None, path, 0))
        if self.last(change) != data:
            self.edited(None, day, (path, change.path), self.last(change), data)

    def gone(
        self, ledger: str | Path, change: FileChange, renamed: str | None, new_files: Mapping[str, bytes], day: date
    ) -> str | None:
        """The record as it was last, if it is gone; the id that it has now, if it was given another.

        change: the last one that was committed; renamed: the id that it gave the record, if that.
        """
        if renamed:  # under its new name it has a life of its own
            self.finish(change.old_path, self.contents.get(change.before or "", b""))
            return renamed
        self.finish(change.path, self.last(change))
        if place := moved_to(change.path, self.last(change), new_files):
            return record_id(place)
        if change.after is not None and change.path not in not_deleted(ledger, [change.path]):
            self.events.append(Event(day, "deleted", f"{change.path} was deleted", None, None, change.path, 0))
        return None

    def last(self, change: FileChange) -> bytes:
        """What a change made of the record; of one that deleted it, what it was."""
        return self.contents.get(change.after or change.before or "", b"")

    def _contents(self, change: FileChange) -> tuple[bytes, bytes]:
        return self.contents.get(change.before or "", b""), self.contents.get(change.after or "", b"")

    def _merged(self, commit: Commit, change: FileChange) -> None:
        """A merge: what it has that no commit brought, and what it lacks that no commit took out."""
        if change.after is None:
            return
        old, new = self._contents(change)
        settled = frozenset(self.brought)
        for line in read_written(change.path, new).lines:
            if line_key(line) not in self.brought:
                self.brought[line_key(line)] = [commit]
        known = {event.old for event in self.events}
        before = len(self.events)
        self.edited(commit, commit.day, (change.path, change.old_path), old, new, settled)
        self.events[before:] = [event for event in self.events[before:] if event.old not in known]

    def edited(
        self,
        commit: Commit | None,
        day: date,
        paths: tuple[str, str],
        old: bytes,
        new: bytes,
        settled: frozenset[LineKey] = frozenset(),
    ) -> None:
        """Take note of lines and facts that were changed, in the file of the first path, which had the second."""
        for edit in edits_between(commit, day, *paths, old, new, settled):
            key = f"{edit.key}: " if edit.key else ""
            text = key + (edit.new if edit.new is not None else "")
            self.events.append(Event(day, edit.what, text, edit.old, commit, edit.path, edit.line))

    def finish(self, path: str, data: bytes) -> None:
        """The record as it is now."""
        for line in read_written(path, data).lines:
            commits = self.brought.get(line_key(line), [])
            self.events.append(_line(line, commits.pop(0) if len(commits) > 1 else next(iter(commits), None)))


def _event(commit: Commit, what: str, text: str, old: str | None, path: str) -> Event:
    return Event(commit.day, what, text, old, commit, path, 0)


def _line(line: DataLine, commit: Commit | None) -> Event:
    return Event(line.day, "line", line.text, None, commit, line.span.file, line.span.line)


def _in_order(events: Iterable[Event]) -> list[Event]:
    """By day; on one day the lines come first, as they are. Lines without a day are at the beginning."""
    return sorted(events, key=lambda event: (event.day or date.min, event.what != "line"))
