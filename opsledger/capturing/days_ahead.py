"""Days off to come as people type them: `21-25 Dec`, `24 Dec to 2 Jan`, `from 21 Dec for a week`, `21.-25.12.`."""

from __future__ import annotations

from datetime import date, timedelta

from opsledger.capturing.days import take_day
from opsledger.capturing.said_days import take_loose_day
from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.days import Interval, Week, read_interval
from opsledger.values.loose_dates import MONTHS
from opsledger.values.misread import Misread

_TO = ("-", "to", "until", "till", "through", "thru", "bis", "and")
_SIGN = pattern(r"(?<=[\w.])-(?=[\w])")
_ISO = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
_NUMBER = pattern(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_IN_FRONT = ("from", "on", "the", "between", "ab", "vom", "von")
_SMALL_NUMBER = pattern(r"[0-9]{1,2}")
_LONGEST = 200  # days


def take_days_ahead(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """The days to come that words begin with, one or several; None without any."""
    at = 0
    while at < len(words) and plain(words[at]) in _IN_FRONT:
        at += 1
    found = _written(words[at:]) or _week(words[at:], base) or _from_to(words[at:], base) or _for(words[at:], base)
    return LeadingValue(found.value, at + found.words) if found else None


def _written(words: LooseWords) -> LeadingValue[Interval] | None:
    """`2026-12-21/2026-12-25`, and the same with `to` between them."""
    said = plain(words[0]) if words else ""
    if not _ISO.fullmatch(said):
        return None
    count = 1
    if "/" not in said and len(words) > 2 and plain(words[1]) in _TO and _ISO.fullmatch(plain(words[2])):
        said, count = f"{said}/{plain(words[2])}", 3
    if count == 1 and "/" not in said and len(words) > 1:
        return None  # `2026-12-21 for a week`
    try:
        return LeadingValue(read_interval(said), count)
    except Misread:
        return None


def _week(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """`next week`, `the week of 21 Dec`, `week from 21 dec`."""
    said = tuple(map(plain, words[:2]))
    if said in (("next", "week"), ("this", "week")):
        monday = Week.of(base).plus(1 if said[0] == "next" else 0).monday
        first = max(monday, base)
        return LeadingValue(Interval(first, monday + timedelta(days=4)), 2)
    is_week_of = said in (("week", "of"), ("week", "from"))
    taken = take_loose_day(words[2:], base, back=False) if is_week_of else None
    if taken is None:
        return None
    monday = Week.of(taken.value).monday
    return LeadingValue(Interval(monday, monday + timedelta(days=4)), 2 + taken.words)


def _from_to(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """Two days with a sign or a word between them, the first of which the second may complete."""
    parts: list[str] = []
    ends: list[int] = []  # how many of the words typed each part closes
    for number, word in enumerate(words[:8], 1):
        pieces = [word] if _ISO.fullmatch(plain(word)) else _SIGN.sub(" - ", word).split()
        parts += pieces
        ends += [number] * len(pieces)
    at = next((place for place, part in enumerate(parts) if (place and plain(part) in _TO) or part == "-"), 0)
    if not at or at > 3 or at + 1 >= len(parts):
        return None
    first = take_day(parts[:at], base, back=False)
    bare = _NUMBER.fullmatch(plain(parts[0])) if at == 1 else None
    last = take_day(parts[at + 1 :], first.value if first and first.words == at else base, back=False)
    if last is None and at == 2 and (month := _month_of(parts[:at])) and _NUMBER.fullmatch(plain(parts[at + 1])):
        last = take_day([parts[at + 1], month], base, back=False)  # `Dec 21 - 25`
        last = LeadingValue(last.value, 1) if last else None
    if last is None:
        return None
    start = first.value if first and first.words == at else None
    if start is None and bare:
        start = _same_month(int(bare[1]), last.value)
    if start is None or not 0 < (last.value - start).days < _LONGEST:
        return None
    return LeadingValue(Interval(start, last.value), ends[at + last.words])


def _month_of(words: LooseWords) -> str | None:
    return next((word for word in words if plain(word) in MONTHS), None)


def _same_month(number: int, last: date) -> date | None:
    return last.replace(day=number) if 1 <= number < last.day else None


def _for(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """`21 Dec for a week`, `21 Dec`, `friday`."""
    taken = take_loose_day(words, base, back=False)
    if taken is None:
        return None
    first, rest = taken.value, [plain(word) for word in words[taken.words : taken.words + 3]]
    if len(rest) == 3 and rest[0] in ("for", "für"):
        count = _COUNTS.get(rest[1]) or (int(rest[1]) if _SMALL_NUMBER.fullmatch(rest[1]) else 0)
        if count and rest[2] in ("week", "weeks"):
            last = first + timedelta(days=7 * count - 1)
            return LeadingValue(Interval(first, _friday(last)), taken.words + 3)
        if count and rest[2] in ("day", "days"):
            return LeadingValue(Interval(first, _workdays(first, count)), taken.words + 3)
    return LeadingValue(Interval(first, first), taken.words)


def _friday(day: date) -> date:
    """A day, or the Friday before it on a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))


def _workdays(first: date, count: int) -> date:
    """The last of some workdays in a row."""
    last, left = first, count - 1
    while left > 0:
        last += timedelta(days=1)
        left -= last.weekday() < 5
    return last
