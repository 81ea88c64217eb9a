"""The names that may be at one place, and what to say of one that is not one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opsledger.diagnostics import Diagnostic, Hint, Rule, at, did_you_mean_one
from opsledger.models.lines import Reference
from opsledger.models.record import LoggedRecord
from opsledger.values.characters import same_id
from opsledger.values.reference import renamed

_MOST_HINTS = 100  # looking for the nearest name is slow, and nobody reads a thousand hints

_LONGEST_NAME = 60


class Names:
    """Names as they compare, with hints at what else one may have meant.

    what: what is asked for, as `a client`. known: the names of records that are listed. unread: the ids of records
    that are not; whoever names one is right. titles: what else a record is called, with its name. elsewhere: names
    of other things, with what they are. makes: the command that makes a record of a name, if a name is enough.
    """

    def __init__(
        self,
        what: str,
        known: Iterable[str],
        unread: Iterable[str] = (),
        titles: Mapping[str, str] | None = None,
        elsewhere: Mapping[str, str] | None = None,
        makes: str = "",
    ) -> None:
        self.what = what
        self.known = {same_id(name): name for name in known}
        self.unread = frozenset(unread)
        self.titles = titles or {}
        self.elsewhere = elsewhere or {}
        self.makes = makes
        self._names = (*self.known.values(), *sorted(self.unread - set(self.known)))
        self._hints: dict[str, str | None] = {}
        self._far: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.known or self.unread)

    def __contains__(self, name: str) -> bool:
        name = same_id(name)
        return name in self.known or name in self.unread

    def unknown(self, rule: Rule, reference: Reference) -> Diagnostic:
        """The diagnostic for a reference that names none of them."""
        name, hint = reference.id, self._hint_at(reference.id)
        if isinstance(hint, Hint):  # a link stays a link
            hint = Hint(hint, renamed(reference.span.text, hint.replacement))
        return at(rule, reference.span, f"there is no {self.what} `{name[:60]}`", hint)

    def is_far(self, reference: Reference) -> bool:
        """Whether a reference that names none of them is not meant to either: it is not a link, and like no name."""
        self._hint_at(reference.id)
        return reference.id in self._far and not reference.span.text.strip("\"'@").startswith("[[")

    def _hint_at(self, name: str) -> str | None:
        if name not in self._hints:
            self._hints[name] = self._hint(name)
        return self._hints[name]

    def _hint(self, name: str) -> str | None:
        titled = self.titles.get(name.casefold())
        if titled:
            return Hint(f"write its id, `{titled}`", titled)
        if name in self.elsewhere:
            return self.elsewhere[name]
        if len(self._hints) < _MOST_HINTS and (hint := did_you_mean_one(name, self._names)):
            return hint
        self._far.add(name)
        quoted = f'"{name}"' if not set('"$`\\!') & set(name) and len(name) <= _LONGEST_NAME else "NAME"
        return f"`{self.makes} {quoted}` makes its file" if self.makes else None


def titles_of(records: Iterable[LoggedRecord]) -> dict[str, str]:
    """Each record's id by its name, as names compare."""
    return {record.name.casefold(): record.id for record in records if record.name and record.name != record.id}
