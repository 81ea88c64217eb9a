"""Findings for customer service: who was not spoken to for long, and who is not happy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from opsledger.figures.contacts import last_dealing
from opsledger.figures.kept import heard_since
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Finding, Measured, ids_of
from opsledger.findings.running import open_projects
from opsledger.models.projects import Project
from opsledger.models.records import Client
from opsledger.values.characters import same_id
from opsledger.values.written import count_of

_SILENT_DAYS = 14
_SILENT_WHILE_WORKING = 42
_RECENT_DAYS = 13 * 7


def silent_projects(measured: Measured) -> Iterator[Finding]:
    """A client of running work has not heard from you for long, about anything; the one longest silent first.

    That is two weeks; six while you work for them and they are content.
    """
    silent: dict[str, tuple[int, Project, str]] = {}
    for project, name in open_projects(measured):
        days = _silent_days(measured.standing, project)
        limit = _SILENT_WHILE_WORKING if _is_well_served(measured.standing, project) else _SILENT_DAYS
        if days is not None and days > limit and project.status != "paused":
            client = same_id(project.client.id) if project.client else project.id
            silent.setdefault(client, (days, project, name))
    for days, project, name in sorted(silent.values(), key=lambda entry: (-entry[0], entry[1].id)):
        line = last_dealing(measured.standing, project)
        yield Finding(
            rule="silent-projects",
            role="customer-service",
            urgency=2,
            because=f"you have not been in touch for {count_of(days, 'day')}"
            if line
            else f"no contact with {measured.client_of(project)} is written down yet",
            action=f"Call {measured.client_of(project)} about {measured.theirs(project)}"
            + ("" if line else ", and log the call"),
            instead=f"Send {measured.client_of(project)} three lines on where {measured.theirs(project)} stands",
            figure=name,
            sources=(line.span,) if line else (project.whole,),
            about=ids_of(project),
            by=measured.within(7),
            measure=float(days),
            is_moved=False,
        )


def _silent_days(standing: Standing, project: Project) -> int | None:
    """Days since the last contact; without one since work began, but never before anything was recorded."""
    line = last_dealing(standing, project)
    if line:
        return (standing.day - heard_since(standing, line.day)).days
    known = standing.recorded_since
    if project.status == "booked" or known is None:
        return None
    return (standing.day - max(known, project.log[0].day)).days


def _is_well_served(standing: Standing, project: Project) -> bool:
    """Whether you worked for a project's client in the last two weeks, and nothing says that they are not content."""
    mine = same_id(project.client.id) if project.client else ""
    client = next((each for each in standing.ledger.clients if same_id(each.id) == mine), None)
    theirs = [each for each in standing.client_projects if each.client and same_id(each.client.id) == mine]
    said = max(
        (line for each in theirs for line in each.lines("praise", "complaint")),
        key=lambda line: line.day,
        default=None,
    )
    if (client and client.health in ("yellow", "red")) or (said and said.word == "complaint"):
        return False
    since = standing.day - timedelta(days=_SILENT_DAYS)
    return any(block.day and block.day > since for each in theirs for block in standing.blocks_of(each))


def unhappy_clients(measured: Measured) -> Iterator[Finding]:
    """A client is marked red while there is something between you."""
    for client in measured.standing.ledger.clients:
        if client.health == "red" and _is_near(measured.standing, client):
            span = client.front.get("health")
            yield Finding(
                rule="unhappy-clients",
                role="customer-service",
                urgency=3,
                because="they are marked red",
                action=f"Talk with {client.title} about what is wrong",
                sources=(span,) if span else (client.whole,),
                about=ids_of(client),
                by=measured.within(7),
            )


def _is_near(standing: Standing, client: Client) -> bool:
    """Whether there is work for a client, or was in the last 13 weeks, or may be: else nothing can be mended now."""
    mine = same_id(client.id)
    since = standing.day - timedelta(days=_RECENT_DAYS)
    projects = [each for each in standing.client_projects if each.client and same_id(each.client.id) == mine]
    blocks = [block for each in projects for block in standing.blocks_of(each)]
    if any(each.is_open for each in projects) or any(block.day and block.day > since for block in blocks):
        return True
    return any(lead.client and same_id(lead.client.id) == mine for lead in standing.open_leads)


CLIENT_RULES = (silent_projects, unhappy_clients)
