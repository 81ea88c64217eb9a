"""Working off jobs week by week: what holds in every run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.forecast.priors import YIELDS
from opsledger.forecast.simulation import work_off
from opsledger.forecast.work import Job

STEPS = 6
NOISE = [1.0, 0.0, 1.7, 0.4, 1.2, 0.8, 1.0, 0.0, 2.1, 0.6, 1.0, 1.3]

times = st.floats(0, 7)
jobs = st.builds(
    lambda left, pace, early, wait, noise: Job(left, pace, early + wait, early, noise),
    st.floats(0, 200),
    st.floats(0.1, 60),
    times,
    times,
    st.integers(0, 5),
)
rooms = st.lists(st.floats(0, 60), min_size=STEPS, max_size=STEPS)
shares = st.lists(st.sampled_from([0.0, 0.2, 0.6, 1.0]), min_size=STEPS, max_size=STEPS)


@given(st.lists(jobs, max_size=6), rooms, shares)
def test_no_more_is_done_than_the_ceiling_gives_way_or_there_is_work_for(found, room, share):
    done, left = work_off(found, room, share, NOISE)
    assert all(0 <= hours <= (1 + YIELDS) * most + 1e-9 for hours, most in zip(done, room, strict=True))
    begun = sum(job.left for job in found if int(job.early) < STEPS)
    assert abs(sum(done) + left - begun) < 1e-6


@given(st.lists(jobs, max_size=6), jobs, rooms, shares)
def test_one_more_job_never_makes_a_week_emptier(found, another, room, share):
    before, _ = work_off(found, room, share, NOISE)
    after, _ = work_off([*found, another], room, share, NOISE)
    assert all(b >= a - 1e-6 for a, b in zip(before, after, strict=True))


@given(st.lists(jobs, max_size=6), rooms, shares, st.integers(0, STEPS - 1), st.floats(0, 1))
def test_less_room_never_brings_the_work_further_by_any_week(found, room, share, step, part):
    less = [hours * part if number == step else hours for number, hours in enumerate(room)]
    before, _ = work_off(found, room, share, NOISE)
    after, _ = work_off(found, less, share, NOISE)
    for number in range(STEPS):
        assert sum(after[: number + 1]) <= sum(before[: number + 1]) + 1e-6


def test_a_job_goes_at_its_pace_and_stretches_where_there_is_room():
    flat = [1.0] * STEPS
    assert work_off([Job(100, 10, 0, 0, 0)], [12.0] * STEPS, flat, flat)[0] == [12.0] * STEPS
    assert work_off([Job(100, 10, 0, 0, 0)], [8.0] * STEPS, flat, flat)[0][:2] == pytest.approx([8.3, 8.3])
    assert work_off([Job(100, 40, 0, 0, 0)], [8.0] * STEPS, flat, flat)[0][:2] == pytest.approx([9.2, 9.2])
    assert work_off([Job(100, 10, 0, 0, 0)], [40.0] * STEPS, flat, flat)[0][:2] == [15.0, 15.0]


def test_what_waits_is_begun_early_where_there_is_room():
    flat = [1.0] * STEPS
    done, _ = work_off([Job(100, 10, 3, 1, 0)], [40.0] * STEPS, flat, flat)
    assert done[0] == 0
    assert 0 < done[1] < 15
    assert done[3] == 15


def test_without_jobs_nothing_is_done():
    assert work_off([], [10.0] * STEPS, [1.0] * STEPS, NOISE) == ([0.0] * STEPS, 0.0)
