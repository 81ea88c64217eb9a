"""A job agreed on counts as booked work, and begins on its day. The day is Friday, 20 November 2026."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.checks.every import check
from opsledger.figures.standing import Standing
from opsledger.forecast.booked_weeks import booked_on
from opsledger.forecast.keeping import NO_ROOM, promises_of
from opsledger.forecast.seen import fingerprints
from opsledger.measuring.every import measure
from tests.cli_support import clock_at, run
from tests.ledger_text import DAY, ledger_of

START = date(2026, 12, 7)  # a Monday, of the third week ahead
JOB = """
    opsledger.yaml
        client_hours: 25
    projects/shop.md
        price: 4800
        estimate: 45h
        FRONT
        LINES
"""
FORMS = {
    "a start": ("start: 2026-12-07", "- 2026-11-18 booked"),
    "a line that starts it": ("", "- 2026-11-18 booked\n        - 2026-12-07 started"),
    "booked ahead": ("", "- 2026-12-07 booked"),
    "started ahead": ("", "- 2026-12-07 started"),
}
forms = pytest.mark.parametrize("form", FORMS)


def job(form: str, more: str = "") -> str:
    front, lines = FORMS[form]
    return JOB.replace("FRONT", f"{front}{more}").replace("LINES", lines)


@forms
def test_it_is_booked_and_its_hours_begin_on_its_day(form: str) -> None:
    standing = Standing(ledger_of(job(form)), DAY)
    assert measure(standing)["balance.backlog_hours"].value == {"hours": 45, "without_estimate": 0}
    hours = booked_on(standing).hours
    assert hours[:2] == (0, 0)  # the weeks of 23 and 30 November
    assert hours[2] > 5


@forms
def test_it_is_done_as_of_its_start(form: str) -> None:
    finish = measure(Standing(ledger_of(job(form, "\n        due: 2027-01-29")), DAY))["outflow.finish.shop"].value
    assert isinstance(finish, dict)
    assert finish["pace"] is None
    assert date(2026, 12, 21) < finish["day"] <= date(2027, 1, 29)


@pytest.mark.parametrize("form", ["booked ahead", "started ahead"])
@pytest.mark.parametrize(
    "later",
    [
        "weeks/2026-W48.md\n        ## Actual\n        - Mon 2h marketing",
        "leads/quay.md\n        - 2026-12-01 inquiry",
        "projects/site.md\n        - 2026-11-01 booked\n        - 2026-12-02 invoiced 500",
    ],
)
def test_a_day_that_is_past_knew_nothing_of_it(form: str, later: str) -> None:
    standing = Standing(ledger_of(f"{job(form)}    {later}"), DAY)
    assert "shop" not in [project.id for project in standing.ledger.projects]


@forms
def test_a_forecast_kept_of_another_start_is_not_taken(form: str) -> None:
    one, other = ledger_of(job(form)), ledger_of(job(form).replace("2026-12-07", "2026-12-08"))
    assert fingerprints(one, [DAY]) != fingerprints(other, [DAY])
    assert fingerprints(one, [DAY]) == fingerprints(ledger_of(job(form)), [DAY])


def test_too_few_hours_from_its_start_to_its_promise_are_said() -> None:
    (promised,) = promises_of(Standing(ledger_of(job("a start", "\n        due: 2026-12-15")), DAY))
    assert (promised.state, promised.begins, promised.free) == (NO_ROOM, START, 35)


def test_check_says_what_a_booking_ahead_counts_as() -> None:
    def codes(form: str, on: date = DAY) -> list[str]:
        return [problem.rule.code for problem in check(ledger_of(job(form)), on)]

    assert codes("booked ahead") == codes("started ahead") == ["booked-ahead"]
    assert codes("booked ahead", START) == codes("a start") == codes("a line that starts it") == []


def test_the_command_says_so_and_a_start_is_said_by_an_option(tmp_path: Path) -> None:
    (tmp_path / "opsledger.yaml").write_text("")
    clock = clock_at("2026-11-20T09:00:00")

    def new(name: str, *options: str) -> str:
        sold = ("--client", "quay", "--billing", "fixed", "--price", "4800", "--estimate", "45h")
        result = run(tmp_path, "new", "project", name, *sold, *options, clock=clock)
        assert result.exit_code == 0, result.stderr
        return result.stderr

    said = new("Ahead", "--on", "2026-12-07")
    assert "Ahead counts as booked work that begins on 2026-12-07" in said
    assert "start: 2026-12-07" in said
    assert new("Agreed", "--start", "7.12.") == ""
    assert new("Before", "--on", "2026-10-01", "--start", "2026-12-07") == ""
    assert "start: 2026-12-07\n" in (tmp_path / "projects/agreed.md").read_text()
    listed = run(tmp_path, "projects", clock=clock).stdout
    assert all(name in listed for name in ("Ahead", "Agreed", "Before"))
    assert run(tmp_path, "set", "agreed", "start", "2026-12-14", clock=clock).exit_code == 0
    started = run(tmp_path, "log", "before", "started", "--on", "2026-12-09", clock=clock).stderr
    assert "Agreed, and begins on Wed 9 Dec" in started
    assert run(tmp_path, "check", "--strict", clock=clock).stdout.count("booked-ahead") == 1


def test_a_retainer_begins_on_its_day() -> None:
    care = """
    opsledger.yaml
        client_hours: 25
    projects/care.md
        billing: retainer
        price: 800/month
        estimate: 20h/month
        start: 2027-01-04
        - 2026-11-18 booked
    """
    hours = booked_on(Standing(ledger_of(care), DAY)).hours
    assert hours[5] == 0  # the week of 28 December
    assert hours[6] > 2
