"""What records and lines name must be there: clients, leads, projects and members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opsledger.checks.names import Names, titles_of
from opsledger.diagnostics import Diagnostic, Rule, at, error, warning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import MarketingLine, Reference
from opsledger.models.names import ids_by_name
from opsledger.patterns import pattern
from opsledger.values.characters import same_name

UNKNOWN_CLIENT = error("unknown-client", "A client has no file, and its name is nearly another's.")
CLIENT_WITHOUT_FILE = warning(
    "client-without-file", "A client is a plain name, while other clients have a file.", strict=True
)
UNKNOWN_LEAD = error("unknown-lead", "A project names a lead that has no file.")
UNKNOWN_PROJECT = error("unknown-project", "A website item names a project that has no file.")
UNKNOWN_CONTACT = error("unknown-contact", "A contact has no file, and the name is nearly another's.")
CONTACT_WITHOUT_FILE = warning(
    "contact-without-file", "A contact is a plain name, while others have a file.", strict=True
)
CONTACT_AS_TEXT = warning("contact-as-text", "A marketing line names a contact in a place that is not read.")
UNKNOWN_REFERRER = error("unknown-referrer", "A lead's `referred_by` has no file, and the name is nearly another's.")
REFERRER_WITHOUT_FILE = warning(
    "referrer-without-file", "A lead's `referred_by` is a plain name, while others have a file.", strict=True
)
UNKNOWN_MEMBER = error("unknown-member", "A person has no file, and the name is nearly another's.")
MEMBER_WITHOUT_FILE = warning(
    "member-without-file", "A person is a plain name, while others of the team have a file.", strict=True
)

REFERRERS = ("clients", "contacts", "leads", "team")

_NAMED_IN_TEXT = pattern(r"(?<!\S)@([\w-]+)|\[\[(?:contacts/)?([^\]|#]+?)(?:\.md)?(?:[#|][^\]]*)?\]\]")


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
    """A client may be a plain name; one that is nearly another's id, or a link, has to name a file."""
    known = (client.id for client in ledger.clients)
    unread = ledger.unread.get("clients", ())
    clients = Names("client", known, unread, titles_of(ledger.clients), makes="opsledger new client")
    if not clients:
        return
    called = ids_by_name(ledger.clients, unread)
    named = [lead.client for lead in ledger.leads]
    named += [project.client for project in ledger.projects]
    named += [item.client for item in ledger.website]
    for client in named:
        if client and client.id not in clients and same_name(client.id) not in called:
            rule = CLIENT_WITHOUT_FILE if clients.is_far(client) else UNKNOWN_CLIENT
            yield clients.unknown(rule, client)


def _check_contacts(ledger: Ledger) -> Iterator[Diagnostic]:
    """A contact may be a plain name; one that is nearly another's id, or a link, has to name a file."""
    unread = ledger.unread.get("contacts", ())
    known = (contact.id for contact in ledger.contacts)
    contacts = Names("contact", known, unread, titles_of(ledger.contacts), makes="opsledger new contact")
    named = (line.contact for sheet in ledger.weeks for line in sheet.marketing if line.contact)
    yield from _check_people(contacts, named, UNKNOWN_CONTACT, CONTACT_WITHOUT_FILE)
    for sheet in ledger.weeks:
        for line in sheet.marketing:
            found = _NAMED_IN_TEXT.search(line.text)
            if found and (found[1] or found[2]).strip() in contacts:
                yield at(CONTACT_AS_TEXT, line.span, f"`{found[0]}` is taken as text", _where_contacts_stand(line))


def _where_contacts_stand(line: MarketingLine) -> str:
    if line.contact:
        return "a line names one contact: write a line for each"
    if line.theme == "engage":
        return "write the contact right after the theme, as in `engage @kim-doran asked how it goes`"
    return "only `engage` names a contact: write what they said in their own log"


def _check_referrers(ledger: Ledger) -> Iterator[Diagnostic]:
    """Who sent a lead may be a plain name, as above, or a client, a contact, a lead or a member."""
    records = ledger.logged(REFERRERS)
    unread = [name for folder in REFERRERS for name in ledger.unread.get(folder, ())]
    what, known = "client, contact, lead or member of the team", (record.id for record in records)
    people = Names(what, known, unread, titles_of(records), makes="opsledger new contact")
    named = (lead.referred_by for lead in ledger.leads if lead.referred_by)
    yield from _check_people(people, named, UNKNOWN_REFERRER, REFERRER_WITHOUT_FILE)


def _check_members(ledger: Ledger) -> Iterator[Diagnostic]:
    """A person may be a plain name; one that is nearly another's id, or a link, has to name a file."""
    known = (member.id for member in ledger.team)
    unread = ledger.unread.get("team", ())
    members = Names("member of the team", known, unread, titles_of(ledger.team), makes="opsledger new member")
    yield from _check_people(members, _named_members(ledger), UNKNOWN_MEMBER, MEMBER_WITHOUT_FILE)


def _check_people(known: Names, named: Iterable[Reference], unknown: Rule, plain: Rule) -> Iterator[Diagnostic]:
    """Of people who are named those that have no file, while others have one."""
    if known:
        for reference in named:
            if reference.id not in known:
                yield known.unknown(plain if known.is_far(reference) else unknown, reference)


def _named_members(ledger: Ledger) -> Iterator[Reference]:
    for project in ledger.projects:
        for line in project.lines("cost"):
            if line.member:
                yield line.member
    for sheet in ledger.weeks:
        for cost in sheet.costs:
            if cost.member:
                yield cost.member
