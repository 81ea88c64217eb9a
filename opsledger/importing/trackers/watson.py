"""Watson: its `frames` file, and what `watson log --json` and `watson log --csv` print."""

from __future__ import annotations

from typing import Any

from opsledger.importing.entries import HowToRead, read_entries
from opsledger.importing.entry import Entries, Entry
from opsledger.importing.plan import Read
from opsledger.importing.sheet import cell_text, decoded
from opsledger.importing.time_reports import TimeReport
from opsledger.importing.trackers.objects import items_of, stretch_of
from opsledger.values.misread import Misread

_LOG = TimeReport(
    "watson",
    "Watson's log, or its `frames` file",
    {"start": ("start",), "end": ("stop", "end"), "project": ("project",), "text": ("tags",)},
    (("start",), ("end",), ("project",)),
)


def read_watson(name: str, data: bytes, reading: HowToRead) -> Read[Entry]:
    """The frames of a file. Raises Unusable."""
    text, notes = decoded(name, data)
    if not text.lstrip("\ufeff \t\r\n").startswith("["):
        return read_entries(name, data, _LOG, reading)
    entries = Entries(name, "watson", notes)
    for line, item in items_of(name, text):
        frame = _frame(item)
        if frame is None:
            entries.leave_out(line, cell_text(str(item), 60), "it is not a frame")
            continue
        start, end, project, tags = frame
        try:
            stretch = stretch_of(start, end, reading.zone)
        except Misread as misread:
            entries.leave_out(line, f"{start} {project}", misread)
            continue
        entries.take(line, stretch, (project,), tags)
    return entries.read()


def _frame(item: Any) -> tuple[object, object, str, str] | None:
    """When a frame begins and ends, its project and its tags."""
    if isinstance(item, dict):
        start, end, project, tags = (item.get(key) for key in ("start", "stop", "project", "tags"))
    elif isinstance(item, list) and len(item) >= 3:
        start, end, project = item[:3]
        tags = item[4] if len(item) > 4 else []
    else:
        return None
    shown = ", ".join(map(str, tags)) if isinstance(tags, list) else ""
    return start, end, str(project or ""), shown
