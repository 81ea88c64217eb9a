from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from opsledger.bundled import bundled
from opsledger.figures.standing import Standing
from opsledger.forecast.backtest import backtest
from opsledger.forecast.coming import forecast
from opsledger.forecast.frozen_scoring import score_frozen
from opsledger.forecast.outlook import Lines, Now, RunWeek, now_of, outlook_of, stretches_of
from opsledger.forecast.outlook_scoring import OutlookGuess, came, outlook_scores, past_rates
from opsledger.forecast.past import Past, week_number
from opsledger.forecast.recalled import kept_forecast
from opsledger.forecast.result import data
from opsledger.loading import load
from opsledger.values.days import Week
from tests.cli_support import write_ledger

DAY = date(2026, 11, 20)
LINES = Lines(0.6, 1.1)
LITTLE, USUAL, MUCH = 5.0, 20.0, 30.0


def weeks_of(*columns: list[float], capacity: float = 24.0) -> list[RunWeek]:
    """Weeks from W48 on, each with the hours of its runs; an empty one has no capacity."""
    return [
        RunWeek(Week(2026, 48).plus(number), capacity if hours else 0.0, hours or [0.0] * len(columns[0]))
        for number, hours in enumerate(columns)
    ]


@pytest.fixture(scope="module")
def sample():
    return load(bundled("sample-ledger"))


def test_two_lean_weeks_count_only_in_one_run():
    one_life = weeks_of([LITTLE, USUAL], [LITTLE, USUAL], [USUAL, USUAL], [USUAL, USUAL])
    two_lives = weeks_of([LITTLE, USUAL], [USUAL, LITTLE], [USUAL, USUAL], [USUAL, USUAL])
    assert outlook_of(one_life, LINES).lean[4] == 0.5
    assert outlook_of(two_lives, LINES).lean[4] == 0


def test_weeks_without_capacity_are_skipped():
    found = outlook_of(weeks_of([LITTLE], [], [LITTLE], [USUAL]), LINES)
    assert found.lean[4] == 1


def test_a_lean_week_and_an_overloaded_one_are_not_two_in_a_row():
    found = outlook_of(weeks_of([LITTLE], [MUCH], [LITTLE], [MUCH]), LINES)
    assert (found.lean[4], found.overloaded[4]) == (0, 0)


def test_beyond_what_was_forecast_nobody_knows():
    found = outlook_of(weeks_of(*[[MUCH]] * 8), LINES)
    assert (found.overloaded[4], found.overloaded[8], found.overloaded[12]) == (1, 1, None)


def test_weeks_with_hardly_any_capacity_have_no_outlook():
    assert outlook_of(weeks_of([USUAL], [], [], []), LINES).lean[4] is None


@pytest.mark.parametrize(
    ("lean", "expected"),
    [
        ("1100", [("2026-W48", "2026-W49")]),
        ("1011", [("2026-W48", "2026-W51")]),
        ("1100011", [("2026-W48", "2026-W49"), ("2026-W53", "2027-W01")]),
        ("0100", []),
        ("01-10", [("2026-W49", "2026-W51")]),
        ("0000", []),
    ],
)
def test_a_stretch_runs_from_the_first_to_the_last_likely_week(lean, expected):
    columns = [[] if each == "-" else [LITTLE if each == "1" else USUAL] for each in lean]
    found = stretches_of(weeks_of(*columns), LINES)
    assert [(str(each.first), str(each.last)) for each in found] == expected
    assert all(each.kind == "lean" for each in found)


@pytest.mark.parametrize(("hours", "agreed"), [(LITTLE, 3), (MUCH, 4)])
def test_a_stretch_begins_where_three_in_ten_runs_are_lean_or_four_overloaded(hours, agreed):
    enough, few = ([hours] * runs + [USUAL] * (10 - runs) for runs in (agreed, agreed - 1))
    (found,) = stretches_of(weeks_of(few, enough, enough, few, few), LINES)
    assert (found.first, found.last) == (Week(2026, 49), Week(2026, 50))
    assert found.chance == agreed / 10


@pytest.mark.parametrize(("between", "parts"), [(2, 1), (1, 2)])
def test_weeks_of_two_in_ten_runs_do_not_part_a_stretch(between, parts):
    enough, some = ([LITTLE] * runs + [USUAL] * (10 - runs) for runs in (3, between))
    assert len(stretches_of(weeks_of(enough, enough, some, some, enough, enough), LINES)) == parts


def test_the_hours_of_a_stretch_are_what_its_weeks_lack_or_have_too_many():
    lean, over = stretches_of(weeks_of([10.0, 20.0], [10.0, 20.0], [USUAL] * 2, [30.4, 26.4], [30.4, 26.4]), LINES)
    assert (lean.kind, lean.hours) == ("lean", pytest.approx(2 * (14.4 - 10) / 2))
    assert (over.kind, over.hours) == ("overloaded", pytest.approx(2 * (30.4 - 26.4) / 2))


def week_files(*hours: tuple[int, float | None]) -> dict[str, str]:
    files = {
        f"weeks/2026-W{week}.md": f"## Actual\n\n- Mon {done}h client\n" for week, done in hours if done is not None
    }
    return files | {"opsledger.yaml": "client_hours: 20\nhours: 40\n"}


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([(45, 23), (46, 22.5)], "overloaded"),
        ([(45, 23), (46, 21)], None),
        ([(45, 11), (46, 11.5)], "lean"),
        ([(45, 12), (46, 11)], None),
        ([(44, 5), (46, 5)], None),
        ([(44, 5), (45, 23), (46, 23), (47, 1)], "overloaded"),
    ],
)
def test_now_is_what_the_last_two_ended_weeks_were(tmp_path, hours, expected):
    past = Past(Standing(load(write_ledger(tmp_path, week_files(*hours))), DAY))
    assert now_of(past, LINES).kind == expected


def test_now_skips_a_week_wholly_off(tmp_path):
    files = week_files((44, 5), (46, 5))
    files["opsledger.yaml"] += "time_off: [2026-11-02/2026-11-06]\n"
    assert now_of(Past(Standing(load(write_ledger(tmp_path, files)), DAY)), LINES).kind == "lean"


def test_a_sunday_counts_its_own_week(tmp_path):
    past = Past(Standing(load(write_ledger(tmp_path, week_files((46, 23), (47, 23)))), date(2026, 11, 22)))
    assert now_of(past, LINES).kind == "overloaded"


def test_an_empty_ledger_has_no_now(tmp_path):
    assert forecast(load(write_ledger(tmp_path, {"opsledger.yaml": ""})), DAY, runs=20).now == Now(None, ())


def test_the_outlook_agrees_with_the_weeks(sample):
    found = forecast(sample, DAY)
    for kind, chances in (("famine", found.outlook.lean), ("feast", found.outlook.overloaded)):
        values = [getattr(week, kind) for week in found.weeks if week.capacity]
        assert 0 <= chances[4] <= chances[8] <= chances[12] <= sum(values)
        assert chances[12] >= max(before + after - 1 for before, after in pairwise(values))
        assert chances[12] <= sum(min(before, after) for before, after in pairwise(values)) + 1e-9
    for each in found.stretches:
        assert each.chance <= found.outlook.of(each.kind)[12]


def test_a_kept_forecast_has_the_same_outlook(sample):
    kept, drawn = kept_forecast(sample, DAY), forecast(sample, DAY)
    assert (kept.outlook, kept.stretches, kept.now) == (drawn.outlook, drawn.stretches, drawn.now)


# how good it was


def past_of(tmp_path, *hours: tuple[int, float | None]) -> Past:
    return Past(Standing(load(write_ledger(tmp_path, week_files(*hours))), DAY))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        ([(41, 5), (42, 5), (43, 20), (44, 20)], True),
        ([(41, 5), (42, 20), (43, 5), (44, 20)], False),
        ([(41, 20), (42, 20), (43, 20), (44, 5)], False),
        ([(41, 20), (42, 20), (43, 20)], None),
        ([(41, 5), (42, 5)], True),
        ([(41, 5), (43, 5), (44, 20)], None),
    ],
)
def test_what_came_is_told_by_the_weeks_that_are_known(tmp_path, hours, expected):
    assert came(past_of(tmp_path, *hours), week_number(date(2026, 9, 28)), "lean", 4, LINES) is expected


def test_the_own_past_rate_counts_every_past_week_once(tmp_path):
    past = past_of(tmp_path, *[(week, 5) for week in range(30, 35)], *[(week, 20) for week in range(35, 47)])
    rates = past_rates(past, LINES)
    assert rates["lean", 4] == pytest.approx((4 + 1) / (14 + 2))  # the weeks from W29 to W42; those up to W32 saw two
    assert rates["overloaded", 4] == pytest.approx(1 / 16)


def test_a_score_tells_the_chance_said_from_what_came():
    found = [OutlookGuess("lean", 4, 0.8, 0.5, True), OutlookGuess("lean", 4, 0.2, 0.5, False)]
    (score,) = outlook_scores(found)
    assert (score.n, score.said, score.came) == (2, 0.5, 0.5)
    assert (score.brier, score.brier_rate) == (pytest.approx(0.04), 0.25)
    assert score.skill == pytest.approx(1 - 0.04 / 0.25)


def test_the_backtest_scores_the_outlook(sample):
    found = backtest(sample, DAY, 12, every=2, runs=40).outlook
    assert [(each.kind, each.within) for each in found][:3] == [("lean", 4), ("lean", 8), ("lean", 12)]
    assert all(0 <= each.said <= 1 and 0 < each.n <= 12 for each in found)


def test_an_outlook_that_was_frozen_is_scored_as_it_was_written(sample):
    day = date(2026, 9, 11)
    told = data(forecast(sample, day, runs=40))
    told["outlook"]["lean"]["4"] = 0.125
    found = score_frozen(sample, DAY, [(day, told)])
    assert found is not None
    assert [each.said for each in found.outlook if (each.kind, each.within) == ("lean", 4)] == [0.125]
    del told["outlook"]
    old = score_frozen(sample, DAY, [(day, told)])
    assert old is not None
    assert old.outlook == ()
