"""The balance of the two flows. The day is Friday, 20 November 2026; numbers are worked out by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.ledger_text import figure_of, part, value_of

BOOKED = "projects/p.md\n    estimate: 30h\n    - 2026-08-10 booked\n"


def week(number: int, *blocks: str) -> str:
    return "\n".join([f"weeks/2026-W{number}.md", "    ## Actual", *(f"    - {block}" for block in blocks), ""])


def worked(*hours: int, last: int = 46) -> str:
    """Weeks up to one, each with so many hours on p."""
    first = last - len(hours) + 1
    return "".join(week(first + number, f"Mon {each}h p") for number, each in enumerate(hours))


# backlog


def test_backlog_is_what_is_left_over_open_client_projects() -> None:
    text = """
        projects/a.md
            estimate: 10h
            - 2026-10-01 booked
            - 2026-10-02 scope +2h
        projects/over.md
            estimate: 1h
            - 2026-10-01 started
        projects/done.md
            estimate: 90h
            - 2026-10-01 delivered
        projects/mine.md
            billing: internal
            estimate: 90h
            - 2026-10-01 started
        projects/unknown.md
            - 2026-10-01 started
        projects/retained.md
            billing: retainer
            estimate: 8h/month
            - 2026-10-01 started
        weeks/2026-W46.md
            ## Actual
            - Mon 3h a
            - Tue 4h over
            - Wed 5h retained
    """
    figure = figure_of("balance.backlog_hours", text)  # 12 - 3, nought, and 8 - 5
    assert (figure.value, figure.n) == ({"hours": 12, "without_estimate": 1}, 3)


WON = "leads/kite.md\n    hours: 40h\n    - 2026-11-02 in x\n    - 2026-11-10 hours 24h\n    - 2026-11-11 won\n"


@pytest.mark.parametrize(
    ("text", "hours", "without"),
    [
        (WON, 24, 0),
        (WON + "projects/kite.md\n    lead: kite\n    estimate: 30h\n    - 2026-11-13 booked\n", 30, 0),
        (WON + "projects/site.md\n    estimate: 30h\n    - 2026-11-13 booked\n", 30, 0),
        (WON.replace("2026-11", "2026-08"), 0, 0),
        ("leads/kite.md\n    - 2026-11-11 won\n", 0, 1),
    ],
)
def test_a_won_lead_is_booked_until_its_project_is_there(text: str, hours: int, without: int) -> None:
    assert value_of("balance.backlog_hours", text) == {"hours": hours, "without_estimate": without}


def test_nothing_booked_is_a_backlog_of_nought() -> None:
    assert value_of("balance.backlog_hours", "") == {"hours": 0, "without_estimate": 0}


# pace


def test_pace_is_the_median_of_the_last_eight_weeks() -> None:
    figure = figure_of("balance.pace", BOOKED + worked(40, 1, 2, 3, 4, 5, 6, 7, 8) + worked(40, last=47))
    assert (figure.value, figure.n) == (Fraction(9, 2), 8)  # neither week 38 nor 47, which has not ended


def test_a_week_without_client_work_counts_with_nought() -> None:
    assert value_of("balance.pace", BOOKED + worked(8) + week(45, "Mon 4h admin")) == 4


def test_a_week_without_an_actual_is_left_out() -> None:
    assert value_of("balance.pace", BOOKED + worked(8) + worked(4, last=44)) == 6


def test_a_week_wholly_off_is_left_out() -> None:
    off = "opsledger.yaml\n    time_off: [2026-11-02/2026-11-06]\n"
    assert value_of("balance.pace", off + BOOKED + worked(1, 8)) == 8  # week 45: no weekday was left


def test_a_week_with_one_weekday_left_counts() -> None:
    off = "opsledger.yaml\n    time_off: [2026-11-02/2026-11-05]\n"
    assert value_of("balance.pace", off + BOOKED + worked(1, 8)) == Fraction(9, 2)


def test_pace_looks_26_weeks_back() -> None:
    assert value_of("balance.pace", BOOKED + worked(8, last=20)) is None
    assert value_of("balance.pace", BOOKED + worked(8, last=21)) == 8


def test_weeks_before_the_first_client_project_do_not_slow_the_pace() -> None:
    before = "".join(week(number, "Mon 4h admin") for number in (40, 41, 42))
    project = "projects/p.md\n    estimate: 30h\n    - 2026-11-02 booked\n"
    assert value_of("balance.pace", before + project + worked(8, last=46)) == 8


def test_without_an_actual_the_pace_is_too_few() -> None:
    figure = figure_of("balance.pace", BOOKED)
    assert (figure.value, figure.note) == (None, "too few: no week with an Actual in the last 26")


def test_backlog_weeks_is_backlog_by_pace() -> None:
    assert value_of("balance.backlog_weeks", BOOKED + worked(10)) == 2


@pytest.mark.parametrize("actual", ["", week(46, "Mon 4h admin")])
def test_backlog_weeks_is_null_where_the_pace_is_nought_or_not_known(actual: str) -> None:
    assert value_of("balance.backlog_weeks", BOOKED + actual) is None


# lead time and cover


def started(*days: int) -> str:
    """Leads that took so many days from their first line to the start, on 1 October, of their project."""
    return "".join(
        f"leads/l{number}.md\n    - {date(2026, 10, 1) - timedelta(days=each)} in x\n    - 2026-10-01 won\n"
        f"projects/s{number}.md\n    lead: l{number}\n    - 2026-10-01 delivered\n    - 2026-10-01 started\n"
        f"    - 2026-10-02 delivered\n"
        for number, each in enumerate(days)
    )


def test_lead_time_weeks_is_the_median_under_four() -> None:
    assert value_of("balance.lead_time_weeks", started(7, 14, 70)) == 2


def test_lead_time_weeks_is_the_p80_from_four() -> None:
    assert value_of("balance.lead_time_weeks", started(7, 14, 21, 70)) == 10


def test_lead_time_of_none_is_too_few() -> None:
    assert value_of("balance.lead_time_weeks", "") is None


def test_cover_without_a_pace_is_too_few() -> None:
    figure = figure_of("balance.cover", BOOKED + started(21))
    assert (figure.value, figure.note) == (None, "too few: no usual week of client work yet")


def test_cover_without_a_lead_time_is_too_few() -> None:
    figure = figure_of("balance.cover", BOOKED + worked(10))
    assert (figure.value, figure.note) == (None, "too few: no lead time")


# flow


def test_flow_is_hours_booked_over_client_hours_delivered() -> None:
    text = """
        projects/p.md
            estimate: 30h
            - 2026-09-01 booked
            - 2026-09-10 started
            - 2026-10-01 scope +6h
            - 2026-11-21 scope +90h
        projects/started-only.md
            estimate: 4h
            - 2026-06-01 started
        projects/too-early.md
            estimate: 50h
            - 2026-05-22 booked
            - 2026-06-02 started
        projects/mine.md
            billing: internal
            estimate: 50h
            - 2026-09-01 booked
        weeks/2026-W23.md
            ## Actual
            - Mon 2h admin
        weeks/2026-W30.md
            ## Actual
            - Mon 8h p
            - Tue 2h admin
        weeks/2026-W36.md
            ## Actual
            - Mon 1h admin
        weeks/2026-W40.md
            ## Actual
            - Mon 1h admin
        weeks/2026-W46.md
            ## Actual
            - Mon 12h p
            - Tue 9h mine
    """
    assert value_of("balance.flow", text) == {"weeks_13": 3, "weeks_26": 2}  # 36 / 12, 40 / 20


def test_flow_leaves_out_what_was_booked_in_a_week_without_an_actual() -> None:
    booked = "projects/p.md\n    estimate: 30h\n    - 2026-10-14 booked\n    - 2026-11-10 scope +6h\n"
    assert value_of("balance.flow", booked + worked(12))["weeks_13"] == Fraction(1, 2)


def test_flow_counts_what_was_booked_in_a_week_wholly_off() -> None:
    off = "opsledger.yaml\n    time_off: [2026-11-02/2026-11-06]\n"
    booked = "projects/p.md\n    estimate: 30h\n    - 2026-11-04 booked\n"
    assert value_of("balance.flow", off + booked + worked(5, last=44) + worked(10))["weeks_13"] == 2


def test_flow_counts_a_won_lead_that_has_no_project_yet() -> None:
    lead = "leads/kite.md\n    hours: 40h\n    - 2026-11-02 in x\n    - 2026-11-10 hours 24h\n    - 2026-11-11 won\n"
    assert value_of("balance.flow", BOOKED + lead + worked(12))["weeks_13"] == 2


def every_week(first: int, last: int) -> str:
    return "".join(week(number, "Mon 1h admin") for number in range(first, last + 1))


RETAINED = "projects/r.md\n    billing: retainer\n    estimate: 10h/month\n"


def test_a_retainers_month_is_booked_on_its_first_running_day() -> None:
    # 13 weeks begin on 22 August: August's first running day lies before, September to November are three months
    retained = RETAINED + "    - 2026-08-03 booked\n    - 2026-08-10 started\n" + every_week(32, 45)
    assert value_of("balance.flow", retained + week(46, "Mon 10h r")) == {"weeks_13": 3, "weeks_26": 4}


def test_a_retainers_first_month_counts_from_the_day_it_was_booked() -> None:
    retained = RETAINED + "    - 2026-11-10 booked\n"
    assert value_of("balance.flow", retained + BOOKED + week(46, "Mon 10h p"))["weeks_13"] == 1
    assert value_of("balance.backlog_hours", retained)["hours"] == 10


def test_a_retainers_month_that_runs_first_within_the_span_is_booked() -> None:
    retained = RETAINED + "    - 2026-08-24 started\n    - 2026-10-01 paused\n" + every_week(35, 45)
    assert value_of("balance.flow", retained + week(46, "Mon 10h r"))["weeks_13"] == 2


def test_flow_without_client_work_is_too_few() -> None:
    figure = figure_of("balance.flow", BOOKED)
    assert figure.value == {"weeks_13": None, "weeks_26": None}
    assert figure.note is not None
    assert figure.note.startswith("too few")


# income_variation


def income(*months: tuple[str, int], first: str = "2026-01-31") -> Any:
    """Payments on the 15th of some months; the ledger's first line is on a day."""
    lines = "".join(
        f"    - {month}-15 {'paid' if amount > 0 else 'refunded'} {abs(amount)}\n" for month, amount in months
    )
    text = f"opsledger.yaml\n    targets: {{floor: 1000/month}}\nprojects/p.md\n    - {first} booked\n{lines}"
    return value_of("balance.income_variation", text)


def test_income_variation_is_sample_deviation_over_mean() -> None:
    value = income(("2026-09", 1000), ("2026-10", 3000), first="2026-08-31")
    assert value["variation"] == pytest.approx(math.sqrt(2_000_000) / 2000)  # mean 2000, sum of squares 2 x 1000²
    assert (value["months"], value["below_floor"]) == (2, 0)


def test_a_month_without_money_counts_with_nought() -> None:
    value = income(("2026-10", 3000), first="2026-08-31")
    assert (value["months"], value["below_floor"]) == (2, 1)


def test_refunds_come_off() -> None:
    assert income(("2026-09", 1500), ("2026-09", -600), ("2026-10", 3000), first="2026-08-31")["below_floor"] == 1


def test_the_month_of_the_first_line_and_the_one_that_runs_are_left_out() -> None:
    value = income(("2026-08", 500), ("2026-09", 1500), ("2026-11", 500), first="2026-08-01")
    assert (value["months"], value["below_floor"]) == (2, 1)  # September and October


def test_the_month_that_ends_on_the_day_is_complete() -> None:
    text = "projects/p.md\n    - 2026-08-31 booked\n    - 2026-09-15 paid 100\n"
    assert value_of("balance.income_variation", text, date(2026, 9, 30))["months"] == 1
    assert value_of("balance.income_variation", text, date(2026, 9, 29))["months"] == 0


def test_at_most_twelve_months() -> None:
    assert income(("2026-10", 3000), first="2025-01-01")["months"] == 12


@pytest.mark.parametrize(
    ("first", "months"),
    [
        ("leads/a.md\n    - 2026-08-01 in x\n", 0),
        ("weeks/2026-W31.md\n    ## Actual\n    - Sat 1h coo\n", 0),
        ("weeks/2026-W31.md\n    ## Actual\n    - Sat 1h p\n", 2),
    ],
)
def test_months_before_the_first_client_work_are_not_poverty(first: str, months: int) -> None:
    # 1 August 2026 is Saturday of week 31
    text = first + "projects/p.md\n    - 2026-10-05 booked\n"
    assert value_of("balance.income_variation", text)["months"] == months


OLD_PAYMENTS = "".join(f"    - 2026-{day} paid 1\n" for day in ("08-03", "08-20", "09-07", "10-05"))


@pytest.mark.parametrize(
    ("begun", "months"),
    [
        ("weeks/2026-W36.md\n    ## Actual\n    - Tue 1h p\n", 2),  # 1 September, a whole month
        ("weeks/2026-W36.md\n    ## Actual\n    - Wed 1h p\n", 1),
        ("weeks/2026-W45.md\n    ## Actual\n    - Mon 1h p\n", 0),
        ("opsledger.yaml\n    kept_since: 2026-11-02\n", 0),
        ("opsledger.yaml\n    kept_since: 2026-11-02\nprojects/q.md\n    - 2026-08-01 paid 1\n", 0),
        (f"opsledger.yaml\n    kept_since: 2026-11-02\nprojects/q.md\n{OLD_PAYMENTS}", 3),  # six in three months
    ],
)
def test_months_of_which_only_old_projects_are_known_are_not_judged(begun: str, months: int) -> None:
    text = f"{begun}projects/p.md\n    - 2026-06-05 started\n    - 2026-07-10 paid 600\n    - 2026-08-10 paid 600\n"
    assert value_of("balance.income_variation", text)["months"] == months


def test_under_two_months_are_too_few() -> None:
    value = income(("2026-10", 3000), first="2026-09-30")
    assert (value["variation"], value["months"]) == (None, 1)


def test_without_a_floor_the_months_below_it_are_null() -> None:
    assert part(figure_of("balance.income_variation", BOOKED), "below_floor") is None
