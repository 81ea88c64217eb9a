"""What happened since the last entry, from what else knows of it: calendars, commits, the plan, mail."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import field
from datetime import date

from opsledger.dataclass import dataclass
from opsledger.importing.calendar.reading import Events
from opsledger.importing.entry import Entry
from opsledger.importing.mail import MailHead
from opsledger.importing.mail_plan import MailPlanning
from opsledger.importing.plan import Key, Plan, Read, Skipped
from opsledger.importing.taken import read_taken, row_digest
from opsledger.importing.targets import CLIENT, NameTargets
from opsledger.importing.time_plan import TimePlanning
from opsledger.models.ledger import Ledger
from opsledger.models.lines import Block
from opsledger.values.days import Interval, Week

PLANNED = "plan"
_SHORTEST = 10  # minutes: what is left of a planned block beside a meeting


@dataclass(slots=True)
class Sources:
    """What knows of the days: a calendar, the commits, mail. Each may be empty."""

    events: Events | None = None
    commits: list[Read[Entry]] = field(default_factory=list)
    mail: Read[MailHead] | None = None


def last_recorded_day(ledger: Ledger, day: date) -> date | None:
    """The last day up to another that has time recorded; None if none has."""
    days = (block.day for sheet in ledger.weeks for block in sheet.actual if block.day and block.target)
    return max((each for each in days if each <= day), default=None)


def weeks_in(days: Interval) -> list[Week]:
    """The weeks that some days lie in."""
    first, last = Week.of(days.first), Week.of(days.last)
    return [first.plus(number) for number in range((last.monday - first.monday).days // 7 + 1)]


def days_in_week(days: Interval, week: Week) -> Interval:
    """Those of some days that lie in a week."""
    return Interval(max(days.first, week.monday), min(days.last, week.sunday))


def plan_catching_up(
    ledger: Ledger, sources: Sources, mapped: dict[str, str], days: Interval, *, left: Collection[str] = ()
) -> Plan:
    """What taking over what happened on some days would write.

    mapped: names as the user maps them to ids. left: the places of rows that are not wanted. What a calendar says goes
    before commits, and these before the plan: if two claim one hour, the surer one is taken. Raises Unusable.
    """
    targets = NameTargets(ledger, mapped, free=True)
    planning = TimePlanning(ledger, targets, "Actual", read_taken(ledger.root))
    events = sources.events
    sure = [entry for entry in (events.entries.found if events else ()) if entry.day in days]
    busy = [entry for entry in sure if not (entry.appointment and entry.appointment.void)]
    done = [entry for read in sources.commits for entry in read.found if entry.day in days]
    done = [piece for entry in done for piece in _beside(entry, busy)]
    meant, without = _planned(ledger, days)
    meant = [piece for entry in meant for piece in _beside(entry, [*busy, *done])]
    found = [entry for entry in (*sure, *done, *meant) if entry.place not in left]
    read: Read[Entry] = Read(found, without, [note for one in sources.commits for note in one.notes])
    plan = planning.planned(read)
    if sources.mail:
        messages = sources.mail._replace(found=[one for one in sources.mail.found if one.place not in left])
        _join(plan, MailPlanning(ledger, plan.taken, days).planned(messages))
    return plan


def _join(plan: Plan, other: Plan) -> None:
    plan.additions += other.additions
    plan.skipped += other.skipped
    plan.keys += other.keys
    plan.notes += other.notes
    plan.there += other.there
    plan.before += other.before


def _planned(ledger: Ledger, days: Interval) -> tuple[list[Entry], list[Skipped]]:
    """The planned blocks of days that have no entry, as time that was probably spent; and those for nobody yet."""
    found, without = [], []
    for sheet in ledger.weeks:
        recorded = {block.day for block in sheet.actual}
        off = {block.day for block in (*sheet.plan, *sheet.actual) if block.is_off}
        for block in sheet.plan:
            if block.day is None or block.day not in days or block.day in recorded or block.day in off:
                continue
            place = f"{sheet.file}:{block.span.line}"
            if block.target and block.target.id == CLIENT:
                reason = "planned for clients, and for none of them: write which project it was"
                without.append(Skipped(place, block.span.text, reason, "no project", block.minutes))
            elif block.target:
                found.append(_entry(block, block.day, block.target.id, place))
    return found, without


def _entry(block: Block, day: date, target: str, place: str) -> Entry:
    key = Key(day, PLANNED, row_digest(day, block.start, block.minutes, target, block.text))
    text = f"{block.text} (as planned)".strip()
    return Entry(place, key, day, block.start, block.minutes, "", (target,), block.task or "", text)


def _beside(entry: Entry, others: Iterable[Entry]) -> list[Entry]:
    """What is left of an entry beside others of its day, which are surer; of one without a clock time, all of it."""
    if entry.start is None:
        return [entry]
    pieces = [(entry.start, entry.start + entry.minutes)]
    for other in others:
        if other.day == entry.day and other.start is not None:
            start, end = other.start, other.start + other.minutes
            pieces = [part for first, last in pieces for part in ((first, min(last, start)), (max(first, end), last))]
            pieces = [(first, last) for first, last in pieces if first < last]
    if pieces == [(entry.start, entry.start + entry.minutes)]:
        return [entry]
    return [
        entry._replace(start=first, minutes=last - first, key=_part_of(entry.key, number))
        for number, (first, last) in enumerate(pieces)
        if last - first >= _SHORTEST
    ]


def _part_of(key: Key, number: int) -> Key:
    return key._replace(digest=row_digest(key.digest, number))


def unknown_weeks(ledger: Ledger, plan: Plan, days: Interval) -> list[Week]:
    """The weeks of some days of which nothing is recorded, and nothing found either."""
    weeks = {Week.of(block.day) for sheet in ledger.weeks for block in sheet.actual if block.day}
    paths = {addition.path for addition in plan.additions}
    off = _weeks_off(ledger)
    return [each for each in weeks_in(days) if each not in weeks | off and not any(str(each) in path for path in paths)]


def _weeks_off(ledger: Ledger) -> set[Week]:
    """The weeks whose plan takes every weekday off."""
    found = set()
    for sheet in ledger.weeks:
        off = {block.weekday for block in sheet.plan if block.is_off}
        if {0, 1, 2, 3, 4} <= off:
            found.add(sheet.week)
    return found
