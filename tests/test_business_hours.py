"""Days, billed shares, rollover, time off and what is left: a business's hours, worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from opsledger.figures.hours import available
from opsledger.figures.standing import Standing
from opsledger.values.days import Interval
from tests.ledger_text import figures_of, ledger_of

CONSULTANT = """
opsledger.yaml
    hours: 37.5
    client_hours: 5d
    day: 7h30m
    targets: {rate: 900/day}
    tasks: {travel: 50%, meeting: 0%, advice: 100%}
projects/acme.md
    billing: hourly
    rate: 1200/day
    estimate: 4d
    - 2026-11-02 started
    - 2026-11-16 rate 180/h
    - 2026-11-17 scope +0.5d a second workshop
    - 2026-11-18 left 3d they want slides as well
weeks/2026-W46.md
    ## Actual
    - Mon 1d acme advice
    - Tue 3h acme travel
    - Wed 1h acme meeting
    - Thu 1d1h30m acme
weeks/2026-W47.md
    ## Actual
    - Mon 2h acme travel
    - Wed 1h acme
    - Thu 0.5d acme
"""


def test_days_are_hours_of_the_settings_day() -> None:
    ledger = ledger_of(CONSULTANT)
    (project,) = ledger.projects
    assert ledger.settings.client_hours == 5 * 450
    assert project.estimate == 4 * 450
    assert [block.minutes for block in ledger.weeks[0].actual] == [450, 180, 60, 540]
    assert ledger.settings.targets.rate == 120


def test_hourly_work_bills_the_share_of_each_task_at_the_rate_of_its_day() -> None:
    earned = figures_of(CONSULTANT)["outflow.rate.acme"].value
    # 1200 a day is 160 an hour: 7.5 + 3 x 50 % + 1 x 0 + 9 at 160, then 2 x 50 % + 1 + 3.75 at 180
    assert earned == {
        "rate": Fraction(3915) / Fraction(109, 4),
        "with_sales": Fraction(3915) / Fraction(109, 4),
        "revenue": Fraction(18 * 160 + Fraction(23, 4) * 180),
        "costs": 0,
        "hours": Fraction(109, 4),
    }


RETAINER = """
projects/care.md
    billing: retainer
    price: 1500/month
    estimate: 10h/month
    rollover: 4h
    - 2026-08-17 started
    - 2026-10-05 paused
    - 2026-11-01 resumed
weeks/2026-W35.md
    ## Actual
    - Mon 3h care
weeks/2026-W38.md
    ## Actual
    - Mon 2h care
    - Tue 9h care
weeks/2026-W40.md
    ## Actual
    - Thu 1h care
weeks/2026-W46.md
    ## Actual
    - Mon 6h care
"""


def carried(on: date) -> list[Fraction]:
    figures = figures_of(RETAINER, on)
    project, moved = figures["outflow.projects.care"].value, figures["outflow.rollover.care"].value
    return [project["sold"], project["spent"], project["left"], moved["carried"], moved["unused"], moved["moves_on"]]


def test_unused_hours_of_a_retainer_move_to_the_next_month_and_no_further() -> None:
    assert carried(date(2026, 8, 31)) == [10, 3, 7, 0, 7, 4]
    # 4 of 7 move on; September uses them first, then 7 of its own 10
    assert carried(date(2026, 9, 30)) == [14, 11, 3, 4, 3, 3]
    # October runs until the 4th: all of 3 + 10 is there, 1 is used, of what was carried
    assert carried(date(2026, 10, 31)) == [13, 1, 12, 3, 10, 4]
    assert carried(date(2026, 11, 13)) == [14, 6, 8, 4, 8, 4]


def test_nothing_is_carried_into_a_month_in_which_a_retainer_rests() -> None:
    rests = RETAINER.replace("- 2026-10-05 paused", "- 2026-09-30 paused")
    moved = figures_of(rests, date(2026, 11, 13))["outflow.rollover.care"].value
    assert moved == {"carried": 0, "unused": 4, "moves_on": 4}


TIME_OFF = """
opsledger.yaml
    hours: 40
    client_hours: 20
    holiday: 20
    time_off: [2026-12-24/2026-12-31]
weeks/2026-W46.md
    ## Plan
    - Mon off holiday
    - Tue off holiday
    - Fri 13:00-17:00 off
    ## Actual
    - Tue off sick
    - Thu 9:00-11:00 off holiday the dentist
    - Sat off holiday
weeks/2026-W48.md
    ## Plan
    - Mon 0.5d off holiday
"""


def test_a_part_of_a_day_off_lowers_what_there_is_by_its_part() -> None:
    standing = Standing(ledger_of(TIME_OFF), date(2026, 11, 20))
    week = Interval(date(2026, 11, 9), date(2026, 11, 15))
    # Monday and Tuesday are off, a quarter of Thursday and half of Friday
    assert available(standing, week) == 8 * (1 + Fraction(3, 4) + Fraction(1, 2))
    assert available(standing, week, for_clients=True) == 4 * (1 + Fraction(3, 4) + Fraction(1, 2))


def test_a_weeks_own_hours_are_spread_over_what_of_its_days_is_there() -> None:
    own = TIME_OFF.replace("weeks/2026-W46.md\n", "weeks/2026-W46.md\n    ---\n    hours: 18\n    ---\n")
    standing = Standing(ledger_of(own), date(2026, 11, 20))
    assert available(standing, Interval(date(2026, 11, 9), date(2026, 11, 15))) == 18
    assert standing.minutes_available(date(2026, 11, 13)) == 18 * 60 * Fraction(1, 2) / Fraction(9, 4)


def test_days_off_are_counted_by_their_kind() -> None:
    found = figures_of(TIME_OFF, date(2026, 11, 20))["time.off"].value
    # Monday, and a quarter of Thursday; the Saturday is no workday; then half a Monday, and six days at the year's end
    assert found == {
        "allowed": 20,
        "taken": Fraction(5, 4),
        "planned": Fraction(13, 2),
        "left": Fraction(75, 4),
        "sick": 1,
        "other": Fraction(1, 2),
    }


def test_your_own_estimate_is_what_is_left_less_the_hours_since() -> None:
    figures = figures_of(CONSULTANT)
    # 22.5 h left on Wednesday evening, 3.75 h since; sold 4.5 days
    assert figures["outflow.left.acme"].value == {
        "as_sold": max(Fraction(45 * 15, 20) - Fraction(109, 4), 0),
        "likely": Fraction(75, 4),
    }


def test_once_it_is_used_up_something_is_left_while_the_project_is_open() -> None:
    used = CONSULTANT.replace("left 3d", "left 2h")
    assert figures_of(used)["outflow.left.acme"].value["likely"] > 0


def test_a_project_is_done_when_its_pace_has_worked_off_what_is_left() -> None:
    due = CONSULTANT.replace("estimate: 4d", "estimate: 4d\n    due: 2026-11-27")
    found = figures_of(due, date(2026, 11, 22))["outflow.finish.acme"].value
    # 27.25 h in the two weeks it ran; 18.75 h left take 6.9 weekdays from Monday, 23 November
    assert found == {
        "left": Fraction(75, 4),
        "pace": Fraction(109, 8),
        "day": date(2026, 12, 1),
        "due": date(2026, 11, 27),
        "late": 4,
    }
