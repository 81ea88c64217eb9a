"""Clients and contacts: how each stands, what is open with them, and who was last in touch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from opsledger.figures.clients import booked_by_client
from opsledger.figures.contacts import TALKED, last_contact_of
from opsledger.figures.debts import owed
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.models.records import Client
from opsledger.preview.pages.records import Fact, facts_of
from opsledger.preview.relations import kind_name
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.values import Link, NumberOrNone
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

CONTACTS = "contacts"
_PLAIN = ("org", "kind", "email", "phone", "role")  # what says itself what it is
_HEALTH = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ClientRow:
    """A client: what is open with them, what they owe, what is booked, and when somebody last spoke.

    earned: received in all, less what was refunded. contact_days: since the last contact; None if none is known.
    """

    link: Link
    health: str
    since: date | None
    open: tuple[Link, ...]
    delivered: int
    earned: Fraction
    owed: Fraction
    booked: NumberOrNone
    contact_days: int | None
    contact: str


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class ContactRow:
    """A person or firm to keep warm: its fields in words, and when somebody last spoke.

    is_due: longer ago than is meant.
    """

    link: Link
    facts: tuple[str, ...]
    contact_days: int | None
    contact: str
    is_due: bool


@dataclass(frozen=True, slots=True, eq=False, repr=False, match_args=False)
class PeopleView:
    """The clients, those with work open first; and the contacts, those that are due first."""

    clients: tuple[ClientRow, ...]
    contacts: tuple[ContactRow, ...]


def people_view(state: State) -> PeopleView:
    """Every client and contact as they stand on the day."""
    ledger = state.standing.ledger
    theirs: dict[str, list[Project]] = {}
    for project in ledger.projects:
        if project.client:
            theirs.setdefault(same_id(project.client.id), []).append(project)
    clients = [_client(state, client, theirs.get(same_id(client.id), [])) for client in ledger.clients]
    clients.sort(key=lambda row: (not row.open, -_urgency(row), row.link.text.lower()))
    contacts = sorted(_contacts(state), key=lambda row: (not row.is_due, -(row.contact_days or 0), row.link.text))
    return PeopleView(tuple(clients), tuple(contacts))


def _urgency(row: ClientRow) -> int:
    return len(_HEALTH) - _HEALTH.index(row.health) if row.health in _HEALTH else 0


def _client(state: State, client: Client, projects: list[Project]) -> ClientRow:
    spoke = last_contact_of(state.standing, client.id)
    paid = (line for project in projects for line in project.lines("paid", "refunded"))
    earned = sum((line.money * (1 if line.word == "paid" else -1) for line in paid), Fraction(0))
    return ClientRow(
        link=link_to(client),
        health=client.health or "",
        since=client.since,
        open=tuple(link_to(project) for project in projects if project.is_open),
        delivered=sum(project.delivered_on is not None for project in projects),
        earned=earned,
        owed=sum((owed(state.standing, project).amount for project in projects), Fraction(0)),
        booked=booked_by_client(state.standing).get(client.id),
        contact_days=(state.day - spoke.day).days if spoke else None,
        contact=spoke.word if spoke else "",
    )


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
