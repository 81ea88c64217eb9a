"""Client work of an import that no project of the ledger holds: what it was for, and which of it still runs."""

from __future__ import annotations

from datetime import date

from opsledger.importing.entry import Entry
from opsledger.importing.unknown_names import UnknownNames
from opsledger.models.leads import Lead
from opsledger.values.written import count_of, listed

_MOST_NAMED = 6


class LooseWork:
    """Entries taken as client work, by what the other program calls their project."""

    def __init__(self) -> None:
        self._named = UnknownNames()
        self._places: set[str] = set()
        self._leads: dict[tuple[str, str], Lead] = {}

    def add(self, entry: Entry, lead: Lead | None = None) -> None:
        """Take note of an entry that becomes client work without a project. lead: the one that it was won as."""
        self._named.add(entry)
        if lead and entry.names:
            self._leads[entry.client, entry.names[0]] = lead
        self._places.add(entry.place)

    def named(self, entry: Entry, said: str) -> str:
        """An entry's text, its project's name in front if no project of the ledger says it."""
        if entry.place not in self._places:
            return said
        name = entry.names[0] if entry.names else entry.client
        return ": ".join(part for part in (name, said) if part)

    def notes(self, day: date, *, with_commands: bool = True) -> list[str]:
        """What it comes to, and the commands that make projects of what still runs on a day."""
        projects = [pair for pair in self._named.entries if pair[1]]
        told = []
        if projects:
            time = self._named.time_of(*projects)
            if with_commands:
                verb = "is" if len(projects) == 1 else "are"
                told.append(
                    f"{count_of(len(projects), 'project')} on these lines {verb} not in the ledger yet ({time})"
                )
            else:
                jobs = count_of(len(projects), "older project counts", "older projects count")
                names = listed([name for _, name in projects], _MOST_NAMED)
                told.append(f"{jobs} as client work, without a file ({time}): {names}")
        if with_commands:
            told += self._named.commands(self._named.running(day), day, self._leads)
        if without := [pair for pair in self._named.entries if not pair[1]]:
            told.append(f"client work that names no project, and goes to none: {self._named.time_of(*without)}")
        return told
