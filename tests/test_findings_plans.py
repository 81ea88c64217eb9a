"""What is said of next week's plan: of the hours for clients, against what is due and what is sold.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.dry import dry_spell
from opsledger.findings.every import chosen
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.judging_plan import judged_plan
from opsledger.findings.measured import measured_on
from opsledger.findings.planning import thin_plan, week_to_plan
from opsledger.findings.promises import broken_promises
from opsledger.findings.young import hangs_on
from opsledger.forecast.coming import forecast as build_forecast
from opsledger.forecast.keeping import free_until, promises_of, span_left, work_weeks
from opsledger.forecast.outlook import Stretch
from opsledger.measuring.every import measure
from opsledger.reviewing.build import build_review
from opsledger.values.days import Week
from tests.ledger_text import DAY, ledger_of


def seen(plan: str, projects: str) -> Measured:
    week = f"    weeks/2026-W48.md\n        ## Plan\n        - Wed 6h admin\n{plan}"
    standing = Standing(ledger_of(f"    opsledger.yaml\n        client_hours: 20\n{week}{projects}"), DAY)
    return Measured(standing, measure(standing))


def job(estimate: int, due: str = "") -> str:
    promise = f"        due: {due}\n" if due else ""
    return f"    projects/job.md\n        estimate: {estimate}h\n{promise}        - 2026-11-02 booked\n"


@pytest.mark.parametrize(
    ("plan", "projects", "said"),
    [
        ("        - Mon 4h job\n", job(40, "2026-11-13"), "too little for clients: 4 h, and you need 20 h"),  # late
        ("        - Mon 4h job\n", job(10, "2026-11-27"), "too little for clients: 4 h, and you need 12 h"),
        (
            "        - Mon 4h client\n",
            job(10, "2026-12-18"),
            "within the hours available",
        ),  # a share
        ("        - Mon 4h job\n", job(64), "room for more client work, 64 h are sold"),
        ("        - Mon 14h client\n", job(64), "within the hours available"),
        ("        - Mon 4h job\n", "", "within the hours available"),
        ("        - Mon 40h job\n", job(40, "2026-11-13"), "more than the hours available"),
    ],
)
def test_a_plan_is_judged_by_what_is_due_and_sold(plan: str, projects: str, said: str) -> None:
    assert judged_plan(seen(plan, projects)) == said


def test_a_plan_that_leaves_out_what_is_late_is_told_with_it() -> None:
    (finding,) = thin_plan(seen("        - Mon 4h client\n", job(40, "2026-11-13")))
    assert finding.action == "Plan next week's hours for job"
    assert finding.because == "you planned 4 h for clients next week, and need about 20 h"


def test_sold_hours_that_do_not_fill_the_week_are_to_be_planned_before_any_lead_is_called() -> None:
    text = """
    leads/tern.md
        - 2026-11-18 out x
    projects/job.md
        estimate: 60h
        - 2026-11-09 started
    weeks/2026-W46.md
        ## Actual
        - Mon 2h job
    """
    standing = Standing(ledger_of(text), DAY)
    (finding,) = dry_spell(Measured(standing, measure(standing)))
    assert finding.action == "Plan more of the coming week for job"
    assert finding.because == "58 h are sold, but they do not fill the coming week"


def test_planning_the_week_is_an_action_only_if_nothing_else_needs_its_place() -> None:
    text = (
        "    weeks/2026-W46.md\n        ## Plan\n        - Mon 6h admin\n    opsledger.yaml\n        client_hours: 20\n"
    )
    assert [row.rule for row in build_review(ledger_of(text), DAY).this_week][-1] == "week-to-plan"
    for number in range(3):
        text += f"    projects/job{number}.md\n        client: c{number}\n        price: 9000\n"
        text += "        - 2026-08-01 started\n        - 2026-09-01 invoiced 9000\n"
    rows = build_review(ledger_of(text), DAY).this_week
    assert len(rows) == 3
    assert "week-to-plan" not in [row.rule for row in rows]


def test_nobody_is_asked_on_a_wednesday_to_plan_the_next_week_nor_who_never_plans() -> None:
    text = "    weeks/2026-W46.md\n        ## {}\n        - Mon 6h admin\n"
    told = {
        (name, day): list(week_to_plan(measured_on(ledger_of(text.format(name)), day)))
        for name in ("Plan", "Actual")
        for day in (DAY, DAY - timedelta(days=2))
    }
    assert [key for key, found in told.items() if found] == [("Plan", DAY)]


WAITING = """
    projects/now.md
        name: Now
        estimate: 20h
        due: 2026-12-04
        - 2026-11-02 started
    projects/next.md
        name: Next
        price: 9000
        estimate: {}h
        due: 2027-01-29
        - 2026-11-02 booked
"""


@pytest.mark.parametrize(("estimate", "is_told"), [(100, False), (135, True), (150, True)])
def test_work_that_waits_is_told_once_it_leaves_hardly_any_room(estimate: int, is_told: bool) -> None:
    measured = seen("", WAITING.format(estimate))  # 200 h until 29 January, and Now comes first
    found = [each for each in broken_promises(measured) if each.about == ("next",)]
    assert bool(found) is is_told
    finish = measured.figures["outflow.finish.next"].value
    assert isinstance(finish, dict)
    assert (finish["day"] > finish["due"]) is (estimate == 150)


@pytest.mark.parametrize(
    ("off", "begins"), [("", "from Wed 2 Dec, once"), ("2026-11-23/2026-11-24", "from Fri 4 Dec, once")]
)
def test_what_waits_is_planned_once_what_comes_first_is_done_with_no_more_hours_than_a_week_has(
    off: str, begins: str
) -> None:
    text = f"{WAITING.format(140)}    opsledger.yaml\n        time_off: [{off}]\n        client_hours: 20\n"
    standing = seen("", text).standing
    mine = next(each for each in promises_of(standing) if each.project.id == "next")
    turn = span_left(standing, mine)
    assert free_until(standing, turn.begins - timedelta(days=1)) >= mine.before
    assert begins in found_next(text).action
    assert turn.weekly == min((mine.left or Fraction(0)) / work_weeks(standing, mine.due, turn.begins), Fraction(20))


def found_next(text: str) -> Finding:
    return next(each for each in broken_promises(seen("", text)) if each.about == ("next",))


@pytest.mark.parametrize("words", ["to begin on 4 January", "starts 4 Jan", "begins on 2027-01-04", "start: Jan"])
def test_what_begins_on_an_agreed_day_is_planned_from_then_on(words: str) -> None:
    text = WAITING.format(72).replace("2026-11-02 booked", f"2026-11-02 booked {words}")
    measured = seen("", text)
    found = [each for each in broken_promises(measured) if each.about == ("next",)]
    if words == "start: Jan":
        assert found == []  # no day: 92 of 200 h are no matter
        return
    (one,) = found
    assert one.action == "Plan about 20 h a week for Next from Mon 4 Jan until Fri 29 Jan"
    assert one.because == "it begins on Mon 4 Jan, likely needs about 89 h by Fri 29 Jan, and you have 80 h"
    assert one.by == date(2027, 1, 4)
    finish = measured.figures["outflow.finish.next"].value
    assert isinstance(finish, dict)
    assert finish["day"] > date(2027, 1, 20)


def test_what_waits_says_what_comes_first_and_how_much_a_week_it_takes() -> None:
    found = found_next(WAITING.format(150))
    assert found.action == "Plan about 20 h a week for Next from Wed 2 Dec, once Now is done, until Fri 29 Jan"
    assert found.because.startswith("it has not begun. With Now before it, about 210 h must be done by ")
    assert found.because.endswith("Fri 29 Jan, and you have 200 h")
    assert found.whole == 9000
    assert found.money is not None


def test_a_plan_keeps_its_place_beside_a_complaint_about_the_work_before_it() -> None:
    text = WAITING.format(150).replace("name: Now", "name: Client portal\n        client: nowco")
    text += "    clients/nowco.md\n        name: Nowco\n        - 2026-11-17 complaint late again\n"
    measured = seen("", text)
    found = next(each for each in broken_promises(measured) if each.about == ("next",))
    assert "once Client portal is done" in found.action
    rules = [row.finding.rule for row in chosen(measured).this_week]
    assert {"clients-to-answer", "broken-promises"} <= set(rules)


CARE = """
    projects/care.md
        client: linden
        billing: retainer
        price: 1600/month
        estimate: 18h
        - 2026-02-01 started
"""
RUSH = """
    opsledger.yaml
        client_hours: 20
        targets: {rate: 50/h}
    projects/rush.md
        client: rush
        price: 540
        estimate: 20h
        - 2026-11-02 started
        - 2026-11-06 delivered
    projects/more.md
        client: rush
        price: 540
        estimate: 20h
        - 2026-11-06 started
    weeks/2026-W45.md
        ## Actual
        - Mon 5h rush
        - Tue 5h rush
        - Wed 5h rush
        - Thu 5h rush
    weeks/2026-W48.md
        ## Plan
"""


@pytest.mark.parametrize(
    ("planned", "said"),
    [
        (4, "within the hours available"),
        (6, "within the hours available"),
        (13, "Linden gets 13 h of its 18 h a month"),
    ],
)
def test_a_plan_that_gives_a_retainer_far_more_than_its_share_says_so(planned: int, said: str) -> None:
    assert judged_plan(seen(f"        - Mon {planned}h care\n", CARE)) == said


def test_a_retainers_hours_are_not_due_in_one_week() -> None:
    assert judged_plan(seen("        - Mon 3h care\n", CARE.replace("18h", "22h"))) == "within the hours available"
    both = (
        CARE.replace("18h", "80h")
        + "    projects/job.md\n        estimate: 12h\n        due: 2026-11-27\n        - 2026-11-02 booked\n"
    )
    assert judged_plan(seen("        - Mon 8h care\n", both)) == "too little for clients: 8 h, and you need 20 h"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("Mon 6h more",), "all 6 h for clients are for Rush, at 27 EUR an hour"),
        (
            ("Mon 4h client Rush, as always", "Tue 4h client"),
            "4 of the 8 h for clients are for Rush, at 27 EUR an hour",
        ),
        (("Mon 1h more", "Tue 7h client"), "within the hours available"),
    ],
)
def test_a_plan_for_a_client_who_pays_far_too_little_says_so(lines: tuple[str, ...], said: str) -> None:
    standing = Standing(ledger_of(RUSH + "".join(f"        - {line}\n" for line in lines)), DAY)
    assert judged_plan(Measured(standing, measure(standing))).startswith(said)


def test_a_plan_for_a_client_who_may_not_pay_says_so() -> None:
    owing = """
    projects/app.md
        client: fleet
        billing: hourly
        rate: 80/h
        - 2026-06-01 started
        - 2026-06-30 invoiced 1000 due 2026-07-14
        - 2026-07-14 paid 1000
        - 2026-07-31 invoiced 3000 due 2026-08-14
        - 2026-10-30 mail second reminder of the invoice, no answer
"""
    plan = "        - Mon 6h app\n        - Tue 2h client\n"
    assert judged_plan(seen(plan, owing)) == "6 of the 8 h for clients are for Fleet, who may not pay"


def test_a_thin_plan_puts_work_off_if_what_is_sold_overloads() -> None:
    measured = seen("        - Mon 4h job\n", job(40, "2026-11-27"))
    forecast = build_forecast(measured.standing.whole, DAY, runs=20)
    ahead = Stretch("overloaded", Week(2026, 48), Week(2026, 50), 0.8, 30.0)
    full = replace(forecast, too_few=False, stretches=(ahead,))
    told = judged_plan(Measured(measured.standing, measured.figures, full))
    assert told == "puts off what is due: 4 h, and you need 20 h"


def test_a_week_that_is_planned_though_little_is_booked_is_told_so() -> None:
    small = "    projects/job.md\n        estimate: 10h\n        - 2026-11-02 started\n"
    small += "".join(f"    weeks/2026-W{week}.md\n        ## Actual\n        - Mon 4h job\n" for week in (45, 46))
    assert hangs_on(seen("        - Mon 6h client\n", small)) == "booked work does not fill the coming week"
    told = "booked work does not fill the coming week, though 14 h are planned"
    assert hangs_on(seen("        - Mon 6h client\n        - Tue 8h client\n", small)) == told


def test_a_review_without_anything_urgent_says_that_nothing_presses() -> None:
    weeks = "".join(
        f"    weeks/2026-W{week}.md\n        ## Actual\n        - Mon 8h care\n        - Tue 8h care\n"
        for week in range(42, 48)
    )
    weeks = f"    opsledger.yaml\n        client_hours: 18\n{weeks}"
    calm = ledger_of(CARE.replace("18h", "80h") + weeks)
    assert build_review(calm, DAY).nothing_presses
    paid = "- 2026-02-01 started\n        - 2026-11-12 complaint too late again"
    assert not build_review(ledger_of(CARE.replace("- 2026-02-01 started", paid) + weeks), DAY).nothing_presses


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        ("live before the opening, beginning on 30th of November", date(2026, 11, 30)),
        ("beginnt am 4. Januar 2027", date(2027, 1, 4)),
        ("cannot start on 4 January", None),
        ("starts on 4 March", None),  # after its promise
        ("starts on 31 February", None),
        ("the start page by 4 January", None),
    ],
)
def test_the_words_that_book_a_job_say_when_it_begins(words: str, begins: date | None) -> None:
    text = f"projects/job.md\n    due: 2027-02-26\n    - 2026-11-02 booked {words}\n"
    (project,) = Standing(ledger_of(text), DAY).client_projects
    assert project.start == begins
