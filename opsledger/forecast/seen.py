"""What the forecast sees of a ledger on a day, as a hash: if it is the same, so is the forecast."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from opsledger.cache import program
from opsledger.models.leads import LOST, Lead
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, LogLine, Reference
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord
from opsledger.reading.words import WORDS
from opsledger.values.days import Week

# Talk and money move no hours; of a record's first line the day counts all the same.
_UNSEEN = frozenset(word.name for kind in ("lead", "project") for word in WORDS[kind] if not word.moves_work)
_TAKEN_UP = ("in", "out", "next")  # with these a lead that was lost may begin again
_FACTS: dict[type[LoggedRecord], list[str]] = {
    kind: [each.name for each in fields(kind) if each.name not in ("document", "front", "extra", "name", "log")]
    for kind in (Lead, Project)
}
_ROOMS = ("forecast", "figures", "models", "reading", "values")


class Seen(NamedTuple):
    """Something that is seen from a day (an ordinal) on."""

    day: int
    what: bytes


class _Facts(NamedTuple):
    """All that a forecast may see of a ledger: on every day, from some day on, and of a week its plan."""

    always: bytes
    dated: Sequence[Seen]
    days_off: Sequence[Seen]
    plans: Mapping[Week, bytes]


class _Same:
    """A ledger as a key: the same only if it is the same object."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def __hash__(self) -> int:
        return id(self.ledger)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.ledger is self.ledger


def fingerprints(ledger: Ledger, days: Sequence[date], ahead: int | None = None) -> list[str]:
    """A hash for each of some days, in their order, of what the forecast sees on it; days: the earliest first.

    ahead: how many weeks are looked ahead, so that time off after them is not seen; None for all.
    """
    return list(_marks(_Same(ledger), tuple(days), ahead))


@lru_cache(maxsize=2)  # what is kept of a day asks for the same mark several times over
def _marks(of: _Same, days: tuple[date, ...], ahead: int | None) -> tuple[str, ...]:
    facts = _facts(of)
    mark = hashlib.blake2b(facts.always, digest_size=20)
    found, place = [], 0
    for day in days:
        last, first = day.toordinal(), place
        while place < len(facts.dated) and facts.dated[place].day <= last:
            place += 1
        mark.update(b"\n".join(seen.what for seen in facts.dated[first:place]) + b"\n")
        of_day = mark.copy()
        of_day.update(day.isoformat().encode())
        of_day.update(facts.plans.get(Week.of(day).plus(1), b""))
        until = None if ahead is None else last + 7 * (ahead + 1)
        of_day.update(b"\n".join(seen.what for seen in facts.days_off if until is None or seen.day <= until))
        found.append(of_day.hexdigest())
    return tuple(found)


@lru_cache(maxsize=1)
def _facts(of: _Same) -> _Facts:
    ledger = of.ledger
    plans = {sheet.week: _bytes("".join(map(_block, sheet.plan))) for sheet in reversed(ledger.weeks) if sheet.plan}
    dated = sorted(_dated(ledger), key=lambda seen: seen.day)
    off = sorted(_off(ledger), key=lambda seen: seen.day)
    return _Facts(_bytes(repr((program(_ROOMS), *_whole(ledger)))), dated, off, plans)


def _whole(ledger: Ledger) -> Iterator[object]:
    """What is seen whole on every day: the settings but for time off, and the records that cannot be read."""
    yield replace(ledger.settings, time_off=())
    yield sorted((folder, sorted(ids)) for folder, ids in ledger.unread.items())


def _off(ledger: Ledger) -> Iterator[Seen]:
    """Time off, and weeks with hours of their own, each by its first day."""
    for each in ledger.settings.time_off:
        yield Seen(each.first.toordinal(), _bytes(f"{each.first} {each.last}"))
    for sheet in ledger.weeks:
        off = [(block.weekday, block.minutes) for block in sheet.plan if block.is_off]
        if off or sheet.client_hours is not None:
            yield Seen(sheet.week.monday.toordinal(), _bytes(repr((str(sheet.week), sheet.client_hours, off))))


def _dated(ledger: Ledger) -> Iterator[Seen]:
    for record in (*ledger.leads, *ledger.projects):
        if record.log:
            facts = [_plain(getattr(record, name)) for name in _FACTS[type(record)]]
            first = record.log[0].day.toordinal()
            yield Seen(first, _bytes(repr((type(record).__name__, facts))))
            is_taken_up = isinstance(record, Lead) and any(line.word in LOST for line in record.log)
            for line in record.log:
                if line.word not in _UNSEEN or (is_taken_up and line.word in _TAKEN_UP):
                    yield Seen(line.day.toordinal(), _bytes(repr((record.id, _line(line)))))
    for sheet in ledger.weeks:
        for day, blocks in groupby(sheet.actual, key=lambda block: block.day):
            if day:
                yield Seen(day.toordinal(), _bytes("\n".join([str(day), *map(_block, blocks)])))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _block(block: Block) -> str:
    return f"{block.minutes} {block.target.id if block.target else ''}"


def _line(line: LogLine) -> tuple[object, ...]:
    return (line.day, line.word, line.amount, line.minutes, line.rate, line.promised, line.topic, _plain(line.member))


def _plain(value: object) -> object:
    return value.id if isinstance(value, Reference) else value
