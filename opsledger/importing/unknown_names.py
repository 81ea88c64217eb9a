"""What names of a file the ledger does not know, how much time hangs on them, and what to do about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from opsledger.editing.record_text import slugs
from opsledger.importing.entry import Entry
from opsledger.models.leads import Lead
from opsledger.values.characters import same_id
from opsledger.values.duration import write_duration
from opsledger.values.written import count_of, listed, write_date

_RUNNING = timedelta(weeks=4)
_FEW, _MOST = 4, 6


class UnknownNames:
    """Entries by the client and the name that the other program has for their project; no name, for those without."""

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)

    def add(self, entry: Entry, name: str = "") -> None:
        """Take note of an entry. name: what it is looked for by, if that is not its own first name."""
        own = entry.names[0] if entry.names else ""
        self.entries[entry.client, name if own and name else own].append(entry)

    def running(self, day: date) -> list[tuple[str, str]]:
        """Those with time in the last four weeks before a day, the latest first."""
        found = [pair for pair in self.entries if pair[1] and self._last(pair) > day - _RUNNING]
        return sorted(found, key=lambda pair: (self._last(pair), pair), reverse=True)

    def time_of(self, *pairs: tuple[str, str]) -> str:
        """How much time hangs on some names, and in how many rows."""
        entries = [entry for pair in pairs for entry in self.entries[pair]]
        time = write_duration(sum(entry.minutes for entry in entries))
        return f"{count_of(len(entries), 'row')}, {time}"

    def commands(self, pairs: list[tuple[str, str]], day: date, leads: dict[tuple[str, str], Lead]) -> list[str]:
        """The commands that make the projects of some names, under what they are for."""
        told = []
        for client, name in pairs[:_MOST]:
            made = entries_command(client, name, self.entries[client, name], leads.get((client, name)))
            told.append(f"    {made}")
        if told:
            latest = [f"`{name}` ({write_date(self._last((client, name)), day)})" for client, name in pairs]
            lately = f"with time in the last four weeks: {listed(latest, _MOST)}"
            told.insert(0, f"{lately}. Make the projects that still run first, then import again:")
        return told

    def _last(self, pair: tuple[str, str]) -> date:
        return max(entry.day for entry in self.entries[pair])


def missing_names(missing: UnknownNames, day: date) -> list[str]:
    """What names the ledger would have to know, each with the time that hangs on it.

    Few are named one by one. Of many the projects that may still run come first, each with the command that makes it;
    the rest is taken or left out as a whole.
    """
    minutes = {pair: sum(entry.minutes for entry in entries) for pair, entries in missing.entries.items() if pair[1]}
    pairs = sorted(minutes, key=lambda pair: -minutes[pair])
    told = []
    if len(pairs) <= _FEW:
        told += [_one(missing, pair) for pair in pairs]
    else:
        told.append(f"{count_of(len(pairs), 'name')} of the file are not in the ledger ({missing.time_of(*pairs)})")
        running = missing.running(day)
        told += missing.commands(running, day, {})
        rest = [f"`{pair[1]}`" for pair in pairs if pair not in running]
        if rest:
            others = "the others are" if running else "they are"
            told.append(f'{others} {listed(rest, _FEW)}: --map "NAME=ID" says what one is, "NAME=-" leaves it out')
    if told_of := _of_clients(missing):
        told.append(told_of)
    return told + _nameless(missing)


def _nameless(missing: UnknownNames) -> list[str]:
    """What to do about rows that name no project."""
    told = []
    if ("", "") in missing.entries:
        way = "--target ID says what for, an area such as admin or a project"
        told.append(f"without a project or a client: {missing.time_of(('', ''))}. {way}")
    if of_clients := [f"`{pair[0]}` ({missing.time_of(pair)})" for pair in missing.entries if pair[0] and not pair[1]]:
        way = '--map "CLIENT=ID" says what for, a project or `client`'
        told.append(f"of a client, without a project: {listed(of_clients)}. {way}")
    return told


def _one(missing: UnknownNames, pair: tuple[str, str]) -> str:
    name, first = pair[1], min(entry.day for entry in missing.entries[pair])
    mapped = f'--map "{name}=ID", or "{name}=-" to leave it out'
    return f"nothing is called `{name}` ({missing.time_of(pair)}, from {first}): {mapped}"


def _of_clients(missing: UnknownNames) -> str | None:
    """How to take the rows of clients all at once."""
    of_clients = [entry for entries in missing.entries.values() for entry in entries if entry.client]
    if len(of_clients) < 2:
        return None
    return f"{len(of_clients):,} of these rows name a client: --unknown client takes them all as client work"


def entries_command(client: str, name: str, entries: Collection[Entry], lead: Lead | None) -> str:
    """The command that makes the project of some entries. lead: the one that it was won as.

    It is work by the hour if the other program bills it and no lead has a price for it.
    """
    whose = f' --client "{client}"' if client else ""
    is_taken = lead is not None and same_id(lead.id) in map(same_id, slugs(name))  # the id that the name gives
    own_id = f" --id {lead.id}-work" if lead and is_taken else ""
    if lead is not None and lead.worth is not None:
        sold = f"--billing fixed --price {lead.worth:f} --lead {lead.id}{own_id} --estimate HOURS"
    elif any(entry.billable for entry in entries):
        sold = f"--billing hourly --rate AMOUNT/h{own_id}"
    else:
        sold = f"--billing fixed --price AMOUNT{own_id} --estimate HOURS"
    return f'opsledger new project "{name}"{whose} {sold} --on {min(entry.day for entry in entries)}'
