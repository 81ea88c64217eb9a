"""What the clock shows: moments, the days and times they are where the user is, and the nights it is changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from opsledger.dataclass import dataclass
from opsledger.values.duration import write_duration

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock where the user is. read: the moment it is. zone: its rules; None for those of the system.

    Every moment it gives has its own offset from UTC, so that they compare and subtract as moments.
    """

    read: Callable[[], datetime]
    zone: tzinfo | None = None

    def now(self) -> datetime:
        """The moment it is."""
        return self.local(self.read())

    def today(self) -> date:
        """The day it is."""
        return self.now().date()

    def local(self, moment: datetime) -> datetime:
        """A moment as the clock shows it."""
        shown = moment.astimezone(self.zone)
        return shown.replace(tzinfo=timezone(shown.utcoffset() or timedelta()), fold=0)

    def moments(self, day: date, minutes: int) -> tuple[datetime, ...]:
        """When the clock shows a time of a day, in minutes since midnight: once, twice, or never."""
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        found = {self._at(wall, fold) for fold in (0, 1)}
        return tuple(sorted(moment for moment in found if moment.replace(tzinfo=None) == wall))

    def day_begins(self, day: date) -> datetime:
        """The first moment of a day; it may be later than midnight."""
        return next(iter(self.moments(day, 0)), self._at(datetime.combine(day, time()), 0))

    def is_second(self, moment: datetime) -> bool:
        """Whether the clock shows the time of a moment for the second time, because it was put back."""
        shown = self.local(moment)
        first, *_ = (*self.moments(shown.date(), _minutes(shown)), shown)
        return first < shown

    def _at(self, wall: datetime, fold: int) -> datetime:
        asked = wall.replace(fold=fold)
        return self.local((asked if self.zone is None else asked.replace(tzinfo=self.zone)).astimezone(UTC))


def blocks_between(began: datetime, ended: datetime, clock: Clock) -> list[tuple[date, str]]:
    """The days and times of the blocks from one moment to another, to the minute; none for less than one.

    A block does not cross midnight: each day has its own. Where the times of a day do not tell how long it took, since
    the clock was changed in between, shows the hour for the second time, or shows that of another place than it did at
    the beginning, the block has its duration alone.
    """
    began, ended = (moment.replace(second=0, microsecond=0) for moment in (began, ended))
    has_moved = clock.local(began).utcoffset() != began.utcoffset()
    blocks: list[tuple[date, str]] = []
    begin = clock.local(began)
    while ended - begin >= _MINUTE:
        next_day = clock.day_begins(begin.date() + _DAY)
        end = min(clock.local(ended), next_day)
        blocks.append((begin.date(), _block_time(begin, end, clock, is_whole=end == next_day, has_moved=has_moved)))
        begin, has_moved = next_day, False
    return blocks


def _block_time(begin: datetime, end: datetime, clock: Clock, *, is_whole: bool, has_moved: bool) -> str:
    """How a block within a day is written. is_whole: it lasts to the day's end. has_moved: it began elsewhere."""
    took = int((end - begin) / _MINUTE)
    first, last = _minutes(begin), 24 * 60 if is_whole else _minutes(end)
    is_clear = last - first == took and not has_moved and not clock.is_second(begin)
    if is_clear and (is_whole or not clock.is_second(end)):
        return f"{_time(first)}-{_time(last)}"
    return write_duration(took)


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"
