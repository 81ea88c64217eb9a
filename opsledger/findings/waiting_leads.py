"""Findings for sales: leads that wait for an answer, a spoken yes to put in writing, and leads that fell silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.kept import is_before, is_set_by_crm, silent_since
from opsledger.findings.ahead import told_of
from opsledger.findings.finding import ASKED, AT_RISK, LATER, SPOKEN, Finding, Measured, ids_of
from opsledger.findings.lead_steps import (
    at_chance,
    at_stake_of,
    bring_to_an_answer,
    contact,
    is_offered,
    is_turned_down,
    next_step,
    own_step,
    size_of,
    whole_of,
)
from opsledger.forecast.keeping import PAST, promises_of
from opsledger.forecast.outlook import OVERLOADED
from opsledger.forecast.silence import odds_now
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

SLOW_DAYS = 2
_MANY_LATE = 3
_FALLEN_ODDS = 0.75


class _Waiting(NamedTuple):
    """A lead that waits for an answer: its likely worth, their last word, and for how many days."""

    size: Fraction
    lead: Lead
    line: LogLine
    days: int


def waiting_for_you(measured: Measured) -> list[_Waiting]:
    """The leads that wait for an answer of yours for days, the one worth most first."""
    found = []
    for lead in measured.standing.open_leads:
        line = lead.unanswered
        if line is None or lead.is_at_last_stage or is_turned_down(measured, lead):
            continue
        days = (measured.day - silent_since(measured.standing, lead, line)).days
        is_met = any(block.day and block.day >= line.day for block in measured.standing.blocks_of(lead))
        if days > SLOW_DAYS and not is_met:
            found.append(_Waiting(size_of(measured, lead), lead, line, days))
    return sorted(found, key=lambda each: (-each.size, each.lead.id))


def unanswered_leads(measured: Measured) -> Iterator[Finding]:
    """Somebody wrote days ago and has no answer: one thing to do, the lead worth most first."""
    waiting = waiting_for_you(measured)
    if not waiting:
        return
    first, more = waiting[0], waiting[1:]
    because = f"they wrote {count_of(first.days, 'day')} ago"
    action = bring_to_an_answer(measured, first.lead)
    if more:
        because += f". {count_of(len(more), 'more inquiry', 'more inquiries')} {'waits' if len(more) == 1 else 'wait'}"
        because += f", the longest for {count_of(max(each.days for each in more), 'day')}"
        action += f", then {_others([each.lead for each in more])}"
    size = sum((each.size for each in waiting), Fraction(0))
    likely = sum((at_stake_of(measured, each.lead) for each in waiting), Fraction(0))
    valued = [each.lead for each in waiting if each.lead.worth is not None]
    whole = sum((whole_of(each.lead) or Fraction(0) for each in waiting), Fraction(0))
    every = "both" if len(valued) == 2 else f"all {len(valued)}"
    yield Finding(
        rule="unanswered-leads",
        role="sales",
        urgency=3 if size else 2,
        because=because,
        action=action,
        instead=f"Send {first.lead.title} three lines today, or say no"
        + (", and so to each of the others" if more else ""),
        figure="inflow.response_days",
        sources=tuple(each.line.span for each in waiting),
        about=ids_of(*(each.lead for each in waiting)),
        money=size * AT_RISK or None,
        whole=whole or None,
        at_stake=f"if {every} were won, {measured.about(likely)} by their chances"
        if len(valued) > 1
        else at_chance(measured, [*valued, first.lead][0]),
        by=measured.within(3),
        measure=float(size or 1),
        turn=ASKED,
        is_moved=False,
    )


def _others(leads: Sequence[Lead]) -> str:
    return leads[0].title if len(leads) == 1 else f"the {len(leads)} others who wrote"


def spoken_yes(measured: Measured) -> Iterator[Finding]:
    """They said yes and nothing is written down: no step of yours is ahead. The one worth most first."""
    found = []
    for lead in measured.standing.open_leads:
        step = lead.next_on(measured.day)
        is_planned = step is not None and step.promised is not None and step.promised >= measured.day
        if lead.is_at_last_stage and not is_planned and not is_turned_down(measured, lead):
            found.append((size_of(measured, lead), lead))
    for size, lead in sorted(found, key=lambda entry: (-entry[0], entry[1].id)):
        days = (measured.day - (lead.stage_since or lead.log[0].day)).days
        said = f"{count_of(days, 'day')} ago" if days else "today"
        because = f"they said yes {said}, and no step of yours is written down"
        is_old = lead.is_imported and is_before(measured.standing, lead.log[-1].day)
        if is_old or lead.crm_stage:  # the day of its stage is none that the CRM gave
            because = f"{_told_by_crm(measured, lead)}, and no step of yours is written down"
        own = own_step(measured, lead)
        if own and own.late:
            because = f"{own.late}, at the {lead.stage} stage"
        yield Finding(
            rule="spoken-yes",
            role="sales",
            urgency=3,
            because=because,
            action=next_step(measured, lead) or _agreed(measured, lead),
            instead=f"Send {lead.title} two lines to confirm: what, from when, for how much",
            figure="inflow.stale",
            sources=((lead.stage_line or lead.log[-1]).span,),
            about=ids_of(lead),
            money=size * AT_RISK if size else None,
            whole=whole_of(lead),
            at_stake=at_chance(measured, lead),
            by=own.by if own else measured.within(3),
            measure=float(size or 1),
            turn=SPOKEN,
            is_moved=False,
        )


def _told_by_crm(measured: Measured, lead: Lead) -> str:
    """Where a CRM has a lead, in its own words, and what else it knows: the last contact, and a day that is past."""
    stage, crm = lead.crm_stage or (lead.stage, "your CRM")
    told = [f"{crm} has it at {stage}"]
    if heard := lead.last_contact:
        told.append(f"the last contact was {count_of((measured.day - heard.day).days, 'day')} ago")
    if lead.decision and is_set_by_crm(measured.standing, lead):
        told.append(f"they were to decide by {measured.date_of(lead.decision)}")
    return ", ".join(told)


def _agreed(measured: Measured, lead: Lead) -> str:
    """A spoken yes in writing; with a start after what is sold already, while that is late or too much."""
    dry = measured.figures["balance.dry_on"].value
    past = [each for each in promises_of(measured.standing) if each.state == PAST]
    full = told_of(measured, OVERLOADED)
    is_full = len(past) >= _MANY_LATE or (full is not None and full.is_likely)
    if is_full and isinstance(dry, date) and dry > measured.day:
        return f"Get the yes of {lead.title} in writing, with a start after {measured.short(dry)}"
    return contact(lead)


def stale_leads(measured: Measured) -> Iterator[Finding]:
    """Your next step on a lead is overdue, or it stands still for so long that its chance fell; most at stake first.

    That more days pass is not worse news.
    """
    figure, asked = measured.figures["inflow.stale"], {each.lead.id for each in waiting_for_you(measured)}
    found = []
    for lead_id, span in zip(measured.ids(figure.name), figure.sources, strict=True):
        lead = measured.standing.ledger.lead_by_id.get(same_id(lead_id))
        if lead and lead.id not in asked and not lead.is_at_last_stage and not is_turned_down(measured, lead):
            found.append((at_stake_of(measured, lead), lead, span))
    for stake, lead, span in sorted(found, key=lambda entry: (-entry[0], entry[1].id)):
        promise = lead.next_on(measured.day)
        late = promise.promised if promise else None
        if late is None and lead.chance is None and odds_now(measured.standing, lead) > _FALLEN_ODDS:
            continue  # leads that are won stand as long there
        silent = (measured.day - silent_since(measured.standing, lead, lead.log[-1])).days
        because = f"nothing happened for {count_of(silent, 'day')} at the {lead.stage} stage"
        own = own_step(measured, lead)
        if own and own.late:
            because = f"{own.late}, at the {lead.stage} stage"
        yield Finding(
            rule="stale-leads",
            role="sales",
            urgency=3 if stake else 2,
            because=because,
            action=next_step(measured, lead) or contact(lead),
            instead=f"Close {lead.title}, or ask them one last time",
            figure=figure.name,
            sources=(span,),
            about=ids_of(lead),
            money=stake * AT_RISK if stake else None,
            whole=whole_of(lead),
            at_stake=at_chance(measured, lead),
            by=own.by if own else measured.within(7),
            measure=float(stake or 1),
            turn=ASKED if late and is_offered(measured, lead) else LATER,
        )
