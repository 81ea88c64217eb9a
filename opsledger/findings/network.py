"""Findings for marketing and sales: whom to be in touch with, and tenders whose day of decision has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from opsledger.figures.kept import is_set_by_crm
from opsledger.figures.network import touches_due
from opsledger.findings.finding import Finding, FindingRule, Measured
from opsledger.values.written import count_of

_MOST = 3


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


NETWORK_RULES: tuple[FindingRule, ...] = (out_of_touch, undecided)
