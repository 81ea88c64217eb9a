"""Findings for sales: leads that wait, that do not fit, and what they are lost to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.chances import chance_of
from opsledger.figures.kept import heard_since, is_before
from opsledger.findings.ahead import told_of
from opsledger.findings.finding import ASKED, AT_RISK, LATER, SPOKEN, Finding, Measured, ids_of
from opsledger.findings.money import is_low, soon
from opsledger.forecast.keeping import PAST, promises_of
from opsledger.forecast.outlook import LEAN, OVERLOADED
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.source import Span
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed, write_number, write_share

_SLOW_DAYS = 2
_MANY_LATE = 3
_SILENCE = "silence"
_OFFER = re.compile(r"propos|offer|quot|estimat|tender|pitch|bid|angebot|offert", re.IGNORECASE)


class _Waiting(NamedTuple):
    """A lead that waits for an answer: its likely worth, their last word, and for how many days."""

    size: Fraction
    lead: Lead
    line: LogLine
    days: int


def _waiting(measured: Measured) -> list[_Waiting]:
    """The leads that wait for an answer of yours for days, the one worth most first."""
    found = []
    for lead in measured.standing.open_leads:
        line = lead.unanswered
        if line is None or lead.is_at_last_stage or _is_turned_down(measured, lead):
            continue
        days = (measured.day - heard_since(measured.standing, line.day)).days
        is_met = any(block.day and block.day >= line.day for block in measured.standing.blocks_of(lead))
        if days > _SLOW_DAYS and not is_met:
            found.append(_Waiting(_size(measured, lead), lead, line, days))
    return sorted(found, key=lambda each: (-each.size, each.lead.id))


def unanswered_leads(measured: Measured) -> Iterator[Finding]:
    """Somebody wrote days ago and has no answer: one thing to do, the lead worth most first."""
    waiting = _waiting(measured)
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
    whole = sum((_whole(each.lead) or Fraction(0) for each in waiting), Fraction(0))
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
        at_stake="their value in all" if more else _at_chance(measured, first.lead),
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
        if lead.is_at_last_stage and not is_planned and not _is_turned_down(measured, lead):
            found.append((_size(measured, lead), lead, step))
    for size, lead, step in sorted(found, key=lambda entry: (-entry[0], entry[1].id)):
        days = (measured.day - (lead.stage_since or lead.log[0].day)).days
        said = f"{count_of(days, 'day')} ago" if days else "today"
        because = f"they said yes {said}, and no step of yours is written down"
        if lead.is_imported and is_before(measured.standing, lead.log[-1].day):  # its days are those of the CRM
            because = f"your CRM has it at {lead.stage}, and no step of yours is written down"
        if step and step.promised:
            because = f"your next step was due on {measured.date_of(step.promised)} (stage: {lead.stage})"
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
            whole=_whole(lead),
            at_stake=_at_chance(measured, lead),
            by=measured.within(3),
            measure=float(size or 1),
            turn=SPOKEN,
            is_moved=False,
        )


def _agreed(measured: Measured, lead: Lead) -> str:
    """A spoken yes in writing; with a start after what is sold already, while that is late or too much."""
    dry = measured.figures["balance.dry_on"].value
    past = [each for each in promises_of(measured.standing) if each.state == PAST]
    full = told_of(measured, OVERLOADED)
    is_full = len(past) >= _MANY_LATE or (full is not None and full.is_likely)
    if is_full and isinstance(dry, date) and dry > measured.day:
        return f"Get the yes of {lead.title} in writing, with a start after {measured.short(dry)}"
    return _contact(lead)


def stale_leads(measured: Measured) -> Iterator[Finding]:
    """Open leads wait for your next step; the one with most at stake first. That more days pass is not worse news."""
    figure, asked = measured.figures["inflow.stale"], {each.lead.id for each in _waiting(measured)}
    found = []
    for lead_id, span in zip(measured.ids(figure.name), figure.sources, strict=True):
        lead = measured.standing.ledger.lead_by_id.get(same_id(lead_id))
        if lead and lead.id not in asked and not lead.is_at_last_stage and not _is_turned_down(measured, lead):
            found.append((_at_stake(measured, lead), lead, span))
    for stake, lead, span in sorted(found, key=lambda entry: (-entry[0], entry[1].id)):
        promise = lead.next_on(measured.day)
        late = promise.promised if promise else None
        silent = (measured.day - heard_since(measured.standing, lead.log[-1].day)).days
        said = f"nothing happened for {count_of(silent, 'day')}"
        if late:
            said = f"your next step was due on {measured.date_of(late)}"
        yield Finding(
            rule="stale-leads",
            role="sales",
            urgency=3 if stake else 2,
            because=f"{said} (stage: {lead.stage})",
            action=next_step(measured, lead) or _contact(lead),
            instead=f"Close {lead.title}, or ask them one last time",
            figure=figure.name,
            sources=(span,),
            about=ids_of(lead),
            money=stake * AT_RISK if stake else None,
            whole=_whole(lead),
            at_stake=_at_chance(measured, lead),
            by=measured.within(7),
            measure=float(stake or 1),
            turn=ASKED if late and is_offered(measured, lead) else LATER,
        )


def _contact(lead: Lead) -> str:
    """What to do about a silent lead without a next step; a spoken yes is never given up."""
    if lead.is_at_last_stage:
        return f"Get the yes of {lead.title} in writing, with a first day"
    return f"Contact {lead.title}, or close the lead"


def _whole(lead: Lead) -> Fraction | None:
    """What a lead is worth in all, as it is told."""
    return None if lead.worth is None else Fraction(lead.worth)


def _at_chance(measured: Measured, lead: Lead) -> str:
    return "" if lead.worth is None else f"at {write_share(chance_of(measured.standing, lead))}"


def _size(measured: Measured, lead: Lead) -> Fraction:
    """What a lead is worth by its chance: its value, or else its hours at what an hour brings."""
    if lead.worth is None and lead.size is not None:
        return Fraction(lead.size, 60) * measured.hour_is_worth * chance_of(measured.standing, lead)
    return _at_stake(measured, lead)


def next_step(measured: Measured, lead: Lead) -> str:
    """What you wrote to do next about a lead, as an action; empty if you wrote nothing."""
    promise = lead.next_on(measured.day)
    text = promise.text.strip().rstrip(".") if promise else ""
    if not text:
        return ""
    known = lead.title.lower() in text.lower()
    return f"{text[0].upper()}{text[1:]}" if known else f"{lead.title}: {text}"


def bring_to_an_answer(measured: Measured, lead: Lead) -> str:
    """What brings a lead nearer to a yes: your own next step, if you wrote one, or what its stage lacks."""
    if lead.unanswered is not None:
        return f"Answer {lead.title}" if not lead.is_at_last_stage else _contact(lead)
    step = next_step(measured, lead)
    if not is_offered(measured, lead):
        return step or f"Send a proposal for {lead.title}"
    if lead.is_at_last_stage:
        return step or _contact(lead)
    return f"{step}, and get a yes or no" if step else f"Get a yes or no on {lead.title}"


def is_offered(measured: Measured, lead: Lead) -> bool:
    """Whether a proposal was made: its stage is that of proposals or a later one, or you wrote that you sent it."""
    if any(_OFFER.search(line.text) for line in lead.lines("out")):
        return True
    stages = list(measured.standing.settings.stages)
    named = [number for number, stage in enumerate(stages) if _OFFER.search(stage)]
    return stages.index(lead.stage) >= (named[0] if named else max(len(stages) - 2, 0))


def best_lead(measured: Measured) -> Lead | None:
    """The open lead to bring to an answer first: not one to avoid, the nearest to a yes, of those the largest."""
    stages = list(measured.standing.settings.stages)
    leads = [lead for lead in measured.standing.open_leads if not _is_turned_down(measured, lead)]
    return max(leads, key=lambda lead: (stages.index(lead.stage), lead.size or 0, lead.id), default=None)


def _at_stake(measured: Measured, lead: Lead) -> Fraction:
    """What a lead is worth by its chance; 0 if its worth is not known."""
    return Fraction(lead.worth) * chance_of(measured.standing, lead) if lead.worth is not None else Fraction(0)


class _Fit(NamedTuple):
    """The verdict on a lead, and why each test failed that did: the test and the reason."""

    verdict: str
    failed: tuple[tuple[str, str], ...]


def _fit(measured: Measured, lead: Lead) -> _Fit:
    figure = measured.figures.get(f"inflow.fit.{lead.id}")
    value = figure.value if figure and isinstance(figure.value, Mapping) else {}
    given = value.get("reasons")
    reasons = [str(reason).split(": no, ", 1) for reason in given] if isinstance(given, list) else []
    return _Fit(str(value.get("verdict", "")), tuple((each[0], each[1]) for each in reasons if len(each) > 1))


def _is_turned_down(measured: Measured, lead: Lead) -> bool:
    """Whether a lead is to be turned down: not for its small budget alone while work or money is short."""
    found = _fit(measured, lead)
    is_short = _fails_by_budget(found) and (told_of(measured, LEAN) is not None or any(map(is_low, soon(measured))))
    return found.verdict == "avoid" and not is_short


def _fails_by_budget(found: _Fit) -> bool:
    """Whether only the setting for the smallest job speaks against it: a rule of thumb that nobody may have chosen."""
    return [test for test, _ in found.failed] == ["budget"] and found.failed[0][1] != "as you say"


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
                action=f"Answer {lead.title}, and reopen the lead (log `{lead.stages[0]}`) or turn them down",
                sources=(line.span,),
                about=ids_of(lead),
                money=None if lead.worth is None else Fraction(lead.worth) * AT_RISK,
                whole=_whole(lead),
                at_stake="its value",
                turn=ASKED,
                by=measured.within(3),
                measure=float((measured.day - line.day).days),
                is_moved=False,
            )


def leads_to_avoid(measured: Measured) -> Iterator[Finding]:
    """A lead fails one of the four tests of a good client; who is a client already is not sent away for that."""
    clients = {project.client.id for project in measured.standing.client_projects if project.client}
    for lead in measured.standing.open_leads:
        found, figure = _fit(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        if found.verdict != "avoid":
            continue
        own = [test for test, reason in found.failed if reason == "as you say"]
        if not _is_turned_down(measured, lead):
            continue
        told = [f"you answered no to {listed(own)}"] if own else []
        told += [
            f"{reason}, your smallest job (`ideal_client.budget`)" if test == "budget" else reason
            for test, reason in found.failed
            if test not in own
        ]
        action = f"Turn down {lead.title} kindly, and name somebody else"
        if not own and ((lead.client and lead.client.id in clients) or _fails_by_budget(found)):
            action = f"Raise {lead.title}, bundle it with other work, or turn it down"
        yield Finding(
            rule="leads-to-avoid",
            role="sales",
            urgency=2,
            because=f"it does not fit: {listed(told)}",
            action=action,
            figure=figure.name,
            sources=figure.sources,
            about=ids_of(lead),
            by=measured.within(14),
            is_moved=False,
        )


def leads_too_soon(measured: Measured) -> Iterator[Finding]:
    """A lead fits but for its date: a later one is the answer."""
    for lead in measured.standing.open_leads:
        found, figure = _fit(measured, lead), measured.figures[f"inflow.fit.{lead.id}"]
        reason = dict(found.failed).get("timeframe")
        if reason is None or _is_turned_down(measured, lead):
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
            money=_at_stake(measured, lead) * AT_RISK or None,
            whole=_whole(lead),
            at_stake=_at_chance(measured, lead),
            by=max(min(day for day in (measured.within(7), lead.due, lead.decision) if day), measured.day),
            is_moved=False,
        )


def slow_answers(measured: Measured) -> Iterator[Finding]:
    """New leads wait longer than two days for an answer."""
    days = measured.part("inflow.response_days", "median")
    figure = measured.figures["inflow.response_days"]
    if days is not None and days > _SLOW_DAYS and figure.n > 1:
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
