"""What is supposed of work that goes on: another start, another promise, a task in other hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from opsledger.forecast.coming import forecast
from opsledger.forecast.promises import Promise
from opsledger.forecast.result import Forecast, data
from opsledger.forecast.what_if import parse_what_if
from opsledger.models.ledger import Ledger
from opsledger.reporting.assumptions import explanations_text
from opsledger.reporting.forecast import forecast_text
from opsledger.values.misread import Misread
from tests.ledger_text import ledger_of

DAY = date(2026, 11, 20)
WEEKS = "".join(
    f"weeks/2026-W{number}.md\n    ## Actual\n    - Mon 8h old design\n    - Tue 8h old build\n"
    for number in range(33, 48)
)
LEDGER = f"""opsledger.yaml
    client_hours: 20
    tasks: [design, build, accounts]
team/jane.md
    name: Jane
    tasks: [design, accounts]
team/gone.md
    name: Gone
    tasks: [design]
    status: paused
projects/old.md
    estimate: 240h
    - 2026-08-03 started
    - 2026-11-20 delivered
projects/site.md
    estimate: 40h
    due: 2026-12-18
    - 2026-11-16 booked
projects/care.md
    billing: retainer
    estimate: 8h/month
    - 2026-11-18 booked
leads/shop.md
    hours: 80h
    - 2026-11-02 verbal
{WEEKS}"""


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    return ledger_of(LEDGER)


def supposed(ledger: Ledger, *texts: str) -> Forecast:
    return forecast(ledger, DAY, 8, [parse_what_if(text) for text in texts], runs=60)


def booked(found: Forecast, first: int, last: int) -> float:
    return sum(week.committed for week in found.weeks[first:last])


@pytest.mark.parametrize(
    ("text", "kind", "record", "on", "task", "member"),
    [
        ("site=start@2026-12-01", "start", "site", date(2026, 12, 1), None, None),
        ("[[site]] = due@2026-12-01", "due", "site", date(2026, 12, 1), None, None),
        ("start=start@2026-12-01", "start", "start", date(2026, 12, 1), None, None),
        ("Design=@jane", "hand", None, None, "design", "jane"),
        ("design = @[[jane]]", "hand", None, None, "design", "jane"),
    ],
)
def test_moves_are_parsed(text, kind, record, on, task, member) -> None:
    found = parse_what_if(text)
    assert (found.kind, found.record, found.on, found.task, found.member) == (kind, record, on, task, member)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("site=start", "is not a what-if"),
        ("site=start@", "has no day after the `@`"),
        ("site=due@2026-02-30", "2026-02-30"),
        ("=start@2026-12-01", "is not a what-if"),
        ("design=@", "is not a what-if"),
        ("nobody=start@2026-12-01", "no project or lead `nobody`"),
        ("old=due@2026-12-01", "no start or promise to move"),
        ("care=start@2026-12-01", "no start or promise to move"),
        ("site=start@2026-11-20", "is not after"),
        ("shop=due@2026-11-01", "is not after"),
        ("design=@nobody", "nobody active in your team is `nobody`"),
        ("design=@gone", "nobody active in your team is `gone`"),
        ("build=@jane", "jane does not take over `build`"),
        ("accounts=@jane", "no client hour of the last 13 weeks"),
    ],
)
def test_a_move_that_cannot_be_says_why_and_what_can(ledger: Ledger, text: str, message: str) -> None:
    with pytest.raises(Misread, match=message) as told:
        supposed(ledger, text)
    assert told.value.hint


def test_two_starts_of_one_project_are_refused(ledger: Ledger) -> None:
    with pytest.raises(Misread, match="cannot have two"):
        supposed(ledger, "site=start@2026-12-01", "site=start@2026-12-08")


def test_a_project_that_begins_later_takes_no_hours_before(ledger: Ledger) -> None:
    plain, later = supposed(ledger), supposed(ledger, "site=start@2026-12-14")
    retained = supposed(ledger, "site=start@2027-01-25")
    assert booked(later, 0, 3) == pytest.approx(booked(retained, 0, 3), abs=0.01)
    assert booked(later, 0, 3) < booked(plain, 0, 3) - 5
    assert booked(later, 3, 8) > booked(plain, 3, 8) + 5


def test_a_won_lead_begins_on_the_day_supposed(ledger: Ledger) -> None:
    lost = supposed(ledger, "shop=lost")
    won = supposed(ledger, "shop=won@2026-11-23", "shop=start@2026-12-21")
    assert [a.p50 for a in won.weeks[:4]] == [a.p50 for a in lost.weeks[:4]]
    assert won.weeks[5].p50 > lost.weeks[5].p50 + 3


def test_a_nearer_promise_brings_the_work_forward(ledger: Ledger) -> None:
    near, far = supposed(ledger, "site=due@2026-12-04"), supposed(ledger, "site=due@2027-02-26")
    assert booked(near, 0, 2) > booked(far, 0, 2) + 1


def test_a_task_in_other_hands_takes_its_share_of_the_client_hours(ledger: Ledger) -> None:
    plain, handed = supposed(ledger), supposed(ledger, "design=@jane")
    assert 0.4 * booked(plain, 0, 8) < booked(handed, 0, 8) < 0.75 * booked(plain, 0, 8)


def test_a_lead_won_says_which_promise_it_would_break(ledger: Ledger) -> None:
    won = supposed(ledger, "shop=won@2026-11-21", "shop=start@2026-11-23", "shop=due@2026-12-11")
    (promise,) = won.promises
    assert (promise.project, promise.due) == ("site", date(2026, 12, 18))
    assert 1 >= promise.late > promise.late_plain >= 0
    assert supposed(ledger).promises == ()
    (lost,) = supposed(ledger, "shop=lost").promises
    assert lost.late <= lost.late_plain


@pytest.mark.parametrize(
    ("late", "plain", "is_broken"), [(0.6, 0.2, True), (0.6, 0.55, False), (0.4, 0.0, False), (0.9, 0.9, False)]
)
def test_a_promise_is_broken_if_it_is_likely_late_because_of_it(late: float, plain: float, is_broken: bool) -> None:
    assert Promise("site", DAY, late, plain).is_broken is is_broken


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (0.7, "site, promised for Fri 20 Nov: 70 % likely to be late, 20 % without this.\n"),
        (0.3, "This makes no other promise late within these weeks.\n"),
    ],
)
def test_the_promises_are_said_below_the_table(ledger: Ledger, late: float, said: str) -> None:
    found = replace(supposed(ledger, "shop=won"), promises=(Promise("site", DAY, late, 0.2),))
    assert said in forecast_text(found)
    assert {"project": "site", "due": "2026-11-20", "late": late, "late_plain": 0.2} in data(found)["promises"]


def test_explanations_are_told_in_words_with_where_they_come_from(ledger: Ledger) -> None:
    found = forecast(ledger, DAY, 2, runs=20).explanations
    lines = explanations_text(found).splitlines()
    names = {each.name for each in found}
    assert {"ceiling", "yields", "short weeks", "misses", "averages", "stays.verbal.won"} <= names
    assert [line for line in lines if line in {f"{each.says}." for each in found}] == [
        f"{each.says}." for each in found
    ]
    (size,) = (each for each in found if each.name == "size")
    place = lines.index(f"{size.says}.")
    assert size.says.startswith("A lead that states no hours becomes a job of ")
    assert lines[place + 1 : place + 3] == [
        "    guess: 33 h",
        "    yours: 98 h, from 2 client projects (counts 33 %)",
    ]
    assert lines[lines.index("    guess: 9 days") + 1] == "    yours: not known yet"
    assert lines[lines.index("A week of three days holds 66 % of a usual week.") + 1].endswith("a fixed assumption.")


def test_assumptions_are_listed_under_the_question_they_answer(ledger: Ledger) -> None:
    blocks = explanations_text(forecast(ledger, DAY, 2, runs=20).explanations).split("\n\n")
    questions = [block for block in blocks if block.endswith("?")]
    assert questions[:3] == [
        "What does the forecast assume?",
        "How long do jobs take?",
        "What becomes of leads at the stage inquiry?",
    ]
    assert len(questions) == len(set(questions))
