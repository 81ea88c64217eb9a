"""Clients and contacts: how each stands, what is open with them, and who was last in touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsledger.dataclass import dataclass
from opsledger.figures.contacts import TALKED
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.preview.pages.clients import ClientRow, client_row
from opsledger.preview.pages.records import Fact, facts_of
from opsledger.preview.relations import kind_name
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.values import Link
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

CONTACTS = "contacts"
_PLAIN = ("org", "kind", "email", "phone", "role")  # what says itself what it is
_HEALTH = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person or firm to keep warm: its fields in words, and when somebody last spoke.

    is_due: longer ago than is meant.
    """

    link: Link
    facts: tuple[str, ...]
    contact_days: int | None
    contact: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class PeopleView:
    """The clients, those with work open first; and the contacts, those that are due first."""

    clients: tuple[ClientRow, ...]
    contacts: tuple[ContactRow, ...]


def people_view(state: State) -> PeopleView:
    """Every client and contact as they are on the day."""
    ledger = state.standing.ledger
    theirs: dict[str, list[Project]] = {}
    for project in ledger.projects:
        if project.client:
            theirs.setdefault(same_id(project.client.id), []).append(project)
    clients = [client_row(state, client, theirs.get(same_id(client.id), [])) for client in ledger.clients]
    clients.sort(key=lambda row: (not row.open, -_urgency(row), row.link.text.lower()))
    contacts = sorted(_contacts(state), key=lambda row: (not row.is_due, -(row.contact_days or 0), row.link.text))
    return PeopleView(tuple(clients), tuple(contacts))


def _urgency(row: ClientRow) -> int:
    return len(_HEALTH) - _HEALTH.index(row.health) if row.health in _HEALTH else 0


def _contacts(state: State) -> Iterator[ContactRow]:
    """The records of the folder of contacts, whatever their fields are."""
    figure = state.figures.get("network.due")
    due = figure.value if figure and isinstance(figure.value, list | tuple) else ()
    for record in state.relations.by_file.values():
        if record.file.startswith(f"{CONTACTS}/") and kind_name(record):
            spoke = _spoke(record)
            days = (state.day - spoke).days if spoke else None
            word = next((line.word for line in reversed(record.log) if line.word in TALKED), "")
            said = tuple(map(_in_words, facts_of(state, record)))
            yield ContactRow(link_to(record), said, days, word, record.id in due)


def _in_words(fact: Fact) -> str:
    """A field of a contact as a person would say it."""
    if fact.title == "every" and fact.value.isdecimal():
        days = int(fact.value)
        return f"every {count_of(days // 7, 'week')}" if days and days % 7 == 0 else f"every {count_of(days, 'day')}"
    if fact.title in _PLAIN:
        return fact.value.replace("-", " ") if fact.title == "kind" else fact.value
    return f"{fact.title}: {fact.value}"


def _spoke(record: LoggedRecord) -> date | None:
    return next((line.day for line in reversed(record.log) if line.word in TALKED), None)
