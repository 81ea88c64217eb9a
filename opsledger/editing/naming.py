"""What a record's file may be called."""

from __future__ import annotations

import re

from opsledger.loading.survey import Survey
from opsledger.models.ledger import Ledger
from opsledger.models.settings import Settings
from opsledger.patterns import pattern
from opsledger.reading.kinds import LEAD, PROJECT, Kind
from opsledger.reading.records import record_id as id_of
from opsledger.values.characters import same_id
from opsledger.values.visible import visible

SHARING = (LEAD, PROJECT)  # the kinds whose ids may not be the same
_TARGETS = ("client", "internal", "off")
_RESERVED = pattern(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_NOT_IN_ID = pattern(r'[/\\<>:"|?*\[\]#^]')


def fault_of_id(record_id: str) -> str | None:
    """Why a text cannot be an id, or None."""
    if not record_id:
        return "an id has at least one letter or digit"
    if visible(record_id) != record_id or _NOT_IN_ID.search(record_id) or record_id != record_id.strip(". \t"):
        return f"`{visible(record_id)}` has characters that a file's name should not have"
    if record_id[0] in "_-" or record_id.lower() == "readme":
        return f"a file named `{record_id}.md` is not a record"
    if _RESERVED.fullmatch(record_id):
        return f"`{record_id}` is a name reserved on Windows"
    if len(record_id.encode()) > 200:
        return "the id is too long"
    return None


def place_of_twin(ledger: Ledger, kind: Kind, record_id: str) -> str | None:
    """What has this id already: leads, projects and areas share theirs, any other folder has its own."""
    folders = ("leads", "projects") if kind.folder in ("leads", "projects") else (kind.folder,)
    wanted = same_id(record_id).casefold()
    for record in ledger.records():
        if record.file.partition("/")[0] in folders and same_id(record.id).casefold() == wanted:
            return record.file
    for folder in folders:
        if wanted in {unread.casefold() for unread in ledger.unread.get(folder, ())}:
            return f"{folder}/, in a file that cannot be read"
    return _other_meaning(ledger.settings, wanted) if kind in SHARING else None


def twin_of(survey: Survey, kind: Kind, record_id: str) -> str | None:
    """The same of a ledger that is known by its files' names alone."""
    wanted = same_id(record_id).casefold()
    for other in SHARING if kind in SHARING else (kind,):
        for found in survey.files(other):
            if same_id(id_of(found.path)).casefold() == wanted:
                return found.path
    return _other_meaning(survey.settings, wanted) if kind in SHARING else None


def _other_meaning(settings: Settings, wanted: str) -> str | None:
    """What else a block's target of this name would be."""
    if wanted in {same_id(area).casefold() for area in settings.areas}:
        return "the settings, as an area"
    return "the format, which means something else by it" if wanted in _TARGETS else None
