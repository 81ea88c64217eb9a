"""What records and lines name must be there: clients, leads, projects and members."""

from __future__ import annotations

from collections.abc import Iterator

from opsledger.checks.names import Names, titles_of
from opsledger.diagnostics import Diagnostic, error
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Reference

UNKNOWN_CLIENT = error("unknown-client", "A client is named that has no file, while other clients have one.")
UNKNOWN_LEAD = error("unknown-lead", "A project names a lead that has no file.")
UNKNOWN_PROJECT = error("unknown-project", "A website item names a project that has no file.")
UNKNOWN_CONTACT = error(
    "unknown-contact", "A line of marketing names a contact who has no file, while others have one."
)
UNKNOWN_REFERRER = error("unknown-referrer", "A lead was sent by somebody who has no file, while others have one.")
UNKNOWN_MEMBER = error("unknown-member", "A person is named who has no file, while other people of the team have one.")


def check_references(ledger: Ledger) -> Iterator[Diagnostic]:
    """References between records, and those to people in cost lines."""
    yield from _check_clients(ledger)
    yield from _check_members(ledger)
    yield from _check_contacts(ledger)
    yield from _check_referrers(ledger)
    leads = Names(
        "lead",
        (lead.id for lead in ledger.leads),
        ledger.unread.get("leads", ()),
        titles_of(ledger.leads),
        {project.id: f"`{project.id}` is a project" for project in ledger.projects},
    )
    for project in ledger.projects:
        if project.lead and project.lead.id not in leads:
            yield leads.unknown(UNKNOWN_LEAD, project.lead)
    projects = Names(
        "project",
        (project.id for project in ledger.projects),
        ledger.unread.get("projects", ()),
        titles_of(ledger.projects),
        {lead.id: f"`{lead.id}` is a lead" for lead in ledger.leads},
    )
    for item in ledger.website:
        if item.project and item.project.id not in projects:
            yield projects.unknown(UNKNOWN_PROJECT, item.project)


def _check_clients(ledger: Ledger) -> Iterator[Diagnostic]:
    """A client may be a plain name while `clients/` has no file; once it has one, each has to have one."""
    known = (client.id for client in ledger.clients)
    unread = ledger.unread.get("clients", ())
    clients = Names("client", known, unread, titles_of(ledger.clients), makes="opsledger new client")
    if not clients:
        return
    named = [record.client for record in ledger.leads]
    named += [record.client for record in ledger.projects]
    named += [record.client for record in ledger.website]
    for client in named:
        if client and client.id not in clients:
            yield clients.unknown(UNKNOWN_CLIENT, client)


def _check_contacts(ledger: Ledger) -> Iterator[Diagnostic]:
    """A contact may be a plain name while `contacts/` has no file."""
    unread = ledger.unread.get("contacts", ())
    known = (contact.id for contact in ledger.contacts)
    contacts = Names("contact", known, unread, titles_of(ledger.contacts), makes="opsledger new contact")
    for sheet in ledger.weeks if contacts else ():
        for line in sheet.marketing:
            if line.contact and line.contact.id not in contacts:
                yield contacts.unknown(UNKNOWN_CONTACT, line.contact)


REFERRERS = ("clients", "contacts", "leads", "team")


def _check_referrers(ledger: Ledger) -> Iterator[Diagnostic]:
    """Who sent a lead is a client, a contact, a lead or a member; any name, while there is no client and no contact."""
    records = ledger.logged(REFERRERS)
    unread = [name for folder in REFERRERS for name in ledger.unread.get(folder, ())]
    people = Names(
        "client, contact, lead or member of the team",
        (record.id for record in records),
        unread,
        titles_of(records),
        makes="opsledger new contact",
    )
    if not (ledger.clients or ledger.contacts or unread):
        return
    for lead in ledger.leads:
        if lead.referred_by and lead.referred_by.id not in people:
            yield people.unknown(UNKNOWN_REFERRER, lead.referred_by)


def _check_members(ledger: Ledger) -> Iterator[Diagnostic]:
    """A person may be a plain name while `team/` has no file."""
    known = (member.id for member in ledger.team)
    unread = ledger.unread.get("team", ())
    members = Names("member of the team", known, unread, titles_of(ledger.team), makes="opsledger new member")
    if not members:
        return
    for reference in _named_members(ledger):
        if reference.id not in members:
            yield members.unknown(UNKNOWN_MEMBER, reference)


def _named_members(ledger: Ledger) -> Iterator[Reference]:
    for project in ledger.projects:
        for line in project.lines("cost"):
            if line.member:
                yield line.member
    for sheet in ledger.weeks:
        for cost in sheet.costs:
            if cost.member:
                yield cost.member
