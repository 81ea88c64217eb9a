"""The headline: what it says of now, of what comes and how surely, and that it agrees with everything below it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.headline import BoldSentence, headline
from opsledger.findings.late import done_by
from opsledger.forecast.outlook import EndedWeek, Now, Outlook, Stretch
from opsledger.forecast.result import Forecast, ForecastWeek
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.rendering.templates import render
from opsledger.reviewing.build import build_review
from opsledger.reviewing.review import Review
from opsledger.values.days import Week
from opsledger.values.written import write_date, write_hours, write_share
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of

LEAN = Stretch("lean", Week(2026, 51), Week(2027, 1), 0.72, 30.0)
FULL = Stretch("overloaded", Week(2026, 48), Week(2026, 49), 0.64, 12.0)
JOB = "opsledger.yaml\n    client_hours: 20\nprojects/job.md\n    estimate: 30h\n    - 2026-10-01 started\n" + "".join(
    f"weeks/2026-W{number}.md\n    ## Actual\n    - Mon 15h job\n" for number in range(41, 47)
)


def said(
    *stretches: Stretch,
    chance: float = 0.1,
    now: str | None = None,
    text: str = JOB,
    known: int = 50,
    last: tuple[float, ...] = (),
    booked: float = 15.0,
    full: float | None = None,
) -> BoldSentence:
    weeks = tuple(
        ForecastWeek(Week.of(DAY + timedelta(days=7 * number)), 20.0, booked, 10.0, 15.0, 20.0, 0.1, 0.1)
        for number in range(1, 13)
    )
    none, full_ones = (dict.fromkeys((4, 8, 12), each) for each in (chance, chance if full is None else full))
    hours = {"lean": 5.0, "overloaded": 28.0, None: 15.0}[now]
    behind = tuple(
        EndedWeek(Week(2026, number), each, 20.0) for number, each in zip((45, 46), last or (hours, hours), strict=True)
    )
    coming = Forecast(
        DAY, weeks, None, (), known < 8, known, None, (), Outlook(none, full_ones), stretches, Now(now, behind)
    )
    standing = Standing(ledger_of(text), DAY)
    return headline(Measured(standing, measure(standing), coming))


def test_a_likely_stretch_is_told_with_both_ends() -> None:
    found = said(LEAN)
    assert found.kind == "lean"
    assert found.text.startswith("Lean ahead: 14 Dec to 10 Jan (72 % likely, about 30 h short).")


def test_a_stretch_that_may_come_is_an_open_question() -> None:
    found = said(replace(LEAN, chance=0.47))
    assert found.kind == "open"
    assert found.text.startswith("Could become lean: 14 Dec to 10 Jan (47 % likely")


def test_below_forty_per_cent_nothing_is_alarmed_but_many_hours_are_said() -> None:
    found = said(replace(LEAN, chance=0.39))
    assert found.kind == "balanced"
    assert "Perhaps lean: 14 Dec to 10 Jan (39 % likely, about 30 h short)." in found.text
    assert "Perhaps" not in said(replace(LEAN, chance=0.39, hours=7.0)).text


def test_a_few_hours_that_could_go_either_way_are_not_told() -> None:
    assert said(replace(LEAN, chance=0.47, hours=4.0)).told == ()
    assert said(replace(LEAN, chance=0.72, hours=4.0)).kind == "lean"


def test_both_sides_are_named_the_one_that_costs_more_hours_first() -> None:
    found = said(FULL, LEAN)
    assert found.kind == "lean"
    assert found.text.index("Lean ahead") < found.text.index("Overloaded ahead")


def test_a_second_lean_stretch_does_not_hide_an_overloaded_one() -> None:
    later = replace(LEAN, first=Week(2027, 4), last=Week(2027, 6), hours=25.0)
    found = said(FULL, LEAN, later)
    assert [told.kind for told in found.told] == ["lean", "overloaded"]


def test_two_overloaded_weeks_behind_one_are_overload_whatever_comes() -> None:
    found = said(now="overloaded")
    assert (found.kind, found.now) == ("overloaded", "overloaded")
    assert found.text.startswith(
        "Overloaded now: you worked 56 h, with 40 h available, in the two weeks to 15 Nov. There is a "
    )
    assert said(LEAN, now="overloaded").text.startswith("Overloaded now: ")
    assert "Lean ahead: 14 Dec to 10 Jan (72 % likely" in said(LEAN, now="overloaded").text


@pytest.mark.parametrize(
    ("last", "week"),
    [
        ((15.0, 11.0), "11 h of 20 h in the week of 9 Nov"),
        ((23.0, 15.0), "23 h, with 20 h available, in the week of 2 Nov"),
    ],
)
def test_behind_a_lean_or_overloaded_week_nothing_is_called_balanced(last: tuple[float, ...], week: str) -> None:
    found = said(last=last)
    assert found.kind == "open"
    assert found.text.startswith(
        f"Uneven: you worked {week}. There is a 10 % chance of two lean weeks in a row within 8"
    )


def test_a_stretch_ahead_comes_before_an_uneven_week() -> None:
    assert said(LEAN, last=(15.0, 11.0)).text == said(LEAN).text
    assert said(last=(13.0, 21.0)).kind == "balanced"


def test_weeks_that_may_well_be_lean_are_not_called_balanced() -> None:
    assert said(chance=0.45).kind == "open"
    assert said(chance=0.2).kind == "balanced"


def test_overload_that_nobody_has_asked_for_yet_is_told_only_if_it_may_well_come() -> None:
    found = said(chance=0.38)
    assert "overloaded" not in found.text
    assert found.text.startswith("Could become lean: 38 % likely")
    full = said(chance=0.6, booked=21.0).text
    assert full.startswith("Could go either way: there is a 60 % chance of two lean weeks in a row within 8 weeks, and")


@pytest.mark.parametrize(
    ("lean", "begins"),
    [
        (0.29, "Could go either way: there is a 51 % chance of two overloaded weeks in a row within 8 weeks, and 29 %"),
        (0.05, "Could become overloaded if you take all that comes: 51 % likely within 8 weeks."),
    ],
)
def test_a_side_that_is_likelier_than_forty_per_cent_is_not_called_balanced(lean: float, begins: str) -> None:
    found = said(chance=lean, full=0.51)
    assert found.kind == "open"
    assert found.text.startswith(begins)
    assert said(chance=lean, full=0.39).text.startswith("Balanced: ")


def waits(due: date) -> str:
    """Next to the running job one of 150 h that has not begun, to be done by a day."""
    return f"{JOB}projects/wing.md\n    name: New wing\n    estimate: 150h\n    due: {due}\n    - 2026-10-30 booked\n"


def test_a_promise_that_will_likely_be_missed_is_named_in_place_of_balanced() -> None:
    missed = said(text=waits(date(2027, 1, 29)))
    assert missed.text.startswith("New wing, due 29 Jan, will likely be late. There is a 10 % chance of two lean weeks")
    assert (missed.kind, missed.opening) == ("balanced", "")
    assert said(text=waits(date(2027, 6, 30))).text.startswith("Balanced: ")
    assert "will likely be late" not in said(LEAN, text=waits(date(2027, 1, 29))).text


def test_work_that_keeps_you_busy_ends_no_earlier_than_the_last_booked_job() -> None:
    text = waits(date(2027, 1, 29))
    standing = Standing(ledger_of(text), DAY)
    measured = Measured(standing, measure(standing))
    dry, done = measured.figures["balance.dry_on"].value, done_by(measured, standing.client_projects[-1])
    assert isinstance(dry, date)
    assert done is not None
    assert dry < done
    ends = f"ooked work keeps you busy until {measured.short(dry)}, and New wing until {measured.short(done)}"
    assert ends in said(text=text).text


def test_a_usual_week_that_fell_in_six_reviews_is_told() -> None:
    paces = [28, 26, 24, 22, 20, 18]
    reviews = "".join(f"reviews/2026-0{number}-04.md\n    ## Decisions\n" for number in range(3, 9))
    ledger = ledger_of(JOB + reviews)
    frozen = tuple(
        replace(review, frozen={"balance.pace": pace}) for review, pace in zip(ledger.reviews, paces, strict=True)
    )
    standing = Standing(replace(ledger, reviews=frozen), DAY)
    coming = build_forecast()
    assert (
        "Your usual week has fallen for 6 reviews: 28 → 15 h"
        in headline(Measured(standing, measure(standing), coming)).text
    )
    few = Standing(replace(ledger, reviews=frozen[-3:]), DAY)
    assert "fallen" not in headline(Measured(few, measure(few), coming)).text


def build_forecast() -> Forecast:
    none = dict.fromkeys((4, 8, 12), 0.1)
    return Forecast(DAY, (), None, (), False, 50, None, (), Outlook(none, none), (), Now(None, ()))


def test_a_young_ledger_says_from_when_it_can_tell() -> None:
    text = said(known=3).text
    assert "Lean weeks can be forecast from about Fri 25 Dec, once 8 weeks are recorded." in text


def lead_time(weeks: int, leads: int) -> str:
    return "".join(
        f"leads/l{number}.md\n    - {date(2026, 9, 7) - timedelta(weeks=weeks)} in x\n    - 2026-09-01 won\n"
        f"projects/p{number}.md\n    lead: l{number}\n    - 2026-09-07 started\n    - 2026-09-08 delivered\n"
        for number in range(leads)
    )


@pytest.mark.parametrize(("leads", "alarmed"), [(3, False), (4, True)])
def test_a_young_ledger_is_not_alarmed_on_fewer_than_four_leads(leads: int, alarmed: bool) -> None:
    assert said(known=3, text=JOB + lead_time(20, leads)).text.startswith("Lean ahead") is alarmed


# On the page


@cache
def sample(day: date) -> Review:
    return build_review(load(SAMPLE), day, track_record="")


@pytest.mark.parametrize("day", [date(2026, 1, 16), date(2026, 4, 10), date(2026, 8, 28), date(2026, 11, 20)])
def test_it_agrees_with_every_number_below_it(day: date) -> None:
    """The dates, chances and hours of its stretches stand in the page's list of them, and its end in the tile."""
    review = sample(day)
    stand, verdict = review.stand, review.stand.verdict
    told = {
        (first, last, kind.lower(), chance, hours)
        for kind, first, last, chance, hours in re.findall(
            r"(?:Could become |Perhaps )?(lean|overloaded|Lean|Overloaded)(?: ahead)?: "
            r"(\d+ \w{3}(?: \d{4})?) to (\d+ \w{3}(?: \d{4})?) \((\d+ %) likely, about (\d+ h)",
            verdict,
        )
    }
    listed = {
        (
            write_date(each.since, day).partition(" ")[2],
            write_date(each.until, day).partition(" ")[2],
            each.kind,
            write_share(each.chance),
            write_hours(round(each.hours)),
        )
        for each in stand.stretches
    }
    assert told <= listed
    assert bool(told) == any(
        kind in verdict
        for kind in ("Lean ahead:", "Could become lean:", "Could become overloaded:", "Overloaded ahead:", "Perhaps")
    )
    if stand.now:
        assert stand.now in verdict.lower()
    until = re.search(r"keeps you busy until (\d+ \w{3})", verdict)
    if until and stand.dry_on:
        assert until[1] == write_date(stand.dry_on, day).partition(" ")[2]
    assert verdict in render(review, SAMPLE).replace("\\", "")


def test_every_number_of_this_week_is_about_a_record_that_is_linked() -> None:
    for row in sample(date(2026, 11, 20)).this_week:
        assert row.link or row.decided


def test_the_name_of_a_late_project_is_no_word_of_the_headline() -> None:
    text = """
    projects/book.md
        name: 'Lean ahead: a book'
        estimate: 40h
        due: 2026-11-09
        - 2026-10-01 booked
    """
    ledger = ledger_of(text)
    standing = Standing(ledger, DAY)
    told = headline(Measured(standing, measure(standing)))
    assert told.text.startswith("Lean ahead: a book is 11 days late. ")
    assert (told.kind, told.opening) == ("early", "")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 12, 15), "Tue 15 Dec"),
        (date(2027, 6, 30), "Wed 30 Jun"),
        (date(2027, 12, 15), "Wed 15 Dec 2027"),  # 15 December without its year would be the next one
        (date(2025, 12, 15), "Mon 15 Dec 2025"),
    ],
)
def test_a_day_has_its_year_if_it_could_be_taken_for_another(day: date, written: str) -> None:
    assert write_date(day, DAY) == written
