"""How past headlines did. Weeks are numbers; a week has 20 hours for clients, lean below 12, overloaded above 22."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from opsledger.forecast.outlook import Lines
from opsledger.forecast.past import week_number, week_of
from opsledger.forecast.verdicts import KEPT, Course, Verdicts, Warned, past_headlines, verdicts_of, verdicts_sentence
from opsledger.models.ledger import Ledger
from tests.cli_support import SAMPLE, run
from tests.ledger_text import ledger_of, value_of

LINES = Lines(0.6, 1.1)
NORMAL, LEAN, FULL = 15.0, 5.0, 25.0


def course(*hours: float, first: int = 100, off: tuple[int, ...] = ()) -> Course:
    weeks = {first + number: each for number, each in enumerate(hours)}
    return Course(weeks, {week: 0.0 if week in off else 20.0 for week in weeks}, LINES)


CAME = course(*[NORMAL] * 20, *[LEAN] * 4, *[NORMAL] * 20)  # lean from week 120 to 123


def counted(
    warned: list[Warned], came: Course = CAME, kind: str = "lean", reviews: range = range(100, 140, 2)
) -> Verdicts:
    return verdicts_of(warned, reviews, came, kind)


@pytest.mark.parametrize(
    ("on", "first", "last", "hits"),
    [
        (114, 120, 123, 1),  # six weeks before, to the week
        (116, 120, 123, 1),  # four weeks
        (117, 120, 123, 0),  # three: too late
        (110, 118, 119, 1),  # begins within two weeks of it
        (110, 117, 119, 0),  # three weeks off, and over before it
        (110, 116, 121, 1),  # spans its first week
        (110, 122, 125, 1),
        (109, 120, 123, 0),  # eleven weeks: too early to count
    ],
)
def test_a_stretch_is_told_in_time_from_four_to_ten_weeks_before(on: int, first: int, last: int, hits: int) -> None:
    found = counted([Warned(on, "lean", first, last)])
    assert (found.hits, found.misses) == (hits, 1 - hits)


@pytest.mark.parametrize(
    ("on", "first", "last", "told", "false"),
    [
        (110, 120, 123, 1, 0),
        (110, 124, 127, 1, 0),  # two of its weeks lie within two before it
        (110, 126, 128, 1, 1),
        (110, 111, 114, 0, 0),  # begins next week: not a warning
        (110, 112, 114, 1, 1),
        (138, 141, 150, 0, 0),  # not over yet
    ],
)
def test_a_warning_is_false_if_no_two_such_weeks_in_a_row_come_near_it(
    on: int, first: int, last: int, told: int, false: int
) -> None:
    found = counted([Warned(on, "lean", first, last)])
    assert (found.warned, found.false_alarms) == (told, false)


def test_a_stretch_that_no_review_could_have_told_of_is_not_missed() -> None:
    assert counted([], reviews=range(118, 140, 2)).misses == 0
    assert counted([]).misses == 1


def test_two_lean_weeks_are_no_stretch_and_two_overloaded_ones_are() -> None:
    short = course(*[NORMAL] * 20, LEAN, LEAN, *[NORMAL] * 10, FULL, FULL, *[NORMAL] * 5)
    assert counted([], short).misses == 0
    assert counted([], short, "overloaded").misses == 1
    assert counted([Warned(130, "overloaded", 132, 133)], short, "overloaded").hits == 1


def test_weeks_without_capacity_are_skipped_and_do_not_break_a_stretch() -> None:
    holiday = course(*[NORMAL] * 20, LEAN, LEAN, 0.0, LEAN, *[NORMAL] * 10, off=(122,))
    assert list(holiday.stretches("lean")) == [(120, 123)]
    assert course(LEAN, 0.0, LEAN, NORMAL, off=(101,)).came("lean", 100, 102) is True


def test_the_notice_is_of_the_earliest_warning() -> None:
    found = counted([Warned(110, "lean", 120, 121), Warned(114, "lean", 120, 121), Warned(105, "lean", 120, 121)])
    assert (found.notice, found.weeks_of_notice) == ((10,), 10)


def test_the_words_leave_out_what_cannot_be_judged() -> None:
    assert verdicts_sentence(Verdicts(0, 0, 0, 0, ())) == ""
    assert verdicts_sentence(Verdicts(7, 2, 0, 0, ())) == "5 of 7 warnings came true"
    assert verdicts_sentence(Verdicts(7, 2, 3, 1, (4, 6, 8))) == (
        "5 of 7 warnings came true; 3 of 4 stretches announced in time, on average 6 weeks ahead"
    )
    assert verdicts_sentence(Verdicts(1, 0, 0, 1, ())) == "1 of 1 warnings came true; 0 of 1 stretch announced in time"


def with_headline(told: object) -> Ledger:
    first = week_number(date(2026, 8, 3))
    weeks = "".join(
        f"weeks/{week_of(first + number)}.md\n    ## Actual\n    - Mon {hours}h job\n"
        for number, hours in enumerate([15] * 8 + [5] * 7)
    )
    text = "projects/job.md\n    - 2026-08-03 started\nreviews/2026-08-21.md\n    ## Decisions\n" + weeks
    ledger = ledger_of("opsledger.yaml\n    client_hours: 20\n" + text)
    frozen = {KEPT: {"text": "Lean ahead.", "kind": "lean", "told": told}}
    return replace(ledger, reviews=tuple(replace(each, frozen=frozen) for each in ledger.reviews))


def test_the_figure_counts_the_headlines_frozen_in_past_reviews() -> None:
    from opsledger.measuring.every import figures

    told = [{"kind": "lean", "from": "2026-W40", "until": "2026-W42", "chance": 0.7, "hours": 9, "likely": True}]
    value = figures(with_headline(told), date(2026, 11, 20))["verdicts"].value
    assert value == {"warned": 1, "hits": 1, "false_alarms": 0, "misses": 0, "weeks_of_notice": 6}
    assert value_of("verdicts", "")["warned"] is None


@pytest.mark.parametrize("told", [None, 3, [3], [{}], [{"kind": "lean", "from": "2026-W99", "until": 3}]])
def test_a_headline_that_cannot_be_read_told_of_nothing(told: object) -> None:
    from opsledger.figures.standing import Standing

    (only,) = past_headlines(Standing(with_headline(told), date(2026, 11, 20)))
    assert only.told == ()


def test_the_command_shows_each_headline_and_what_came() -> None:
    shown = run(SAMPLE, "forecast", "--headlines", "--on", "2026-11-20").stdout
    assert shown.splitlines()[0] == "Each headline as its review said it on its day:"
    assert shown.splitlines()[-1].endswith(".")
