"""Which records a sentence names: by their id, their name, or a word of it that nobody else has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from opsledger.figures.standing import Standing
from opsledger.models.leads import Lead
from opsledger.models.ledger import LOGGED, Ledger
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id

_WORD = re.compile(r"\w+")
_SHORTEST = 4
_FIRST_WORDS = 2
_FIRST_FOLDERS = ("clients", "projects", "leads")  # of records with one name, whose family it is


class RecordNames:
    """The records of a ledger by what they are called. Those of one client belong together: `family`."""

    def __init__(self, ledger: Ledger) -> None:
        self._family: dict[str, str] = {}
        self._whole: dict[str, str] = {}
        words: dict[str, set[str]] = defaultdict(set)
        for record in _records(ledger):
            family = _family_of(record)
            self._family.setdefault(same_id(record.id), family)
            for name in (record.title, record.id):
                if len(name) >= _SHORTEST:
                    self._whole[name.casefold()] = family
            for word in _WORD.findall(record.title)[:_FIRST_WORDS]:
                if len(word) >= _SHORTEST and word[0].isupper():
                    words[word].add(family)
        self._words: Mapping[str, str] = {word: min(families) for word, families in words.items() if len(families) == 1}

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
        found |= {self._words[word] for word in _WORD.findall(text) if word in self._words}
        return frozenset(found)


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


def _family_of(record: LoggedRecord) -> str:
    client = record.client if isinstance(record, Lead | Project) else None
    return same_id(client.id if client else record.id)
