from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsledger.bundled import bundled
from opsledger.forecast.backtest import Backtest, backtest
from opsledger.forecast.belief import shrink
from opsledger.forecast.chance import gamma_quantile, poisson, sample_quantile
from opsledger.forecast.coming import forecast
from opsledger.forecast.outlook import Lines
from opsledger.forecast.planned import PlanScore, score_plans
from opsledger.forecast.priors import Prior
from opsledger.forecast.rivals import OwnWeeks, rivals_of, spread_by
from opsledger.forecast.rivals_ahead import RivalsWeek, choices, rivals_ahead
from opsledger.forecast.scoring import Guess, Scored, by_horizon, reliability, score
from opsledger.forecast.trust import trust
from opsledger.loading import load
from opsledger.reporting.assumptions import trust_text
from opsledger.values.days import Week

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
    assert tested.summary.startswith("Tested on 5 past weeks: ")
    assert "of the forecasts held (aim: 80 %)" in tested.summary


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
        "too few: no week after those forecasts is recorded yet"
    )


def test_pinball_loss_is_the_mean_over_the_three_quantiles():
    assert guess(10, 20, 30, 0, 0).loss(20) == pytest.approx((10 * 0.1 + 0 + 10 * 0.1) / 3)
    assert guess(20, 20, 20, 0, 0).loss(10) == pytest.approx((10 * 0.9 + 10 * 0.5 + 10 * 0.1) / 3)


def test_scores_of_two_weeks():
    good, bad = guess(8, 10, 12, 0.0, 0.5), guess(0, 0, 0, 1.0, 0.0)
    rivals = (bad, bad, bad, bad)
    weeks = [
        Scored(DAY, 1, 10.0, 20.0, False, False, good, rivals),
        Scored(DAY, 2, 14.0, 20.0, False, False, good, rivals),
    ]
    found = score(weeks)
    assert found.coverage == 0.5
    assert found.bias == pytest.approx(-0.1)
    assert (found.lean.said, found.lean.came, found.lean.brier, found.lean.skill) == (0, 0, 0, 1)
    assert (found.overloaded.said, found.overloaded.brier) == (0.5, 0.25)
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
    assert [sample_quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], share) for share in (0.1, 0.5, 0.9)] == [1, 5, 9]


def scored(ahead: int, hours: float, model: float, *rivals: float) -> Scored:
    guesses = [guess(each, each, each, 0, 0) for each in (model, *rivals)]
    return Scored(DAY, ahead, hours, 20.0, False, False, guesses[0], tuple(guesses[1:]))


LEVELS = {"your own averages": 20.2, "last week's hours": 12.0}


def said(*weeks: Scored) -> str:
    return trust(40, score(weeks), by_horizon(weeks), LEVELS).partition(". ")[2]


def test_it_says_by_horizon_whom_to_trust():
    early = [scored(ahead, 10, 14, 20, 11, 20, 20) for ahead in (1, 2, 3)]
    late = [scored(ahead, 10, 11, 14, 30, 20, 20) for ahead in (4, 5, 6, 7)]
    assert said(*late) == "Its errors were 75 % smaller than those of your own averages."
    assert said(*early, *late) == "For the next 3 weeks trust last week's hours (12 h). After that trust this forecast."
    assert said(early[0], *late) == "For next week trust last week's hours (12 h). After that trust this forecast."
    # of one week's hours alone: stretches are told by the runs, and have a track record of their own
    told = (
        "For a single week trust last week's hours (12 h): the forecast was 4 times as far off. "
        "Use it for stretches of weeks."
    )
    assert said(*early) == told
    assert said(scored(1, 10, 12, 12, 30, 30, 30)) == "Its errors were no smaller than those of your own averages."


def test_the_own_plan_comes_first_if_it_was_closest():
    early = [scored(ahead, 10, 14, 20, 11, 20, 20) for ahead in (1, 2, 3)]
    late = [scored(ahead, 10, 11, 14, 30, 20, 20) for ahead in (4, 5, 6, 7)]

    def with_plan(*weeks: Scored) -> str:
        return trust(40, score(weeks), by_horizon(weeks), LEVELS, plan=True).partition(". ")[2]

    own = "For next week trust your own plan"
    assert with_plan(*early[:2], *late) == (
        f"{own}, for the week after last week's hours (12 h). After that trust this forecast."
    )
    assert with_plan(*early, *late).startswith(f"{own}, for the 2 weeks after last week's hours")
    assert with_plan(early[0], *late) == f"{own}. After that trust this forecast."
    assert with_plan(*late).startswith(f"{own}, after that this forecast. Its errors were 75 % smaller")


def test_it_says_when_the_range_is_too_narrow_or_too_wide():
    inside, outside = (scored(1, 10, model, 5, 5, 5, 5) for model in (10, 9))
    assert trust(5, score([inside] * 9), (), {}).startswith("Tested on 5 past weeks: 100 % of the forecasts held")
    assert "so the range is too wide" in trust(5, score([inside] * 9), by_horizon([inside]), {})
    assert "so the range is too narrow" in trust(5, score([outside] * 9), by_horizon([outside]), {})
    assert "too" not in trust(1, score([outside]), by_horizon([outside]), {}).partition(". ")[0]


def test_rivals_have_a_spread_of_their_own_past_errors():
    hours = {week: 20.0 + (week % 2) for week in range(60)}
    record = OwnWeeks(hours, hours, Lines(0.6, 1.1))
    averages, last, _, booked = rivals_of(record, 59, 1, 0.5, 10.0, [4.0, 5.0])
    assert (averages.p10, averages.p90) == (10, 10.5)
    assert (last.p10, last.p90) == (10, 11)
    assert (booked.p50, booked.famine) == (4, 1)
    assert spread_by(5.0, [1.0] * 5) == [5.0]
    assert spread_by(5.0, [-9.0] * 6) == [0.0] * 6


def test_the_plan_of_the_next_week_is_scored_beside_the_forecast(sample):
    plans = backtest(sample, DAY, 4, runs=20).plans
    assert plans is not None
    assert plans.n == 4
    assert plans.sentence.startswith("In 4 weeks your own plans for the next week were off by ")
    assert score_plans([]) is None


def test_plans_count_if_they_are_closer_than_the_forecast_and_all_rivals():
    weeks = [scored(1, 11, 14, 20, 13, 20, 20), scored(1, 9, 8, 20, 12, 20, 20)]
    found = score_plans([(10, weeks[0]), (8, weeks[1])])
    assert found == (2, 1.0, 2.0, (10.0, 2.5, 10.0, 10.0))
    off = "In 2 weeks your own plans for the next week were off by 1.0 h on average, this forecast by 2.0 h"
    assert found.sentence == off
    assert found.is_closest
    assert not found._replace(plan=2.0).is_closest
    assert not found._replace(plan=3.0, forecast=4.0).is_closest


def test_every_rival_says_its_own_number_for_the_coming_weeks(sample, tested):
    made = forecast(sample, DAY, 4, runs=40)
    weeks = rivals_ahead(sample, DAY, made, tested)
    assert [each.week for each in weeks] == [each.week for each in made.weeks]
    assert [each.forecast for each in weeks] == [each.p50 for each in made.weeks]
    assert [each.rivals[3] for each in weeks] == [each.committed for each in made.weeks]
    closest = {score.horizon: score for score in tested.horizons}
    for ahead, each in enumerate(weeks, 1):
        is_beaten = closest[ahead].skill < -0.01
        assert each.closest == (closest[ahead].best_rival if is_beaten else "this forecast")


def test_a_young_ledger_is_told_that_nobody_can_tell(sample):
    found = backtest(sample, date(2025, 11, 10), runs=20)
    said = trust_text(found, (), None, date(2025, 11, 10))
    assert said == (
        "How far can you trust it?\n\nNobody can tell yet: scoring a forecast takes more than 8 recorded weeks.\n"
    )
    made = forecast(sample, date(2025, 11, 10), 2, runs=20)
    assert {week.closest for week in rivals_ahead(sample, date(2025, 11, 10), made, found)} == {""}


def test_it_says_once_which_number_to_use_for_which_weeks():
    week = RivalsWeek(Week(2026, 48), 1, 20.0, (23.0, 11.0, 12.4, 24.0), "")
    weeks = [
        week,
        week._replace(week=Week(2026, 49), ahead=2, rivals=(23.0, 11.0, 13.6, 24.0)),
        week._replace(week=Week(2026, 50), ahead=3, forecast=8.6),
        week._replace(week=Week(2026, 51), ahead=4, forecast=9.4),
    ]
    early = [scored(ahead, 10, 14, 20, 20, 11, 20) for ahead in (1, 2)]
    late = [scored(ahead, 10, 11, 14, 30, 20, 20) for ahead in (3, 4)]
    plans = PlanScore(6, 1.0, 2.0, (3.0, 3.0, 3.0, 3.0))

    def said(*some: Scored, planned: float | None = None, plans: PlanScore | None = None) -> list[str]:
        tested = Backtest((), some, score(some), by_horizon(some), (), plans, "", ())
        return trust_text(tested, choices(weeks, tested, planned), planned, DAY).partition("use?\n\n")[2].splitlines()

    closer = "    So far it has been closer than this forecast, which says"
    assert said(*early, *late) == [
        "Until the week of Mon 30 Nov: your recent average, 12 to 14 h a week.",
        f"{closer} 20 h a week.",
        "From the week of Mon 7 Dec on: this forecast.",
    ]
    assert said(*early, *late, planned=14.0, plans=plans) == [
        "Next week: your own plan, 14 h.",
        "    In 6 weeks your own plans for the next week were off by 1.0 h on average, this forecast by 2.0 h.",
        "The week of Mon 30 Nov: your recent average, 14 h.",
        f"{closer} 20 h.",
        "From the week of Mon 7 Dec on: this forecast.",
    ]
    assert said(*late) == ["All weeks: this forecast."]
    assert said(*late, planned=14.0, plans=plans._replace(plan=2.0)) == ["All weeks: this forecast."]
    assert said(*early) == [
        "All weeks: your recent average, 12 to 14 h a week.",
        f"{closer} 9 to 20 h a week.",
    ]
