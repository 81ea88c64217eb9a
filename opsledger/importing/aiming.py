"""What the entries of an import are for: the target of each, its task, and what there is to say about either."""

from __future__ import annotations

from datetime import date

from opsledger.importing.entry import Entry
from opsledger.importing.loose_work import LooseWork
from opsledger.importing.targets import CLIENT, NAMELESS, NameTargets, Unmapped
from opsledger.importing.unknown_names import UnknownNames, missing_names
from opsledger.models.ledger import Ledger
from opsledger.values.characters import same_id
from opsledger.values.written import count_of


class Aiming:
    """Finds what each entry of one import is for, and takes note of what it could not find."""

    def __init__(self, ledger: Ledger, targets: NameTargets, *, has_new: bool = False) -> None:
        self._has_new = has_new
        self._ledger = ledger
        self._targets = targets
        self._hourly = frozenset(project.id for project in ledger.projects if project.billing == "hourly")
        self._loose = LooseWork()
        self._missing = UnknownNames()
        self._billed_here = 0

    def target_of(self, entry: Entry) -> str | Unmapped:
        """What an entry is for: by its own names, else by what is around it."""
        found = self._targets.find(entry.names, entry.client, entry.day)
        if isinstance(found, str):
            if found == CLIENT and self._targets.unknown_names & {*entry.names, entry.client}:
                self._loose.add(entry)
            return self._work_of(found, entry)
        if not entry.context or (entry.names and not found.name):
            return found
        around = self._targets.find(entry.context)
        return around if isinstance(around, str) or not entry.names else found

    def _work_of(self, target: str, entry: Entry) -> str:
        """A target; of a lead that was won by then its project, or client work: what is sold is not sales any more."""
        lead = self._ledger.lead_by_id.get(same_id(target))
        if lead is None or not any(line.day <= entry.day for line in lead.lines("won")):
            return target
        sold = same_id(lead.id)
        projects = [each.id for each in self._ledger.projects if each.lead and same_id(each.lead.id) == sold]
        if len(projects) == 1:
            return projects[0]
        self._loose.add(entry, lead)
        return CLIENT

    def miss(self, entry: Entry, target: Unmapped) -> None:
        """Take note of an entry whose name stands for nothing here, or that has none."""
        if target.name or target.kind == NAMELESS:
            self._missing.add(entry, target.name)

    def task_of(self, entry: Entry, target: str, task: str, said: str) -> tuple[str, str]:
        """An entry's task and text; of one that is not billable, on hourly work, a task of which nothing is billed."""
        task, said = self._unbilled(entry, target, task, said)
        return task, self._loose.named(entry, said)

    def _unbilled(self, entry: Entry, target: str, task: str, said: str) -> tuple[str, str]:
        shares = self._ledger.settings.tasks
        if entry.billable is not False or target not in self._hourly or shares.get(task, 1) == 0:
            return task, said
        unbilled = next((name for name, share in shares.items() if share == 0), None)
        if unbilled is None:
            self._billed_here += 1
            return task, said
        return unbilled, ": ".join(part for part in (task, said) if part)

    def notes(self, day: date) -> list[str]:
        """What is to be said of the names on a day, once every entry was looked at."""
        found = [
            f'`{name}` of {client} is taken for `{target}`: --map "{client} {name}=-" if it is another client\'s'
            for (client, name), target in self._targets.doubtful.items()
        ]
        found += [*missing_names(self._missing, day), *self._loose.notes(day, with_commands=not self._has_new)]
        found += [f"--map names `{name}`, but no row has that name" for name in self._targets.unused()]
        if self._billed_here:
            entries = count_of(self._billed_here, "entry is", "entries are")
            hint = "a task of 0 % in the settings keeps such time off the bill: `tasks: {unbilled: 0%}`"
            found.append(f"{entries} not billable, and billed by the hour here: {hint}")
        return found
