"""Which records a sentence names: by their id, their name, a word of it that nobody else has, or its beginning."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.ledger import LOGGED, Ledger
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.models.records import Client, Contact
from opsledger.patterns import pattern
from opsledger.values.characters import same_id

_WORD = pattern(r"\w+")
_PERSON = pattern(r"\b(?:Frau|Herrn?|Mrs?|Ms|Mme|Madame|Monsieur|Dr|Señora?)\.? ([^\W\d_a-zß-ÿ][\w-]{3,})")
_SHORTEST = 4
_SHORTEST_BEGINNING = 5  # of a word that is short for a name
_FIRST_WORDS = 2
_FIRST_FOLDERS = ("clients", "projects", "leads")  # of records with one name, whose family it is


class RecordNames:
    """The records of a ledger by what they are called. Those of one client belong together: `family`."""

    def __init__(self, ledger: Ledger) -> None:
        self._family: dict[str, str] = {}
        self._whole: dict[str, str] = {}
        words: dict[str, set[str]] = defaultdict(set)
        people: dict[str, set[str]] = defaultdict(set)
        orgs = _clients_by_name(ledger)
        for record in _records(ledger):
            family = _family_of(record, orgs)
            self._family.setdefault(same_id(record.id), family)
            for name in (record.title, record.id):
                if len(name) >= _SHORTEST:
                    self._whole[name.casefold()] = family
            for word in _WORD.findall(record.title)[:_FIRST_WORDS]:
                if len(word) >= _SHORTEST and word[0].isupper():
                    words[word].add(family)
            for word in _people_in(record):
                people[word].add(family)
        for word in people.keys() - words.keys():
            words[word] = people[word]
        self._words: Mapping[str, str] = {word: min(families) for word, families in words.items() if len(families) == 1}
        self._long = sorted((word, min(families)) for word, families in words.items() if len(families) == 1)

    def family(self, record_id: str) -> str:
        """What a record belongs to: its client, or itself."""
        return self._family.get(same_id(record_id), same_id(record_id))

    def families(self, record_ids: Iterable[str]) -> frozenset[str]:
        """What some records belong to."""
        return frozenset(map(self.family, record_ids))

    def named(self, text: str) -> frozenset[str]:
        """What a text speaks of."""
        folded = text.casefold()
        found = {family for name, family in self._whole.items() if name in folded and _stands_alone(name, folded)}
        spoken = _WORD.findall(text)
        found |= {self._words[word] for word in spoken if word in self._words}
        found |= {family for word in spoken[1:] if (family := self._short_for(word))}  # the first is a verb in capitals
        return frozenset(found)

    def _short_for(self, word: str) -> str:
        """Whose name begins with a word that is no name itself, as `Gerber` is short for `Gerbermuseum`; else empty."""
        if len(word) < _SHORTEST_BEGINNING or not word[0].isupper() or word in self._words:
            return ""
        at = bisect_left(self._long, (word, ""))
        begun = self._long[at : at + 2]
        mine = [family for each, family in begun if each.startswith(word)]
        return mine[0] if len(set(mine)) == 1 else ""


def names_of(standing: Standing) -> RecordNames:
    """What the records of a ledger on a day are called."""
    return standing.always(_names_of)


def _names_of(standing: Standing) -> RecordNames:
    return RecordNames(standing.ledger)


def _stands_alone(name: str, text: str) -> bool:
    """Whether a name is in a text, and not only inside a longer word."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _records(ledger: Ledger) -> Iterator[LoggedRecord]:
    order = dict.fromkeys((*_FIRST_FOLDERS, *LOGGED))
    yield from ledger.logged(folder for folder in order if folder != "website")


def _family_of(record: LoggedRecord, clients: Mapping[str, str]) -> str:
    """The client that a record belongs to, or itself; a contact belongs to the client whose person they are."""
    if isinstance(record, Contact) and record.org:
        return clients.get(record.org.casefold(), same_id(record.id))
    client = record.client if isinstance(record, Lead | Project) else None
    return same_id(client.id if client else record.id)


def _clients_by_name(ledger: Ledger) -> dict[str, str]:
    """The clients' ids by their names and ids."""
    found = {client.title.casefold(): same_id(client.id) for client in ledger.clients}
    return found | {client.id.casefold(): same_id(client.id) for client in ledger.clients}


def _people_in(record: LoggedRecord) -> Iterator[str]:
    """The last names of people who a log speaks of with a title: `Frau Solberg`, `Mr Duve`."""
    if isinstance(record, Lead | Project | Client | Contact):
        for line in record.log:
            yield from _PERSON.findall(line.text)
