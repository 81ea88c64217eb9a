"""Days as people type them: `yesterday`, `Mo`, `last friday`, `20.11.2026`, `20 Nov`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.patterns import pattern
from opsledger.values.days import DAY_NAMES, FIRST_YEAR, LAST_YEAR, WEEKDAYS, Week, known_date
from opsledger.values.loose_dates import MONTHS

_RELATIVE = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "tonight": 0,
    "yday": -1,
    "yest": -1,
    "tmrw": 1,
    "tmr": 1,
    "heute": 0,
    "gestern": -1,
    "vorgestern": -2,
    "morgen": 1,
    "übermorgen": 2,
}
PARTS_OF_DAY = ("morning", "afternoon", "evening", "night", "früh", "vormittag", "nachmittag", "abend", "mittag")
_TWO_LETTERS = {name[:2]: number for number, name in enumerate(DAY_NAMES)}
_TWO_LETTERS |= {"mi": 2, "di": 1, "do": 3, "so": 6}
_LONGER = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_GERMAN = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_LONGER |= {name: number for number, name in enumerate(_GERMAN)} | {"sonnabend": 5}
_DOTTED = pattern(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})?")
_SLASHED = pattern(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?")
_NTH = pattern(r"([0-9]{1,2})(?:st|nd|rd|th)")
_YEAR_FIRST = pattern(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_ORDINAL = pattern(r"([0-9]{1,2})(?:st|nd|rd|th|\.)?")
_HAS_YEAR = pattern(r"(?:19|20|21)[0-9]{2}|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2}\b")
_LONG_GONE, _SOON = 300, 45  # days
_YEAR = pattern(r"(?:19|20|21)[0-9]{2}")


def take_day(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    """The day that words begin with, or None.

    base: the day it is. back: whether the day is likely gone (what was done) or still to come (what is planned);
    a weekday and a day without a year are looked for in that direction, the base included. A date such as 3/4/2026,
    which is April in one country and March in another, is not guessed.
    """
    if not words:
        return None
    found = _this_part(words, base) or _one_day(words, base, back=back)
    is_part = found and len(words) > found.words and plain(words[found.words]) in PARTS_OF_DAY
    return LeadingValue(found.value, found.words + 1) if found and is_part else found


def is_year_unclear(text: str, day: date, base: date) -> bool:
    """Whether a day that was taken for one long gone may be one to come soon: `2.12.` typed on 29 November."""
    if _HAS_YEAR.search(text) or (base - day).days < _LONG_GONE:
        return False
    coming = _date(day.year + 1, day.month, day.day)
    return coming is not None and 0 < (coming - base).days <= _SOON


def _this_part(words: LooseWords, base: date) -> LeadingValue[date] | None:
    """`this morning`."""
    said = tuple(map(plain, words[:3]))
    if said == ("day", "before", "yesterday"):
        return LeadingValue(base - timedelta(days=2), 3)
    if said[:2] in (("earlier", "today"), ("later", "today")):
        return LeadingValue(base, 2)
    is_this = len(words) > 1 and plain(words[0]) == "this" and plain(words[1]) in PARTS_OF_DAY
    return LeadingValue(base, 2) if is_this else None


def _one_day(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    first = plain(words[0])
    if first in ("on", "am") and len(words) > 1:
        following = take_day(words[1:], base, back=back)
        return LeadingValue(following.value, following.words + 1) if following else None
    if first in _RELATIVE:
        return LeadingValue(base + timedelta(days=_RELATIVE[first]), 1)
    if day := known_date(words[0].rstrip(".,:;")):
        return LeadingValue(day, 1)
    return (
        take_day_of_weekday(words, base, back=back)
        or _weekday(words, base, back=back)
        or _month_name(words, base, back=back)
        or _numbers(words[0].rstrip(",:;"), base, back=back)
        or _ago(words, base)
    )


def _dated(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    """A day by its number: `29 Jan`, `29.1.`, `2027-01-29`."""
    if day := known_date(words[0].rstrip(".,:;")):
        return LeadingValue(day, 1)
    return _month_name(words, base, back=back) or _numbers(words[0].rstrip(",:;"), base, back=back)


def take_day_of_weekday(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    """`Fri 29 Jan`, `Monday the 11th of January`: the date counts, whatever weekday stands before it."""
    at = 1 if len(words) > 2 and plain(words[0]) in ("this", "next", "last") else 0
    if len(words) < at + 2 or weekday_of(words[at]) is None:
        return None
    at += 2 if plain(words[at + 1]) in ("the", "den") and len(words) > at + 2 else 1
    dated = _dated(words[at:], base, back=back)
    return LeadingValue(dated.value, dated.words + at) if dated else None


def weekday_of(word: str) -> int | None:
    """The weekday that a word names, in full, by three letters or by two; Monday is 0."""
    name = plain(word)
    for table in (WEEKDAYS, _TWO_LETTERS, _LONGER):
        if name in table:
            return table[name]
    return None


def _weekday(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    which = plain(words[0])
    if which in ("last", "this", "next") and len(words) > 1:
        number = weekday_of(words[1])
        if number is None:
            return None
        if which == "last":  # the one before today, never today itself
            return LeadingValue(base - timedelta(days=(base.weekday() - number - 1) % 7 + 1), 2)
        monday = Week.of(base).plus(1 if which == "next" else 0).monday
        return LeadingValue(monday + timedelta(days=number), 2)
    number = weekday_of(words[0])
    if number is None:
        return None
    ahead = (number - base.weekday()) % 7
    return LeadingValue(base - timedelta(days=-ahead % 7) if back else base + timedelta(days=ahead), 1)


def _numbers(word: str, base: date, *, back: bool) -> LeadingValue[date] | None:
    if matched := _YEAR_FIRST.fullmatch(word):
        day = _date(int(matched[1]), int(matched[2]), int(matched[3]))
    elif matched := _DOTTED.fullmatch(word):
        year = matched[3]
        day = _date(int(year) + (2000 if len(year) == 2 else 0), int(matched[2]), int(matched[1])) if year else None
        day = day if year else _nearest(int(matched[2]), int(matched[1]), base, back=back)
    elif matched := _SLASHED.fullmatch(word):
        one, other = int(matched[1]), int(matched[2])
        if one <= 12 and other <= 12 and one != other:
            return None
        month, number = min(one, other), max(one, other)
        if not matched[3] and number <= 12:
            return None
        day = _date(int(matched[3]), month, number) if matched[3] else _nearest(month, number, base, back=back)
    elif (matched := _NTH.fullmatch(word.casefold())) and back:
        starts = (base, base.replace(day=1) - timedelta(days=1))
        days = [each for start in starts if (each := _date(start.year, start.month, int(matched[1])))]
        day = next((each for each in days if each <= base), None)
    else:
        return None
    return LeadingValue(day, 1) if day else None


def _month_name(words: LooseWords, base: date, *, back: bool) -> LeadingValue[date] | None:
    if len(words) < 2:
        return None
    if len(words) > 2 and plain(words[1]) == "of" and plain(words[2]) in MONTHS:  # `29th of January`
        behind = _month_name((words[0], *words[2:]), base, back=back)
        return LeadingValue(behind.value, behind.words + 1) if behind else None
    first, second = plain(words[0]), plain(words[1])
    number = _ORDINAL.fullmatch(first) if second in MONTHS else _ORDINAL.fullmatch(second)
    month = MONTHS.get(second) or MONTHS.get(first)
    if not number or not month:
        return None
    if len(words) > 2 and _YEAR.fullmatch(plain(words[2])):
        day = _date(int(plain(words[2])), month, int(number[1]))
        return LeadingValue(day, 3) if day else None
    day = _nearest(month, int(number[1]), base, back=back)
    return LeadingValue(day, 2) if day else None


def _ago(words: LooseWords, base: date) -> LeadingValue[date] | None:
    if len(words) < 3 or plain(words[2]) != "ago" or plain(words[1]) not in ("day", "days", "week", "weeks"):
        return None
    number = {"a": 1, "one": 1, "two": 2, "three": 3}.get(plain(words[0])) or (
        int(words[0]) if re.fullmatch(r"[0-9]{1,2}", words[0]) else None
    )
    if not number:
        return None
    return LeadingValue(base - timedelta(days=number * (7 if plain(words[1]).startswith("week") else 1)), 3)


def _nearest(month: int, number: int, base: date, *, back: bool) -> date | None:
    """A day without a year: the last one up to the base, or the first from it on."""
    years = (base.year, base.year - 1) if back else (base.year, base.year + 1)
    days = [day for year in years if (day := _date(year, month, number))]
    return next((day for day in days if (day <= base if back else day >= base)), None)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        day = date(year, month, number)
    except ValueError:
        return None
    return day if FIRST_YEAR <= year <= LAST_YEAR else None
