"""How leads close, and whether the work that follows fits."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from opsledger.checks.statuses import closed_twice
from opsledger.diagnostics import Diagnostic, also, at, warning
from opsledger.models.leads import CLOSINGS, Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project

LEAD_NOT_WON = warning("lead-not-won", "A project is booked or started before its lead is won.")

CLOSED_BEFORE_STAGE = warning("closed-before-stage", "A lead closes before its first stage.")


def check_stages(ledger: Ledger) -> Iterator[Diagnostic]:
    """Leads that close twice, and projects whose lead is not won."""
    for lead in ledger.leads:
        yield from _check_first(lead)
        for first, second in pairwise(lead.stage_lines()):
            if first.word in CLOSINGS and second.word in CLOSINGS and first.word != second.word:
                yield closed_twice(first, second, "one of its stages")
    for project in ledger.projects:
        named = ledger.lead_by_id.get(project.lead.id) if project.lead else None
        if named is not None:
            yield from _check_won(project, named)


def _check_first(lead: Lead) -> Iterator[Diagnostic]:
    """A closing with all stages after it: one that was reopened has one before it, too."""
    lines = lead.stage_lines()
    stage = next((line for line in lines if line.word not in CLOSINGS), None)
    if stage and lines[0].word in CLOSINGS:
        message = f"`{lines[0].word}` on {lines[0].day}, but its first stage is of {stage.day}"
        yield at(CLOSED_BEFORE_STAGE, lines[0].span, message, "are the dates right?", also(stage.span, "first stage"))


def _check_won(project: Project, lead: Lead) -> Iterator[Diagnostic]:
    begun = project.first("booked", "started")
    if begun is None or not lead.log:
        return
    then = lead.up_to(begun.day)
    if then.stage == "won":
        return
    state = f"is `{then.stage}`" if then.log else "has no line"
    message = f"`{begun.word}` on {begun.day}, when its lead `{lead.id}` {state}"
    place = then.stage_line or lead.log[0]
    related = also(place.span, f"the lead's stage on {begun.day}" if then.log else "its first line")
    won = next((line for line in lead.log if line.word == "won"), None)
    hint = f"it was won on {won.day}: is that day right?" if won else "add the line `won` to the lead"
    yield at(LEAD_NOT_WON, begun.span, message, hint, related)
