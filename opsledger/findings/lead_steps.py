"""What a lead is worth, whether it fits, and the step that brings it to an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from opsledger.figures.chances import chance_of
from opsledger.figures.fit import FREE
from opsledger.findings.ahead import told_of
from opsledger.findings.finding import Measured
from opsledger.findings.money import is_low, soon
from opsledger.forecast.outlook import LEAN
from opsledger.forecast.silence import chance_now
from opsledger.models.leads import Lead
from opsledger.patterns import pattern
from opsledger.values.written import count_of, write_share

_CLEARLY_FALLEN = Fraction(3, 4)
_CONTRACT = pattern(r"contract|vertrag|contrat|kontrakt|signature|unterschrift", re.IGNORECASE)
_OFFER = pattern(r"propos|offer|quot|estimat|tender|pitch|bid|angebot|offert", re.IGNORECASE)


def contact(lead: Lead) -> str:
    """What to do about a silent lead without a next step; a spoken yes is never given up."""
    if lead.is_at_last_stage:
        if lead.crm_stage and _CONTRACT.search(lead.crm_stage[0]):
            return f"Ask whether the contract for {lead.title} is signed, and agree on a first day"
        return f"Get the yes of {lead.title} in writing, with a first day"
    return f"Contact {lead.title}, or close the lead"


def whole_of(lead: Lead) -> Fraction | None:
    """What a lead is worth in all, as it is told."""
    return None if lead.worth is None else Fraction(lead.worth)


def at_chance(measured: Measured, lead: Lead) -> str:
    """What stands after a lead's value: its chance, and what it was before a silence; nothing if it has no value."""
    if lead.worth is None:
        return ""
    now, fresh = chance_now(measured.standing, lead), chance_of(measured.standing, lead)
    fallen = f", {write_share(fresh)} when fresh" if now < _CLEARLY_FALLEN * fresh else ""
    return f"({write_share(now)} likely to be won{fallen})"


def size_of(measured: Measured, lead: Lead) -> Fraction:
    """What a lead is worth by its chance: its value, or else its hours at what an hour brings."""
    if lead.worth is None and lead.size is not None:
        return Fraction(lead.size, 60) * measured.hour_is_worth * chance_now(measured.standing, lead)
    return at_stake_of(measured, lead)


def next_step(measured: Measured, lead: Lead) -> str:
    """What you wrote to do next about a lead, as an action; empty if you wrote nothing."""
    promise = lead.next_on(measured.day)
    text = promise.text.strip().rstrip(".") if promise else ""
    if not text:
        return ""
    known = lead.title.lower() in text.lower()
    return f"{text[0].upper()}{text[1:]}" if known else f"{lead.title}: {text}"


class OwnStep(NamedTuple):
    """Your own next step on a lead: until when it is to be done, and that it is late; empty if it is not."""

    by: date
    late: str


def own_step(measured: Measured, lead: Lead) -> OwnStep | None:
    """The step that you wrote down for a lead: on its own day, or on the next working day once that is past."""
    promise = lead.next_on(measured.day)
    due = promise.promised if promise else None
    if due is None:
        return None
    if due > measured.day:
        return OwnStep(due, "")
    days = (measured.day - due).days
    late = f"{count_of(days, 'day')} late" if days else "due today"
    return OwnStep(measured.next_workday if days else due, f"your next step is {late}")


def bring_to_an_answer(measured: Measured, lead: Lead) -> str:
    """What brings a lead nearer to a yes: your own next step, if you wrote one, or what its stage lacks."""
    if lead.unanswered is not None:
        return f"Answer {lead.title}" if not lead.is_at_last_stage else contact(lead)
    step = next_step(measured, lead)
    if not is_offered(measured, lead):
        return step or f"Send a proposal for {lead.title}"
    if lead.is_at_last_stage:
        return step or contact(lead)
    return f"{step}, and get a yes or no" if step else f"Get a yes or no on {lead.title}"


def is_offered(measured: Measured, lead: Lead) -> bool:
    """Whether a proposal was made: its stage is that of proposals or a later one, or you wrote that you sent it."""
    if any(_OFFER.search(line.text) for line in lead.lines("out")):
        return True
    stages = list(measured.standing.settings.stages)
    named = [number for number, stage in enumerate(stages) if _OFFER.search(stage)]
    return stages.index(lead.stage) >= (named[0] if named else max(len(stages) - 2, 0))


def best_lead(measured: Measured, until: date | None = None) -> Lead | None:
    """The open lead to bring to an answer first: not one to avoid, the nearest to a yes, of those the largest.

    until: not one that wants to begin later.
    """
    stages = list(measured.standing.settings.stages)
    leads = [lead for lead in measured.standing.open_leads if not is_turned_down(measured, lead)]
    leads = [lead for lead in leads if not (until and lead.start and lead.start > until)]
    return max(leads, key=lambda lead: (stages.index(lead.stage), lead.size or 0, lead.id), default=None)


def at_stake_of(measured: Measured, lead: Lead) -> Fraction:
    """What a lead is worth by its chance; 0 if its worth is not known."""
    return Fraction(lead.worth) * chance_now(measured.standing, lead) if lead.worth is not None else Fraction(0)


class Fit(NamedTuple):
    """The verdict on a lead, and why each test failed that did: the test and the reason."""

    verdict: str
    failed: tuple[tuple[str, str], ...]


def fit_of(measured: Measured, lead: Lead) -> Fit:
    """How a lead fits, as `inflow.fit.LEAD` says."""
    figure = measured.figures.get(f"inflow.fit.{lead.id}")
    value = figure.value if figure and isinstance(figure.value, Mapping) else {}
    given = value.get("reasons")
    reasons = [str(reason).split(": no, ", 1) for reason in given] if isinstance(given, list) else []
    return Fit(str(value.get("verdict", "")), tuple((each[0], each[1]) for each in reasons if len(each) > 1))


def is_turned_down(measured: Measured, lead: Lead) -> bool:
    """Whether a lead is to be turned down: not for its small budget alone while work or money is short."""
    found = fit_of(measured, lead)
    is_short = fails_by_budget(found) and (told_of(measured, LEAN) is not None or any(map(is_low, soon(measured))))
    return found.verdict == "avoid" and not is_short


def fails_by_budget(found: Fit) -> bool:
    """Whether only the setting for the smallest job speaks against it: a rule of thumb that nobody may have chosen."""
    return [test for test, _ in found.failed] == ["budget"] and found.failed[0][1] not in ("as you say", FREE)
