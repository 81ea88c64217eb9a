"""Which record is meant by a name as people type it: the start of an id, a word of it, or the client's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from opsledger.capturing.words import LeadingValue, LooseWords, plain, spellings
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.patterns import pattern

_PART = pattern(r"[^\W_]+")
_MOST = 5  # words that a name may take
_FEWEST_LETTERS = 3
_COMMON = frozenset(
    (
        *("the", "and", "for", "not", "new", "but", "all", "one", "two", "see", "off", "via", "per", "app", "web"),
        *("day", "our", "own", "old", "big", "ask", "way", "job", "out", "use", "yes", "you", "she", "her", "his"),
        *("und", "für", "der", "die", "das", "von", "bei", "mit", "les", "des", "una", "los", "las", "del"),
    )
)


class Called(NamedTuple):
    """What may be named: a record or an area.

    names: how it may be called, each as its words. is_open: whether work on it goes on.
    """

    id: str
    path: str
    is_open: bool
    names: frozenset[tuple[str, ...]]

    @property
    def folder(self) -> str:
        """The folder of its kind."""
        return self.path.partition("/")[0]

    @property
    def reference(self) -> str:
        """Its folder and id, as a command takes them."""
        return f"{self.folder}/{self.id}"


def called_in(ledger: Ledger) -> tuple[Called, ...]:
    """Everything of a ledger that a loose line may name: leads, projects, clients, website items, tools, team."""
    clients = {client.id: client.title for client in ledger.clients}
    return tuple(called(record, clients) for record in ledger.logged())


def called(record: LoggedRecord, clients: dict[str, str]) -> Called:
    """A record as it may be named. clients: the names of clients by id."""
    texts = [record.id, record.title]
    is_open = True
    if isinstance(record, Lead | Project):
        is_open = record.is_open
        if record.client:
            texts += [record.client.id, clients.get(record.client.id, record.client.id)]
    names = {name for text in texts for name in _names_of(text)}
    return Called(record.id, record.file, is_open, frozenset(names))


def _names_of(text: str) -> set[tuple[str, ...]]:
    return {tuple(_PART.findall(spelling)) for spelling in spellings(text)}


def take_name(words: LooseWords, among: Sequence[Called]) -> LeadingValue[tuple[Called, ...]] | None:
    """The records that the front of some words may name, the longest name that fits any; None if it fits none.

    An id or a name as a whole comes before its beginning, and that before a word inside it. More than one record is an
    answer too: the line does not say which.
    """
    best: tuple[int, int, tuple[Called, ...]] | None = None
    for count in range(min(_MOST, len(words)), 0, -1):
        typed = _typed(words[:count])
        for rank, fits in enumerate((_is_whole, _is_start, _is_inside)):
            found = tuple(one for one in among if any(fits(parts, name) for parts in typed for name in one.names))
            if found and (best is None or rank < best[0]):
                best = (rank, count, found)
    return LeadingValue(best[2], best[1]) if best else None


def going_on(meant: Iterable[Called]) -> list[Called]:
    """Of some records those on which work goes on, else the projects that came from them, else all of them."""
    found = list(meant)
    projects = [one for one in found if one.folder == "projects"]
    return [one for one in found if one.is_open] or projects or found


def is_named(one: Called, word: str) -> bool:
    """Whether a single word is one of the words of a record's names, or the start of one."""
    return any(
        len(parts) == 1 and any(each.startswith(parts[0]) for each in name)
        for parts in _typed((word,))
        for name in one.names
    )


def _typed(words: LooseWords) -> tuple[tuple[str, ...], ...]:
    """The words as a name, in each of their spellings; nothing if they are too short to name anything."""
    text = " ".join(words).strip("[]")
    if "/" in text:
        text = text.partition("|")[0].rpartition("/")[2]
    text = plain(text.removesuffix(".md"))
    if len(text) < _FEWEST_LETTERS or not any(one.isalpha() for one in text):
        return ()
    return tuple(tuple(_PART.findall(spelling)) for spelling in spellings(text))


def _is_whole(parts: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return parts == name


def _is_start(parts: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the parts are the first words of a name, the last one perhaps cut short."""
    return (
        len(parts) <= len(name)
        and parts[:-1] == name[: len(parts) - 1]
        and name[len(parts) - 1].startswith(parts[-1])
        and (len(parts) > 1 or len(parts[-1]) >= _FEWEST_LETTERS)
    )


def _is_inside(parts: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether the parts are whole words of a name, side by side; common short words name nothing."""
    if len(parts) == 1 and (len(parts[0]) < _FEWEST_LETTERS or parts[0] in _COMMON):
        return False
    return any(name[start : start + len(parts)] == parts for start in range(1, len(name) - len(parts) + 1))
