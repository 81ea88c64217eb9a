"""Findings for marketing and sales: whom to be in touch with, and tenders whose day of decision has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.kept import is_set_by_crm
from opsledger.figures.naming import names_of
from opsledger.figures.network import touches_due
from opsledger.findings.finding import AT_RISK, Finding, FindingRule, Measured
from opsledger.models.leads import Lead, is_referral
from opsledger.models.records import Contact
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

_MOST = 3
_THANKED_WITHIN = timedelta(weeks=6)


def thanks_owed(measured: Measured) -> Iterator[Finding]:
    """A contact sent a lead in the last weeks, and no word of yours to them is written down since."""
    for lead, contact in _sent_lately(measured):
        came = lead.log[0].day
        if any(line.day > came or line.word in ("out", "call", "meeting") for line in contact.log if line.day >= came):
            continue
        known = {measured.client(client.id).casefold() for client in measured.standing.ledger.clients}
        elsewhere = contact.org if contact.org and contact.org.casefold() not in known else None
        worth = None if lead.worth is None else Fraction(lead.worth)
        yield Finding(
            rule="thanks-owed",
            role="sales",
            urgency=2,
            because=f"they sent it on {measured.date_of(came)}, and no word of yours to them is written down since",
            action=f"Thank {contact.title} for {lead.title}{f', and ask what {elsewhere} needs' if elsewhere else ''}",
            instead=f"Send {contact.title} two lines: what became of {lead.title}",
            figure="network.referral",
            sources=(lead.log[0].span,),
            about=(contact.id,),
            money=worth * AT_RISK * AT_RISK if worth else None,
            is_weight_alone=True,
            by=measured.within(7),
            is_moved=False,
        )


def _sent_lately(measured: Measured) -> Iterator[tuple[Lead, Contact]]:
    """The leads of the last weeks that came by a contact: by `referred_by`, or by name in a referral's first line."""
    standing = measured.standing
    contacts, names = {same_id(each.id): each for each in standing.ledger.contacts}, names_of(standing)
    for lead in standing.ledger.leads:
        if measured.day - lead.log[0].day > _THANKED_WITHIN or lead.log[0].day >= measured.day:
            continue
        sent = {same_id(lead.referred_by.id)} if lead.referred_by else set()
        if not sent and is_referral(lead.source):
            sent = set(names.named(lead.log[0].text))
        for sender in sorted(sent & contacts.keys()):
            yield lead, contacts[sender]


def out_of_touch(measured: Measured) -> Iterator[Finding]:
    """Contacts were not heard of for longer than their owner wants; the three who wait longest."""
    for touch in touches_due(measured.standing)[:_MOST]:
        contact = touch.contact
        days = (measured.day - touch.last.day).days if touch.last else None
        because = f"you were last in touch {count_of(days, 'day')} ago" if days else "you were never in touch"
        yield Finding(
            rule="out-of-touch",
            role="marketing",
            urgency=1,
            because=f"{because}, and your goal is every {count_of(contact.every or 0, 'day')}",
            action=f"Get in touch with {contact.title}",
            figure="network.due",
            sources=(touch.last.span if touch.last else contact.whole,),
            about=(contact.id,),
            by=measured.within(14),
            measure=days / (contact.every or 1) if days else 2.0,
        )


def undecided(measured: Measured) -> Iterator[Finding]:
    """The day on which they meant to decide has passed, and nobody wrote down what they decided."""
    for lead in measured.standing.open_leads:
        if lead.decision is None or lead.decision >= measured.day:
            continue
        if is_set_by_crm(measured.standing, lead):
            continue
        days = (measured.day - lead.decision).days
        yield Finding(
            rule="undecided",
            role="sales",
            urgency=2,
            because=f"they meant to decide {count_of(days, 'day')} ago",
            action=f"Ask what became of {lead.title}",
            figure="inflow.stale",
            sources=(lead.front["decision"],),
            about=(lead.id,),
            by=measured.day + timedelta(days=3),
            measure=float(days),
        )


NETWORK_RULES: tuple[FindingRule, ...] = (thanks_owed, out_of_touch, undecided)
