from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.bundled import bundled
from opsledger.forecast import backtest as backtest_module
from opsledger.forecast.backtest import backtest
from opsledger.forecast.belief import shrink
from opsledger.forecast.chance import gamma_quantile, poisson, quantile
from opsledger.forecast.priors import Prior
from opsledger.forecast.scoring import Guess, Score, Scored, reliability, score
from opsledger.loading import load

DAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def sample():
    return load(bundled("sample-ledger"))


@pytest.fixture(scope="module")
def tested(sample):
    return backtest(sample, DAY, 5, runs=60)


def test_it_forecasts_from_past_sundays_and_scores_by_weeks_ahead(tested):
    assert [str(day) for day in tested.days] == ["2026-10-11", "2026-10-18", "2026-10-25", "2026-11-01", "2026-11-08"]
    assert [each.horizon for each in tested.horizons] == [1, 2, 3, 4, 5]
    assert [each.n for each in tested.horizons] == [5, 4, 3, 2, 1]
    assert tested.total.n == 15


def test_the_sentence_says_how_often_the_range_held_and_what_it_is_worth(tested):
    assert tested.summary.startswith("over 5 past weeks the 80 % range held")
    assert any(word in tested.summary for word in ("better than", "worse than"))


def test_it_sees_no_more_than_the_ledger_as_of_each_day(sample, tested):
    assert backtest(sample.as_of(DAY), DAY, 5, runs=60) == tested


def test_progress_is_told(sample):
    told = []
    backtest(sample, DAY, 2, lambda done, whole: told.append((done, whole)), runs=20)
    assert told == [(1, 2), (2, 2)]


def test_a_ledger_too_young_says_so(sample):
    found = backtest(sample, date(2025, 11, 10), runs=20)
    assert found.total is None
    assert found.summary.startswith("too few")


def guess(*of: float) -> Guess:
    return Guess(*of)


def test_where_no_actual_follows_the_past_forecasts_it_says_so(sample):
    assert backtest(sample, date(2027, 1, 31), 2, runs=20).summary.startswith(
        "too few: no week after the past forecasts has an Actual"
    )


def test_pinball_loss_is_the_mean_over_the_three_quantiles():
    assert guess(10, 20, 30, 0).loss(20) == pytest.approx((10 * 0.1 + 0 + 10 * 0.1) / 3)
    assert guess(20, 20, 20, 0).loss(10) == pytest.approx((10 * 0.9 + 10 * 0.5 + 10 * 0.1) / 3)


def test_scores_of_two_weeks():
    good, bad = guess(8, 10, 12, 0.0), guess(0, 0, 0, 1.0)
    weeks = [Scored(1, 10.0, 20.0, False, good, bad, bad, bad), Scored(2, 14.0, 20.0, False, good, bad, bad, bad)]
    found = score(weeks)
    assert found.coverage == 0.5
    assert found.brier == 0
    assert found.famine_skill == 1
    assert 0.7 < found.skill < 1
    assert [(row.n, row.came) for row in reliability(weeks)] == [(2, 0)]


def test_own_history_is_shrunk_to_the_prior():
    prior = Prior(1.0, 0.5, 4)
    assert shrink([], prior).mean == 1
    assert shrink([3.0] * 4, prior).mean == pytest.approx(2)
    assert shrink([3.0] * 400, prior).mean == pytest.approx(3, abs=0.03)
    assert shrink([3.0] * 4, prior).weight == 0.5


@given(st.floats(0.5, 60), st.floats(0.001, 0.998))
def test_a_gamma_quantile_grows_with_the_shape_and_with_its_number(shape, u):
    assert gamma_quantile(shape, u) <= gamma_quantile(shape + 1, u)
    assert gamma_quantile(shape, u) <= gamma_quantile(shape, u + 0.001)


@given(st.floats(0, 5), st.floats(0, 1))
def test_a_poisson_number_grows_with_its_mean(mean, u):
    assert poisson(mean, u) <= poisson(mean + 0.1, u)


def test_quantiles_are_the_least_value_that_reaches_the_share():
    assert [quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share) for share in (0.1, 0.5, 0.9)] == [1, 5, 9]


def test_the_sentence_says_where_a_rival_does_better_for_the_next_weeks():
    def scored(horizon: int | None, loss: float) -> Score:
        return Score(horizon, 40, loss, 4.0, 3.0, 5.0, 0.8, 0.1, 0.2)

    horizons = [scored(1, 3.5), scored(2, 3.2), scored(3, 2.5), scored(4, 3.5)]
    summary = backtest_module._summary([DAY] * 40, scored(None, 2.7), horizons)
    assert summary.endswith("but for the first 2 weeks ahead the week before repeated does better")
