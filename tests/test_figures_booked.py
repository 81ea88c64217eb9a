"""Booked work is one thing wherever it is shown: until when it fills the weeks, and what of a project is left."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from opsledger.bundled import bundled
from opsledger.figures.standing import Standing
from opsledger.forecast.booked_figures import last_booked_week
from opsledger.forecast.booked_weeks import BookedAhead, booked_on
from opsledger.forecast.coming import forecast
from opsledger.loading import load
from opsledger.values.days import Week
from tests.ledger_text import DAY, figure_of, ledger_of, value_of

WORKED = "weeks/2026-W46.md\n    ## Actual\n    - Mon 10h client\n"


def jobs(count: int, hours: int, *log: str) -> str:
    lines = "".join(f"    - {line}\n" for line in log or ("2026-11-02 started",))
    return "".join(f"projects/p{number}.md\n    estimate: {hours}h\n{lines}" for number in range(count))


def ahead(*hours: float, capacity: tuple[float, ...] = ()) -> BookedAhead:
    rest = 52 - len(hours)
    there_are = (*capacity, *[24.0] * (52 - len(capacity)))
    return BookedAhead(DAY, (*hours, *[0.0] * rest), there_are, (*hours, *[0.0] * rest), 0.0)


@pytest.mark.parametrize(
    ("found", "week"),
    [
        (ahead(20, 15, 14.4, 14), "2026-W50"),
        (ahead(14), "2026-W47"),
        (ahead(20, 5, 20, 5), "2026-W50"),
        (ahead(20, 0, 15, capacity=(24, 0, 24)), "2026-W50"),
        (ahead(20, 0, 5, capacity=(24, 0, 24)), "2026-W48"),
        (ahead(*[20.0] * 52), "None"),
        (ahead(*[20.0] * 51, 1), "2027-W45"),
    ],
)
def test_booked_until_is_the_last_week_before_booked_hours_stay_below_the_lean_line(found, week):
    assert str(found.until(0.6)) == week


def test_the_weeks_of_the_forecast_and_the_day_agree():
    ledger = load(bundled("sample-ledger"))
    for day in (date(2026, 3, 6), date(2026, 7, 10), DAY):
        standing = Standing(ledger, day)
        weeks = forecast(ledger, day).weeks
        assert [week.committed for week in weeks] == list(booked_on(standing).hours[:12])
        filled = [week.week for week in weeks if week.capacity and week.committed >= 0.6 * week.capacity]
        until = last_booked_week(standing)
        assert until is not None
        assert (filled or [Week.of(day)])[-1] == min(until, weeks[-1].week)


def test_dry_on_is_the_sunday_of_the_last_booked_week():
    text = jobs(4, 30) + WORKED
    week = value_of("balance.booked_until", text)
    assert week > "2026-W48"
    assert value_of("balance.dry_on", text) == date.fromisocalendar(int(week[:4]), int(week[6:]), 7)


def test_more_booked_work_never_ends_sooner():
    days = [value_of("balance.dry_on", jobs(count, 30) + WORKED) for count in (0, 1, 2, 4, 8)]
    assert days == sorted(days)
    assert days[0] == DAY
    assert days[-1] > DAY + timedelta(weeks=4)


@pytest.mark.parametrize("text", ["", WORKED, jobs(1, 30, "2026-11-02 started", "2026-11-12 delivered") + WORKED])
def test_where_nothing_is_booked_it_is_the_day_itself(text):
    assert value_of("balance.dry_on", text) == DAY
    assert value_of("balance.booked_until", text) == "2026-W47"


@pytest.mark.parametrize("worked", ["", WORKED.replace("client", "admin")])
def test_without_a_pace_nobody_can_tell(worked):
    figure = figure_of("balance.dry_on", jobs(1, 30) + worked)
    assert (figure.value, figure.note) == (None, "too few: no usual week of client work yet")


def test_more_than_a_year_of_work_has_no_end():
    figure = figure_of("balance.dry_on", jobs(40, 400) + WORKED)
    assert (figure.value, figure.note) == (None, "booked work fills more than 52 weeks")


def test_of_retainers_that_fill_more_than_a_year_it_is_said_that_they_must_run():
    names = ("care", "posts", "texts")
    retainers = "".join(
        f"projects/{name}.md\n    client: ben\n    billing: retainer\n    price: 3000/month\n    estimate: 60h/month\n"
        "    - 2020-02-03 started\n"
        for name in names
    )
    note = figure_of("balance.dry_on", retainers + WORKED).note
    assert note == "booked work fills more than 52 weeks, as long as your retainers run"
    until = "    - 2020-02-03 started\n    - 2026-11-02 note contract goes on until May 2027\n"
    ends = value_of("balance.dry_on", retainers.replace("    - 2020-02-03 started\n", until) + WORKED)
    assert ends == date(2027, 5, 30)  # the Sunday before Mon 31 May


def test_cover_is_the_weeks_until_then_less_the_lead_time():
    lead = "leads/l.md\n    - 2026-10-01 in x\n    - 2026-10-10 won\n"
    text = (
        jobs(4, 30)
        + WORKED
        + lead
        + "projects/s.md\n    lead: l\n    - 2026-10-15 started\n    - 2026-11-15 delivered\n"
    )
    until = value_of("balance.dry_on", text)
    assert float(value_of("balance.cover", text)) == pytest.approx(((until - DAY).days - 14) / 7)


# what is left of a project


@pytest.mark.parametrize(
    ("spent", "least", "most"), [(0, 30, 40), (20, 10, 20), (30, 3, 15), (45, 2, 15), (150, 3, 40)]
)
def test_what_is_left_is_never_nothing_while_a_project_is_open(spent, least, most):
    blocks = "".join(
        f"    - {day} {spent / 5:g}h p0\n" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") if spent / 5 <= 24
    )
    blocks = blocks or "".join(f"    - {day} 24h p0\n" for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat"))
    text = jobs(1, 30) + (f"weeks/2026-W46.md\n    ## Actual\n{blocks}" if spent else "")
    left = value_of("outflow.left.p0", text)
    assert left["as_sold"] == max(30 - spent, 0)
    assert least <= left["likely"] <= most


def test_a_retainer_has_the_rest_of_its_month_left():
    text = "projects/r.md\n    billing: retainer\n    estimate: 10h/month\n    - 2026-11-02 started\n"
    assert value_of("outflow.left.r", text + WORKED.replace("10h client", "4h r")) == {"as_sold": 6, "likely": 6}


def test_without_an_estimate_nothing_is_known_to_be_left():
    assert value_of("outflow.left.p", "projects/p.md\n    - 2026-11-02 started\n") == {"as_sold": None, "likely": None}


def test_a_project_past_its_estimate_is_still_booked_work():
    text = jobs(1, 30) + "weeks/2026-W46.md\n    ## Actual\n    - Mon 20h p0\n    - Tue 20h p0\n"
    weeks = forecast(ledger_of(text), DAY, runs=200).weeks
    assert sum(week.committed for week in weeks) > 2
