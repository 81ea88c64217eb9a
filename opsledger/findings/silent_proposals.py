"""Several proposals without an answer are one thing to do: ring them, before any new lead is looked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from opsledger.figures.actions import is_overdue
from opsledger.figures.kept import silent_since
from opsledger.findings.finding import ASKED, AT_RISK, Finding, Measured
from opsledger.findings.lead_steps import is_offered
from opsledger.findings.memory import Judged
from opsledger.models.leads import Lead
from opsledger.values.characters import same_id
from opsledger.values.written import count_of, listed

_RULE = "stale-leads"
_FEWEST = 2
_MOST_NAMED = 3
_MOST_DECIDED = 2
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MARKETING = frozenset(("new-leads", "cadence", "unproved-work"))  # no new lead is looked for while these wait


def with_proposals_as_one(measured: Measured, rows: Sequence[Judged]) -> list[Judged]:
    """What was found, with the silent proposals as one item and nothing that asks for new leads beside it.

    Only those that are worth something, and that are told now: their own day is past, or they stand still for long.
    """
    silent = [(row, lead) for row in rows if (lead := _silent_proposal(measured, row)) is not None]
    if len(silent) < _FEWEST:
        return list(rows)
    silent.sort(key=lambda pair: (_since(measured, pair[1]), pair[1].id))
    merged, taken = _merged(measured, silent), {id(row) for row, _ in silent}
    decided = set(merged.finding.quotes)
    rest = [
        row
        for row in rows
        if id(row) not in taken and row.finding.rule not in MARKETING and not decided.intersection(row.finding.about)
    ]
    return [merged, *rest]


def _silent_proposal(measured: Measured, row: Judged) -> Lead | None:
    finding = row.finding
    if finding.rule != _RULE or row.quiet or finding.turn != ASKED or not finding.whole:
        return None
    if any(not is_overdue(action, measured.standing) for action in row.covered_by):
        return None  # it is on your list for a day to come
    lead = measured.standing.ledger.lead_by_id.get(same_id(finding.about[0]))
    return lead if lead and is_offered(measured, lead) else None


def _since(measured: Measured, lead: Lead) -> int:
    return silent_since(measured.standing, lead, lead.log[-1]).toordinal()


def _names(leads: Sequence[Lead]) -> list[str]:
    """Who they are: of `Seehafen: annual report` what stands before the colon, unless that is said twice."""
    short = [lead.title.partition(": ")[0] for lead in leads]
    return short if len(set(short)) == len(short) else [lead.title for lead in leads]


def _merged(measured: Measured, silent: Sequence[tuple[Judged, Lead]]) -> Judged:
    """One item for all: who, what they are worth, and for how long nothing was heard."""
    rows, leads = [row for row, _ in silent], [lead for _, lead in silent]
    amount = sum((row.finding.whole or Fraction(0) for row in rows), Fraction(0))
    days = sorted(measured.day.toordinal() - _since(measured, lead) for lead in leads)
    span = f"{days[0]} to {count_of(days[-1], 'day')}" if days[0] != days[-1] else count_of(days[-1], "day")
    number = _NUMBERS[len(leads) - 2] if len(leads) - 2 < len(_NUMBERS) else str(len(leads))
    decided = sorted({action for row in rows for action in row.covered_by}, key=lambda each: (each.review, each.number))
    said = ""
    if decided:
        texts = listed([f"“{each.text.rstrip('.')}”" for each in decided], _MOST_DECIDED)
        said = f". You decided on {measured.date_of(decided[0].review)}: {texts}"
    finding: Finding = replace(
        rows[0].finding,
        action=f"Ring the {number} who have your proposal: {listed(_names(leads), _MOST_NAMED)}",
        because=f"they are worth {measured.money(amount)} together, and nothing was heard for {span}{said}",
        instead="",
        about=tuple(lead.id for lead in leads),
        sources=tuple(span for row in rows for span in row.finding.sources),
        money=amount * AT_RISK,
        whole=amount,
        at_stake="",
        by=min((row.finding.by for row in rows if row.finding.by), default=None),
        quotes=tuple(each.id for each in decided),
        urgency=3,
        is_moved=False,
    )
    return replace(rows[0], finding=finding, covered_by=(), streak=max(row.streak for row in rows))
