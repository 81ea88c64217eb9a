"""What an import would do: the lines it would add, the files it would make, and the rows it leaves out, with why."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from opsledger.reporting.json_text import Json

AnyFound = TypeVar("AnyFound")


class Unusable(Exception):
    """A file cannot be imported as a whole, or not without an option; says why, and what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Skipped(NamedTuple):
    """A row that is left out: where it stands (`toggl.csv:12`), what it is about, and why."""

    place: str
    what: str
    reason: str


class Read(NamedTuple, Generic[AnyFound]):
    """What a file holds, the rows that are nothing of it, and what is to be told."""

    found: list[AnyFound]
    skipped: list[Skipped]
    notes: list[str]


class Known(Protocol):
    """Something found in a file, as a tuple: its place first, then what it says."""

    @property
    def place(self) -> str:
        """Where it stands: `toggl.csv:12`."""

    @property
    def what(self) -> str:
        """How a person is told which one it is."""

    def __getitem__(self, part: slice, /) -> tuple[Any, ...]: ...


Each = TypeVar("Each", bound=Known)


def merged(read: Iterable[Read[Each]], known_by: Callable[[Each], Hashable]) -> Read[Each]:
    """What several files hold; what stands there twice, as reports overlap, is taken once.

    What is known by the same and says something else is another, and left out.
    """
    together: Read[Each] = Read([], [], [])
    known: dict[Hashable, Each] = {}
    for one in read:
        together.skipped.extend(one.skipped)
        together.notes.extend(one.notes)
        for each in one.found:
            first = known.setdefault(known_by(each), each)
            if first[1:] != each[1:]:
                reason = f"it has the ID of another before it: {first.what} ({first.place})"
                together.skipped.append(Skipped(each.place, each.what, reason))
    together.found.extend(known.values())
    return together


class Key(NamedTuple):
    """What a row is known by when its file is imported again, and the day it is about."""

    day: date
    format: str
    digest: str


class Taken(NamedTuple):
    """The rows that were taken over before, and what the file that notes them held; None where there is none."""

    keys: frozenset[Key] = frozenset()
    data: bytes | None = None


class Addition(NamedTuple):
    """Lines for one section of one record, and the rows of the file they come from.

    shown: how a person is told of it. new_text: what the file begins with where it is not there yet. record_text: of a
    new record all that its file holds, the lines included.
    """

    path: str
    section: str
    lines: tuple[str, ...]
    place: str
    shown: str
    new_text: str | None = None
    record_text: str | None = None


@dataclass(slots=True)
class Plan:
    """All that one import would do.

    total: the time it would add, if any. there: how many rows the ledger has. before: how many it was given before and
    has no longer so, as the user changed or deleted them. keys: of the rows that it is to know from now on. taken: what
    it rests on, and without which it does not hold.
    """

    additions: list[Addition] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    total: str = ""
    there: int = 0
    before: int = 0
    keys: list[Key] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    notes: list[str] = field(default_factory=list)

    def data(self, *, written: bool) -> dict[str, Json]:
        """The plan as plain values, and whether it was done."""
        return {
            "written": written,
            "write": [
                {"file": one.path, "section": one.section, "lines": list(one.lines), "from": one.place}
                for one in self.additions
            ],
            "skipped": [one._asdict() for one in self.skipped],
            "there": self.there,
            "before": self.before,
            "notes": list(self.notes),
        }
