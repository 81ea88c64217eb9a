"""What several places can be completed with: records, days, words written before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from opsledger.checks.targets import CLIENT
from opsledger.language.places import CursorPlace
from opsledger.language.records import TARGETS, area_described, described, records_in
from opsledger.models.leads import Lead
from opsledger.models.ledger import Ledger
from opsledger.models.projects import Project
from opsledger.models.record import Record
from opsledger.models.settings import Settings
from opsledger.values.characters import same_id
from opsledger.values.days import DAY_NAMES, Week

_RECENT_WEEKS = 6


class Completion(NamedTuple):
    """Something that can be written.

    kind: `record`, `area`, `word`, `key`, `value`, `person`, `figure` or `day`. detail: what it is, in a few words.
    text: what is written, if that is more than the label. rank: 0 for what is likeliest.
    """

    label: str
    kind: str
    detail: str = ""
    text: str = ""
    rank: int = 1


Offers = Iterator[Completion]


def links(ledger: Ledger, place: CursorPlace) -> Offers:
    """The records that a link may name; the brackets are closed if none stand yet."""
    end = place.start + len(place.word)
    closing = "" if place.source.text.startswith("]]", end) else "]]"
    for record in records_in(ledger, place.folders):
        yield record_offer(record, ledger.settings)._replace(text=f"{record.id}{closing}")


def record_offer(record: Record, settings: Settings, rank: int = 1) -> Completion:
    """A record by its id; one with a space in it is written as a link."""
    text = f"[[{record.id}]]" if " " in record.id else ""
    return Completion(record.id, "record", described(record, settings), text, rank)


def targets(ledger: Ledger, today: date) -> Offers:
    """What a block may be for: what was recently worked on first, then what is open."""
    recent = _recent_targets(ledger, today)
    for record in records_in(ledger, TARGETS):
        is_open = isinstance(record, Lead | Project) and record.is_open
        rank = 0 if same_id(record.id) in recent else 1 if is_open else 3
        yield record_offer(record, ledger.settings, rank)
    for area in ledger.settings.areas:
        yield Completion(area, "area", area_described(area, ledger.settings), rank=0 if area in recent else 2)
    yield Completion(CLIENT, "area", "client work not yet given to a project", rank=2)


def _recent_targets(ledger: Ledger, today: date) -> set[str]:
    since = Week.of(today).plus(-_RECENT_WEEKS)
    sheets = (sheet for sheet in ledger.weeks if sheet.week >= since)
    return {same_id(block.target.id) for sheet in sheets for block in sheet.actual if block.target}


def people(records: Iterable[Record], settings: Settings) -> Offers:
    """Records that a line names by `@`."""
    for record in records:
        yield Completion(f"@{record.id}", "person", described(record, settings))


def members(ledger: Ledger) -> Offers:
    """The team, as `@name`."""
    for member in ledger.team:
        yield Completion(f"@{member.id}", "person", described(member, ledger.settings))


def past_days(today: date) -> Offers:
    """The days up to now that a line is mostly about."""
    for back in range(7):
        day = today - timedelta(days=back)
        what = "today" if not back else "yesterday" if back == 1 else DAY_NAMES[day.weekday()].capitalize()
        yield Completion(str(day), "day", what, rank=back)


def coming_days(today: date) -> Offers:
    """Days that a promise is mostly about."""
    for ahead in (1, 2, 3, 7, 14, 28):
        day = today + timedelta(days=ahead)
        name = DAY_NAMES[day.weekday()].capitalize()
        yield Completion(str(day), "day", f"{name}, in {ahead} day{'' if ahead == 1 else 's'}", rank=ahead)


def used(detail: str, words: Iterable[str | None]) -> Offers:
    """Words written before, the most frequent first."""
    counts: dict[str, int] = {}
    for word in words:
        if word:
            counts[word] = counts.get(word, 0) + 1
    for rank, word in enumerate(sorted(counts, key=lambda one: (-counts[one], one))):
        yield Completion(word, "value", detail, rank=rank)
