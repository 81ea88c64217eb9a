"""Which record of the ledger an imported row is for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from opsledger.diagnostics import did_you_mean, nearest_word
from opsledger.editing.record_text import slug, slugs
from opsledger.importing.plan import Unusable
from opsledger.models.ledger import Ledger
from opsledger.patterns import pattern
from opsledger.values.characters import GERMAN, same_id
from opsledger.values.written import listed

CLIENT = "client"
LEFT_OUT = "-"
NAMELESS = "no project named"
MAPPED_AWAY = "left out with --map"


class Unmapped(NamedTuple):
    """Why a row has no target; name: what would have to be mapped, if that would help. kind: why, in a word or two."""

    reason: str
    name: str = ""
    kind: str = "no target"


class NameTargets:
    """The records and areas of a ledger under the names that other programs may have for them.

    mapped: names as the user maps them to ids; `-` leaves their rows out. free: names are free text, as a calendar's
    titles are, in which a mapped name, or that of a project or lead, may be anywhere, and an area in front.
    fallback: the target of rows that name no project, and of free text that names none. unknown: that of rows of a
    client whose project the ledger does not know. doubtful: by client and name, what became a project of another client
    because both may be one.
    """

    def __init__(
        self,
        ledger: Ledger,
        mapped: Mapping[str, str],
        *,
        free: bool = False,
        fallback: str | None = None,
        unknown: str | None = None,
    ) -> None:
        self.free = free
        self.ids = (
            *(record.id for record in (*ledger.projects, *ledger.leads)),
            *ledger.settings.areas,
            CLIENT,
        )
        self._records = frozenset(record.id for record in (*ledger.projects, *ledger.leads))
        self.fallback = self._known(fallback) if fallback else None
        self.unknown = self._known(unknown) if unknown else None
        if self.unknown == LEFT_OUT:
            self.unknown = None
        if self.fallback == LEFT_OUT:
            self.fallback = None
        self.mapped = {_folded(name): self._known(target, name) for name, target in mapped.items()}
        self.used: set[str] = set()
        self.unknown_names: set[str] = set()
        self._in_file: dict[str, set[str]] = {}
        self.doubtful: dict[tuple[str, str], str] = {}
        self._hints: dict[str, str | None] = {}
        self.by_id = {_folded(one): one for one in reversed(self.ids)}
        self.by_name: dict[str, set[str]] = {}
        for records in (ledger.leads, ledger.projects):  # a project is meant rather than the lead it came from
            named: dict[str, set[str]] = {}
            for record in records:
                if record.name:
                    named.setdefault(_folded(record.name), set()).add(record.id)
            self.by_name |= named
        self.records = {_folded(record.id): {record.id} for record in (*ledger.leads, *ledger.projects)} | self.by_name
        self.by_client: dict[str, set[str]] = {}
        names = {same_id(client.id): client.name for client in ledger.clients}
        for project in ledger.projects:
            if project.client:
                for name in (project.client.id, names.get(same_id(project.client.id))):
                    if name:
                        self.by_client.setdefault(_folded(name), set()).add(project.id)
        self._began = {each.id: each.first_day for each in ledger.projects if each.first_day}
        self.of_clients = frozenset(one for ids in self.by_client.values() for one in ids)
        self.clients = {_folded(name) for client in ledger.clients for name in (client.id, client.name or client.id)}

    def _known(self, target: str, name: str = "") -> str:
        """A target as it is in the ledger. name: of what is mapped to it. Raises Unusable."""
        found = next((one for one in self.ids if same_id(one) == same_id(target)), None)
        if found is None and target != LEFT_OUT:
            own_id = f" --id {target}" if slug(name) != target else ""
            made = f'make it first: opsledger new project "{name or target}"{own_id}' if slug(target) == target else ""
            hint = did_you_mean(target, self.ids) or made or "the id of a project or lead, an area, or `client`"
            raise Unusable(f"`{target}` is not a project, lead or area of the ledger", hint)
        return found or LEFT_OUT

    def find(self, names: Iterable[str], client: str = "", day: date | None = None) -> str | Unmapped:
        """The target of a row by its names, the surest first: as mapped, by id, by the record's name, by its client.

        A client that is mapped stands for those of its rows whose project the ledger does not know. day: the row's; a
        project of the client that began later is not meant by a row that names none.
        """
        names = tuple(names)
        with_client = tuple(f"{client} {name}" for name in names) if client else ()
        mapped, of_client = self._mapped((*with_client, *names)), self._mapped((client,))
        if mapped is None and of_client != LEFT_OUT:
            found = self._named(names, client)
            if found and (of_client is None or found in self._records):
                return found
        mapped = mapped or of_client
        if mapped:
            return Unmapped("left out, as --map asks", kind=MAPPED_AWAY) if mapped == LEFT_OUT else mapped
        return (self._in_text(names) if self.free else None) or self._without_name(names, client, day)

    def _named(self, names: tuple[str, ...], client: str) -> str | Unmapped | None:
        """What a row's own names are called in the ledger, with its client's or alone."""
        for name in names:
            plain, of_client = without_mark(name), without_mark(client)
            tried = [
                name,
                *([plain] if plain != name else []),
                *([f"{of_client} {plain}", f"{plain}, {of_client}"] if client else []),
            ]
            for one in tried:
                if found := self._with_id(one):
                    return self._of_client(found, name, of_client)
            for one in tried:
                called = self.by_name.get(_folded(one), set())
                if found := self._only(called) or self._only(called & self.by_client.get(_folded(of_client), set())):
                    return self._of_client(found, name, of_client)
        return None

    def _with_id(self, name: str) -> str | None:
        """The target whose id a name is, or may have been made into."""
        return next((found for one in (_folded(name), *slugs(name)) if (found := self.by_id.get(one))), None)

    def _of_client(self, found: str, name: str, client: str) -> str | Unmapped:
        """A target, unless it is a project of another client than the row's, if the ledger knows both."""
        known = _folded(client)
        if not known or found not in self.of_clients or found in self.by_client.get(known, set()):
            return found
        if known not in self.by_client and known not in self.clients and not self._is_shared(found, name):
            if self._in_file.get(_folded(name), set()) & {each for each, ids in self.by_client.items() if found in ids}:
                self.doubtful[client, name] = found
            return found
        return Unmapped(f"the project `{found}` is not {client}'s", f"{client} {name}")

    def note_clients(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take note of the clients that a file has for each name: two with one name are not one project's."""
        for name, client in pairs:
            self._in_file.setdefault(_folded(name), set()).add(_folded(client))

    def _is_shared(self, project: str, name: str) -> bool:
        """Whether a file has a project's name for its own client and for several that the ledger does not know."""
        in_file = self._in_file.get(_folded(name), set())
        own = {client for client, ids in self.by_client.items() if project in ids}
        return bool(in_file & own) and len(in_file - set(self.by_client) - set(self.clients)) > 1

    def names_of(self, target: str) -> list[str]:
        """A target's id and name, the longer first."""
        names = {target, *(name for name, ids in self.by_name.items() if target in ids)}
        return sorted(names, key=len, reverse=True)

    def _mapped(self, names: tuple[str, ...]) -> str | None:
        folded = [_folded(name) for name in names if name]
        exact = next((name for name in folded if name in self.mapped), None)
        if exact is None and self.free:
            within = (one for one in self.mapped if any(_holds(name, one) for name in folded))
            exact = max(within, key=len, default=None)
        if exact is None:
            return None
        self.used.add(exact)
        return self.mapped[exact]

    def _in_text(self, names: tuple[str, ...]) -> str | None:
        """What free text names: an area in front, else the longest id or name of a record, if it is one's alone."""
        texts = [_folded(name) for name in names]
        for first in (text.split()[0] for text in texts if text):
            found = self._with_id(first)
            if found and _folded(found) not in self.records:
                return found
        held = {name: ids for name, ids in self.records.items() if any(_holds(text, name) for text in texts)}
        longest = max(map(len, held), default=0)
        return self._only({one for name, ids in held.items() if len(name) == longest for one in ids})

    def _without_name(self, names: tuple[str, ...], client: str, day: date | None) -> str | Unmapped:
        begun = {
            one for one in self.by_client.get(_folded(client), set()) if not day or self._began.get(one, day) <= day
        }
        if not names and client and (found := self._only(begun)):
            return found
        if self.fallback and (self.free or not names) and self._is_for(self.fallback, client):
            return self.fallback
        if not names and not client:
            return Unmapped("it names no project: say with --target where such rows go", kind=NAMELESS)
        named = names[0] if names else client
        several = self.by_name.get(_folded(named), set()) if names else begun
        if len(several) > 1 and (names or not self.unknown):
            return Unmapped(
                f"`{named}` may be {listed(sorted(several), joint='or')}",
                f"{client} {named}" if names and client else named,
            )
        if self.unknown and (client or not self._in_file):
            self.unknown_names.add(named)
            return self.unknown
        if not names:
            later = sorted(self.by_client.get(_folded(client), set()) - begun)
            why = f", and `{later[0]}` began on {self._began[later[0]]}" if len(later) == 1 else ""
            return Unmapped(f"it names no project of `{client}`{why}", client, NAMELESS)
        if named not in self._hints:  # looked for once: a report has thousands of rows and few names
            self._hints[named] = self._hint(named)
        hint = self._hints[named]
        return Unmapped(f"no project, lead or area is called `{named}`" + (f": {hint}" if hint else ""), named)

    def _is_for(self, target: str, client: str) -> bool:
        """Whether rows that name no project may be for a target: work for a client is not for an area, or another's."""
        return not client or target == CLIENT or target in self.by_client.get(_folded(client), set())

    def _hint(self, named: str) -> str | None:
        """The id that a name looks like, or the id of a record whose name it looks like."""
        nearest = nearest_word(named, (*self.ids, *self.by_name))
        ids = sorted(self.by_name.get(nearest, ())) if nearest and nearest not in self.ids else [nearest]
        return f"did you mean {listed([f'`{one}`' for one in ids], joint='or')}?" if nearest else None

    def unused(self) -> list[str]:
        """The mapped names that no row had, which may be misspelt."""
        return [name for name in self.mapped if name not in self.used]

    @staticmethod
    def _only(found: set[str]) -> str | None:
        return next(iter(found)) if len(found) == 1 else None


_MARK = pattern(r" *[(\[](?:archived|inactive|archiviert|inaktiv|archivée?|archivado|arquivado)[)\]]$", re.IGNORECASE)


def without_mark(name: str) -> str:
    """A name without what another program puts behind it once it is put away: `Website (archived)`."""
    return _MARK.sub("", name)


def _folded(name: str) -> str:
    return same_id(" ".join(name.split())).casefold().translate(GERMAN)


def _holds(text: str, name: str) -> bool:
    """Whether a text holds a name as whole words."""
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
