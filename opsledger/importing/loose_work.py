"""Client work of an import that no project of the ledger holds: what it was for, and which of it still runs."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from opsledger.editing.record_text import slugs
from opsledger.importing.entry import Entry
from opsledger.models.leads import Lead
from opsledger.values.characters import same_id
from opsledger.values.duration import write_duration
from opsledger.values.written import count_of

_RUNNING = timedelta(weeks=4)
_MOST = 6


class LooseWork:
    """Entries taken as client work, by what the other program calls their project."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._places: set[str] = set()
        self._leads: dict[tuple[str, str], Lead] = {}

    def add(self, entry: Entry, lead: Lead | None = None) -> None:
        """Take note of an entry that becomes client work without a project. lead: the one that it was won as."""
        name = entry.names[0] if entry.names else entry.client
        self._entries[entry.client, name].append(entry)
        if lead:
            self._leads[entry.client, name] = lead
        self._places.add(entry.place)

    def named(self, entry: Entry, said: str) -> str:
        """An entry's text, its project's name in front if no project of the ledger says it."""
        if entry.place not in self._places:
            return said
        name = entry.names[0] if entry.names else entry.client
        return ": ".join(part for part in (name, said) if part)

    def notes(self) -> list[str]:
        """What it comes to, and the commands that make projects of what still runs."""
        if not self._entries:
            return []
        every = [entry for entries in self._entries.values() for entry in entries]
        time = write_duration(sum(entry.minutes for entry in every))
        jobs = count_of(len(self._entries), "project")
        are = "is" if len(every) == 1 else "are"
        told = [f"{time} of {jobs} that the ledger does not have {are} counted as client work"]
        last = max(entry.day for entry in every)
        running = [pair for pair in self._entries.items() if max(entry.day for entry in pair[1]) > last - _RUNNING]
        for number, ((client, name), entries) in enumerate(sorted(running, key=_latest, reverse=True)):
            if number == _MOST:
                told.append(f"{count_of(len(running) - _MOST, 'more project')} had time in its last four weeks")
                break
            first = min(entry.day for entry in entries)
            lead = self._leads.get((client, name))
            whose = f' --client "{client}"' if client else ""
            price = f"{lead.worth:f} --lead {lead.id}" if lead and lead.worth is not None else "AMOUNT"
            is_taken = lead is not None and same_id(lead.id) in map(same_id, slugs(name))  # the id that the name gives
            own_id = f" --id {lead.id}-work" if lead and is_taken else ""
            sold = f"--billing fixed --price {price}{own_id} --estimate HOURS"
            made = f'opsledger new project "{name}"{whose} {sold} --on {first}'
            told.append(f"`{name}` may still run: make its project first, {made}")
        return told


def _latest(pair: tuple[tuple[str, str], list[Entry]]) -> tuple[date, tuple[str, str]]:
    return max(entry.day for entry in pair[1]), pair[0]
