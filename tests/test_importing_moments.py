"""Days, times, durations and amounts in the spellings of other programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from opsledger.importing.moments import (
    day_order,
    is_in,
    read_clock,
    read_row_amount,
    read_row_day,
    read_span,
    whole_minutes,
)
from opsledger.importing.plan import Unusable
from opsledger.values.misread import Misread


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-02", None, (2026, 11, 2)),
        ("2026/11/2", None, (2026, 11, 2)),
        ("2026-11-02 09:15:00", None, (2026, 11, 2)),
        ("2026-11-02T09:15:00Z", None, (2026, 11, 2)),
        ("02.11.2026", None, (2026, 11, 2)),
        ("2.11.2026", "mdy", (2026, 11, 2)),
        ("03/04/2026", "dmy", (2026, 4, 3)),
        ("03/04/2026", "mdy", (2026, 3, 4)),
        ("03-04-2026", "dmy", (2026, 4, 3)),
        ("Mon, 2 Nov 2026", None, (2026, 11, 2)),
        ("Monday, November 2, 2026", None, (2026, 11, 2)),
        ("2. November 2026", None, (2026, 11, 2)),
        ("2 novembre 2026", None, (2026, 11, 2)),
        ("2-Nov-26", None, (2026, 11, 2)),
        ("Mo. 02.11.26", None, (2026, 11, 2)),
    ],
)
def test_a_day(text: str, order: str | None, day: tuple[int, int, int]) -> None:
    assert read_row_day(text, order) == date(*day)


@pytest.mark.parametrize(
    "text", ["", "2026-13-01", "31/31/2026", "03/04/26", "1926-01-01", "2026-1/2", "x", "٢٠٢٦-11-02"]
)
def test_no_day(text: str) -> None:
    with pytest.raises(Misread):
        read_row_day(text, "dmy")


def order(*days: str, given: str | None = None) -> str | None:
    return day_order("x.csv", [(f"x.csv:{number + 2}", day) for number, day in enumerate(days)], given)[0]


def test_one_day_tells_the_order_of_all() -> None:
    assert order("03/04/2026", "25/03/2026") == "dmy"
    assert order("Fri 03/04/2026", "Wed 25/03/2026") == "dmy"
    assert order("03/04/2026", "03/25/2026") == "mdy"


def test_no_order_is_needed_where_both_say_the_same() -> None:
    assert order("2026-03-04", "05.06.2026", "07/07/2026", "rubbish") is None


def test_a_day_of_two_meanings_is_refused_with_its_place() -> None:
    with pytest.raises(Unusable, match=r"x\.csv:3: `03/04/2026` may have its day or its month first"):
        order("03/03/2026", "03/04/2026")


def test_days_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(Unusable, match="cannot both be right"):
        order("25/03/2026", "03/25/2026")


def test_what_the_user_says_holds() -> None:
    assert order("25/03/2026", "03/25/2026", given="mdy") == "mdy"


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:00", "09:00:00"),
        ("09:00:12", "09:00:12"),
        ("9:00 AM", "09:00:00"),
        ("12:05 AM", "00:05:00"),
        ("12:30:00 PM", "12:30:00"),
        ("01:26:00\u202fpm", "13:26:00"),
        ("1:05 p.m.", "13:05:00"),
        ("17.30", "17:30:00"),
        ("24:00", "24:00:00"),
        ("08:00:05.123", "08:00:05"),
        ("9 Uhr", "09:00:00"),
        ("10:30 Uhr", "10:30:00"),
        ("9h", "09:00:00"),
        ("0930", "09:30:00"),
        ("2pm", "14:00:00"),
    ],
)
def test_a_time_of_day(text: str, clock: str) -> None:
    hours, minutes, seconds = map(int, clock.split(":"))
    assert read_clock(text) == hours * 3600 + minutes * 60 + seconds


@pytest.mark.parametrize("text", ["", "9", "25:00", "24:01", "9:60", "13:00 PM", "0:10 AM", "9:00:61", "-1:00"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(Misread):
        read_clock(text)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("01:30:00", 90),
        ("1:30", 90),
        ("1.5", 90),
        ("1,5", 90),
        ("0.33", 20),
        ("0,17", 10),
        ("1h 30m", 90),
        ("PT1H30M", 90),
        ("1 h 30 min", 90),
        ("1h05", 65),
        ("2,5 Std.", 150),
        (".5", 30),
        ("45 min", 45),
        ("1.5 h", 90),
        ("26:00:00", 1560),
        ("00:00:29", 0),
        ("00:00:30", 1),
    ],
)
def test_a_duration_in_minutes(text: str, minutes: int) -> None:
    assert whole_minutes(read_span(text)) == minutes


@pytest.mark.parametrize("text", ["", "x", "1:75", "-1", "1.2.3", "h", "1e9", "9" * 50])
def test_no_duration(text: str) -> None:
    with pytest.raises(Misread):
        read_span(text)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("12000", "12000", ""),
        ("12000.5", "12000.5", ""),
        ("12000.500", "12000.5", ""),
        ("0.500", "0.5", ""),
        ("1.234", "1234", ""),
        ("12,000.50", "12000.50", ""),
        ("12.000,50", "12000.50", ""),
        ("1 234 567,89 €", "1234567.89", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("CHF 1’234.50", "1234.50", "CHF"),
        ("$1,234,567", "1234567", "$"),
        ("US$ 12", "12", "USD"),
        ("-5", "-5", ""),
        ("0", "0", ""),
    ],
)
def test_an_amount(text: str, amount: str, currency: str) -> None:
    assert read_row_amount(text) == (Decimal(amount), currency)


@pytest.mark.parametrize("text", ["", "x", "1.23456", "--5", "1-2", "9" * 13, "12k", "1.2M", "Q3 5000", "10%", "1e5"])
def test_no_amount(text: str) -> None:
    with pytest.raises(Misread):
        read_row_amount(text)


@pytest.mark.parametrize(
    ("currency", "wanted", "can_be"),
    [("", "EUR", True), ("EUR", "EUR", True), ("USD", "EUR", False), ("$", "CAD", True), ("$", "EUR", False)],
)
def test_a_currency_that_an_amount_can_be_in(currency: str, wanted: str, can_be: bool) -> None:
    assert is_in(currency, wanted) == can_be
