"""Which record a file holds, and which records a name may mean."""

from __future__ import annotations

from collections.abc import Iterable

from opsledger.checks.references import REFERRERS
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.models.record import Record
from opsledger.models.records import Client, Contact, Member, Tool, WebsiteItem
from opsledger.models.settings import Settings
from opsledger.reading.kinds import KINDS, kind_of
from opsledger.source import SourceFile
from opsledger.values.characters import same_id
from opsledger.values.written import write_number

TARGETS = ("leads", "projects")
FOLDERS = tuple(kind.folder for kind in KINDS)


def folders_of_field(key: str) -> tuple[str, ...]:
    """The folders whose records a field of references names."""
    return REFERRERS if key == "referred_by" else tuple(kind.folder for kind in KINDS if kind.name == key)


def records_in(ledger: Ledger, folders: Iterable[str]) -> list[Record]:
    """The records of some folders, in their order."""
    return [record for folder in folders for record in getattr(ledger, folder)]


def record_of(ledger: Ledger, path: str) -> Record | None:
    """The record that a file holds, if it could be read."""
    folder = path.partition("/")[0]
    return next((one for one in records_in(ledger, [folder]) if one.file == path), None) if folder in FOLDERS else None


def records_named(ledger: Ledger, name: str, folders: Iterable[str]) -> list[Record]:
    """The records of some folders that have an id."""
    wanted = same_id(name)
    return [record for record in records_in(ledger, folders) if same_id(record.id) == wanted]


def documents(ledger: Ledger) -> list[SourceFile]:
    """The text of every record, and of the standing schedule."""
    found = [record.document for record in ledger.records()]
    return [*found, ledger.schedule[0].span.source] if ledger.schedule else found


def described(record: Record, settings: Settings) -> str:
    """A record in a few words, as they are beside its id in a list."""
    match record:
        case Lead():
            words = ["lead", record.stage, record.name]
        case Project():
            state = record.status or "not begun"
            words = ["internal project" if record.is_internal else "project", state, record.name]
        case Client():
            words = ["client", record.name]
        case Contact():
            words = [record.kind or "contact", record.name, record.org]
        case WebsiteItem():
            words = [record.type or "website item", record.name]
        case Tool():
            words = ["tool", record.name]
        case Member():
            words = ["team", ", ".join(record.tasks), record.name]
        case _:
            kind = kind_of(record.file)
            words = [kind.name if kind else ""]
    return " · ".join(word for word in words if word)


def area_described(area: str, settings: Settings) -> str:
    """An area in a few words."""
    minutes = settings.areas.get(area)
    return "area" if minutes is None else f"area · {write_number(minutes / 60)} h a week planned for it"
