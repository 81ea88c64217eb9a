"""Timewarrior: what `timew export` prints, and the data files themselves. Moments are in UTC."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Any

from opsledger.importing.entries import HowToRead
from opsledger.importing.entry import Entries, Entry, LeftOut
from opsledger.importing.plan import Read, Unusable
from opsledger.importing.sheet import cell_text, decoded
from opsledger.importing.trackers.objects import items_of, stretch_of
from opsledger.patterns import pattern
from opsledger.values.misread import Misread

_LINE = pattern(r"inc ([0-9TZ]+)(?: - ([0-9TZ]+))?(?: #(.*))?")


def read_timewarrior(name: str, data: bytes, reading: HowToRead) -> Read[Entry]:
    """The intervals of a file; its tags say what each was for, the first one that the ledger knows. Raises Unusable."""
    text, notes = decoded(name, data)
    entries = Entries(name, "timew", notes)
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        found: Iterator[tuple[int, Any]] = items_of(name, text)
    elif _LINE.match(start) or not start:
        found = _of_lines(text)
    else:
        raise Unusable(f"{name} is not from Timewarrior", "write it with `timew export > timew.json`")
    for line, item in found:
        _take(entries, line, item, reading)
    return entries.read()


def _of_lines(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        read = _LINE.fullmatch(line.strip())
        yield number, _item(*read.groups()) if read else line


def _item(start: str, end: str | None, rest: str | None) -> dict[str, object]:
    tags, _, annotation = (rest or "").partition(" # ")
    return {"start": start, "end": end, "tags": _words(tags), "annotation": " ".join(_words(annotation))}


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()


def _take(entries: Entries, line: int, item: Any, reading: HowToRead) -> None:
    """Put one interval down."""
    if not isinstance(item, dict):
        entries.leave_out(line, cell_text(str(item), 60), "it is not an interval")
        return
    given = item.get("tags")
    tags = tuple(str(tag) for tag in given) if isinstance(given, list) else ()
    text = str(item.get("annotation") or "") or ", ".join(tags[1:])
    what = f"{item.get('start', '')} {', '.join(tags)}"
    try:
        if not item.get("end"):
            raise LeftOut("it has no end yet: the timer is running", None, "still running")
        stretch = stretch_of(item.get("start"), item.get("end"), reading.zone)
    except Misread as misread:
        entries.leave_out(line, what, misread)
        return
    entries.take(line, stretch, tags, text)
