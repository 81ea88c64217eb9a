"""What became of leads."""

from __future__ import annotations

from fractions import Fraction

from opsledger.changes.change import Change, Changes, gone, paired, said
from opsledger.figures.standing import Standing, hours
from opsledger.models.leads import CLOSINGS, Lead
from opsledger.values.written import write_hours, write_money

_ENDS = {"won": ("was won", 95), "lost": ("was lost", 85), "declined": ("was declined", 60)}


def leads(then: Standing, now: Standing) -> Changes:
    """Leads that came in, moved, were won, lost or declined, and what they are expected to bring."""
    for before, after in paired(then.ledger.leads, now.ledger.leads):
        if after is None:
            if before is not None:
                yield gone("leads", before)
        elif before is None:
            yield _new(after, now)
        else:
            yield from _moved(before, after)
            yield from _expected(before, after, now)


def _new(lead: Lead, now: Standing) -> Change:
    words = f"came in ({lead.source})" if lead.source else "came in"
    if lead.worth is not None:
        words += f", worth {write_money(lead.worth, now.settings.currency)}"
    line = lead.stage_line
    if line and not lead.is_open:
        words += f", and {_ENDS[lead.stage][0]}{_why(lead)}"
    elif line and lead.stage != lead.stages[0]:
        words += f", now at {lead.stage}"
    span = line.span if line else lead.log[0].span
    return Change("leads", "new", lead.id, lead.title, words, span, 75, None, lead.stage)


def _moved(before: Lead, after: Lead) -> Changes:
    if before.stage == after.stage:
        return
    line = after.stage_line
    span = line.span if line else after.whole
    if after.stage in CLOSINGS:
        ends, weight = _ENDS[after.stage]
        came = f", from {before.stage}" if before.stage not in CLOSINGS else f", after it was {before.stage}"
        words = f"{ends}{came}{_why(after)}"
        yield Change("leads", after.stage, after.id, after.title, words, span, weight, before.stage, after.stage)
        return
    stages = after.stages
    back = before.stage in CLOSINGS or (
        before.stage in stages and after.stage in stages and stages.index(before.stage) > stages.index(after.stage)
    )
    verb = "moved back" if back else "moved"
    words = f"{verb} from {before.stage} to {after.stage}"
    yield Change("leads", "moved", after.id, after.title, words, span, 70, before.stage, after.stage)


def _why(lead: Lead) -> str:
    """What a closing's line says."""
    line = lead.stage_line
    return said(line.text) if line else ""


def _expected(before: Lead, after: Lead, now: Standing) -> Changes:
    """What a lead may bring, if it is stated again."""
    if before.worth != after.worth and after.worth is not None:
        words = f"is worth {write_money(after.worth, now.settings.currency)}"
        if before.worth is not None:
            words += f", was {write_money(before.worth, now.settings.currency)}"
        line = next((line for line in reversed(after.log) if line.word == "value"), None)
        span = line.span if line else after.front.get("value", after.whole)
        yield Change("leads", "value", after.id, after.title, words, span, 50, before.worth, after.worth)
    if before.size != after.size and after.size is not None:
        words = f"may take {write_hours(hours(after.size))}"
        if before.size is not None:
            words += f", was {write_hours(hours(before.size))}"
        line = next((line for line in reversed(after.log) if line.word == "hours"), None)
        span = line.span if line else after.front.get("hours", after.whole)
        yield Change("leads", "size", after.id, after.title, words, span, 45, _hours(before.size), hours(after.size))


def _hours(minutes: int | None) -> Fraction | None:
    return None if minutes is None else hours(minutes)
