"""What leads say about the strategy: where they come from, what they tell you, why they go."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from opsledger.figures.evidence import Figure
from opsledger.figures.kept import is_before
from opsledger.figures.pairs import begun_leads
from opsledger.figures.standing import Figures, Standing, name_part, place, spans, within
from opsledger.figures.statistics import TOO_FEW, wilson
from opsledger.models.leads import Lead
from opsledger.models.lines import LogLine
from opsledger.source import Span
from opsledger.values.characters import same_id

START_WITHIN_DAYS = 14


def by_source(standing: Standing) -> Figures:
    """`inflow.by_source.SOURCE`: what each source brought in the last 52 weeks.

    Leads count by their first line; won, lost and the value won by the day they were closed. The win rate has its
    interval, and sources are never ranked by it.
    """
    span = standing.last_weeks(52)
    begun: dict[str, list[Lead]] = defaultdict(list)
    for lead in standing.ledger.leads:
        if lead.log[0].day in span:
            begun[_source(lead)].append(lead)
    closed: dict[str, list[tuple[Lead, LogLine]]] = defaultdict(list)
    for lead, line in standing.closed_leads(52, "won", "lost"):
        closed[_source(lead)].append((lead, line))
    for source in sorted({*begun, *closed}):
        won = [lead for lead, line in closed[source] if line.word == "won"]
        n = len(closed[source])
        values = [Fraction(lead.worth) for lead in won if lead.worth is not None]
        value = {
            "leads": len(begun[source]),
            "won": len(won),
            "lost": n - len(won),
            "win_rate": Fraction(len(won), n) if n else None,
            "value_won": sum(values) if values else None,
        }
        lines = [*(lead.log[0] for lead in begun[source]), *(line for _, line in closed[source])]
        note = None if n else f"{TOO_FEW} for a win rate: none won or lost"
        yield Figure(
            f"inflow.by_source.{source}", value, "count", n, wilson(len(won), n), note=note, sources=_ordered(lines)
        )


def _source(lead: Lead) -> str:
    return name_part(lead.source or "unknown")


def _ordered(lines: list[LogLine]) -> tuple[Span, ...]:
    return spans(sorted(lines, key=lambda line: place(line.span, line.day)))


def themes(standing: Standing) -> Figures:
    """`inflow.feedback.WORD`, `inflow.lost_reasons.WORD`, `inflow.declined_reasons.WORD`: how often each was said.

    The themes of `feedback` lines, and the first words with which leads were lost or declined, in the last 26 weeks.
    """
    span = standing.last_weeks(26)
    feedback = within([line for lead in standing.ledger.leads for line in lead.lines("feedback")], span)
    for name, lines in (
        ("feedback", feedback),
        ("lost_reasons", [line for _, line in standing.closed_leads(26, "lost")]),
        ("declined_reasons", [line for _, line in standing.closed_leads(26, "declined")]),
    ):
        topics: dict[str, list[LogLine]] = defaultdict(list)
        for line in lines:
            if line.topic:
                topics[name_part(line.topic)].append(line)
        for topic in sorted(topics, key=lambda topic: (-len(topics[topic]), topic)):
            fed = topics[topic]
            yield Figure(f"inflow.{name}.{topic}", len(fed), "count", len(fed), sources=_ordered(fed))


def unstarted(standing: Standing) -> Figures:
    """`inflow.unstarted`: leads you won more than 14 days ago that have no project yet.

    A later project of the same client that names no lead is taken for the lead's own.
    Leads imported from a CRM that were won before `kept_since` are left out: most of their work is done.
    """
    begun = begun_leads(standing.ledger)
    found = [
        (lead.id, line)
        for lead in standing.ledger.leads
        if lead.stage == "won" and (line := lead.stage_line) and same_id(lead.id) not in begun
        if (standing.day - line.day).days > START_WITHIN_DAYS
        if not (lead.is_imported and is_before(standing, line.day))
    ]
    found.sort(key=lambda pair: pair[0])
    sources = spans(line for _, line in found)
    yield Figure("inflow.unstarted", [lead_id for lead_id, _ in found], "text", len(found), sources=sources)


RECEPTION = (by_source, themes, unstarted)
