"""What happened between two points, and a record's life, as a person and a program read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from opsledger.changes.change import Change
from opsledger.history.edits import PastEdit
from opsledger.history.life import Event
from opsledger.reporting.json_text import Json
from opsledger.reporting.tables import Shown
from opsledger.values.visible import visible
from opsledger.values.written import count_of, write_day

_WHAT = {"edited": "edited", "removed": "removed", "fact": "changed", "deleted": "deleted"}


class Point(NamedTuple):
    """One end of a comparison: the day, the revision, if it is one, and why it was taken, if nobody named it."""

    day: date
    revision: str | None = None
    why: str | None = None

    def __str__(self) -> str:
        named = [each for each in (self.revision, self.why) if each]
        return write_day(self.day) + (f" ({', '.join(named)})" if named else "")


def changes_text(since: Point, until: Point, changes: Sequence[Change], edits: Sequence[PastEdit] | None) -> str:
    """What happened, topic by topic, and below it what was changed after the fact; None: nobody knows."""
    lines = [f"From {since} to {until}:"]
    for topic, each in groupby(changes, key=lambda change: change.topic):
        lines += ["", topic]
        lines += [f"  {change.sentence}{_place(change)}" for change in each]
    if not changes:
        lines += ["", "nothing happened"]
    if edits:
        lines += ["", f"changed after the fact ({count_of(len(edits), 'place')})"]
        for edit in edits:
            lines += _edit(edit)
    elif edits is not None:
        lines += ["", "no line was changed after the fact"]
    return "".join(f"{visible(line)}\n" for line in lines)


def _place(change: Change) -> str:
    return f"  ({change.span.file}:{change.span.line})" if change.span else ""


def _edit(edit: PastEdit) -> list[str]:
    place = f"{edit.path}:{edit.line}" if edit.line else edit.path
    who = (
        f"in {edit.commit.short} on {edit.commit.day} by {edit.commit.author}: {edit.commit.subject}"
        if edit.commit
        else "and not committed yet"
    )
    what = _WHAT[edit.what]
    if edit.what == "deleted":
        return [f"  {place}, {what} with {edit.old} {who}"]
    key = f"{edit.key}: " if edit.key else ""
    lines = [f"  {place}, {what} {who}", f"    - {key}{edit.old}"]
    return lines if edit.new is None else [*lines, f"    + {key}{edit.new}"]


def changes_data(
    since: Point, until: Point, changes: Iterable[Change], edits: Iterable[PastEdit] | None, note: str | None
) -> Mapping[str, Json]:
    """The same for programs. edits is null if there is no git; note then says why."""
    return {
        "from": {"on": since.day, "revision": since.revision},
        "to": {"on": until.day, "revision": until.revision},
        "changes": [_change_data(change) for change in changes],
        "edits": None if edits is None else [_edit_data(edit) for edit in edits],
        "note": note,
    }


def _change_data(change: Change) -> Json:
    return {
        "topic": change.topic,
        "what": change.what,
        "id": change.subject,
        "title": change.title,
        "text": change.sentence,
        "before": change.before,
        "after": change.after,
        "file": change.span.file if change.span else None,
        "line": change.span.line if change.span else None,
    }


def _edit_data(edit: PastEdit) -> Json:
    return {
        "what": edit.what,
        "file": edit.path,
        "line": edit.line or None,
        "key": edit.key,
        "old": edit.old,
        "new": edit.new,
        "commit": edit.commit.id if edit.commit else None,
        "day": edit.commit.day if edit.commit else None,
        "author": edit.commit.author if edit.commit else None,
        "subject": edit.commit.subject if edit.commit else None,
    }


def life_table(events: Iterable[Event]) -> Shown:
    """A record's life as a table: each line with the commit that brought it."""
    rows = [
        [
            str(event.day or ""),
            "" if event.what == "line" else _WHAT.get(event.what, event.what),
            visible(_told(event)),
            event.commit.short if event.commit else "",
            str(event.commit.day) if event.commit else "",
        ]
        for event in events
    ]
    return Shown(["day", "", "what", "commit", "written"], rows, [False] * 5, [False, False, True, False, False])


def _told(event: Event) -> str:
    text = event.text
    if event.what == "line" and event.day:
        text = text.removeprefix(str(event.day)).lstrip()
    if event.old is None:
        return text
    return f"{text} (was: {event.old})" if text else event.old


def life_data(events: Iterable[Event]) -> list[Json]:
    """The same for programs."""
    return [
        {
            "day": event.day,
            "what": event.what,
            "text": event.text,
            "old": event.old,
            "file": event.path,
            "line": event.line or None,
            "commit": event.commit.id if event.commit else None,
            "written": event.commit.day if event.commit else None,
            "author": event.commit.author if event.commit else None,
            "subject": event.commit.subject if event.commit else None,
        }
        for event in events
    ]
