"""Days, ISO 8601 weeks, times of day and intervals of days."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from opsledger.diagnostics import hint_to_write
from opsledger.patterns import pattern
from opsledger.values.loose_dates import date_meant
from opsledger.values.misread import Misread

FIRST_YEAR, LAST_YEAR = 1970, 2199
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name[:size]: number for number, name in enumerate(DAY_NAMES) for size in (3, len(name))}
MINUTES_A_DAY = 24 * 60

_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = pattern(r"([0-9]{4})-W([0-9]{2})")
_YEAR_OR_QUARTER = pattern(r"([0-9]{4})(?:-Q([1-4]))?")
_TIME = pattern(r"([0-9]{1,2}):([0-9]{2})")
_RANGE = pattern(r"([0-9]{1,2}):([0-9]{2})-([0-9]{1,2}):([0-9]{2})")
_LOOSE_RANGE = pattern("-".join([r"([0-9]{1,2})(?:[.:]([0-9]{2}))?(?:[.h]|(am|pm))?"] * 2))
_known_dates: dict[str, date] = {}


def read_date(text: str) -> date:
    """A day written `2026-11-02`, years 1970 to 2199. Raises Misread."""
    day = _known_dates.get(text)
    if day is None:
        if not _DATE.fullmatch(text):
            raise _misread_date(text)
        try:
            day = date(int(text[:4]), int(text[5:7]), int(text[8:]))
        except ValueError:
            raise Misread(f"`{text}` is not a date", _days_there_are(int(text[:4]), int(text[5:7]))) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Misread(f"the year of `{text}` is out of range", f"years {FIRST_YEAR} to {LAST_YEAR}")
        _known_dates[text] = day
    return day


def known_date(text: str) -> date | None:
    """A day that `read_date` reads, or None."""
    day = _known_dates.get(text)
    if day is None:
        try:
            day = read_date(text)
        except Misread:
            return None
    return day


def _misread_date(text: str) -> Misread:
    message = f"`{text[:40]}` is not a date"
    written = date_meant(text)
    return Misread(message, hint_to_write(written) if written else "year, month and day as in `2026-11-02`")


def _days_there_are(year: int, month: int) -> str:
    if not 1 <= month <= 12:
        return "a year has 12 months"
    return f"{date(2000, month, 1):%B} has {monthrange(max(year, 1), month)[1]} days in {year}"


class Week(NamedTuple):
    """An ISO 8601 week: it begins on a Monday and belongs to the year of its Thursday."""

    year: int
    number: int

    @staticmethod
    @lru_cache(maxsize=1 << 14)  # a ledger asks this of each of its lines, many times over
    def of(day: date) -> Week:
        """The week that holds a day."""
        iso = day.isocalendar()
        return Week(iso.year, iso.week)

    @property
    def monday(self) -> date:
        """Its first day."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    @property
    def interval(self) -> Interval:
        """From its first day to its last."""
        return Interval(self.monday, self.sunday)

    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        monday = self.monday
        return tuple(monday + timedelta(days=number) for number in range(7))

    def plus(self, weeks: int) -> Week:
        """The week so many weeks later."""
        return Week.of(self.monday + timedelta(weeks=weeks))

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


def read_week(text: str) -> Week:
    """A week written `2026-W47`. Raises Misread."""
    matched = _WEEK.fullmatch(text)
    if not matched:
        loose = re.fullmatch(r"([0-9]{4})-?[wW]?([0-9]{1,2})", text) if text.isascii() else None
        hint: str = "year and ISO week as in `2026-W47`"
        if loose:
            written = f"{loose[1]}-W{loose[2]:0>2}"
            may_be_month = "w" not in text.lower() and int(loose[2]) <= 12
            hint = f"write `{written}` if it is a week, and not a month" if may_be_month else hint_to_write(written)
        raise Misread(f"`{text[:40]}` is not a week", hint)
    year, number = int(matched[1]), int(matched[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Misread(f"the year of `{text}` is out of range", f"years {FIRST_YEAR} to {LAST_YEAR}")
    try:
        date.fromisocalendar(year, number, 1)
    except ValueError:
        weeks = date(year, 12, 28).isocalendar().week  # the last week of a year holds 28 December
        raise Misread(f"there is no week `{text}`", f"{year} has {weeks} ISO weeks, from `W01`") from None
    return Week(year, number)


_TIME_OF_DAY = pattern(r"([01]?[0-9]|2[0-2]):([0-5][0-9])")


def read_time_range(text: str) -> tuple[int, int]:
    """Two times of one day written `9:00-12:30`, in minutes since midnight; the end may be `24:00`. Raises Misread."""
    matched = _RANGE.fullmatch(text)
    if not matched:
        meant = range_meant(text)
        hint = hint_to_write(meant) if meant else "from and to without spaces, as in `9:00-12:30`"
        if matched := _TIME_OF_DAY.fullmatch(text):
            hour = int(matched[1])
            hint = f"from and to, as in `{text}-{hour + 1}:{matched[2]}`, or hours, as in `{hour}h`"
        raise Misread(f"`{text[:40]}` is not a time range", hint)
    from_hour, from_minute, to_hour, to_minute = map(int, matched.groups())
    start, end = from_hour * 60 + from_minute, to_hour * 60 + to_minute
    if from_minute > 59 or to_minute > 59 or from_hour > 23 or end > MINUTES_A_DAY:
        raise Misread(f"`{text}` is not a time range: a day ends at 24:00, an hour at :59", "as in `9:00-12:30`")
    if end <= start:
        hint = "at least a minute long" if end == start else "a block cannot run past midnight: split it in two"
        raise Misread(f"`{text}` ends before it starts" if end < start else f"`{text}` is under a minute", hint)
    return start, end


def write_time_range(start: int, end: int) -> str:
    """Two times of one day, in minutes since midnight, as a person writes them in a line: `9:00-12:30`."""
    return f"{start // 60}:{start % 60:02d}-{end // 60}:{end % 60:02d}"


def range_meant(text: str) -> str | None:
    """The time range that was hardly meant otherwise: `9-12`, `9.00-11.30`, `9h-12h`, `9am-1:30pm`; or None."""
    loose = _LOOSE_RANGE.fullmatch(text.lower())
    if not loose:
        return None
    hour, minute, half, to_hour, to_minute, to_half = loose.groups()
    first, last = _of_day(hour, minute, half or to_half), _of_day(to_hour, to_minute, to_half)
    if not half and first >= last:  # 11-1pm
        first = _of_day(hour, minute, None)
    written = write_time_range(first, last)
    try:
        read_time_range(written)
    except Misread:
        return None
    return written


def _of_day(hour: str, minute: str | None, half: str | None) -> int:
    """Minutes since midnight, of a clock of 24 hours, or of twelve if the half of the day is given."""
    hours = int(hour) if half is None else int(hour) % 12 + (12 if half == "pm" else 0)
    return hours * 60 + int(minute or 0)


def read_time(text: str) -> int:
    """A time of day written `9:05`, in minutes since midnight; not `24:00`. Raises Misread."""
    matched = _TIME.fullmatch(text)
    if not matched:
        raise Misread(f"`{text[:40]}` is not a time of day", "hours and minutes as in `9:05`")
    hour, minute = int(matched[1]), int(matched[2])
    if hour > 23 or minute > 59:
        raise Misread(f"there is no time `{text}`", "from `0:00` to `23:59`")
    return hour * 60 + minute


def clock(minutes: int) -> str:
    """Minutes since midnight as `09:05`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


class Interval(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first}/{self.last}" if self.last != self.first else f"{self.first}"


def year_or_quarter(text: str) -> Interval | None:
    """The days of a year or a quarter written `2026` or `2026-Q3`; None for anything else."""
    matched = _YEAR_OR_QUARTER.fullmatch(text)
    if not matched or not FIRST_YEAR <= int(matched[1]) <= LAST_YEAR:
        return None
    year, quarter = int(matched[1]), int(matched[2] or 0)
    if not quarter:
        return Interval(date(year, 1, 1), date(year, 12, 31))
    return Interval(date(year, 3 * quarter - 2, 1), months_after(date(year, 3 * quarter - 2, 1), 3) - timedelta(days=1))


def months_after(first: date, months: int) -> date:
    """The first day of the month so many months after that of a day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def days_in(intervals: Iterable[Interval]) -> Callable[[date | None], bool]:
    """Whether a day lies in one of some intervals, to be asked of many days."""
    firsts: list[date] = []
    lasts: list[date] = []
    for interval in sorted(intervals):
        if lasts and interval.first <= lasts[-1]:
            lasts[-1] = max(lasts[-1], interval.last)
        else:
            firsts.append(interval.first)
            lasts.append(interval.last)

    def is_in(day: date | None) -> bool:
        place = bisect_right(firsts, day) - 1 if day is not None else -1
        return place >= 0 and day is not None and day <= lasts[place]

    return is_in


def read_interval(text: str) -> Interval:
    """An ISO 8601 interval of days `2026-12-24/2027-01-03`, or one day. Raises Misread."""
    first, slash, last = text.partition("/")
    try:
        start = read_date(first.strip())
    except Misread as misread:
        raise misread.within(after=f"/{last.strip()}" if slash else "") from None
    try:
        end = read_date(last.strip()) if slash else start
    except Misread as misread:
        raise misread.within(before=f"{start}/") from None
    if end < start:
        raise Misread(f"`{text[:40]}` ends before it begins", hint_to_write(f"{end}/{start}"))
    return Interval(start, end)
