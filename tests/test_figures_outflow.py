"""Work flowing out. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.ledger_text import figure_of, figures_of, part, value_of

FIXED = """
    projects/p.md
        price: 4000
        estimate: 40h
        due: 2026-11-30
        - 2026-10-05 booked
        - 2026-10-12 started
"""
TEN_HOURS = """
    weeks/2026-W42.md
        ## Actual
        - Mon 9:00-17:00 p
        - Tue 2h p
"""


def project(*log: str, front: str = "", name: str = "p") -> str:
    """A project with a log, its front matter's lines parted by `; `."""
    lines = [*(line for line in front.split("; ") if line), *(f"- {line}" for line in log)]
    return "\n".join([f"projects/{name}.md", *(f"    {line}" for line in lines), ""])


def hours(number: str, target: str = "p", week: str = "2026-W42", day: str = "Mon") -> str:
    """So many hours on a target; Monday of week 42 is 12 October 2026."""
    return f"weeks/{week}.md\n    ## Actual\n    - {day} {number} {target}\n"


# projects


def test_an_open_project_has_spent_sold_left_and_burnt() -> None:
    figure = figure_of("outflow.projects.p", FIXED + TEN_HOURS)
    assert {key: part(figure, key) for key in ("spent", "sold", "left", "burnt", "over")} == {
        "spent": 10,
        "sold": 40,
        "left": 30,
        "burnt": Fraction(1, 4),
        "over": False,
    }


def test_scope_changes_what_is_sold_up_to_the_day() -> None:
    text = project(
        "2026-10-05 booked",
        "2026-11-01 scope +10h",
        "2026-11-02 scope -4h",
        "2026-11-21 scope +90h",
        front="estimate: 40h",
    )
    assert value_of("outflow.projects.p", text)["sold"] == 46


def test_of_a_fixed_price_hours_given_away_are_not_sold() -> None:
    log = ("2026-10-05 booked", "2026-11-01 scope +10h", "2026-11-02 scope +5h +400", "2026-11-03 scope -4h")
    text = project(*log, front="price: 4000; estimate: 40h") + hours("44h")
    value = value_of("outflow.projects.p", text)
    assert (value["sold"], value["unpaid_scope"], value["over"]) == (41, 6, True)
    assert value_of("outflow.projects.p", text.replace("price: 4000", "billing: hourly"))["sold"] == 51


def test_left_is_never_below_zero_and_over_says_so() -> None:
    value = value_of("outflow.projects.p", project("2026-10-05 started", front="estimate: 8h") + hours("9h"))
    assert (value["left"], value["burnt"], value["over"]) == (0, Fraction(9, 8), True)


def test_all_spent_is_not_over() -> None:
    value = value_of("outflow.projects.p", project("2026-10-05 started", front="estimate: 8h") + hours("8h"))
    assert (value["left"], value["over"]) == (0, False)


def test_without_an_estimate_what_rests_on_it_is_null() -> None:
    value = value_of("outflow.projects.p", project("2026-10-05 started", "2026-11-01 scope +5h") + hours("9h"))
    assert [value[key] for key in ("sold", "left", "burnt", "over")] == [None] * 4
    assert value["spent"] == 9


def test_a_project_without_a_block_has_spent_none() -> None:
    assert value_of("outflow.projects.p", project("2026-10-05 booked"))["spent"] == 0


def test_the_first_promise_is_the_front_matters() -> None:
    log = ("2026-10-05 booked", "2026-11-01 due 2026-12-05", "2026-11-02 due 2026-12-12", "2026-11-21 due 2027-01-01")
    value = value_of("outflow.projects.p", project(*log, front="due: 2026-11-30"))
    assert (str(value["due"]), str(value["due_now"])) == ("2026-11-30", "2026-12-12")


def test_the_first_promise_is_else_the_first_due_line() -> None:
    log = ("2026-10-05 booked", "2026-11-01 due 2026-12-05", "2026-11-02 due 2026-12-12")
    value = value_of("outflow.projects.p", project(*log))
    assert (str(value["due"]), str(value["due_now"])) == ("2026-12-05", "2026-12-12")


@pytest.mark.parametrize(("billing", "paid", "unpaid"), [("fixed", 10, 3), ("hourly", 13, 0), ("retainer", 10, 3)])
def test_scope_is_paid_with_money_in_the_line_and_on_hourly_projects_always(
    billing: str, paid: int, unpaid: int
) -> None:
    log = ("2026-08-05 started", "2026-08-06 scope +10h +900 shop", "2026-11-02 scope +3h favour")
    value = value_of("outflow.projects.p", project(*log, front=f"billing: {billing}"))
    assert (value["paid_scope"], value["unpaid_scope"]) == (paid, unpaid)


def test_interactions_are_of_the_period_and_praise_of_its_life() -> None:
    log = (
        "2025-10-05 started",
        "2025-10-06 praise at once",
        "2025-10-07 complaint",
        "2025-10-08 complaint",
        "2026-11-06 call before the period",
        "2026-11-07 call",
        "2026-11-10 mail",
        "2026-11-17 meeting",
        "2026-11-18 note none",
    )
    value = value_of("outflow.projects.p", project(*log))
    assert (value["interactions"], value["days_since_interaction"]) == (3, 3)
    assert (value["praise"], value["complaints"]) == (1, 2)


def test_without_a_contact_the_days_since_are_null() -> None:
    assert value_of("outflow.projects.p", project("2026-10-05 booked"))["days_since_interaction"] is None


@pytest.mark.parametrize(
    ("log", "is_open"),
    [
        (["2026-10-05 booked"], True),
        (["2026-10-05 started", "2026-10-06 paused"], True),
        (["2026-10-05 started", "2026-11-20 delivered"], False),
        (["2026-10-05 started", "2026-11-21 delivered"], True),
        (["2026-10-05 booked", "2026-10-06 cancelled"], False),
        (["2026-10-05 started", "2026-10-06 ended"], False),
        (["2026-10-05 note nothing yet"], False),
        (["2026-10-05 delivered", "2026-10-06 resumed"], True),
    ],
)
def test_open_is_from_booked_or_started_to_its_end(log: list[str], is_open: bool) -> None:
    assert ("outflow.projects.p" in figures_of(project(*log))) == is_open


def test_internal_projects_count_in_time_alone() -> None:
    text = project("2026-10-05 started", front="billing: internal; estimate: 20h") + hours("5h")
    names = [name for name in figures_of(text) if name.startswith("outflow.") and name.endswith(".p")]
    assert names == []


# retainers


def retainer(*log: str, front: str = "price: 1000/month; estimate: 10h/month") -> str:
    return project(*log, front=f"billing: retainer; {front}")


def test_a_retainers_sold_spent_and_left_are_the_calendar_months() -> None:
    text = retainer("2026-08-05 started", "2026-10-20 scope +9h", "2026-11-02 scope +2h") + (
        "weeks/2026-W44.md\n    ## Actual\n    - Fri 4h p\n    - Sun 3h p\n"  # 30 October, 1 November
    )
    value = value_of("outflow.projects.p", text)
    assert (value["sold"], value["spent"], value["left"]) == (12, 3, 9)


def test_a_retainers_month_without_a_running_day_has_sold_its_scope_alone() -> None:
    text = retainer("2026-08-05 started", "2026-10-31 paused", "2026-11-02 scope +2h")
    assert value_of("outflow.projects.p", text)["sold"] == 2


def test_a_booked_retainer_has_sold_its_first_month() -> None:
    assert value_of("outflow.projects.p", retainer("2026-11-05 booked"))["sold"] == 10


def revenue_of(*log: str, front: str = "price: 1000/month; estimate: 10h/month") -> Any:
    return value_of("outflow.rate.p", retainer(*log, front=front) + hours("5h", week="2026-W47"))["revenue"]


@pytest.mark.parametrize(
    ("log", "months"),
    [
        (["2026-11-20 started"], 1),
        (["2026-09-30 started"], 3),
        (["2026-08-01 started", "2026-09-01 paused"], 1),  # to the day before paused
        (["2026-08-01 started", "2026-09-02 paused"], 2),
        (["2026-08-01 started", "2026-09-01 paused", "2026-11-20 resumed"], 2),
        (["2026-08-01 started", "2026-09-01 paused", "2026-11-21 resumed"], 1),
        (["2026-08-01 started", "2026-09-01 ended"], 2),  # `ended` is the last day itself
        (["2026-08-01 started", "2026-09-01 delivered"], 1),
        (["2026-08-01 booked"], 0),
        (["2026-08-01 started", "2026-08-10 paused", "2026-08-20 resumed", "2026-08-31 ended"], 1),
        (["2026-08-01 started", "2026-08-01 paused"], 0),
    ],
)
def test_a_retainer_earns_a_price_for_each_month_with_a_running_day(log: list[str], months: int) -> None:
    assert revenue_of(*log) == 1000 * months


def test_a_months_price_is_that_of_its_first_running_day() -> None:
    # September and October at 1000, as the new price comes on the 2nd; November at 1200
    assert revenue_of("2026-09-15 started", "2026-10-02 price 1200/month") == 1000 + 1000 + 1200


def test_a_price_before_the_month_first_runs_is_that_months() -> None:
    # paused over October's first days: its first running day is the 10th
    log = ("2026-09-01 started", "2026-10-01 paused", "2026-10-02 price 1200/month", "2026-10-10 resumed")
    assert revenue_of(*log) == 1000 + 1200 + 1200


def test_paid_scope_of_a_retainer_is_revenue() -> None:
    assert revenue_of("2026-11-02 started", "2026-11-03 scope +2h +150", "2026-11-04 scope +2h") == 1150


def test_a_retainer_without_a_price_has_no_known_revenue() -> None:
    assert revenue_of("2026-11-02 started", front="estimate: 10h/month") is None


# rates


def test_a_running_fixed_project_earns_its_price_by_the_share_spent() -> None:
    figure = figure_of("outflow.rate.p", FIXED + TEN_HOURS)
    assert part(figure, "revenue") == 1000
    assert part(figure, "rate") == 100


def test_paid_scope_raises_the_price_and_all_scope_the_hours_sold() -> None:
    log = ("2026-10-05 started", "2026-10-06 scope +10h +500", "2026-10-07 scope +10h")
    text = project(*log, front="price: 4000; estimate: 40h") + hours("6h")
    assert value_of("outflow.rate.p", text)["revenue"] == Fraction(4500 * 6, 60)


def test_a_running_fixed_project_never_earns_more_than_the_whole() -> None:
    text = project("2026-10-05 started", front="price: 800; estimate: 8h") + hours("10h")
    assert value_of("outflow.rate.p", text)["rate"] == 80


def test_a_delivered_fixed_project_has_earned_the_whole() -> None:
    text = project("2026-10-05 started", "2026-10-30 delivered", front="price: 4000; estimate: 40h") + hours("10h")
    assert value_of("outflow.rate.p", text)["rate"] == 400


def test_a_price_line_replaces_the_price_of_a_fixed_project() -> None:
    log = ("2026-10-05 started", "2026-10-10 price 5000", "2026-10-30 delivered")
    text = project(*log, front="price: 4000; estimate: 40h") + hours("10h")
    assert value_of("outflow.rate.p", text)["revenue"] == 5000


def test_costs_come_off_the_revenue() -> None:
    log = ("2026-10-05 started", "2026-10-10 cost 300 fonts", "2026-10-11 cost 700 @jane 10h", "2026-10-30 delivered")
    figure = figure_of("outflow.rate.p", project(*log, front="price: 4000") + hours("10h"))
    assert figure.value == {"rate": 300, "with_sales": 300, "revenue": 4000, "costs": 1000, "hours": 10}


def test_an_open_fixed_project_without_an_estimate_has_no_rate_yet() -> None:
    figure = figure_of("outflow.rate.p", project("2026-10-05 started", front="price: 4000") + hours("10h"))
    assert (part(figure, "rate"), part(figure, "revenue"), part(figure, "hours")) == (None, None, 10)
    assert figure.note is not None
    assert figure.note.startswith("too few")


def test_a_fixed_project_without_a_price_has_no_rate() -> None:
    assert value_of("outflow.rate.p", project("2026-10-05 delivered") + hours("10h"))["rate"] is None


def test_hourly_hours_earn_the_rate_of_their_day() -> None:
    text = project("2026-10-05 started", "2026-10-13 rate 100/h", front="billing: hourly; rate: 80/h") + (
        "weeks/2026-W42.md\n    ## Actual\n    - Mon 2h p\n    - Tue 3h p\n    - Wed 1h p\n"
    )
    assert value_of("outflow.rate.p", text)["revenue"] == 2 * 80 + 3 * 100 + 1 * 100


def test_money_in_a_scope_line_of_an_hourly_project_comes_on_top() -> None:
    log = ("2026-10-05 started", "2026-10-06 scope +5h +200")
    assert (
        value_of("outflow.rate.p", project(*log, front="billing: hourly; rate: 80/h") + hours("2h"))["revenue"] == 360
    )


def test_hours_before_the_first_rate_have_no_known_revenue() -> None:
    text = project("2026-10-05 started", "2026-10-13 rate 100/h", front="billing: hourly") + hours("2h")
    assert value_of("outflow.rate.p", text)["revenue"] is None


def test_a_cancelled_project_earned_what_was_invoiced_less_what_was_credited() -> None:
    log = ("2026-10-05 started", "2026-10-06 invoiced 900", "2026-10-20 cancelled", "2026-10-21 credited 400")
    figure = figure_of("outflow.rate.p", project(*log, front="price: 4000; estimate: 40h") + hours("5h"))
    assert (part(figure, "revenue"), part(figure, "rate")) == (500, 100)


def test_with_sales_adds_the_hours_of_the_lead() -> None:
    text = """
        leads/asked.md
            - 2026-10-01 in x
            - 2026-10-02 won
        projects/p.md
            lead: asked
            price: 1000
            - 2026-10-05 delivered
        weeks/2026-W42.md
            ## Actual
            - Mon 8h p
            - Tue 2h asked
    """
    value = value_of("outflow.rate.p", text)
    assert (value["rate"], value["with_sales"], value["hours"]) == (125, 100, 8)


def test_a_leads_hours_count_whole_for_each_of_its_projects_and_once_in_the_totals() -> None:
    text = """
        leads/asked.md
            - 2026-10-01 in x
            - 2026-10-02 won
        projects/p.md
            lead: asked
            price: 1000
            - 2026-10-05 delivered
        projects/q.md
            lead: asked
            price: 1000
            - 2026-10-05 delivered
        weeks/2026-W42.md
            ## Actual
            - Mon 8h p
            - Tue 8h q
            - Wed 2h asked
    """
    figures = figures_of(text)
    assert [part(figures[f"outflow.rate.{each}"], "with_sales") for each in "pq"] == [100, 100]
    assert part(figures["outflow.rate"], "with_sales") == Fraction(2000, 18)


def test_every_client_project_with_hours_has_a_rate_and_a_margin() -> None:
    text = project("2026-10-05 cancelled") + project("2026-10-05 booked", name="q") + hours("5h")
    figures = figures_of(text)
    assert [name for name in figures if name.startswith(("outflow.rate.", "outflow.margin."))] == [
        "outflow.rate.p",
        "outflow.margin.p",
    ]


def test_the_rate_over_all_is_of_the_totals_of_52_weeks() -> None:
    text = """
        projects/long-ago.md
            price: 9000
            - 2025-11-21 delivered
        projects/first.md
            price: 1000
            - 2025-11-22 delivered
        projects/second.md
            billing: retainer
            price: 500/month
            - 2026-10-01 started
            - 2026-10-31 ended
        projects/cancelled.md
            - 2026-10-01 cancelled
        weeks/2026-W42.md
            ## Actual
            - Mon 4h long-ago
            - Tue 20h first
            - Wed 5h second
            - Thu 9h cancelled
    """
    figure = figure_of("outflow.rate", text)
    assert figure.value == {"rate": 60, "with_sales": 60, "revenue": 1500, "costs": 0, "hours": 25}
    assert figure.n == 2


def test_a_project_without_hours_says_nothing_of_what_an_hour_earns() -> None:
    text = """
        projects/imported.md
            price: 5000
            - 2026-10-01 booked
            - 2026-10-02 delivered
        projects/done.md
            price: 900
            - 2026-10-01 started
            - 2026-10-16 delivered
        weeks/2026-W42.md
            ## Actual
            - Tue 10h done
    """
    figure = figure_of("outflow.rate", text)
    assert figure.value == {"rate": 90, "with_sales": 90, "revenue": 900, "costs": 0, "hours": 10}
    assert figure.n == 1


def test_the_rate_of_none_is_too_few() -> None:
    figure = figure_of("outflow.rate", FIXED + TEN_HOURS)
    assert (part(figure, "rate"), figure.n) == (None, 0)
    assert figure.note == "too few: no project delivered in 52 weeks"


def test_a_project_delivered_twice_in_a_row_is_delivered_on_the_first_line() -> None:
    log = ("2025-11-20 delivered", "2025-11-25 delivered again")
    assert figure_of("outflow.rate", project(*log, front="price: 1000") + hours("5h")).n == 0


def test_a_project_resumed_and_delivered_again_is_delivered_on_the_later_line() -> None:
    log = ("2025-11-20 delivered", "2025-11-24 resumed", "2025-11-25 delivered")
    assert figure_of("outflow.rate", project(*log, front="price: 1000") + hours("5h")).n == 1


# margins


def test_margin_is_what_costs_leave_and_own_hours_count_at_the_target_rate() -> None:
    log = ("2026-10-05 started", "2026-10-06 cost 500", "2026-10-30 delivered")
    text = "opsledger.yaml\n    targets: {rate: 50/h}\n" + project(*log, front="price: 2000") + hours("10h")
    figure = figure_of("outflow.margin.p", text)
    assert figure.value == {"margin": Fraction(3, 4), "with_own_hours": Fraction(1, 2)}


def test_without_a_target_rate_own_hours_are_null() -> None:
    value = value_of("outflow.margin.p", project("2026-10-05 delivered", front="price: 2000") + hours("10h"))
    assert value == {"margin": 1, "with_own_hours": None}


def test_a_margin_of_no_revenue_is_too_few() -> None:
    figure = figure_of("outflow.margin.p", project("2026-10-05 cancelled") + hours("10h"))
    assert part(figure, "margin") is None
    assert figure.note is not None
    assert figure.note.startswith("too few")


# estimates, promises, scope


def delivered(*spent: int, front: str = "estimate: 10h; price: 900", on: str = "2026-10-30") -> str:
    """Projects p0, p1 … of ten hours delivered on a day, with so many hours spent on each."""
    projects = [project(f"{on} delivered", front=front, name=f"p{number}") for number in range(len(spent))]
    days = ("Mon", "Tue", "Wed", "Thu")
    blocks = [f"    - {days[number]} {each}h p{number}" for number, each in enumerate(spent)]
    return "\n".join([*projects, "weeks/2026-W42.md", "    ## Actual", *blocks])


def test_the_estimate_ratio_of_three_has_no_p80() -> None:
    figure = figure_of("outflow.estimate_ratio", delivered(8, 10, 20))
    assert part(figure, "median") == 1
    assert part(figure, "geometric_mean") == pytest.approx(1.6 ** (1 / 3))
    assert part(figure, "p80") is None
    assert figure.note == "too few for a P80: 3 of 4"


def test_the_estimate_ratio_of_four_has_a_p80() -> None:
    figure = figure_of("outflow.estimate_ratio", delivered(8, 10, 12, 20))
    assert (part(figure, "median"), part(figure, "p80"), figure.n) == (Fraction(11, 10), 2, 4)


@pytest.mark.parametrize(
    ("front", "on", "n"),
    [
        ("estimate: 10h", "2026-10-30", 1),
        ("estimate: 10h; billing: hourly", "2026-10-30", 1),
        ("estimate: 10h/month; billing: retainer", "2026-10-30", 0),
        ("estimate: 10h; billing: internal", "2026-10-30", 0),
        ("price: 900", "2026-10-30", 0),
        ("estimate: 10h", "2024-11-23", 1),
        ("estimate: 10h", "2024-11-22", 0),
    ],
)
def test_the_estimate_ratio_is_of_fixed_and_hourly_projects_of_104_weeks(front: str, on: str, n: int) -> None:
    assert figure_of("outflow.estimate_ratio", delivered(8, front=front, on=on)).n == n


def test_a_project_without_hours_has_no_ratio() -> None:
    figure = figure_of("outflow.estimate_ratio", project("2026-10-30 delivered", front="estimate: 10h"))
    assert figure.value == {"median": None, "geometric_mean": None, "p80": None}


def test_the_estimate_ratio_is_of_the_estimate_alone() -> None:
    text = project("2026-10-06 scope +10h", "2026-10-30 delivered", front="estimate: 10h") + hours("15h")
    assert value_of("outflow.estimate_ratio", text)["median"] == Fraction(3, 2)


def test_on_time_is_of_the_first_promise_and_of_the_revised_one() -> None:
    text = (
        project("2026-10-10 delivered", front="due: 2026-10-10", name="a")
        + project("2026-10-01 due 2026-10-12", "2026-10-11 delivered", front="due: 2026-10-10", name="b")
        + project("2026-10-11 delivered", front="due: 2026-10-10", name="c")
        + project("2026-10-11 delivered", name="no-promise")
        + project("2025-11-21 delivered", front="due: 2025-12-01", name="long-ago")
    )
    figures = figures_of(text)
    first, revised = figures["outflow.on_time"], figures["outflow.on_time_revised"]
    assert (first.value, first.n) == (Fraction(1, 3), 3)
    assert (revised.value, revised.n) == (Fraction(2, 3), 3)
    assert first.interval == (pytest.approx(0.061492, abs=1e-6), pytest.approx(0.79234, abs=1e-6))


def test_on_time_without_promises_is_too_few() -> None:
    figure = figure_of("outflow.on_time", project("2026-10-11 delivered"))
    assert (figure.value, figure.note) == (None, "too few: no delivered project made a promise")


def test_scope_is_shares_of_the_estimates_of_those_delivered() -> None:
    text = (
        project("2026-10-01 scope +4h +300", "2026-10-02 scope +6h", "2026-10-10 delivered", front="estimate: 30h")
        + project("2026-10-02 scope +9h", "2026-10-10 delivered", name="without-estimate")
        + project("2026-10-10 delivered", front="estimate: 10h", name="q")
        + project("2026-10-02 scope +9h", front="estimate: 30h", name="open")
    )
    figure = figure_of("outflow.scope", text)
    assert (figure.value, figure.n) == ({"paid": Fraction(1, 10), "unpaid": Fraction(3, 20)}, 2)


def test_scope_of_none_is_too_few() -> None:
    assert value_of("outflow.scope", "") == {"paid": None, "unpaid": None}


# clients, improve


def paid(client: str, *lines: str, name: str) -> str:
    return project("2025-01-01 booked", *lines, front=f"client: {client}", name=name)


def test_the_top_client_and_how_many_clients_that_makes() -> None:
    text = (
        paid("ada", "2026-01-10 paid 500", name="a1")
        + paid("ada", "2026-02-10 paid 300", "2026-02-11 refunded 200", "2025-11-21 paid 9000", name="a2")
        + paid("ben", "2026-03-10 paid 400", name="b")
        + paid("cyd", "2026-03-10 refunded 100", name="c")  # below zero: not among the shares
    )
    # Ada 600 and Ben 400 of 1000: 1 / (0.36 + 0.16)
    assert value_of("outflow.top_client", text) == {
        "client": "ada",
        "share": Fraction(3, 5),
        "effective_clients": Fraction(100, 52),
    }


def test_a_tie_goes_to_the_first_id() -> None:
    text = paid("ben", "2026-03-10 paid 400", name="a") + paid("ada", "2026-03-10 paid 400", name="b")
    assert value_of("outflow.top_client", text)["client"] == "ada"


def test_no_money_received_has_no_top_client() -> None:
    value = value_of("outflow.top_client", paid("cyd", "2026-03-10 refunded 100", name="c"))
    assert value == {"client": None, "share": None, "effective_clients": None}


def test_improve_counts_lines_of_the_period() -> None:
    log = ("2026-11-06 improve a", "2026-11-07 improve b", "2026-11-20 improve c", "2026-11-21 improve d")
    assert value_of("outflow.improve", project("2026-10-05 booked", *log)) == 2


def lines_of(name: str, text: str) -> list[str]:
    """The lines that a figure comes from, as `explain` shows them."""
    return [f"{span.file}: {span.source.line_text(span.line).strip()}" for span in figure_of(name, text).sources]


def test_the_rate_with_sales_names_the_time_spent_on_the_lead() -> None:
    text = """
    leads/ask.md
        - 2026-11-02 in x
        - 2026-11-05 won
    projects/quay.md
        lead: ask
        price: 100
        estimate: 10h
        - 2026-11-09 started
    weeks/2026-W45.md
        ## Actual
        - Tue 1h ask
    weeks/2026-W46.md
        ## Actual
        - Mon 4h quay
    """
    assert lines_of("outflow.rate.quay", text) == [
        "projects/quay.md: price: 100",
        "projects/quay.md: estimate: 10h",
        "projects/quay.md: - 2026-11-09 started",
        "weeks/2026-W45.md: - Tue 1h ask",
        "weeks/2026-W46.md: - Mon 4h quay",
    ]


def test_on_time_names_the_promise_it_is_compared_with() -> None:
    text = """
    projects/quay.md
        due: 2026-11-06
        - 2026-11-02 due 2026-11-13
        - 2026-11-09 delivered
    """
    assert lines_of("outflow.on_time", text) == [
        "projects/quay.md: due: 2026-11-06",
        "projects/quay.md: - 2026-11-09 delivered",
    ]
    assert lines_of("outflow.on_time_revised", text)[0] == "projects/quay.md: - 2026-11-02 due 2026-11-13"


def test_a_retainers_booked_months_name_its_estimate_and_its_start() -> None:
    text = """
    projects/care.md
        billing: retainer
        price: 100/month
        estimate: 10h
        - 2026-11-09 started
    weeks/2026-W46.md
        ## Actual
        - Mon 4h care
    """
    assert lines_of("balance.flow", text) == [
        "projects/care.md: estimate: 10h",
        "projects/care.md: - 2026-11-09 started",
        "weeks/2026-W46.md: - Mon 4h care",
    ]
