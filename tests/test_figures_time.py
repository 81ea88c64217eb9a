"""Time: planned against done. The day is Friday, 20 November 2026, in week 47; numbers are worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.ledger_text import figure_of, figures_of, lines_of, part, value_of

RECORDS = """
leads/asked.md
    - 2026-10-01 in x
projects/p.md
    - 2026-10-01 started
projects/q.md
    - 2026-10-01 started
projects/mine.md
    billing: internal
    - 2026-10-01 started
"""


def week(name: str, plan: str = "", actual: str = "", front: str = "") -> str:
    """A week's file; blocks and the front matter's lines are parted by `; `."""
    lines = [line for line in front.split("; ") if line]
    lines += ["## Plan", *(f"- {block}" for block in plan.split("; ") if block)]
    lines += ["## Actual", *(f"- {block}" for block in actual.split("; ") if block)]
    return "\n".join([f"weeks/{name}.md", *(f"    {line}" for line in lines), ""])


def became(plan: str, actual: str, name: str = "2026-W46") -> list[Any]:
    """What was kept, moved, dropped, unplanned of a week."""
    figures = figures_of(RECORDS + week(name, plan, actual))
    return [figures[f"time.{each}"].value for each in ("kept", "moved", "dropped", "unplanned")]


# planned and actual


def test_hours_count_by_area() -> None:
    actual = "Mon 9:00-12:00 p; Tue 2h client; Wed 1h mine; Thu 4h asked; Thu 30m sales; Fri 90m admin"
    figures = figures_of(RECORDS + week("2026-W46", actual=actual))
    areas = ("client", "internal", "sales", "admin", "coo")
    assert [figures[f"time.actual.{area}"].value for area in areas] == [5, 1, Fraction(9, 2), Fraction(3, 2), 0]
    assert figures["time.actual"].value == 12


def test_planned_counts_the_plan() -> None:
    figures = figures_of(RECORDS + week("2026-W46", plan="Mon 9:00-12:00 p; Tue 2h coo", actual="Mon 1h p"))
    assert [figures[f"time.planned{area}"].value for area in ("", ".client", ".coo")] == [5, 3, 2]


def test_hours_are_of_the_period_with_the_days_before_as_previous() -> None:
    text = RECORDS + week("2026-W45", actual="Fri 1h p; Sat 2h p") + week("2026-W47", actual="Fri 4h p; Sat 8h p")
    figure = figure_of("time.actual.client", text)  # 7 November is Saturday of week 45
    assert (figure.value, figure.previous, figure.n) == (6, 1, 2)


def test_a_plan_for_days_to_come_is_not_the_periods() -> None:
    assert value_of("time.planned", RECORDS + week("2026-W47", plan="Fri 4h p; Sat 8h p")) == 4


@pytest.mark.parametrize("name", ["time.actual", "time.actual.coo", "time.planned", "marketing.hours"])
def test_hours_are_null_over_days_without_a_block(name: str) -> None:
    figure = figure_of(name, "")
    assert (figure.value, figure.previous, figure.n) == (None, None, 0)
    assert figure.note is not None


def test_hours_of_an_area_are_nought_where_another_has_a_block() -> None:
    assert value_of("time.actual.coo", RECORDS + week("2026-W46", actual="Mon 1h p")) == 0


def test_hours_are_null_by_list() -> None:
    assert value_of("time.planned", RECORDS + week("2026-W46", actual="Mon 1h p")) is None


def test_a_day_off_is_no_block_of_hours() -> None:
    assert value_of("time.actual", RECORDS + week("2026-W46", actual="Mon off ill")) is None


def test_areas_that_the_settings_do_not_mean_count_in_the_total_alone() -> None:
    text = "opsledger.yaml\n    areas: {admin: 1}\n" + RECORDS + week("2026-W46", actual="Mon 1h admin; Mon 2h p")
    figures = figures_of(text)
    assert figures["time.actual"].value == 3
    assert "time.actual.coo" not in figures


# kept, moved, dropped, unplanned


def test_kept_is_the_lesser_on_the_same_day_by_hours_not_by_the_clock() -> None:
    assert became("Mon 9:00-13:00 p", "Mon 15:00-18:00 p") == [Fraction(3, 4), 0, Fraction(1, 4), 0]


def test_moved_is_what_is_done_on_another_day_of_the_week() -> None:
    assert became("Mon 4h p; Tue 2h q", "Mon 1h p; Wed 2h p") == [Fraction(1, 6), Fraction(2, 6), Fraction(3, 6), 0]


def test_unplanned_is_a_share_of_what_was_done() -> None:
    assert became("Mon 2h p", "Mon 3h p; Tue 5h admin") == [1, 0, 0, Fraction(6, 8)]


def test_work_of_another_week_is_not_moved() -> None:
    text = RECORDS + week("2026-W46", "Mon 2h p", "Mon 1h q") + week("2026-W47", "Mon 1h q", "Mon 2h p")
    assert value_of("time.moved", text) == 0


def test_a_plan_for_clients_is_kept_by_any_client_project() -> None:
    assert became("Mon 4h client", "Mon 1h p; Mon 2h q") == [Fraction(3, 4), 0, Fraction(1, 4), 0]


def test_a_plan_for_clients_is_then_moved_by_any_client_project() -> None:
    assert became("Mon 4h client", "Tue 3h p") == [0, Fraction(3, 4), Fraction(1, 4), 0]


def test_a_plan_for_clients_takes_only_what_a_projects_own_plan_leaves() -> None:
    # 3 h on p: 2 h keep p's own plan, 1 h is left for `client`
    assert became("Mon 2h p; Mon 2h client", "Mon 3h p") == [Fraction(3, 4), 0, Fraction(1, 4), 0]


def test_a_plan_for_clients_is_not_kept_by_internal_work_or_sales() -> None:
    assert became("Mon 4h client", "Mon 1h mine; Mon 2h asked") == [0, 0, 1, 1]


def test_only_weeks_with_both_lists_count() -> None:
    text = RECORDS + week("2026-W46", "Mon 2h p", "Mon 2h p") + week("2026-W47", "Mon 6h p")
    assert (value_of("time.kept", text), value_of("time.dropped", text)) == (1, 0)


def test_a_list_with_nothing_but_a_day_off_is_none() -> None:
    assert became("Mon 2h p", "Mon off ill") == [None] * 4


def test_only_the_periods_days_of_those_weeks_count() -> None:
    text = RECORDS + week("2026-W45", "Fri 2h p; Sat 4h p", "Fri 2h p; Sat 1h p")
    assert value_of("time.kept", text) == Fraction(1, 4)


def test_an_actual_dated_after_the_day_is_no_list_yet() -> None:
    figure = figure_of("time.kept", RECORDS + week("2026-W47", "Mon 2h p", "Sat 2h p"))
    assert (figure.value, figure.note) == (None, "too few: no week with both a Plan and an Actual")


# realism


def test_realism_is_actual_of_planned_on_the_planned_targets_with_over_runs() -> None:
    text = RECORDS + week("2026-W46", "Mon 4h p; Tue 2h coo", "Mon 7h p; Tue 2h admin; Wed 1h q")
    assert value_of("time.realism", text) == Fraction(7, 6)


def test_realism_is_the_median_of_the_last_six_weeks_that_have_both() -> None:
    weeks = [week(f"2026-W{40 + number}", "Mon 10h p", f"Mon {number}h p") for number in range(1, 7)]  # W41 to W46
    old = week("2026-W39", "Mon 10h p", "Mon 20h p")
    figure = figure_of("time.realism", RECORDS + "".join(weeks) + old + week("2026-W47", "Mon 1h p", "Mon 9h p"))
    assert (figure.value, figure.n) == (Fraction(35, 100), 6)  # week 47 has not ended


def test_a_plan_for_clients_is_worked_off_on_any_client_project() -> None:
    assert value_of("time.realism", RECORDS + week("2026-W46", "Mon 4h client", "Tue 3h p; Wed 3h mine")) == Fraction(
        3, 4
    )


def test_realism_looks_26_weeks_back() -> None:
    far = RECORDS + week("2026-W20", "Mon 2h p", "Mon 2h p")
    near = RECORDS + week("2026-W21", "Mon 2h p", "Mon 2h p")
    assert (value_of("time.realism", far), value_of("time.realism", near)) == (None, 1)


def test_a_week_has_ended_on_its_sunday() -> None:
    text = RECORDS + week("2026-W47", "Mon 2h p", "Mon 2h p")
    assert value_of("time.realism", text, date(2026, 11, 21)) is None
    assert value_of("time.realism", text, date(2026, 11, 22)) == 1


# plan_ahead

SCHEDULE = """
schedule.md
    ## Plan
    - Mon 6h client
    - Tue 6h client
    - Wed 4h marketing
"""


def test_plan_ahead_is_the_plan_of_the_coming_week() -> None:
    text = RECORDS + SCHEDULE + week("2026-W48", "Mon 10h p") + week("2026-W46", actual="Mon 8h p; Tue 4h admin")
    text += week("2026-W45", actual="Mon 12h p")
    assert value_of("time.plan_ahead", text) == {
        "week": "2026-W48",
        "planned": 10,
        "usual": 12,
        "available": 36,
        "feasible": True,
    }


def test_one_week_is_not_usual_and_hours_from_memory_are_none() -> None:
    text = RECORDS + week("2026-W46", actual="Mon 8h p; Tue 4h admin")
    assert value_of("time.plan_ahead", text)["usual"] is None
    lump = week("2026-W45", actual="Mon 20h p hours before the ledger")
    assert value_of("time.plan_ahead", text + lump)["usual"] is None
    more = week("2026-W44", actual="Mon 10h p")
    assert value_of("time.plan_ahead", text + lump + more)["usual"] == 11


def test_plan_ahead_is_else_the_standing_schedule() -> None:
    value = value_of("time.plan_ahead", SCHEDULE)
    assert (value["planned"], value["usual"], value["feasible"]) == (16, None, True)


def test_the_standing_schedule_is_without_the_weeks_days_off() -> None:
    value = value_of("time.plan_ahead", "opsledger.yaml\n    time_off: [2026-11-24]\n" + SCHEDULE)
    assert (value["planned"], value["available"]) == (10, Fraction(4 * 36, 5))


def test_a_day_that_the_standing_schedule_itself_takes_off_has_none_of_its_hours() -> None:
    assert value_of("time.plan_ahead", SCHEDULE + "    - Thu off\n")["planned"] == 16


@pytest.mark.parametrize(("planned", "feasible"), [("12h", True), ("13h", False)])
def test_feasible_is_at_most_what_one_of_the_last_weeks_held(planned: str, feasible: bool) -> None:
    weeks = "".join(week(f"2026-W{number}", actual=f"Mon {number - 34}h p") for number in (43, 44, 45, 46))
    text = RECORDS + week("2026-W48", f"Mon {planned} p") + weeks
    assert value_of("time.plan_ahead", text)["feasible"] is feasible


def test_three_weeks_do_not_say_what_is_too_much() -> None:
    weeks = "".join(week(f"2026-W{number}", actual="Mon 2h p") for number in (44, 45, 46))
    text = RECORDS + week("2026-W48", "Mon 13h p") + weeks
    assert value_of("time.plan_ahead", text)["feasible"] is True


@pytest.mark.parametrize(("planned", "feasible"), [("7h", True), ("8h", False)])
def test_feasible_is_at_most_what_is_there(planned: str, feasible: bool) -> None:
    off = "opsledger.yaml\n    time_off: [2026-11-24/2026-11-27]\n"  # Monday is left: 7.2 h
    text = off + RECORDS + week("2026-W48", f"Mon {planned} p") + week("2026-W46", actual="Mon 20h p")
    assert value_of("time.plan_ahead", text)["feasible"] is feasible


def test_the_usual_is_the_median_of_the_last_six_weeks_with_an_actual() -> None:
    text = RECORDS + "".join(week(f"2026-W{number}", actual=f"Mon {number - 38}h p") for number in range(39, 47))
    assert value_of("time.plan_ahead", text)["usual"] == Fraction(11, 2)  # 3 to 8 hours in weeks 41 to 46


def test_without_a_plan_and_a_schedule_it_is_not_known() -> None:
    figure = figure_of("time.plan_ahead", "")
    assert (part(figure, "planned"), part(figure, "feasible")) == (None, None)
    assert figure.note == "too few: neither a Plan for 2026-W48 nor a standing schedule"


def test_on_a_sunday_the_coming_week_is_the_next_days() -> None:
    assert value_of("time.plan_ahead", SCHEDULE, date(2026, 11, 22))["week"] == "2026-W48"


# client_share


def test_client_share_of_what_was_available_and_of_what_was_recorded() -> None:
    # 7 to 20 November has ten weekdays: 72 h
    text = RECORDS + week("2026-W46", actual="Mon 9h p; Tue 9h q; Wed 6h admin")
    assert value_of("time.client_share", text) == {"of_available": Fraction(1, 4), "of_recorded": Fraction(3, 4)}


@pytest.mark.parametrize(
    "off",
    [
        "opsledger.yaml\n    time_off: [2026-11-09/2026-11-15]\n",
        week("2026-W46", plan="; ".join(f"{day} off" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))),
        week("2026-W46", actual="; ".join(f"{day} off" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))),
    ],
)
def test_nothing_is_available_on_time_off(off: str) -> None:
    text = RECORDS + off + week("2026-W47", actual="Mon 9h p")
    assert value_of("time.client_share", text)["of_available"] == Fraction(9, 36)


def test_a_weekend_off_takes_nothing() -> None:
    text = RECORDS + "opsledger.yaml\n    time_off: [2026-11-14/2026-11-15]\n" + week("2026-W47", actual="Mon 9h p")
    assert value_of("time.client_share", text)["of_available"] == Fraction(9, 72)


def test_a_weeks_own_hours_are_net_of_time_off_and_spread_over_its_other_weekdays() -> None:
    # 12 h of week 46 stay 12 h though three of its days are off; week 47 has 36 h
    off = "opsledger.yaml\n    time_off: [2026-11-09/2026-11-11]\n"
    text = RECORDS + off + week("2026-W46", front="hours: 12h", actual="Thu 8h p") + week("2026-W47", actual="Mon 4h p")
    assert value_of("time.client_share", text)["of_available"] == Fraction(12, 48)


def test_a_weeks_own_hours_are_spread_over_the_days_in_the_period() -> None:
    text = RECORDS + week("2026-W47", front="hours: 20h", actual="Mon 4h p")
    since = date(2026, 11, 19)  # Thursday and Friday: 8 of the 20 h; Monday's work is before
    assert value_of("time.client_share", text, since=since)["of_available"] is None
    later = RECORDS + week("2026-W47", front="hours: 20h", actual="Thu 4h p")
    assert value_of("time.client_share", later, since=since)["of_available"] == Fraction(1, 2)


def test_client_share_of_nothing_recorded_is_too_few() -> None:
    assert value_of("time.client_share", RECORDS) == {"of_available": None, "of_recorded": None}


# areas, coo, tasks


def test_areas_are_hours_a_week_against_what_is_meant() -> None:
    text = RECORDS + week("2026-W46", actual="Mon 3h marketing") + week("2026-W47", actual="Mon 2h marketing")
    assert value_of("time.areas.marketing", text) == {"actual": Fraction(5, 2), "meant": 4}
    assert value_of("time.areas.coo", text) == {"actual": 0, "meant": Fraction(1, 2)}


def test_areas_are_null_where_nothing_is_recorded() -> None:
    assert value_of("time.areas.marketing", "") == {"actual": None, "meant": 4}


def test_coo_hours_against_the_reviews_minutes_and_in_days_a_year() -> None:
    text = "opsledger.yaml\n    review: {minutes: 90}\n" + RECORDS + week("2026-W46", actual="Mon 2h coo")
    assert value_of("time.coo", text) == {
        "hours": 2,
        "meant": Fraction(3, 2),
        "days_a_year": Fraction(2, 14) * Fraction(1461, 4) / 8,
    }


def test_tasks_are_hours_of_13_weeks() -> None:
    text = """
        opsledger.yaml
            tasks: [design, Bookkeeping]
        projects/p.md
            - 2026-08-01 started
        team/jane.md
            tasks: [testing]
            - 2026-08-01 rate 30/h
        weeks/2026-W34.md
            ## Actual
            - Fri 1h p design too early
            - Sat 2h p design the first day of the 13 weeks
        weeks/2026-W46.md
            ## Actual
            - Mon 3h p Design
            - Tue 1h finance bookkeeping
    """
    figures = figures_of(text)
    assert [figures[f"time.tasks.{task}"].value for task in ("design", "bookkeeping", "testing")] == [5, 1, 0]
    assert lines_of(figures["time.tasks.design"])[0] == "Sat 2h p design the first day of the 13 weeks"
