"""Work flowing in. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.ledger_text import DAY, figure_of, figures_of, lines_of, part, value_of


def leads(*logs: str, front: str = "") -> str:
    """Leads a, b, c … with these logs, the lines of each parted by `;`."""
    return "\n".join(
        "\n".join([f"leads/{'abcdefghijklmnop'[number]}.md", front, *(f"    - {line}" for line in log.split("; "))])
        for number, log in enumerate(logs)
    )


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


def asked(days: int, *, started: int, number: int) -> str:
    """A lead begun so many days before its project started, which was so many days ago."""
    return f"""
leads/l{number}.md
    - {days_before(started + days)} in asked
    - {days_before(started)} won
projects/p{number}.md
    lead: l{number}
    - {days_before(started)} started
"""


# leads_new


def test_leads_new_counts_first_lines_in_the_period() -> None:
    text = leads("2026-11-07 in a; 2026-11-10 qualified", "2026-11-20 in b", "2026-11-06 in c; 2026-11-08 out d")
    assert value_of("inflow.leads_new", text) == 2


def test_leads_new_has_the_days_before_as_previous() -> None:
    text = leads("2026-10-24 in a", "2026-11-06 in b", "2026-10-23 in c", "2026-11-07 in d")
    figure = figure_of("inflow.leads_new", text)
    assert (figure.value, figure.previous) == (1, 2)


def test_the_days_before_are_as_many_as_the_period() -> None:
    text = leads("2026-11-19 in a", "2026-11-16 in b", "2026-11-14 in c", "2026-11-13 in d")
    figure = figure_of("inflow.leads_new", text, since=date(2026, 11, 17))
    assert (figure.value, figure.previous) == (1, 3)  # 13 to 16 November before 17 to 20


def test_sources_are_ordered_by_day_then_by_place() -> None:
    text = leads("2026-11-12 in a", "2026-11-11 in b", "2026-11-12 in c")
    assert lines_of(figure_of("inflow.leads_new", text)) == ["2026-11-11 in b", "2026-11-12 in a", "2026-11-12 in c"]


def test_a_lead_whose_first_line_is_later_does_not_exist() -> None:
    figures = figures_of(leads("2026-11-21 in a", front="    value: 9000"))
    assert (figures["inflow.leads_new"].value, figures["inflow.open"].n) == (0, 0)


# open


def test_open_sums_value_and_hours_as_last_stated() -> None:
    text = leads(
        "2026-11-01 in x; 2026-11-02 value 3000; 2026-11-03 value 4000; 2026-11-21 value 9000",
        "2026-11-01 in x; 2026-11-02 hours 30h",
        front="    value: 1000\n    hours: 10h",
    )
    assert value_of("inflow.open", text) == {"count": 2, "value": 5000, "hours": 40}


def test_open_sums_are_null_where_no_lead_states_one() -> None:
    assert value_of("inflow.open", leads("2026-11-01 in x")) == {"count": 1, "value": None, "hours": None}


def test_a_lead_without_a_stage_word_stands_in_the_first_stage_since_its_first_line() -> None:
    figure = figure_of("inflow.open.inquiry", leads("2026-11-10 note x; 2026-11-12 out y"))
    assert (part(figure, "count"), part(figure, "greatest_age")) == (1, 10)


def test_a_stage_lasts_since_the_first_of_the_unbroken_run_of_its_word() -> None:
    log = "2026-10-01 proposal; 2026-10-05 qualified; 2026-11-10 proposal; 2026-11-12 out x; 2026-11-15 proposal v2"
    assert value_of("inflow.open.proposal", leads(log)) == {
        "count": 1,
        "value": None,
        "hours": None,
        "median_age": 10,
        "greatest_age": 10,
    }


def test_the_median_age_of_an_even_count_is_the_mean_of_the_middle_two() -> None:
    text = leads("2026-11-19 in x", "2026-11-17 in x", "2026-11-14 in x", "2026-10-21 in x")
    figure = figure_of("inflow.open.inquiry", text)  # 1, 3, 6 and 30 days
    assert (part(figure, "median_age"), part(figure, "greatest_age")) == (Fraction(9, 2), 30)


def test_an_empty_stage_has_null_ages() -> None:
    assert value_of("inflow.open.verbal", "")["median_age"] is None


@pytest.mark.parametrize("closing", ["won", "lost", "declined"])
def test_a_closed_lead_is_not_open(closing: str) -> None:
    assert figure_of("inflow.open", leads(f"2026-11-01 in x; 2026-11-02 {closing}")).n == 0


def test_a_reopened_lead_is_open_and_not_closed() -> None:
    figures = figures_of(leads("2026-11-01 in x; 2026-11-02 lost budget; 2026-11-09 qualified again"))
    assert (figures["inflow.open.qualified"].n, figures["inflow.win_rate"].n) == (1, 0)


def test_a_reopened_lead_counts_once_on_its_last_closing() -> None:
    log = "2024-11-01 in x; 2024-11-02 lost budget; 2026-11-08 qualified; 2026-11-09 won; 2026-11-10 won signed"
    figure = figure_of("inflow.win_rate", leads(log))
    assert (figure.value, figure.n, lines_of(figure)) == (1, 1, ["2026-11-09 won"])


def test_a_lead_closed_later_is_open_on_the_day() -> None:
    assert figure_of("inflow.open", leads("2026-11-01 in x; 2026-11-21 won")).n == 1


# weighted


def test_weighted_value_is_the_exact_distribution_of_independent_wins() -> None:
    text = """
        leads/small.md
            value: 1000
            - 2026-11-02 inquiry
        leads/large.md
            value: 3000
            - 2026-11-02 verbal
        leads/unknown.md
            - 2026-11-02 verbal
    """
    # nothing: 0.9 x 0.2 = 0.18; 1000: 0.02; 3000: 0.72; both: 0.08
    assert value_of("inflow.weighted_value", text) == {"mean": 2500, "p10": 0, "p90": 3000, "without": 1}


def test_weighted_value_p90_is_the_least_sum_reached_with_nine_in_ten() -> None:
    value = value_of("inflow.weighted_value", leads("2026-11-02 inquiry", front="    value: 1000"))
    assert (value["p10"], value["p90"]) == (0, 0)  # P(X <= 0) is 0.9 exactly


def test_weighted_hours_take_hours() -> None:
    value = value_of("inflow.weighted_hours", leads("2026-11-02 verbal; 2026-11-03 hours 50h", front="    hours: 9h"))
    assert value == {"mean": 40, "p10": 0, "p90": 50, "without": 0}


def test_weighted_value_without_a_stated_value_is_too_few() -> None:
    figure = figure_of("inflow.weighted_value", leads("2026-11-02 inquiry"))
    assert figure.value == {"mean": None, "p10": None, "p90": None, "without": 1}
    assert figure.note is not None
    assert figure.note.startswith("too few")


def test_weighted_value_has_the_learned_chance() -> None:
    text = leads("2026-11-02 won", "2026-11-02 won", "2026-11-03 inquiry", front="    value: 1000")
    assert value_of("inflow.weighted_value", text)["mean"] == Fraction(28, 100) * 1000  # (2 + 0.8) / (2 + 8)


# win_chance, win_rate


def test_the_win_chance_shrinks_to_the_prior_with_weight_eight() -> None:
    text = leads(
        "2026-01-02 in x; 2026-01-05 proposal; 2026-01-09 won",
        "2026-01-02 in x; 2026-01-05 proposal; 2026-01-09 lost price",
        "2026-01-02 in x; 2026-01-05 verbal; 2026-01-09 won",  # stood in a later open stage
        "2026-01-02 in x; 2026-01-05 qualified; 2026-01-09 lost price",
    )
    figure = figure_of("inflow.win_chance.proposal", text)
    assert figure.value == {
        "chance": (2 + 8 * Fraction(2, 5)) / (3 + 8),
        "prior": Fraction(2, 5),
        "weight": 8,
        "won": 2,
    }
    assert figure.n == 3


def test_without_closed_leads_the_win_chance_is_the_prior() -> None:
    figure = figure_of("inflow.win_chance.verbal", "")
    assert (part(figure, "chance"), figure.n, figure.interval) == (Fraction(4, 5), 0, None)


def test_every_closed_lead_stood_in_the_first_stage() -> None:
    assert figure_of("inflow.win_chance.inquiry", leads("2026-11-02 in x; 2026-11-03 won")).n == 1
    assert figure_of("inflow.win_chance.qualified", leads("2026-11-02 in x; 2026-11-03 won")).n == 0


def test_the_win_chance_looks_back_52_weeks() -> None:
    text = leads("2025-11-01 in x; 2025-11-21 won", "2025-11-01 in x; 2025-11-22 won")
    assert figure_of("inflow.win_chance.inquiry", text).n == 1


def test_win_rate_leaves_declined_out() -> None:
    text = leads("2026-11-02 won", "2026-11-02 lost price", "2026-11-02 lost price", "2026-11-02 declined scope")
    figure = figure_of("inflow.win_rate", text)
    assert (figure.value, figure.n) == (Fraction(1, 3), 3)


def test_win_rate_has_the_wilson_interval() -> None:
    figure = figure_of("inflow.win_rate", leads("2026-11-02 won", "2026-11-02 lost", "2026-11-02 lost"))
    # by hand with z = 1.959964: centre (1/3 + z²/6) / (1 + z²/3), half z √(2/27 + z²/36) / (1 + z²/3)
    assert figure.interval == (pytest.approx(0.061492, abs=1e-6), pytest.approx(0.792340, abs=1e-6))


def test_win_rate_of_none_is_too_few() -> None:
    figure = figure_of("inflow.win_rate", "")
    assert (figure.value, figure.n, figure.interval) == (None, 0, None)
    assert figure.note == "too few: no lead won or lost"


# cycle_days, lead_time_days


def test_cycle_days_is_the_median_from_the_first_line_to_won() -> None:
    text = leads(
        "2026-10-01 in x; 2026-10-11 won",
        "2026-10-01 in x; 2026-10-21 won",
        "2026-11-01 in older than 15 days",
        "2026-11-05 in just 15 days",
    )
    assert value_of("inflow.cycle_days", text) == {"median": 15, "open_older": 1}


def test_cycle_days_looks_back_104_weeks() -> None:
    text = leads("2024-11-01 in x; 2024-11-22 won", "2024-11-01 in x; 2024-11-23 won")
    assert figure_of("inflow.cycle_days", text).n == 1


def test_cycle_days_of_none_is_null_in_every_key() -> None:
    assert value_of("inflow.cycle_days", leads("2026-11-01 in x")) == {"median": None, "open_older": None}


def test_lead_time_runs_to_the_earliest_start_of_its_projects() -> None:
    text = """
        leads/quay-signs.md
            - 2026-09-01 in x
            - 2026-09-20 won
        projects/one.md
            lead: quay-signs
            - 2026-10-10 started
        projects/two.md
            lead: quay-signs
            - 2026-10-01 booked
            - 2026-10-01 started
    """
    figure = figure_of("inflow.lead_time_days", text)
    assert (part(figure, "median"), figure.n) == (30, 1)


def test_lead_time_p80_needs_four() -> None:
    three = "".join(asked(days, started=30, number=days) for days in (10, 20, 30))
    figure = figure_of("inflow.lead_time_days", three)
    assert figure.value == {"median": 20, "p80": None}
    assert figure.note == "too few for a P80: 3 of 4"


def test_lead_time_p80_is_the_order_statistic() -> None:
    four = "".join(asked(days, started=30, number=days) for days in (10, 20, 30, 47))
    assert value_of("inflow.lead_time_days", four) == {"median": 25, "p80": 47}  # ceil(0.8 x 5) = the 4th
    nine = "".join(asked(days, started=30, number=days) for days in range(1, 10))
    assert value_of("inflow.lead_time_days", nine) == {"median": 5, "p80": 8}  # ceil(0.8 x 10) = the 8th


def test_lead_time_leaves_out_starts_before_104_weeks() -> None:
    text = asked(10, started=728, number=1) + asked(10, started=727, number=2)
    assert figure_of("inflow.lead_time_days", text).n == 1


# response_days


def test_response_runs_to_the_first_answer() -> None:
    text = leads(
        "2026-11-01 in x; 2026-11-03 out y; 2026-11-04 out z",  # 2
        "2026-11-01 in x; 2026-11-05 qualified",  # 4
        "2026-11-01 in x; 2026-11-07 won",  # 6
        "2026-11-01 in x; 2026-11-01 declined scope",  # 0
    )
    figure = figure_of("inflow.response_days", text)
    assert (figure.value, figure.n) == ({"median": 3, "unanswered": 0}, 4)


def test_lost_and_the_first_stage_are_no_answer() -> None:
    text = leads("2026-11-01 in x; 2026-11-02 lost silence", "2026-11-01 in x; 2026-11-02 inquiry")
    assert value_of("inflow.response_days", text) == {"median": None, "unanswered": 2}


def test_a_lead_begun_by_your_own_out_waits_for_no_answer() -> None:
    assert value_of("inflow.response_days", leads("2026-11-01 out x; 2026-11-02 in y")) == {
        "median": None,
        "unanswered": 0,
    }


def test_a_lead_that_begins_in_a_later_stage_is_answered_at_once() -> None:
    assert value_of("inflow.response_days", leads("2026-11-01 proposal x"))["median"] == 0


def test_response_looks_at_leads_begun_in_26_weeks() -> None:
    text = leads("2026-05-22 in x; 2026-05-23 out y", "2026-05-23 in x; 2026-05-24 out y")
    assert figure_of("inflow.response_days", text).n == 1


# stale


@pytest.mark.parametrize(
    ("log", "stale"),
    [
        ("2026-11-01 in x; 2026-11-18 next 2026-11-19 call", ["a"]),  # promised for before the day
        ("2026-11-01 in x; 2026-11-18 next 2026-11-20 call", []),
        ("2026-11-01 in x; 2026-11-02 next 2026-11-24 call", []),  # silent, but a next of the day or later stands
        ("2026-11-09 in x", ["a"]),  # 11 days silent
        ("2026-11-10 in x", []),  # 10 days are not more than 10
        ("2026-11-01 in x; 2026-11-02 next 2026-11-15 call; 2026-11-16 out called", []),  # kept
        ("2026-11-01 in x; 2026-11-02 next 2026-11-15 call; 2026-11-15 qualified", []),  # kept on its day by a stage
        ("2026-11-01 in x; 2026-11-02 next 2026-11-15 call; 2026-11-14 out a day early", []),  # done before its day
        ("2026-11-01 in x; 2026-11-02 next 2026-11-15 call; 2026-11-16 note no keeping", ["a"]),
        ("2026-11-01 in x; 2026-11-02 next 2026-11-10 a; 2026-11-12 next 2026-11-25 b", []),  # replaced
        ("2026-11-01 in x; 2026-11-02 next 2026-11-05 call; 2026-11-05 out called", ["a"]),  # kept, then 15 days silent
        ("2026-10-01 in x; 2026-10-02 lost", []),
    ],
)
def test_stale(log: str, stale: list[str]) -> None:
    figure = figure_of("inflow.stale", leads(log))
    assert (figure.value, figure.n) == (stale, len(stale))


def test_stale_after_is_the_settings_own() -> None:
    text = "opsledger.yaml\n    stale_after: 3\n" + leads("2026-11-16 in x", "2026-11-17 in x")
    assert value_of("inflow.stale", text) == ["a"]


def test_stale_ids_are_sorted() -> None:
    text = "leads/b.md\n    - 2026-11-01 in x\nleads/a.md\n    - 2026-11-05 in x"
    assert value_of("inflow.stale", text) == ["a", "b"]


# by_source, reasons, feedback, unstarted


def test_by_source_counts_leads_by_first_line_and_closings_by_their_day() -> None:
    text = leads(
        "2025-10-01 in x; 2026-02-01 won; 2026-02-01 value 7000",  # begun before the 52 weeks, won in them
        "2026-02-01 in x; 2026-02-02 lost price",
        "2026-02-01 in x; 2026-02-02 declined scope",
        "2026-02-01 in x",
        front="    source: Past Client\n    value: 5000",
    )
    figure = figure_of("inflow.by_source.past-client", text)
    assert figure.value == {"leads": 3, "won": 1, "lost": 1, "win_rate": Fraction(1, 2), "value_won": 7000}
    assert (figure.n, figure.interval) == (2, (pytest.approx(0.0945, abs=1e-4), pytest.approx(0.9055, abs=1e-4)))


def test_a_source_without_closings_has_no_rate_and_no_value() -> None:
    figure = figure_of("inflow.by_source.website", leads("2026-11-01 in x"))
    assert figure.value == {"leads": 1, "won": 0, "lost": 0, "win_rate": None, "value_won": None}
    assert figure.interval is None


def test_a_source_is_lower_cased_with_dashes_for_other_signs() -> None:
    figures = figures_of(leads("2026-11-01 in x", front='    source: "  Ada & Söhne / fair (2026) "'))
    assert "inflow.by_source.ada-söhne-fair-2026" in figures


def test_reasons_are_the_first_words_of_closings_in_26_weeks() -> None:
    figures = figures_of(
        leads(
            "2026-11-01 in x; 2026-11-02 lost Budget too small",
            "2026-11-01 in x; 2026-11-02 lost budget, again",
            "2026-11-01 in x; 2026-11-02 lost",  # without text: no reason
            "2026-05-01 in x; 2026-05-22 lost budget",  # before the 26 weeks
            "2026-11-01 in x; 2026-11-02 declined ethics",
            "2026-11-01 in x; 2026-11-02 lost budget; 2026-11-03 verbal",  # open again
        )
    )
    reasons = {name: figure.value for name, figure in figures.items() if "_reasons." in name}
    assert reasons == {"inflow.lost_reasons.budget": 2, "inflow.declined_reasons.ethics": 1}


def test_feedback_is_counted_by_theme_in_26_weeks() -> None:
    figures = figures_of(
        leads(
            "2026-11-01 in x; 2026-11-02 feedback price is high; 2026-11-03 feedback price still",
            "2026-05-01 in x; 2026-05-22 feedback price long ago; 2026-11-03 feedback Site reads well",
        )
    )
    said = {name: figure.value for name, figure in figures.items() if name.startswith("inflow.feedback.")}
    assert said == {"inflow.feedback.price": 2, "inflow.feedback.site": 1}
    assert lines_of(figures["inflow.feedback.price"]) == [
        "2026-11-02 feedback price is high",
        "2026-11-03 feedback price still",
    ]


def test_unstarted_are_leads_won_more_than_14_days_ago_without_a_project() -> None:
    text = leads(
        "2026-10-01 in x; 2026-11-05 won", "2026-10-01 in x; 2026-11-06 won", "2026-10-01 in x; 2026-10-06 won"
    )
    assert value_of("inflow.unstarted", text + "\nprojects/p.md\n    lead: c\n    - 2026-11-01 booked") == ["a"]


def test_a_project_that_is_booked_ahead_is_one() -> None:
    text = leads("2026-10-01 in x; 2026-10-05 won") + "\nprojects/p.md\n    lead: a\n    - 2026-11-21 booked"
    assert value_of("inflow.unstarted", text) == []
    assert value_of("inflow.unstarted", text.replace("booked", "note asked again")) == ["a"]


# fit

IDEAL = "opsledger.yaml\n    ideal_client: {services: [website], budget: 5000, weeks: 3}\n"


def fit_of(front: str, log: str = "2026-11-02 in x", before: str = IDEAL) -> dict[str, object]:
    lead = "\n".join(["leads/a.md", *(f"    {line}" for line in front.split("; ") if line), f"    - {log}"])
    value = value_of("inflow.fit.a", f"{before}\n{lead}")
    assert isinstance(value, dict)
    return value


def test_the_tests_that_are_set_stand() -> None:
    fit = fit_of("scope: yes; timeframe: yes; budget: yes; ideal: no; value: 100; service: website")
    assert [fit[test] for test in ("scope", "timeframe", "budget", "ideal")] == ["yes", "yes", "yes", "no"]
    assert "ideal: no, as you say" in fit["reasons"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("front", "answer"),
    [("value: 5000", "yes"), ("value: 4999.99", "no"), ("hours: 9h", "unknown")],
)
def test_budget_is_value_against_the_floor(front: str, answer: str) -> None:
    assert fit_of(front)["budget"] == answer


def test_budget_is_the_value_last_stated() -> None:
    text = IDEAL + "leads/a.md\n    value: 9000\n    - 2026-11-02 in x\n    - 2026-11-03 value 1000"
    assert value_of("inflow.fit.a", text)["budget"] == "no"


def test_budget_without_a_floor_is_unknown() -> None:
    assert fit_of("value: 9000", before="")["budget"] == "unknown"


@pytest.mark.parametrize(
    ("front", "answer"), [("service: Website", "yes"), ("service: logo", "no"), ("value: 9000", "unknown")]
)
def test_ideal_is_a_service_that_is_offered(front: str, answer: str) -> None:
    assert fit_of(front)["ideal"] == answer


def test_ideal_without_services_is_unknown() -> None:
    assert fit_of("service: website", before="")["ideal"] == "unknown"


def test_scope_unset_is_unknown() -> None:
    assert fit_of("")["scope"] == "unknown"


@pytest.mark.parametrize(
    ("front", "answer"),
    [
        ("due: 2026-12-11", "yes"),  # 21 days from the day
        ("due: 2026-12-10", "no"),
        ("due: 2026-12-20; start: 2026-11-29", "yes"),
        ("due: 2026-12-20; start: 2026-11-30", "no"),
        ("due: 2026-12-11; start: 2026-11-01", "yes"),  # a start that is past does not lengthen it
        ("start: 2026-11-29", "unknown"),
    ],
)
def test_timeframe_against_the_shortest(front: str, answer: str) -> None:
    assert fit_of(front)["timeframe"] == answer


def test_timeframe_with_neither_hours_nor_a_shortest_is_unknown() -> None:
    assert fit_of("due: 2026-12-11", before="")["timeframe"] == "unknown"


BOOKED = """
projects/p.md
    estimate: 30h
    - 2026-11-10 booked
"""


@pytest.mark.parametrize(("hours", "answer"), [(18, "yes"), (19, "no")])
def test_timeframe_against_the_hours_left_free_by_the_backlog(hours: int, answer: str) -> None:
    # Ten weekdays of 24 / 5 hours until Friday, 4 December, are 48 h; 30 h are booked.
    assert fit_of(f"due: 2026-12-04; hours: {hours}h", before=BOOKED)["timeframe"] == answer


@pytest.mark.parametrize(("hours", "answer"), [(14, "no"), (13, "yes")])
def test_days_off_are_not_free(hours: int, answer: str) -> None:
    off = "opsledger.yaml\n    time_off: [2026-11-27]\n"  # 43.2 h less 30 h
    assert fit_of(f"due: 2026-12-04; hours: {hours}h", before=off + BOOKED)["timeframe"] == answer


def test_free_hours_are_never_below_zero() -> None:
    assert fit_of("due: 2026-11-24; hours: 0h", before=BOOKED)["timeframe"] == "yes"


@pytest.mark.parametrize(
    ("front", "verdict"),
    [
        ("scope: yes; timeframe: yes; budget: yes; ideal: yes", "pursue"),
        ("scope: yes; timeframe: yes; budget: yes", "pursue"),
        ("scope: yes; timeframe: yes", "clarify"),
        ("", "clarify"),
        ("scope: yes; timeframe: yes; budget: yes; ideal: no", "avoid"),
        ("ideal: no", "avoid"),
    ],
)
def test_the_verdict(front: str, verdict: str) -> None:
    assert fit_of(front)["verdict"] == verdict


def test_every_test_has_a_reason() -> None:
    assert fit_of("value: 4000; service: website; due: 2026-11-27; scope: yes")["reasons"] == [
        "scope: yes, as you say",
        "timeframe: no, 7 days until Fri 27 Nov 2026 are less than 3 weeks",
        "budget: no, 4,000 EUR is under your minimum of 5,000 EUR",
        "ideal: yes, website is a service you offer",
    ]


def test_only_open_leads_are_tested() -> None:
    assert "inflow.fit.a" not in figures_of(leads("2026-11-02 in x; 2026-11-03 won"))


def test_what_is_written_down_of_a_lead_is_not_asked() -> None:
    asked = {
        front: list(value_of("inflow.fit.x", f"leads/x.md\n    {front}\n    - 2026-11-16 in x\n")["reasons"])
        for front in ("source: site", "value: 9000", "hours: 40h", "start: 2027-02-01", "due: 2027-02-01")
    }
    what, when = "scope: unknown, ask what exactly they need", "timeframe: unknown, ask when they need it"
    assert {what, when} <= set(asked["source: site"])
    assert not {what} & {*asked["value: 9000"], *asked["hours: 40h"]}
    assert when not in asked["start: 2027-02-01"]
    assert "timeframe: unknown, from Mon 1 Feb 2027, and no end is written down" in asked["start: 2027-02-01"]
    assert when not in asked["due: 2027-02-01"]
