"""How far a forecast leans on one's own last weeks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.forecast.averages import Habit, lean


def habit(*usual: float, slope: float = 0.0, tie: float = 0.0) -> Habit:
    return Habit(usual, usual[-1] if usual else 0.0, slope, tie)


def share(own: Habit, weeks: int) -> float:
    """How much of a quantile so many weeks ahead one's own weeks are."""
    return own.ahead(weeks, 10)[1]


UNEVEN = habit(*[8.0, 32.0] * 13)
EVEN = habit(*[19.0, 21.0] * 13)


def test_later_weeks_lean_more_than_the_next_one():
    assert share(UNEVEN, 1) < share(UNEVEN, 2) == share(UNEVEN, 12)


def test_even_weeks_count_for_more():
    for weeks in (1, 2, 12):
        assert share(UNEVEN, weeks) < share(EVEN, weeks)


def test_a_few_even_weeks_prove_little():
    few = habit(19.0, 21.0, 20.0)
    assert few.evenness < 1.5 < EVEN.evenness
    assert share(few, 12) < share(EVEN, 12)


def test_the_first_four_weeks_say_nothing_yet():
    four, many = [20.0] * 4, [20.0] * 9
    assert share(habit(*four), 1) == share(habit(*four), 12) == 0.0
    assert 0 < share(habit(*four, 20.0), 12) < share(habit(*many), 12)


def test_weeks_of_the_usual_swing_are_as_even_as_usual():
    assert habit(*[13.0, 27.0] * 13).evenness == pytest.approx(1.0)


def test_weeks_without_any_hours_are_no_reason_to_lean_further():
    assert habit(*[0.0] * 26).evenness == 1.0
    assert share(habit(), 3) == 0.0


@given(st.lists(st.floats(0, 80), max_size=30), st.integers(1, 52), st.floats(0, 0.97), st.floats(0, 0.97))
def test_the_forecast_is_never_left_out_altogether(usual, weeks, slope, tie):
    assert 0 <= share(habit(*usual, slope=slope, tie=tie), weeks) < 1


@given(st.lists(st.floats(0, 80), min_size=10, max_size=10), st.floats(0, 40), st.integers(1, 12))
def test_more_hours_never_come_out_as_fewer(hours, more, weeks):
    own, part = UNEVEN.ahead(weeks, 10)
    plain, fuller = (lean(sorted(each + extra for each in hours), own, part, 1.0) for extra in (0.0, more))
    assert all(a <= b + 1e-9 for a, b in zip(plain, fuller, strict=True))
