"""Which lead a project came from, if it says so or if it can be told: so that no job is counted twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from datetime import date

from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.values.characters import same_id, same_name

FORGOTTEN_DAYS = 60
_APART = 14


def leads_of(ledger: Ledger) -> Mapping[str, Lead]:
    """The lead of each client project, by the project's id.

    The one it names; else a lead of its own name that was won, and that no project names; else the one won within two
    weeks of its first line. Both of the same client if they name one, the nearest first.
    """
    found: dict[str, Lead] = {}
    taken: set[str] = set()
    silent: list[tuple[int, Project]] = []
    for project in ledger.projects:
        if project.lead:
            taken.add(same_id(project.lead.id))
            lead = ledger.lead_by_id.get(same_id(project.lead.id))
            if lead:
                found[project.id] = lead
        elif project.first_day and not project.is_internal:
            silent.append((project.first_day.toordinal(), project))
    near = [
        (not is_named, abs(begun - won), project.id, lead.id, lead)
        for won, lead in _won(ledger, taken)
        for begun, project in silent
        if _may_be_one_client(lead, project)
        if (is_named := _has_name_of(project, lead)) or abs(begun - won) <= _APART
    ]
    for _, _, job, name, lead in sorted(near, key=lambda pair: pair[:4]):
        if job not in found and same_id(name) not in taken:
            found[job] = lead
            taken.add(same_id(name))
    return found


def _won(ledger: Ledger, taken: Container[str]) -> list[tuple[int, Lead]]:
    """The leads won, but those taken, with the day (an ordinal)."""
    won = (lead for lead in ledger.leads if same_id(lead.id) not in taken and lead.stage == "won")
    return [(day.toordinal(), lead) for lead in won if (day := lead.stage_since)]


def _has_name_of(project: Project, lead: Lead) -> bool:
    """Whether a project is called as a lead is, which may have its client after its name."""
    if not project.name or not lead.name:
        return False
    own, theirs = same_name(project.name), same_name(lead.name)
    return own == theirs or (lead.client is not None and theirs == same_name(f"{project.name}, {lead.client.id}"))


def _may_be_one_client(lead: Lead, project: Project) -> bool:
    return not (lead.client and project.client) or same_id(lead.client.id) == same_id(project.client.id)


def begun_leads(ledger: Ledger) -> frozenset[str]:
    """The ids, as they compare, of the leads that a project names or is called like, or that their client followed."""
    named = {same_id(project.lead.id) for project in ledger.projects if project.lead}
    found = leads_of(ledger)
    called = frozenset(each.id for each in ledger.projects if each.id in found and _has_name_of(each, found[each.id]))
    begun = named | {same_id(found[each].id) for each in called}
    return frozenset(begun | _followed(ledger, begun, called))


def _followed(ledger: Ledger, begun: Container[str], called: Container[str]) -> set[str]:
    """The won leads whose client has a project that began on that day or later and names none: each takes one.

    called: the projects that are called like their own lead, and so are no other's.
    """
    firsts: dict[str, list[date]] = defaultdict(list)
    for project in ledger.projects:
        is_free = not project.lead and not project.is_internal and project.id not in called
        if project.client and project.first_day and is_free:
            firsts[same_id(project.client.id)].append(project.first_day)
    found = set()
    for won, lead in sorted(_won(ledger, begun), key=lambda pair: (pair[0], pair[1].id)):
        days = firsts.get(same_id(lead.client.id), []) if lead.client else []
        later = [day for day in days if day.toordinal() >= won]
        if later:
            days.remove(min(later))
            found.add(same_id(lead.id))
    return found


def won_without_project(standing: Standing) -> list[Lead]:
    """The leads won within 60 days of which no project came: booked work all the same."""
    return standing.once(_won_without_project)


def _won_without_project(standing: Standing) -> list[Lead]:
    ledger = standing.ledger
    begun = begun_leads(ledger) | {same_id(lead.id) for lead in leads_of(ledger).values()}
    return [
        lead
        for lead in ledger.leads
        if lead.stage == "won"
        and same_id(lead.id) not in begun
        and lead.stage_since
        and (standing.day - lead.stage_since).days <= FORGOTTEN_DAYS
    ]
