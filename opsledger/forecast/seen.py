"""What the forecast sees of a ledger on a day, as a hash: if it is the same, so is the forecast."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from opsledger.cache import program
from opsledger.figures.announced import ANNOUNCES
from opsledger.figures.notices import says_end
from opsledger.models.ahead import AGREED, is_latest
from opsledger.models.leads import LOST, Lead
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, LogLine, Reference
from opsledger.models.projects import Project
from opsledger.models.record import LoggedRecord, Record
from opsledger.models.records import Client, WeekSheet
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
_SIZE = 20  # bytes


class Seen(NamedTuple):
    """Something that is seen from a day (an ordinal) on."""

    day: int
    what: bytes


class SeenOfRecord(NamedTuple):
    """All that is ever seen of a record, which is worth keeping with it: a number that stands for it, and time off.

    last: the day from which on all of it is seen.
    """

    last: int
    digest: int
    off: Seen | None


class _Facts(NamedTuple):
    """All that a forecast may see of a ledger.

    always: what it sees on every day. lasts, records: the records in the order of the days from which on they are seen
    whole, and those days. totals: of so many of them, the first ones, the sum of their digests.
    """

    always: bytes
    lasts: Sequence[int]
    records: Sequence[Record]
    totals: Sequence[int]
    days_off: Sequence[Seen]


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
    if not days:
        return ()
    facts, sheets = _facts(of), of.ledger.week_by_name
    always, found = hashlib.blake2b(facts.always, digest_size=_SIZE), []
    growing = [tuple(_dated(record)) for record in facts.records[bisect_right(facts.lasts, days[0].toordinal()) :]]
    for day in days:
        last = day.toordinal()
        whole = bisect_right(facts.lasts, last)
        total = facts.totals[whole]
        for dated in growing[whole - len(facts.records) :] if whole < len(facts.records) else ():
            total += _digest(seen for seen in dated if seen.day <= last)
        total += _digest(_announced(facts.records[whole:], last))
        until = None if ahead is None else last + 7 * (ahead + 1)
        sheet = sheets.get(Week.of(day).plus(1))
        mark = always.copy()
        mark.update(total.to_bytes(_SIZE + 8, "big") + day.isoformat().encode())
        mark.update(_bytes("".join(map(_block, sheet.plan))) if sheet and sheet.plan else b"")
        mark.update(b"\n".join(seen.what for seen in facts.days_off if until is None or seen.day <= until))
        found.append(mark.hexdigest())
    return tuple(found)


@lru_cache(maxsize=1)
def _facts(of: _Same) -> _Facts:
    ledger = of.ledger
    known = [
        (ledger.derived.get(record) or seen_of(record), record)
        for record in (*ledger.leads, *ledger.projects, *ledger.weeks, *ledger.clients)
    ]
    known.sort(key=lambda each: each[0][0])
    totals = list(accumulate((seen[1] for seen, _ in known), initial=0))
    off = [Seen(*seen[2]) for seen, _ in known if seen[2]]
    off += [Seen(each.first.toordinal(), _bytes(f"{each.first} {each.last}")) for each in ledger.settings.time_off]
    return _Facts(
        _bytes(repr((program(_ROOMS), *_whole(ledger)))),
        [seen[0] for seen, _ in known],
        [record for _, record in known],
        totals,
        sorted(off),
    )


def seen_of(record: Record) -> SeenOfRecord:
    """What the forecast sees of a record alone, which is kept with it: it is determined by the record's fields."""
    dated = tuple(_dated(record))
    off = _off(record) if isinstance(record, WeekSheet) else None
    return SeenOfRecord(dated[-1].day if dated else 0, _digest(dated), off)


def _announced(records: Sequence[Record], last: int) -> Iterator[Seen]:
    """What projects say of days after one (an ordinal): it is read ahead, if nothing happened after that day."""
    if not is_latest(records, date.fromordinal(last)):
        return
    for record in records:
        if isinstance(record, Project) and record.log:
            words = ANNOUNCES if record.is_retainer else AGREED
            ahead = [line for line in record.log if line.word in words and line.day.toordinal() > last]
            if ahead and record.log[0].day.toordinal() > last:
                yield _facts_of(record)
            for line in ahead:
                yield Seen(line.day.toordinal(), _bytes(repr((record.id, _line(line)))))


def _digest(dated: Iterable[Seen]) -> int:
    """A number that stands for what is seen of a record; 0 for nothing. Numbers of several records can be added."""
    what = b"\n".join(b"%d %b" % seen for seen in dated)
    return int.from_bytes(hashlib.blake2b(what, digest_size=_SIZE).digest(), "big") if what else 0


def _whole(ledger: Ledger) -> Iterator[object]:
    """What is seen whole on every day: the settings but for time off, and the records that cannot be read."""
    yield replace(ledger.settings, time_off=())
    yield sorted((folder, sorted(ids)) for folder, ids in ledger.unread.items())


def _off(sheet: WeekSheet) -> Seen | None:
    """The time off of a week, and its hours if they are its own, from its first day on."""
    off = [(block.weekday, block.minutes) for block in sheet.plan if block.target is None]
    if not off and sheet.client_hours is None:
        return None
    return Seen(sheet.week.monday.toordinal(), _bytes(repr((str(sheet.week), sheet.client_hours, off))))


def _dated(record: Record) -> Iterator[Seen]:
    """What is seen of a record, by day: its log, with its front matter from the first line on, or a week's work."""
    if isinstance(record, Lead | Project) and record.log:
        yield _facts_of(record)
        is_taken_up = isinstance(record, Lead) and any(line.word in LOST for line in record.log)
        for line in record.log:
            is_talk = line.word in _UNSEEN and not line.is_last_contact
            if not is_talk or (is_taken_up and line.word in _TAKEN_UP):
                yield Seen(line.day.toordinal(), _bytes(repr((record.id, _line(line)))))
            elif says_end(line):
                yield _said(record, line)
    elif isinstance(record, Client):
        yield from (_said(record, line) for line in record.log if says_end(line))
    elif isinstance(record, WeekSheet):
        by_day = sorted(record.actual, key=lambda block: block.day or date.min)
        for day, blocks in groupby(by_day, key=lambda block: block.day):
            if day:
                yield Seen(day.toordinal(), _bytes("\n".join(map(_block, blocks))))


def _said(record: LoggedRecord, line: LogLine) -> Seen:
    """A line in words by which work stops."""
    return Seen(line.day.toordinal(), _bytes(repr((record.id, line.day, line.text))))


def _facts_of(record: LoggedRecord) -> Seen:
    """The front matter, which is seen from the first line on."""
    facts = [_plain(getattr(record, name)) for name in _FACTS[type(record)]]
    return Seen(record.log[0].day.toordinal(), _bytes(repr((type(record).__name__, facts))))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _block(block: Block) -> str:
    return f"{block.minutes} {block.target.id if block.target else ''}"


def _line(line: LogLine) -> tuple[object, ...]:
    carried = (line.amount, line.minutes, line.rate, line.promised, line.topic, _plain(line.member))
    return (line.day, line.word, *carried, line.is_of_unknown_day)


def _plain(value: object) -> object:
    return value.id if isinstance(value, Reference) else value
