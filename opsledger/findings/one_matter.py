"""One client is one item: what else there is to say to them is told with the first thing, and what clashes is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from opsledger.figures.naming import names_of
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.memory import Judged

# What is said to a client: one talk holds it all.
_TALK = frozenset(
    (
        *("clients-to-answer", "unpaid-scope", "long-owed", "first-payment", "over-billed"),
        *("fading-work", "retainer-ended", "retainer-overused"),
    )
)
# What has no place beside a talk with the same client: it is the same matter, or the wrong day for it.
_LEFT = frozenset(("unproved-work", "one-big-client", "silent-projects", "unhappy-clients", "out-of-touch", "low-rate"))
# Beside what else is said to a client: what holds its place.
_HOLDS = _TALK | frozenset(
    ("unpaid-work", "end-in-words", "overdue-actions", "spoken-yes", "stale-leads", "unanswered-leads", "low-rate")
)
_NO = "Turn down "
_STOPS, _ASKS = "end-in-words", "clients-to-answer"
OWN_MATTER = frozenset(("unbilled", "hours-to-invoice", "planned-invoices"))  # an invoice takes nobody's place


def families_of(measured: Measured, finding: Finding) -> frozenset[str]:
    """The clients and leads that a finding speaks of."""
    if finding.rule in OWN_MATTER:
        return frozenset()
    names = names_of(measured.standing)
    return names.families(finding.about[:1]) | names.named(finding.action)


def one_item_a_client(
    measured: Measured, this_week: Sequence[Judged], others: Iterable[Judged]
) -> tuple[list[Judged], list[Judged]]:
    """What is for this week, each with what else is to be said to its client, and the rest without that."""
    first, rest = list(this_week), []
    mine = [families_of(measured, row.finding) for row in first]
    for row in others:
        theirs = families_of(measured, row.finding)
        place = next((number for number, families in enumerate(mine) if families & theirs), None)
        if place is None or not _is_one_matter(first[place].finding, row.finding):
            rest.append(row)
        elif row.finding.rule in _TALK and row.is_told:
            first[place] = _with(measured, first[place], row.finding)
    return first, rest


def is_of_one_talk(measured: Measured, finding: Finding, others: Iterable[Finding]) -> bool:
    """Whether one of some findings has its client already."""
    theirs = families_of(measured, finding)
    return finding.rule in _TALK | _LEFT and any(
        other.rule in _TALK | _LEFT and families_of(measured, other) & theirs for other in others
    )


def _is_one_matter(first: Finding, other: Finding) -> bool:
    """Whether a client's or lead's item leaves no place for another one."""
    return (first.rule in _HOLDS and other.rule in _TALK | _LEFT) or (
        first.action.startswith(_NO) and other.action.startswith(_NO)
    )


def _with(measured: Measured, row: Judged, other: Finding) -> Judged:
    """An item that says what else is to be talked about; of a client who leaves the talk comes before the ledger."""
    if row.finding.rule == _STOPS and other.rule == _ASKS:
        said = f"{row.finding.because}. {other.because[0].upper()}{other.because[1:]}"
        return replace(row, finding=replace(row.finding, action=other.action, because=said))
    clients = {measured.client_of(each) for each in measured.standing.client_projects if each.id in other.about}
    said = other.action
    for name in clients:
        said = said.replace(f" with {name}", "", 1)
    because = f"{row.finding.because}. In the same talk: {said[0].lower()}{said[1:]}"
    return replace(row, finding=replace(row.finding, because=because))
