"""What the forecast sees of a ledger on a day, as a hash: where it is the same, so is the forecast."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import NamedTuple

from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block, LogLine, Reference
from opsledger.models.records import Lead, LoggedRecord, Project
from opsledger.values.days import Week
from opsledger.version import VERSION

# Talk and money move no hours; of a record's first line the day counts all the same.
TALK = ("note", "in", "out", "next", "feedback", "call", "mail", "meeting", "praise", "complaint", "improve")
MONEY = ("cost", "expense", "bill", "invoiced", "paid", "credited", "refunded")
_FACTS: dict[type[LoggedRecord], list[str]] = {
    kind: [each.name for each in fields(kind) if each.name not in ("document", "front", "extra", "name", "log")]
    for kind in (Lead, Project)
}
_ROOMS = ("forecast", "figures", "models", "values")


class Seen(NamedTuple):
    """Something that is seen from a day (an ordinal) on."""

    day: int
    what: str


def fingerprints(ledger: Ledger, days: Sequence[date]) -> list[str]:
    """A hash for each of some days, in their order, of what the forecast sees on it; days: the earliest first."""
    mark = hashlib.blake2b(repr((_program(), *_whole(ledger))).encode(), digest_size=20)
    found, place = [], 0
    plans = {sheet.week: list(map(_block, sheet.plan)) for sheet in reversed(ledger.weeks) if sheet.plan}
    dated = sorted(_dated(ledger), key=lambda seen: seen.day)
    for day in days:
        last, first = day.toordinal(), place
        while place < len(dated) and dated[place].day <= last:
            place += 1
        mark.update("".join(f"{seen.what}\n" for seen in dated[first:place]).encode("utf-8", "surrogatepass"))
        of_day = mark.copy()
        of_day.update(day.isoformat().encode())
        of_day.update("".join(plans.get(Week.of(day).plus(1), ())).encode("utf-8", "surrogatepass"))
        found.append(of_day.hexdigest())
    return found


def _program() -> tuple[object, ...]:
    """What computes: the version, and when its files were last changed."""
    package = Path(__file__).parent.parent
    try:
        files = [entry for room in _ROOMS for entry in os.scandir(package / room) if entry.name.endswith(".py")]
    except OSError:
        return (VERSION,)
    return (VERSION, *sorted((entry.name, entry.stat().st_mtime_ns, entry.stat().st_size) for entry in files))


def _whole(ledger: Ledger) -> Iterator[object]:
    """What is seen whole on every day: settings, time off, and the hours that a week has."""
    yield ledger.settings
    yield sorted((folder, sorted(ids)) for folder, ids in ledger.unread.items())
    for sheet in ledger.weeks:
        off = [block.weekday for block in sheet.plan if block.is_off]
        if off or sheet.client_hours is not None:
            yield (str(sheet.week), sheet.client_hours, off)


def _dated(ledger: Ledger) -> Iterator[Seen]:
    for record in (*ledger.leads, *ledger.projects):
        if record.log:
            facts = [_plain(getattr(record, name)) for name in _FACTS[type(record)]]
            first = record.log[0].day.toordinal()
            yield Seen(first, repr((type(record).__name__, facts)))
            for line in record.log:
                if line.word not in TALK and line.word not in MONEY:
                    yield Seen(line.day.toordinal(), repr((record.id, _line(line))))
    for sheet in ledger.weeks:
        for block in sheet.actual:
            if block.day:
                day = block.day.toordinal()
                yield Seen(day, f"{day} {_block(block)}")


def _block(block: Block) -> str:
    return f"{block.minutes} {block.target.id if block.target else ''}"


def _line(line: LogLine) -> tuple[object, ...]:
    return (line.day, line.word, line.amount, line.minutes, line.rate, line.promised, line.topic, _plain(line.member))


def _plain(value: object) -> object:
    return value.id if isinstance(value, Reference) else value
