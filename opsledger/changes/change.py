"""A change between two standings, and what the functions that find them share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from opsledger.dataclass import dataclass
from opsledger.models.ledger import AnyLogged, by_id
from opsledger.models.lines import LogLine
from opsledger.models.record import LoggedRecord
from opsledger.patterns import pattern
from opsledger.source import Span
from opsledger.values.written import one_line, write_name

TOPICS = (
    "leads",
    "projects",
    "promises",
    "scope",
    "hours",
    "money",
    "clients",
    "contacts",
    "website",
    "actions",
    "settings",
    "figures",
)

_QUOTED = ("website", "actions")
_ROLE = pattern(r"(@\S+ )")

Side: TypeAlias = int | Decimal | Fraction | date | str | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened.

    topic: one of `TOPICS`. what: a word for programs, such as `won` or `slipped`. subject: a record's or an action's
    id, or a figure's name; title: what people call it. words: what happened to it, to be read after the title.
    span: the line, or the record, that says so; None if it is gone. before, after: what was and what is: hours,
    money, a day or a word. weight: how much it matters if there is room for few, 0 to 100.
    """

    topic: str
    what: str
    subject: str
    title: str
    words: str
    span: Span | None
    weight: int
    before: Side = None
    after: Side = None

    @property
    def sentence(self) -> str:
        """The title and what happened; a title that is a sentence of its own stands in quotation marks."""
        if self.topic not in _QUOTED:
            return (self.title if self.topic == "figures" else write_name(self.title)) + self.rest
        role, text = _ROLE.split(self.title, maxsplit=1)[-2:] if _ROLE.match(self.title) else ("", self.title)
        return f"{role}“{text}”{self.rest}"

    @property
    def rest(self) -> str:
        """What follows the title in the sentence."""
        return self.words if self.words.startswith(":") else f" {self.words}"


Changes: TypeAlias = Iterator[Change]


def paired(then: Iterable[AnyLogged], now: Iterable[AnyLogged]) -> list[tuple[AnyLogged | None, AnyLogged | None]]:
    """Records by id, before and after: those of now in their order, then those that are gone.

    One that is gone and a new one of the same name, with the same first line, are one that was given another id.
    """
    before, after = by_id(then), by_id(now)
    new = {_begun(each): key for key, each in after.items() if key not in before and each.log}
    for key in [key for key, each in before.items() if key not in after and each.log and _begun(each) in new]:
        record = before.pop(key)
        before[new[_begun(record)]] = record
    pairs: list[tuple[AnyLogged | None, AnyLogged | None]] = [(before.get(key), each) for key, each in after.items()]
    return [*pairs, *((each, None) for key, each in before.items() if key not in after)]


def _begun(record: LoggedRecord) -> tuple[object, ...]:
    """By what a record is known under another id: its name and its first line."""
    return (record.title, *_content(record.log[0]))


def new_lines(then: LoggedRecord | None, now: LoggedRecord, *words: str) -> list[LogLine]:
    """The lines with one of these words that were not there before."""
    left: dict[tuple[object, ...], int] = {}
    for line in then.log if then else ():
        left[_content(line)] = left.get(_content(line), 0) + 1
    found = []
    for line in now.log:
        if left.get(_content(line), 0):
            left[_content(line)] -= 1
        elif line.word in words:
            found.append(line)
    return found


def _content(line: LogLine) -> tuple[object, ...]:
    return (line.day, line.word, line.span.text)


def gone(topic: str, record: LoggedRecord) -> Change:
    """A record that is no longer in the ledger."""
    return Change(topic, "gone", record.id, record.title, "is no longer in the ledger", None, 55)


def said(text: str) -> str:
    """A line's text after a colon, if it has any."""
    return f": {one_line(text)}" if text.strip() else ""
