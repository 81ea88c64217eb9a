"""Which lead a project came of, where it says so and where it can be told: so that no job is counted twice."""

from __future__ import annotations

from collections.abc import Mapping

from opsledger.models.ledger import Ledger
from opsledger.models.records import Lead, Project
from opsledger.values.signs import same_id

_APART = 14


def leads_of(ledger: Ledger) -> Mapping[str, Lead]:
    """The lead of each client project, by the project's id.

    The one it names; else the lead won within two weeks of its first line that no project names, of the same client
    where both name one, the nearest first.
    """
    found: dict[str, Lead] = {}
    taken: set[str] = set()
    silent: list[Project] = []
    for project in ledger.projects:
        if project.lead:
            taken.add(same_id(project.lead.id))
            lead = ledger.lead_by_id.get(same_id(project.lead.id))
            if lead:
                found[project.id] = lead
        elif project.log and not project.is_internal:
            silent.append(project)
    won = [lead for lead in ledger.leads if lead.stage == "won" and same_id(lead.id) not in taken]
    near = (
        (apart, project.id, lead.id, lead)
        for lead in won
        for project in silent
        if (apart := _apart(lead, project)) is not None
    )
    for _, job, name, lead in sorted(near, key=lambda pair: pair[:3]):
        if job not in found and same_id(name) not in taken:
            found[job] = lead
            taken.add(same_id(name))
    return found


def _apart(lead: Lead, project: Project) -> int | None:
    """The days between winning a lead and a project's first line; None where it cannot be the lead's."""
    since, begun = lead.stage_since, project.first_day
    if since is None or begun is None or abs(apart := (begun - since).days) > _APART:
        return None
    if lead.client and project.client and same_id(lead.client.id) != same_id(project.client.id):
        return None
    return abs(apart)
