"""The people to keep in touch with, and what work comes again or by word of mouth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from opsledger.dataclass import dataclass
from opsledger.figures.contacts import TALKED
from opsledger.figures.evidence import Figure, Keyed
from opsledger.figures.standing import Figures, Standing, in_day_order, spans, within
from opsledger.figures.statistics import TOO_FEW
from opsledger.models.leads import Lead, is_referral
from opsledger.models.lines import LogLine, MarketingLine, Reference
from opsledger.models.projects import Project
from opsledger.models.records import Contact
from opsledger.source import Span
from opsledger.values.characters import same_id


@dataclass(frozen=True, slots=True)
class Touch:
    """A contact and when they were last in touch: by a line of their log, or of marketing that names them."""

    contact: Contact
    last: LogLine | MarketingLine | None

    @property
    def due_on(self) -> date | None:
        """The last day on which to be in touch; None without `every`, and of one with no line."""
        every = self.contact.every
        return self.last.day + timedelta(days=every) if self.last and every else None

    def is_due(self, day: date) -> bool:
        """Whether they were not heard of for longer than `every`; of one never in touch always."""
        if self.contact.every is None:
            return False
        return self.due_on is None or self.due_on < day


def touches(standing: Standing) -> tuple[Touch, ...]:
    """Every contact with their last touch, by id."""
    return standing.once(_touches)


def _touches(standing: Standing) -> tuple[Touch, ...]:
    named: dict[str, list[MarketingLine]] = defaultdict(list)
    for sheet in standing.ledger.weeks:
        for line in sheet.marketing:
            if line.contact:
                named[same_id(line.contact.id)].append(line)
    found = []
    for contact in sorted(standing.ledger.contacts, key=lambda one: one.id):
        lines: list[LogLine | MarketingLine] = [line for line in contact.log if line.word in TALKED]
        lines += named.get(same_id(contact.id), [])
        found.append(Touch(contact, in_day_order(lines)[-1] if lines else None))
    return tuple(found)


def touches_due(standing: Standing) -> list[Touch]:
    """The contacts to be in touch with, those farthest beyond their goal first; never in touch is farthest.

    A partner, or who sent you work, comes before others.
    """
    due = [touch for touch in touches(standing) if touch.is_due(standing.day)]
    senders = {same_id(lead.referred_by.id) for lead in standing.ledger.leads if lead.referred_by}

    def order(touch: Touch) -> tuple[bool, float, str]:
        beyond = (standing.day - touch.last.day).days / (touch.contact.every or 1) if touch.last else float("inf")
        sends = touch.contact.kind == "partner" or same_id(touch.contact.id) in senders
        return not sends, -beyond, touch.contact.id

    return sorted(due, key=order)


def due(standing: Standing) -> Figures:
    """`network.due`: contacts you have not been in touch with for longer than `every`, the farthest beyond it first.

    Partners, and those who sent you work, come before others.

    In touch means a line in their log that says so (`in`, `out`, `call`, `mail`, `meeting`, `praise`, `complaint`), or
    a marketing line on `engage` that names them. A contact with `every` and no such line is due.
    """
    found = touches_due(standing)
    sources = tuple(touch.last.span if touch.last else touch.contact.whole for touch in found)
    yield Figure("network.due", [touch.contact.id for touch in found], "text", len(found), sources=sources)


def in_touch(standing: Standing) -> Figures:
    """`network.contacts`: how many contacts you have, and how many you were in touch with in the period."""
    every = touches(standing)
    heard = [touch for touch in every if touch.last and touch.last.day in standing.period]
    value: Keyed = {"count": len(every), "heard": len(heard), "due": len(touches_due(standing))}
    sources = spans(touch.last for touch in heard if touch.last)
    yield Figure("network.contacts", value, "count", len(every), sources=sources)


def repeat(standing: Standing) -> Figures:
    """`network.repeat`: how much of the work of 52 weeks came from past clients.

    leads: those that came in these weeks; of_leads: their share of all leads. received: what their projects were paid,
    less refunds, in those weeks; of_received: their share of all. A past client has a project of another lead that
    began before this lead's (or project's) first line, a deal of a CRM won before it, or a `since` before it.
    """
    yield _share(standing, "repeat", _is_repeat_lead, _is_repeat)


def referral(standing: Standing) -> Figures:
    """`network.referral`: how much of the work of 52 weeks came by referral.

    Counted as in `network.repeat`. A lead counts if it says who sent them (`referred_by`), or if its source is
    `referral` or another word for it.
    """
    yield _share(standing, "referral", lambda _, lead: _is_referred(lead), _came_by_referral)


def _share(
    standing: Standing,
    name: str,
    of_lead: Callable[[Standing, Lead], bool],
    of_project: Callable[[Standing, Project], bool],
) -> Figure:
    span = standing.last_weeks(52)
    begun = [lead for lead in standing.ledger.leads if lead.log[0].day in span]
    such = [lead for lead in begun if of_lead(standing, lead)]
    whole = part = Fraction(0)
    sources: list[Span] = [lead.log[0].span for lead in such]
    for project in standing.client_projects:
        lines = within(project.lines("paid", "refunded"), span)
        received = sum((line.money * (1 if line.word == "paid" else -1) for line in lines), Fraction(0))
        whole += received
        if lines and of_project(standing, project):
            part += received
            sources += spans(lines)
    value: Keyed = {
        "leads": len(such),
        "of_leads": Fraction(len(such), len(begun)) if begun else None,
        "received": part,
        "of_received": part / whole if whole > 0 else None,
    }
    note = None if begun else f"{TOO_FEW}: no lead began in 52 weeks"
    return Figure(f"network.{name}", value, "share", len(begun), note=note, sources=tuple(sources))


def _is_referred(lead: Lead) -> bool:
    return lead.referred_by is not None or is_referral(lead.source)


def _came_by_referral(standing: Standing, project: Project) -> bool:
    lead = standing.ledger.lead_by_id.get(same_id(project.lead.id)) if project.lead else None
    return lead is not None and _is_referred(lead)


def _is_repeat_lead(standing: Standing, lead: Lead) -> bool:
    client = lead.client or standing.once(_clients_of_leads).get(same_id(lead.id))
    return client is not None and _worked_before(standing, client.id, lead.log[0].day, lead.id)


def _is_repeat(standing: Standing, project: Project) -> bool:
    if project.client is None:
        return False
    lead = standing.ledger.lead_by_id.get(same_id(project.lead.id)) if project.lead else None
    first = min(project.log[0].day, lead.log[0].day) if lead else project.log[0].day
    return _worked_before(standing, project.client.id, first, project.lead.id if project.lead else None)


def _worked_before(standing: Standing, client: str, day: date, lead: str | None) -> bool:
    """Whether a client was worked for before a day, on something that another lead, or none, brought."""
    known = standing.once(_since).get(same_id(client))
    if known and known < day:
        return True
    if any(
        won < day and other != same_id(lead or "") for other, won in standing.once(_won_in_crm).get(same_id(client), ())
    ):
        return True
    return any(
        project.log[0].day < day and (lead is None or project.lead is None or same_id(project.lead.id) != same_id(lead))
        for project in standing.once(_by_client).get(same_id(client), ())
    )


def _won_in_crm(standing: Standing) -> Mapping[str, Sequence[tuple[str, date]]]:
    """By client the deals of a CRM that were won, with the day: after an import most have no project."""
    found: dict[str, list[tuple[str, date]]] = defaultdict(list)
    for lead in standing.ledger.leads:
        if lead.client and lead.is_imported and lead.stage == "won" and lead.stage_since:
            found[same_id(lead.client.id)].append((same_id(lead.id), lead.stage_since))
    return found


def _since(standing: Standing) -> Mapping[str, date]:
    return {same_id(client.id): client.since for client in standing.ledger.clients if client.since}


def _by_client(standing: Standing) -> Mapping[str, Sequence[Project]]:
    found: dict[str, list[Project]] = defaultdict(list)
    for project in standing.client_projects:
        if project.client:
            found[same_id(project.client.id)].append(project)
    return found


def _clients_of_leads(standing: Standing) -> Mapping[str, Reference]:
    """The client of each lead, as its project names it."""
    return {
        same_id(project.lead.id): project.client
        for project in standing.ledger.projects
        if project.lead and project.client
    }


NETWORK = (due, in_touch, repeat, referral)
