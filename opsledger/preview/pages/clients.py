"""A client: what is open with them, what they paid and owe, what is booked, and when somebody last spoke."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.clients import booked_by_client
from opsledger.figures.contacts import last_contact_of
from opsledger.figures.debts import owed
from opsledger.figures.standing import hours, total
from opsledger.models.projects import Project
from opsledger.models.records import Client
from opsledger.preview.state import State
from opsledger.reviewing.links import link_to
from opsledger.reviewing.parts.values import Link, NumberOrNone

# What the words of a log say of a contact; others say it themselves.
_SAID = {
    "in": "they wrote",
    "out": "you wrote",
    "verbal": "they agreed",
    "praise": "they praised you",
    "complaint": "they complained",
}


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client: what is open with them, what they owe, what is booked, and when somebody last spoke.

    earned: received in all, less what was refunded. worked: hours in all.
    contact_days: since the last contact; None if none is known.
    """

    link: Link
    health: str
    since: date | None
    open: tuple[Link, ...]
    delivered: int
    earned: Fraction
    owed: Fraction
    worked: Fraction
    booked: NumberOrNone
    contact_days: int | None
    contact: str


def client_row(state: State, client: Client, projects: list[Project]) -> ClientRow:
    """A client as they are on the day, with all their projects."""
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
        worked=hours(sum(total(state.standing.blocks_of(project)) for project in projects)),
        booked=booked_by_client(state.standing).get(client.id),
        contact_days=(state.day - spoke.day).days if spoke else None,
        contact=_SAID.get(spoke.word, spoke.word) if spoke else "",
    )
