"""A record's life: its lines, each with the commit that brought it, and what was changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.history.commits import Commit, Committed, FileChange, read_log, repository_of
from opsledger.history.edits import LineKey, changed_lines, edits_between, line_key, read_blobs
from opsledger.history.objects import Objects
from opsledger.history.trail import HEAD
from opsledger.reading.data_lines import DataLine, kind_of, read_written
from opsledger.reading.kinds import Kind
from opsledger.reading.records import record_id
from opsledger.values.signs import same_id

_NEW, _RENAMED = "created", "renamed"


class Event(NamedTuple):
    """Something in a record's life.

    day: of a line its own; of all else the day on which the commit was written. what: `line`, `created`, `renamed`,
    or what an `Edit` may be. text: the line as it stands now, or what the change made of it; old: what it was before.
    commit: what brought it; None where it is not committed, or where nobody knows. path, line: where it stands.
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


def read_life(ledger: str | Path, kind: Kind, name: str, path: str | None, data: bytes | None, day: date) -> Life:
    """The life of a record by kind and id; path, data: its file as it is on a day, None where it is gone.

    Renames are followed: those that git sees, and every file of the kind that has the id. Raises GitRefused.
    """
    with Objects(ledger) as objects:
        place = repository_of(ledger)
        steps = _steps(read_log(ledger, place, objects.commit(HEAD).id), kind, name, path)
        blobs = [blob for _, change in steps for blob in (change.before, change.after) if blob]
        contents = read_blobs(objects, blobs)
    told = _Teller(contents)
    for commit, change in reversed(steps):
        told.take(commit, change)
    last = contents.get(_last_blob(steps) or "", b"")
    if path is not None and data is not None:
        if steps and last != data:
            told.edited(None, day, (path, steps[0][1].path), last, data)
        told.finish(path, data)
    elif steps and _left(steps[0][1], kind, name):  # under its new name it has a life of its own
        told.finish(steps[0][1].old_path, contents.get(steps[0][1].before or "", b""))
    elif steps:  # it is gone: the lines it had last
        last_path = steps[0][1].path
        told.finish(last_path, last)
        if steps[0][1].after is not None:
            told.events.append(Event(day, "deleted", f"{last_path} was deleted", None, None, last_path, 0))
    note = "this clone is shallow: what came before it begins counts as brought by its first commit"
    renamed = _left(steps[0][1], kind, name) if steps and path is None else None
    told_of = f"renamed: `opsledger history {renamed}` tells the rest" if renamed else None
    return Life(tuple(_in_order(told.events)), note if place.is_shallow else told_of)


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


def _last_blob(steps: Sequence[tuple[Commit, FileChange]]) -> str | None:
    return next((blob for _, change in steps[:1] for blob in (change.after, change.before) if blob), None)


def _is(kind: Kind, name: str, path: str) -> bool:
    return kind_of(path) is kind and same_id(record_id(path)) == name


def _left(change: FileChange, kind: Kind, name: str) -> str | None:
    """The id that a record got by a change which took the one asked for from it."""
    is_renamed = change.kind == _RENAMED and _is(kind, name, change.old_path) and not _is(kind, name, change.path)
    return record_id(change.path) if is_renamed else None


class _Teller:
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
    """By day; on one day the lines come first, as they stand. Lines without a day stand at the beginning."""
    return sorted(events, key=lambda event: (event.day or date.min, event.what != "line"))
