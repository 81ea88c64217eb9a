"""Several days as people type them, and hours spread over them: `2026-11-02/2026-11-06`, `1.-5. Nov`, `last week`."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta

from opsledger.capturing.days import take_day, weekday_of
from opsledger.capturing.words import LeadingValue, LooseWords, plain
from opsledger.editing.adding import AddLines
from opsledger.editing.edit import EditRefused
from opsledger.editing.time_blocks import block_edit
from opsledger.loading.survey import Survey
from opsledger.patterns import pattern
from opsledger.values.days import MINUTES_A_DAY, Interval, Week, read_interval, read_week
from opsledger.values.duration import Minutes, write_duration
from opsledger.values.loose_dates import MONTHS
from opsledger.values.misread import Misread

_STEP: Minutes = 15
_USUAL_DAY: Minutes = 8 * 60
_FRIDAY = 4
_MOST_DAYS = 366
_WEEK_NUMBER = pattern(r"(?:(?P<year>[0-9]{4})-?)?(?:w|kw)(?P<week>[0-9]{1,2})", re.IGNORECASE)
_MONTH_NUMBER = pattern(r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])")
_YEAR = pattern(r"(?:19|20|21)[0-9]{2}")
_SIGNS = pattern(r"(?<=[\w.])[-–](?=[\w])")  # between two days, `1.-5.`, `Mo-Fr`; `-` alone is a word
_TO = ("-", "–", "to", "until", "till", "bis")
_LONG = pattern(r"(?P<hours>[0-9]{1,4}(?:[.,][0-9]{1,2})?)(?:h|hrs?|hours?|std|stdn|stunden)")


def take_days(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """The days that words begin with, likely gone; None if they name one day, or none. base: the day it is."""
    if not words:
        return None
    return _named_days(words, base) or _from_to(words, base)


def long_time(words: LooseWords) -> LeadingValue[Minutes] | None:
    """The hours that words begin with, however many: `38h`, `38 h`, `112,5 hours`."""
    for count in (1, 2):
        joined = "".join(words[:count]).casefold().rstrip(".,;:")
        if len(words) >= count and (matched := _LONG.fullmatch(joined)):
            return LeadingValue(round(float(matched["hours"].replace(",", ".")) * 60), count)
    return None


def usual_days(minutes: Minutes, last: date) -> Interval:
    """The workdays up to a day that so much time takes, at eight hours a day."""
    first = last
    for _ in range(-(-minutes // _USUAL_DAY) - 1):
        first -= timedelta(days=3 if first.weekday() == 0 else 1)
    return Interval(first, last)


def spread_over(
    survey: Survey, days: Interval, minutes: Minutes, words: Sequence[str], is_off: Callable[[date], bool]
) -> list[AddLines]:
    """The edits that record hours evenly over the workdays among some days; over all of them if none is one.

    words: what follows the time in each line. is_off: whether a day was taken off. Raises EditRefused if they do not
    fit.
    """
    count = (days.last - days.first).days + 1
    if count > _MOST_DAYS:
        raise EditRefused("that is more than a year: give it in parts")
    every = [days.first + timedelta(days=number) for number in range(count)]
    working = [day for day in every if day.weekday() <= _FRIDAY and not is_off(day)] or every
    if minutes > len(working) * MINUTES_A_DAY:
        most = write_duration(len(working) * MINUTES_A_DAY)
        raise EditRefused(f"from {days.first} to {days.last} there are at most {most}: give more days")
    share, rest = divmod(-(-minutes // _STEP), len(working))
    edits, left = [], minutes
    for number, day in enumerate(working):
        here = min(left, (share + (number < rest)) * _STEP)
        left -= here
        if here:
            edits.append(block_edit(survey, "Actual", day, (write_duration(here), *words)))
    return edits


def _named_days(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """`2026-11-02/2026-11-06`, `2026-W46`, `last week`, `November`, `2026-11`."""
    first = plain(words[0])
    if "/" in words[0]:
        with suppress(Misread):
            return LeadingValue(read_interval(words[0]), 1)
    if first in ("last", "this") and len(words) > 1 and plain(words[1]) in ("week", "month"):
        return LeadingValue(_last_or_this(first, plain(words[1]), base), 2)
    if matched := _WEEK_NUMBER.fullmatch(first):
        with suppress(Misread):
            week = read_week(f"{matched['year'] or base.year}-W{int(matched['week']):02d}")
            return LeadingValue(Interval(week.monday, week.monday + timedelta(days=6)), 1)
    if matched := _MONTH_NUMBER.fullmatch(first):
        return LeadingValue(_month(int(matched["year"]), int(matched["month"])), 1)
    month = MONTHS.get(first)
    if month and len(words) > 1 and _YEAR.fullmatch(words[1]):
        return LeadingValue(_month(int(words[1]), month), 2)
    if month and long_time(words[1:]):  # `Nov 60h`, not `Nov 5 …`
        return LeadingValue(_month(base.year - (month > base.month), month), 1)
    return None


def _last_or_this(which: str, what: str, base: date) -> Interval:
    if what == "week":
        monday = Week.of(base).plus(-1 if which == "last" else 0).monday
        return Interval(monday, monday + timedelta(days=6))
    day = base.replace(day=1) - timedelta(days=1) if which == "last" else base
    return _month(day.year, day.month)


def _month(year: int, month: int) -> Interval:
    return Interval(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _from_to(words: LooseWords, base: date) -> LeadingValue[Interval] | None:
    """`1.-5. Nov`, `1.11.-5.11.`, `Mon-Fri`, `2 Nov to 6 Nov`: two days with a sign or a word between them."""
    parts: list[str] = []
    ends: list[int] = []  # how many of the words typed each part closes
    for number, word in enumerate(words[:7], 1):
        pieces = [word] if word in _TO else _SIGNS.sub(" - ", word).split()
        parts += pieces
        ends += [number] * len(pieces)
    at = next((place for place, part in enumerate(parts) if part.casefold() in _TO), 0)
    if not at or take_day(parts[at + 1 :], base, back=True) is None:
        return None
    last = take_day(parts[at + 1 :], base, back=True)
    first = _first_of(parts[:at], base, last.value) if last else None
    if last is None or first is None or first >= last.value:
        return None
    return LeadingValue(Interval(first, last.value), ends[at + last.words])


def _first_of(words: LooseWords, base: date, last: date) -> date | None:
    """The first of some days: a day in full, or what the last one completes, as in `1.-5. Nov`."""
    number = plain(words[0]).rstrip(".")
    if len(words) == 1 and number.isdecimal() and 1 <= int(number) < last.day:
        return last.replace(day=int(number))
    if len(words) == 1 and (weekday := weekday_of(words[0])) is not None:
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    whole = take_day(words, base, back=True)
    return whole.value if whole and whole.words == len(words) else None
