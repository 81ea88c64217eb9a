"""Since when a ledger is kept: noted in its settings when older data are imported, so that they are not misjudged."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from opsledger.editing.journal import FileEdit
from opsledger.importing.plan import Plan
from opsledger.models.ledger import Ledger
from opsledger.models.settings import FILE
from opsledger.patterns import pattern
from opsledger.reading.settings import read_settings
from opsledger.source import SourceFile

_ROOM = pattern(r"^# kept_since:[^\r\n]*", re.MULTILINE)
_SAID = "The day from which you keep this ledger: what is older came from other programs."


def note_kept_since(ledger: Ledger, plan: Plan, day: date) -> str | None:
    """Add to a plan that brings older data the setting that says from which day on the ledger is kept; what to tell.

    Nothing if the settings say so already, or if the ledger itself reaches back as far. Settings that cannot be added
    to are left alone, and what to write is told.
    """
    kept = _kept_since(ledger, day)
    if not plan.additions or ledger.settings.kept_since or min((key.day for key in plan.keys), default=kept) >= kept:
        return None
    edit = _edit(ledger, kept)
    if edit is None:
        return f"write `kept_since: {kept}` into {FILE}: what is older is then not judged for what it lacks"
    plan.beside.append(edit)
    return f"{FILE} gets `kept_since: {kept}`: what is older is not judged for what it lacks"


def _kept_since(ledger: Ledger, day: date) -> date:
    """The first day on which time, marketing or a review was written down; the day itself if nothing was."""
    firsts = [block.day for week in ledger.weeks for block in week.actual if block.day]
    firsts += [line.day for week in ledger.weeks for line in week.marketing]
    firsts += [review.on for review in ledger.reviews if review.is_held]
    return min([day, *firsts])


def _edit(ledger: Ledger, kept: date) -> FileEdit | None:
    """The settings with the line, where `init` left room or at their end; None if they would not say just that."""
    source = ledger.settings_source
    before, known = read_settings(source)
    written = SourceFile(FILE, source.data.decode())
    written.text = _with_line(source.text, f"kept_since: {kept}")
    settings, problems = read_settings(written)
    if settings is None or before is None or settings != replace(before, kept_since=kept) or len(problems) > len(known):
        return None
    return FileEdit(FILE, source.data, written.data)


def _with_line(text: str, line: str) -> str:
    if _ROOM.search(text):
        return _ROOM.sub(line, text, count=1)
    end = "\r\n" if "\r\n" in text else "\n"
    gap = "" if not text or text.endswith(end) else end
    return f"{text}{gap}{end}# {_SAID}{end}{line}{end}"
