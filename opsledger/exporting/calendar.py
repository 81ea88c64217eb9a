"""Planned and recorded time, and days to remember, as an iCalendar file (RFC 5545).

Times are written without a zone ("floating", section 3.3.5), as they are in the ledger: nine in the morning is nine
where the calendar is looked at. A block without a time of day, a day off and a day to remember are events of the whole
day. The bytes follow from the ledger alone, so that a file made twice is the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain
from typing import NamedTuple

from opsledger.exporting.remembering import ACTIONS, DATES, DayToRemember, days_to_remember
from opsledger.figures.schedule import target_id
from opsledger.figures.standing import Standing
from opsledger.models.lines import Block
from opsledger.patterns import pattern
from opsledger.values.characters import same_id
from opsledger.values.days import DAY_NAMES, MINUTES_A_DAY
from opsledger.values.visible import visible
from opsledger.values.written import write_number

TIME = "time"
WHAT = (TIME, DATES, ACTIONS)
PRODUCT = "-//OpsLedger//opsledger export ics//EN"
MINUTES = "X-OPSLEDGER-MINUTES"  # of a block that has no time of day
LISTS = ("plan", "actual")
_LONGEST = 75  # octets of a line, its end not counted
_ESCAPED = pattern(r"[\\;,]")


class _Event(NamedTuple):
    """A block with its day, its list and its number among equal ones."""

    day: date
    name: str
    block: Block
    number: int


def calendar_text(
    standing: Standing,
    lists: Iterable[str] = LISTS,
    first: date | None = None,
    last: date | None = None,
    *,
    what: Iterable[str] = (TIME,),
) -> str:
    """What is asked for of a ledger as one calendar; an open end of the span of days is None.

    what: `time` is the blocks of some lists, `plan` and `actual`; `dates` and `actions` are days to remember. Plans are
    seen whole, what was done up to the standing's day.
    """
    wanted = tuple(what)
    lines = _time_lines(standing, tuple(lists), first, last) if TIME in wanted else iter(())
    days = [one for one in days_to_remember(standing, wanted) if (first or one.day) <= one.day <= (last or one.day)]
    return _calendar(standing, chain(lines, *(_day_lines(one) for one in days)))


def _time_lines(standing: Standing, lists: tuple[str, ...], first: date | None, last: date | None) -> Iterator[str]:
    for event in sorted(_events(standing, lists, first, last), key=_order):
        yield from _event_lines(event, standing)


def _calendar(standing: Standing, events: Iterable[str]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if standing.settings.business:
        lines.append(f"X-WR-CALNAME:{_text(standing.settings.business)}")
    lines += events
    return "".join(f"{folded_line(line)}\r\n" for line in (*lines, "END:VCALENDAR"))


def _events(standing: Standing, lists: tuple[str, ...], first: date | None, last: date | None) -> Iterator[_Event]:
    seen: Counter[tuple[object, ...]] = Counter()
    for sheet in standing.ledger.weeks:
        for name in lists:
            for block in sheet.plan if name == "plan" else sheet.actual:
                if block.day and (first is None or block.day >= first) and (last is None or block.day <= last):
                    same = (block.day, name, block.start, block.minutes, target_id(block))
                    yield _Event(block.day, name, block, seen[same])
                    seen[same] += 1


def _order(event: _Event) -> tuple[date, int, int, int]:
    block = event.block
    return event.day, LISTS.index(event.name), -1 if block.start is None else block.start, block.span.start


def _event_lines(event: _Event, standing: Standing) -> list[str]:
    block, day = event.block, event.day
    lines = ["BEGIN:VEVENT", f"UID:{_uid(event, standing)}", f"DTSTAMP:{day:%Y%m%d}T000000Z"]
    if block.start is None:
        lines += [f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"]
    else:
        lines += [f"DTSTART:{_moment(day, block.start)}", f"DTEND:{_moment(day, block.start + block.minutes)}"]
    lines.append(f"SUMMARY:{_text(_summary(block, standing))}")
    if block.target:
        lines.append(f"CATEGORIES:{_text(block.target.id)}")
    lines.append(f"DESCRIPTION:{_text(_description(event))}")
    if block.start is None and block.target:
        lines.append(f"{MINUTES}:{block.minutes}")
    lines.append(f"TRANSP:{'TRANSPARENT' if block.start is None and block.target else 'OPAQUE'}")
    return [*lines, "END:VEVENT"]


def _day_lines(one: DayToRemember) -> list[str]:
    """A day to remember: of the whole day, and no time that is taken."""
    return [
        "BEGIN:VEVENT",
        f"UID:{one.kind}-{sha256(one.named.encode()).hexdigest()[:16]}@opsledger",
        f"DTSTAMP:{one.day:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(one.title)}",
        f"DESCRIPTION:{_text(one.file)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _uid(event: _Event, standing: Standing) -> str:
    """The same for the same block, however its text or its neighbours change; another if it moves."""
    block = event.block
    told = (standing.settings.business, event.name, block.start, block.minutes, target_id(block), event.number)
    return f"{event.day}-{sha256(repr(told).encode()).hexdigest()[:16]}@opsledger"


def _moment(day: date, minutes: int) -> str:
    day += timedelta(days=minutes // MINUTES_A_DAY)
    minutes %= MINUTES_A_DAY
    return f"{day:%Y%m%d}T{minutes // 60:02d}{minutes % 60:02d}00"


def _summary(block: Block, standing: Standing) -> str:
    """What a calendar shows: the record's name, or the area; the task; the text. Without a time, the hours first."""
    if block.target is None:
        return f"{block.task or 'off'}: {block.text}" if block.text else block.task or "off"
    named = same_id(block.target.id)
    record = standing.whole.project_by_id.get(named) or standing.whole.lead_by_id.get(named)
    words = [record.title if record else block.target.id, *filter(None, (block.task, block.text))]
    if block.start is None:
        words.insert(0, f"{write_number(block.minutes / 60, 2)} h")
    return " · ".join(words)


def _description(event: _Event) -> str:
    done = "planned" if event.name == "plan" else "done"
    return f"{done} · {event.block.span.file} · {DAY_NAMES[event.block.weekday].capitalize()}"


def _text(value: str) -> str:
    """A TEXT value (section 3.3.11): what steers is made visible, and the characters with a meaning are escaped."""
    return _ESCAPED.sub(lambda found: f"\\{found[0]}", visible(value))


def folded_line(line: str) -> str:
    """A content line folded at 75 octets (section 3.1), never inside a character."""
    if line.isascii() and len(line) <= _LONGEST:
        return line
    parts, part, size = [], "", 0
    for character in line:
        octets = len(character.encode("utf-8", "replace"))
        if size + octets > _LONGEST:
            parts.append(part)
            part, size = " ", 1
        part += character
        size += octets
    return "\r\n".join([*parts, part])
