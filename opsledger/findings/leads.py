"""Findings for sales: leads that come back, that do not fit, how fast they are answered, and what they are lost to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction

from opsledger.figures.plan_ahead import coming_week
from opsledger.figures.standing import hours, total
from opsledger.findings.finding import ASKED, AT_RISK, LATER, UNWANTED, Finding, Measured, ids_of
from opsledger.findings.lead_steps import (
    at_chance,
    at_stake_of,
    fails_by_budget,
    fit_of,
    is_turned_down,
    whole_of,
)
from opsledger.findings.waiting_leads import SLOW_DAYS, spoken_yes, stale_leads, unanswered_leads
from opsledger.models.leads import Lead
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.written import listed, write_number

_SILENCE = "silence"


def leads_that_came_back(measured: Measured) -> Iterator[Finding]:
    """Somebody wrote again after their lead was lost or declined, and has no answer yet."""
    for lead in measured.standing.ledger.leads:
        line = lead.came_back
        if line is not None:
            yield Finding(
                rule="leads-that-came-back",
                role="sales",
                urgency=3,
                because=f"they wrote on {measured.date_of(line.day)}, after the lead was {lead.stage}",
                action=f"Answer {lead.title}, and reopen the lead or turn them down",
                sources=(line.span,),
                about=ids_of(lead),
                money=None if lead.worth is None else Fraction(lead.worth) * AT_RISK,
                whole=whole_of(lead),
                at_stake="the value",
                turn=ASKED,
                by=measured.within(3),
                measure=float((measured.day - line.day).days),
                is_moved=False,
            )


def leads_to_avoid(measured: Measured) -> Iterator[Finding]:
    """A lead fails one of the four tests of a good client; who is a client already is not sent away for that."""
    clients = {project.client.id for project in measured.standing.client_projects if project.client}
    for lead in measured.standing.open_leads:
        found, figure = fit_of(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        if found.verdict != "avoid":
            continue
        own = [test for test, reason in found.failed if reason == "as you say"]
        if not is_turned_down(measured, lead):
            continue
        told = [f"you answered no to {listed(own)}"] if own else []
        told += [reason for test, reason in found.failed if test not in own]
        action = f"Turn down {lead.title} kindly, and name somebody else"
        if not own and ((lead.client and lead.client.id in clients) or fails_by_budget(found)):
            action = f"Raise {lead.title}, bundle it with other work, or turn it down"
        ahead, step = _planned_for(measured, lead), lead.next_on(measured.day)
        due = step.promised if step else None
        is_near = bool(ahead) or (due is not None and due <= measured.day + timedelta(days=7))
        yield Finding(
            rule="leads-to-avoid",
            role="sales",
            urgency=3 if is_near else 2,
            because=f"it does not fit: {listed(told)}{_given(measured, lead, ahead)}",
            action=action,
            hours=ahead or None,
            turn=UNWANTED if is_near else LATER,
            figure=figure.name,
            sources=figure.sources,
            about=ids_of(lead),
            by=measured.within(3 if is_near else 14),
            is_moved=False,
        )


def _planned_for(measured: Measured, lead: Lead) -> Fraction:
    """The hours that next week's plan has for a lead."""
    blocks = (block for _, block in coming_week(measured.standing).blocks if block.target)
    return hours(total(block for block in blocks if block.target and same_id(block.target.id) == same_id(lead.id)))


def _given(measured: Measured, lead: Lead, ahead: Fraction) -> str:
    """What a lead would earn an hour, what it was given already, and what is planned for it, as sentences."""
    parts, target = [], measured.standing.settings.targets.rate
    rate = Fraction(lead.worth) / Fraction(lead.size, 60) if lead.worth and lead.size else None
    if rate is not None and target is not None and rate < Fraction(target):
        parts.append(f"it would earn {measured.money(rate)} an hour")
    spent = hours(total(measured.standing.blocks_of(lead)))
    if spent:
        parts.append(f"{measured.hours(spent)} went into it already")
    if ahead:
        parts.append(f"{measured.hours(ahead)} are planned for next week")
    text = listed(parts)
    return f". {text[0].upper()}{text[1:]}" if text else ""


def leads_too_soon(measured: Measured) -> Iterator[Finding]:
    """A lead fits but for its date: a later one is the answer."""
    for lead in measured.standing.open_leads:
        found, figure = fit_of(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        reason = dict(found.failed).get("timeframe")
        if reason is None or is_turned_down(measured, lead):
            continue
        yield Finding(
            rule="leads-too-soon",
            role="sales",
            urgency=2,
            because=f"they want it too soon: {reason}",
            action=f"Offer {lead.title} a later date",
            figure=figure.name,
            sources=figure.sources,
            about=ids_of(lead),
            money=at_stake_of(measured, lead) * AT_RISK or None,
            whole=whole_of(lead),
            at_stake=at_chance(measured, lead),
            by=max(min(day for day in (measured.within(7), lead.due, lead.decision) if day), measured.day),
            is_moved=False,
        )


def slow_answers(measured: Measured) -> Iterator[Finding]:
    """New leads wait longer than two days for an answer."""
    days = measured.part("inflow.response_days", "median")
    figure = measured.figures["inflow.response_days"]
    if days is not None and days > SLOW_DAYS and figure.n > 1:
        yield Finding(
            rule="slow-answers",
            role="sales",
            urgency=1,
            because=f"a new lead waits {write_number(days)} days for your first answer (median of {figure.n})",
            action="Keep half an hour each morning for answers to new leads",
            figure=figure.name,
            sources=figure.sources,
            measure=float(days),
        )


def repeated_losses(measured: Measured) -> Iterator[Finding]:
    """Two or more leads were lost for one reason, one of them since the last review."""
    period = measured.standing.period
    latest = {line.span: line.day for lead in measured.standing.ledger.leads for line in lead.lines("lost")}
    for reason, figure in measured.below("inflow.lost_reasons").items():
        if figure.n < 2:
            continue
        if any((day := latest.get(span)) is not None and day in period for span in figure.sources):
            because = f"{figure.n} leads were lost to {reason} in 26 weeks"
            action = f"Read what the leads lost to {reason} said, and change one thing in the offer"
            if reason == _SILENCE:
                unheard = _never_answered(measured, figure.sources)
                because += f". {unheard} of them never had an answer from you" if unheard else ""
                action = "Answer each new lead, and ask again after a week without a word"
            yield Finding(
                rule="repeated-losses",
                role="ceo",
                urgency=2,
                because=because,
                action=action,
                figure=figure.name,
                sources=figure.sources,
                measure=float(figure.n),
            )


def _never_answered(measured: Measured, lost: Sequence[Span]) -> int:
    """How many of the leads lost on some lines wrote to you and never had an answer."""
    return sum(
        lead.asked and lead.answer is None and any(line.span in lost for line in lead.lines("lost"))
        for lead in measured.standing.ledger.leads
    )


LEAD_RULES = (
    unanswered_leads,
    spoken_yes,
    stale_leads,
    leads_that_came_back,
    leads_to_avoid,
    leads_too_soon,
    slow_answers,
    repeated_losses,
)
