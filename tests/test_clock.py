"""What was timed is as long as it was, and on its days, also in nights in which the clock is changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.values.clock import Clock, blocks_between
from opsledger.values.days import read_time_range
from opsledger.values.duration import read_duration

# A day on which the clock is changed, and by whose rules: by an hour, by half an hour, at midnight, and not at all.
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Africa/Cairo": ("2026-04-24", "2026-10-30"),
    "America/Santiago": ("2026-04-05", "2026-09-06"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Asia/Kolkata": ("2026-11-20",),
}
NIGHTS = [(zone, day) for zone, days in CHANGES.items() for day in days]


def clock_in(zone: str, written: str = "2026-11-20T09:00:00") -> Clock:
    place = ZoneInfo(zone)
    moment = datetime.fromisoformat(written).replace(tzinfo=place)
    return Clock(lambda: moment, place)


def minutes_of(written: str) -> int:
    """How long a block lasts, as it is written."""
    if ":" in written:
        start, end = read_time_range(written)
        return end - start
    return int(read_duration(written))


def blocks(zone: str, began: str, ended: str) -> list[str]:
    """The blocks from one moment in UTC to another."""
    moments = (datetime.fromisoformat(each).replace(tzinfo=UTC) for each in (began, ended))
    clock = clock_in(zone)
    begin, end = map(clock.local, moments)
    return [f"{day} {when}" for day, when in blocks_between(begin, end, clock)]


@pytest.mark.parametrize(
    ("zone", "began", "ended", "expected"),
    [
        ("Europe/Berlin", "2026-11-20T08:00", "2026-11-20T09:12", ["2026-11-20 9:00-10:12"]),
        ("Europe/Berlin", "2026-10-24T23:30", "2026-10-25T02:30", ["2026-10-25 3h"]),  # 1:30 to 3:30, put back
        ("Europe/Berlin", "2026-03-29T00:30", "2026-03-29T02:30", ["2026-03-29 2h"]),  # 1:30 to 4:30, put forward
        ("Europe/Berlin", "2026-10-24T20:00", "2026-10-25T04:00", ["2026-10-24 22:00-24:00", "2026-10-25 6h"]),
        ("Europe/Berlin", "2026-10-25T00:10", "2026-10-25T00:50", ["2026-10-25 2:10-2:50"]),  # the first time
        ("Europe/Berlin", "2026-10-25T01:10", "2026-10-25T01:50", ["2026-10-25 40m"]),  # the second time
        ("Europe/Berlin", "2026-10-25T01:10", "2026-10-25T04:00", ["2026-10-25 2h50m"]),
        ("Europe/Berlin", "2026-10-25T02:00", "2026-10-25T04:00", ["2026-10-25 3:00-5:00"]),
        ("Australia/Lord_Howe", "2026-04-04T14:30", "2026-04-04T15:30", ["2026-04-05 1h"]),  # by half an hour
        ("Africa/Cairo", "2026-04-23T20:00", "2026-04-23T23:00", ["2026-04-23 22:00-24:00", "2026-04-24 1:00-2:00"]),
        ("Africa/Cairo", "2026-10-29T19:00", "2026-10-29T23:00", ["2026-10-29 3h", "2026-10-30 0:00-1:00"]),
        ("Asia/Kolkata", "2026-11-20T18:00", "2026-11-20T19:00", ["2026-11-20 23:30-24:00", "2026-11-21 0:00-0:30"]),
    ],
)
def test_the_blocks_of_a_night(zone: str, began: str, ended: str, expected: list[str]) -> None:
    assert blocks(zone, began, ended) == expected


@given(
    st.sampled_from(NIGHTS),
    st.lists(st.integers(-36 * 60, 36 * 60), min_size=2, max_size=6, unique=True),
    st.integers(0, 59),
)
def test_no_minute_is_lost_or_doubled_and_no_two_blocks_overlap(
    night: tuple[str, str], offsets: list[int], seconds: int
) -> None:
    zone, day = night
    clock = clock_in(zone)
    middle = clock.day_begins(date.fromisoformat(day))
    moments = [clock.local(middle + timedelta(minutes=each, seconds=seconds)) for each in sorted(offsets)]
    written: list[tuple[date, str]] = []
    for begin, end in pairwise(moments):
        found = blocks_between(begin, end, clock)
        assert sum(minutes_of(when) for _, when in found) == (end - begin) // timedelta(minutes=1)
        assert [each for each, _ in found] == sorted({each for each, _ in found})
        written += found
    timed = sorted((each, *read_time_range(when)) for each, when in written if ":" in when)
    assert all(one[0] < other[0] or one[2] <= other[1] for one, other in pairwise(timed))


def test_a_time_is_shown_once_twice_or_never() -> None:
    clock = clock_in("Europe/Berlin")
    assert [moment.isoformat() for moment in clock.moments(date(2026, 11, 20), 90)] == ["2026-11-20T01:30:00+01:00"]
    assert clock.moments(date(2026, 3, 29), 150) == ()
    twice = [moment.isoformat() for moment in clock.moments(date(2026, 10, 25), 150)]
    assert twice == ["2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"]


def test_what_began_elsewhere_has_its_duration_alone_on_the_day_it_is_here() -> None:
    london = clock_in("Europe/London")
    began = datetime.fromisoformat("2026-11-20T22:00:00+01:00")
    ended = datetime.fromisoformat("2026-11-21T01:30:00+00:00")
    assert blocks_between(began, ended, london) == [(date(2026, 11, 20), "3h"), (date(2026, 11, 21), "0:00-1:30")]


@pytest.fixture
def system_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system's own zone set to that of Berlin, by rules that need no files."""
    if not hasattr(time, "tzset"):
        pytest.skip("no zone to set here")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("system_zone")
@pytest.mark.parametrize("day", CHANGES["Europe/Berlin"])
def test_the_systems_own_zone_is_followed_as_any_other(day: str) -> None:
    own, berlin = Clock(lambda: datetime.now(UTC)), clock_in("Europe/Berlin")
    for minutes in range(0, 300, 15):
        assert own.moments(date.fromisoformat(day), minutes) == berlin.moments(date.fromisoformat(day), minutes)
    begin = own.day_begins(date.fromisoformat(day))
    for minutes in range(0, 300, 15):
        moment = begin + timedelta(minutes=minutes)
        assert own.local(moment) == berlin.local(moment)
        assert own.is_second(moment) == berlin.is_second(moment)
