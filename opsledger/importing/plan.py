"""What an import would do: the lines it would add, the files it would make, and the rows it leaves out, with why."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import field
from datetime import date
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from opsledger.dataclass import dataclass
from opsledger.editing.journal import FileEdit
from opsledger.reporting.json_text import Json

AnyFound = TypeVar("AnyFound")


UNREAD = "cannot be read"


class Unusable(Exception):
    """A file cannot be imported as a whole, or not without an option; says why, and what would help."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class Skipped(NamedTuple):
    """A row that is left out: where it is (`toggl.csv:12`), what it is about, and why.

    kind: the reason in a word or two, by which the hours left out are summed. minutes: its time, if it can be read.
    """

    place: str
    what: str
    reason: str
    kind: str = UNREAD
    minutes: int = 0


class Read(NamedTuple, Generic[AnyFound]):
    """What a file holds, the rows that are nothing of it, and what is to be told.

    seconds: all the time that its rows tell, those that are left out included.
    """

    found: list[AnyFound]
    skipped: list[Skipped]
    notes: list[str]
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """Where the time of a file goes, in minutes: what goes in comes out, each row rounded to whole minutes.

    total: by the second, rounded once. there: in the ledger already. before: imported before and changed or deleted
    since. left_out: by reason.
    """

    total: int
    written: int
    there: int
    before: int
    left_out: dict[str, int]

    @property
    def rounded(self) -> int:
        """All of it, each row rounded to whole minutes."""
        return self.written + self.there + self.before + sum(self.left_out.values())

    @property
    def rounding(self) -> int:
        """What rounding each row to whole minutes takes away; below zero if it adds."""
        return self.total - self.rounded

    def data(self) -> dict[str, Json]:
        """The hours as plain values."""
        return {
            "total": self.total,
            "written": self.written,
            "there": self.there,
            "before": self.before,
            "left_out": dict(self.left_out),
            "rounding": self.rounding,
        }


class Known(Protocol):
    """Something found in a file, as a tuple: its place first, then what it says."""

    @property
    def place(self) -> str:
        """Where it is: `toggl.csv:12`."""

    @property
    def what(self) -> str:
        """How a person is told which one it is."""

    def __getitem__(self, part: slice, /) -> tuple[Any, ...]: ...


Each = TypeVar("Each", bound=Known)


def merged(read: Iterable[Read[Each]], known_by: Callable[[Each], Hashable]) -> Read[Each]:
    """What several files hold; what is there twice, as reports overlap, is taken once.

    What is known by the same and says something else is another, and left out.
    """
    together: Read[Each] = Read([], [], [])
    known: dict[Hashable, Each] = {}
    seconds = 0
    for one in read:
        seconds += one.seconds
        together.skipped.extend(one.skipped)
        together.notes.extend(one.notes)
        for each in one.found:
            first = known.setdefault(known_by(each), each)
            if first is not each and first[1:] == each[1:]:
                seconds -= 60 * getattr(each, "minutes", 0)
            elif first is not each:
                reason = f"it has the ID of another before it: {first.what} ({first.place})"
                minutes = getattr(each, "minutes", 0)
                together.skipped.append(Skipped(each.place, each.what, reason, "there twice", minutes))
    together.found.extend(known.values())
    return together._replace(seconds=seconds)


class Key(NamedTuple):
    """What a row is known by when its file is imported again, and the day it is about.

    mark: of an event its time (`540+60`, minutes of the day and how many; `+60`, `off`), its series and its calendar.
    """

    day: date
    format: str
    digest: str
    mark: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """What tells a row from others, whatever day and time it has by now."""
        return self.format, self.digest


class Taken(NamedTuple):
    """The rows that were imported before, and what the file that notes them held; None if there is none."""

    keys: frozenset[Key] = frozenset()
    data: bytes | None = None


class Addition(NamedTuple):
    """Lines for one section of one record, and the rows of the file they come from.

    shown: how a person sees it. new_text: what the file begins with if it is not there yet. record_text: of a
    new record all that its file holds, the lines included. within: the day and the time of a block that takes the place
    of client time around it.
    """

    path: str
    section: str
    lines: tuple[str, ...]
    place: str
    shown: str
    new_text: str | None = None
    record_text: str | None = None
    within: tuple[date, str] | None = None


@dataclass(slots=True)
class Plan:
    """All that one import would do.

    total: the time it would add, if any. there: how many rows the ledger has. before: how many it was given before and
    has no longer so, as the user changed or deleted them. keys: of the rows that it is to know from now on. taken: what
    it rests on, and without which it does not hold. beside: other files of the ledger that it writes.
    """

    additions: list[Addition] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    total: str = ""
    there: int = 0
    before: int = 0
    keys: list[Key] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    notes: list[str] = field(default_factory=list)
    hours: Hours | None = None
    beside: list[FileEdit] = field(default_factory=list)

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
            **({"hours": self.hours.data()} if self.hours else {}),
        }
