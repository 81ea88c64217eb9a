"""Who was heard of, and when: contact is with a client, whatever it was about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from opsledger.figures.kept import is_before
from opsledger.figures.standing import Standing, in_day_order
from opsledger.models.leads import LOST, Lead
from opsledger.models.lines import LogLine
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id

TALKED = frozenset(("in", "out", "call", "mail", "meeting", "praise", "complaint"))


DEALT = TALKED | {"booked", "scope", "due", "delivered", "invoiced", "paid"}  # no call is needed to be in touch


def last_dealing(standing: Standing, project: Project) -> LogLine | None:
    """When anything passed between you and a project's client: a word, an order, a delivery, an invoice, or money."""
    mine = same_id(project.client.id) if project.client else None
    theirs = [
        each
        for each in standing.client_projects
        if each is project or (each.client and same_id(each.client.id) == mine)
    ]
    lines = [line for each in theirs for line in each.log if line.word in DEALT]
    spoke = last_contact(standing, project)
    return max([*lines, *([spoke] if spoke else [])], key=lambda line: line.day, default=None)


def last_contact(standing: Standing, project: Project) -> LogLine | None:
    """When a project's client was last in touch: on this project, another one, a lead, or in the client's own file."""
    if project.client:
        return last_contact_of(standing, project.client.id)
    lines = _talk(project)
    return lines[-1] if lines else None


def last_contact_of(standing: Standing, client_id: str) -> LogLine | None:
    """When a client was last in touch, whatever it was about."""
    lines = standing.once(_contacts).get(same_id(client_id), ())
    return lines[-1] if lines else None


def _contacts(standing: Standing) -> Mapping[str, tuple[LogLine, ...]]:
    """Every contact with each client, by day."""
    found: dict[str, list[LogLine]] = defaultdict(list)
    ledger = standing.ledger
    of_lead = {
        same_id(project.lead.id): project.client.id for project in ledger.projects if project.lead and project.client
    }
    for client in ledger.clients:
        found[same_id(client.id)] += _talk(client)
    for project in ledger.projects:
        if project.client:
            found[same_id(project.client.id)] += _talk(project)
    for lead in ledger.leads:
        client_id = lead.client.id if lead.client else of_lead.get(same_id(lead.id))
        if client_id:
            moved = [
                line for line in lead.stage_lines() if line.word not in LOST and not _is_by_crm(standing, lead, line)
            ]
            found[same_id(client_id)] += [*_talk(lead), *moved]
    return {client_id: in_day_order(lines) for client_id, lines in found.items()}


def _is_by_crm(standing: Standing, lead: Lead, line: LogLine) -> bool:
    """Whether a line came with a CRM's deal: its days say when the deal was changed there, not who spoke to whom."""
    return lead.is_imported and is_before(standing, line.day)


def _talk(record: LoggedRecord) -> tuple[LogLine, ...]:
    return tuple(line for line in record.log if line.word in TALKED or line.is_last_contact)
