"""The projects that an import makes: of names that the ledger does not know and that still have time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.editing.naming import place_of_twin
from opsledger.editing.record_text import record_text, slug, slugs, undated
from opsledger.importing.entry import Entry
from opsledger.importing.plan import Addition
from opsledger.importing.targets import NameTargets, Unmapped
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.models.records import Client
from opsledger.reading.kinds import CLIENT, PROJECT
from opsledger.reading.lines import Grammar
from opsledger.reading.records import read_record
from opsledger.source import SourceFile
from opsledger.values.characters import same_id
from opsledger.values.reference import is_plain_reference

_RUNNING = timedelta(weeks=4)


class UnknownWork(NamedTuple):
    """Work for a client that has no project yet. lead: the one that it was won as."""

    client: str
    name: str
    entries: tuple[Entry, ...]
    lead: Lead | None

    @property
    def first(self) -> date:
        """The first day with time on it."""
        return min(entry.day for entry in self.entries)

    @property
    def minutes(self) -> int:
        """All the time on it."""
        return sum(entry.minutes for entry in self.entries)


def unknown_work(ledger: Ledger, targets: NameTargets, entries: Iterable[Entry]) -> list[UnknownWork]:
    """What some entries are for, by the other program's names, if no project of the ledger is it; the latest first."""
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.names:
            groups[entry.client, entry.names[0]].append(entry)
    sold = {same_id(project.lead.id) for project in ledger.projects if project.lead}
    found = []
    for (client, name), group in groups.items():
        target = targets.find(group[-1].names, client, group[-1].day)
        lead = None if isinstance(target, Unmapped) else ledger.lead_by_id.get(same_id(target))
        if lead and (lead.is_open or same_id(lead.id) in sold):
            continue
        if lead or (isinstance(target, Unmapped) and target.name):
            found.append(UnknownWork(client, name, tuple(group), lead))
    return sorted(found, key=lambda work: max(entry.day for entry in work.entries), reverse=True)


def is_running(work: UnknownWork, day: date) -> bool:
    """Whether work for a client had time in the last four weeks."""
    is_clients = bool(work.client or work.lead) or any(entry.billable for entry in work.entries)
    return is_clients and max(entry.day for entry in work.entries) > day - _RUNNING


class NewProjects(NamedTuple):
    """The files that new projects are, and the ledger as it will be with them."""

    additions: tuple[Addition, ...]
    ledger: Ledger


def with_projects(ledger: Ledger, made: Sequence[tuple[UnknownWork, Mapping[str, str], Sequence[str]]]) -> NewProjects:
    """The files of projects that are to be made of some work, and of clients that the ledger lacks for them.

    made: beside each what its front matter says of how it is paid, and further lines of its log.
    """
    additions: list[Addition] = []
    for work, terms, more in made:
        client = work.client or (work.lead.client.id if work.lead and work.lead.client else work.name)
        reference, of_client = named_client(ledger, client, work.first)
        if of_client:
            additions.append(of_client)
            ledger = ledger_with(ledger, of_client)
        values = {"name": work.name, "client": reference, **terms}
        if work.lead:
            values["lead"] = work.lead.id
        won = next((line.day for line in reversed(work.lead.log) if line.word == "won"), None) if work.lead else None
        agreed = min([str(won or work.first), str(work.first), *(line[:10] for line in more)])
        lines = (f"{agreed} booked", *sorted((f"{work.first} started", *more), key=lambda line: line[:10]))
        text = record_text(PROJECT, values, lines)
        shown = f"{work.name}: {', '.join(f'{key} {value}' for key, value in values.items() if key != 'name')}"
        shown += "".join(f", {undated(line)}" for line in more)
        path = PROJECT.path_of(_id(ledger, work))
        addition = Addition(path, "Log", lines, work.entries[0].place, shown, record_text=text)
        additions.append(addition)
        ledger = ledger_with(ledger, addition)
    return NewProjects(tuple(additions), ledger)


def _id(ledger: Ledger, work: UnknownWork) -> str:
    """An id that nothing has yet: of its name, with its client's in front if that is taken."""
    own = (*slugs(work.name), f"{slug(work.client)}-{slug(work.name)}" if work.client else f"{slug(work.name)}-work")
    taken = {same_id(one.id).casefold() for one in (*ledger.projects, *ledger.leads)} | set(ledger.settings.areas)
    free = [one for one in own if one and one.casefold() not in taken and not place_of_twin(ledger, PROJECT, one)]
    numbered = (f"{own[0] or 'project'}-{number}" for number in range(2, 100))
    return free[0] if free else next(one for one in numbered if one not in taken)


def named_client(ledger: Ledger, name: str, day: date) -> tuple[str, Addition | None]:
    """How a project names its client, and the client's file if it needs one: once there is one, each has to."""
    wanted = name.casefold()
    for client in ledger.clients:
        if wanted in (client.id.casefold(), (client.name or "").casefold()) or client.id in slugs(name):
            return client.id, None
    has_files = bool(ledger.clients) or bool(ledger.unread.get("clients"))
    if not has_files and is_plain_reference(name):
        return name, None
    made = slug(name) or "client"
    lines = (f"{day} note first day in an import",)
    text = record_text(CLIENT, {"name": name}, lines)
    return made, Addition(CLIENT.path_of(made), "Log", lines, "", f"{name}: a client", record_text=text)


def ledger_with(ledger: Ledger, addition: Addition) -> Ledger:
    """The ledger with the record of a new file."""
    kind = PROJECT if addition.path.startswith(f"{PROJECT.folder}/") else CLIENT
    record, _ = read_record(kind, SourceFile(addition.path, addition.record_text or ""), Grammar.of(ledger.settings))
    if isinstance(record, Project):
        return replace(ledger, projects=(*ledger.projects, record))
    return replace(ledger, clients=(*ledger.clients, record)) if isinstance(record, Client) else ledger
