"""The first days of a ledger: what it can say, and what it must not. The day is Monday, 30 November 2026."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from benchmarks.judging.walk import words_of
from opsledger.figures.standing import Standing
from opsledger.findings.headline import headline
from opsledger.findings.measured import measured_on
from opsledger.forecast.coming import forecast
from opsledger.forecast.lasting import lasting
from opsledger.forecast.result import data
from opsledger.rendering.templates import PAGE_TEMPLATE, render
from opsledger.reviewing.build import build_review
from tests.cli_support import run, write_ledger
from tests.ledger_text import files_of, ledger_of
from tests.test_booked_everywhere import as_read

DAY = date(2026, 11, 30)
DESIGNER = """
    opsledger.yaml
        kept_since: 2026-11-30
        client_hours: 25
        time_off: [2026-12-21/2026-12-25]
    projects/bakery.md
        price: 6400
        estimate: 50h
        due: 2026-12-18
        - 2026-11-02 booked
    projects/physio.md
        price: 4800
        estimate: 45h
        start: 2026-12-07
        due: 2027-01-31
        - 2026-11-20 booked
    projects/museum.md
        billing: retainer
        price: 700/month
        estimate: 8h
        - 2026-01-01 booked
    weeks/2026-W47.md
        ## Actual
        - Fri 10h bakery hours before the ledger
    weeks/2026-W48.md
        ## Actual
        - Fri 10h bakery hours before the ledger
"""


def said(text: str) -> str:
    return headline(measured_on(ledger_of(text), DAY)).text


def test_on_its_first_day_it_says_how_long_booked_work_lasts() -> None:
    text = said(DESIGNER)
    assert text.startswith("At the 25 h a week you set, the 75 h booked last until about Wed 30 Dec")
    assert "beside your retainer, if your estimates hold" in text
    assert "Too early" not in text


def test_work_is_worked_off_from_its_start_less_days_off_and_retainers() -> None:
    alone = DESIGNER.replace("projects/museum.md", "clients/museum.md").partition("    clients/museum.md")
    rest = alone[2][alone[2].index("    weeks/") :]
    found = lasting(Standing(ledger_of(alone[0] + rest), DAY))
    assert (found.hours, found.retained) == (75, 0)
    assert found.until == date(2026, 12, 28)  # 20 + 25 + 25 h, a week off, and the 5 h that are left on Monday
    held = lasting(Standing(ledger_of((alone[0] + rest).replace("2026-12-07", "2026-12-14")), DAY))
    assert held.until == date(2026, 12, 31)  # 30 h are done by 8 Dec, then nothing waits until the 14th


def test_a_job_without_hours_is_named_instead_of_counted() -> None:
    text = said(DESIGNER.replace("estimate: 45h\n", "\n"))
    assert "the 30 h booked last until about" in text
    assert "physio not counted: nobody wrote down how many hours it takes" in text


@pytest.mark.parametrize(("due", "told"), [("2026-12-18", True), ("2027-01-31", False)])
def test_the_hole_after_the_last_promise_is_named_if_it_is_near(due: str, told: bool) -> None:
    text = said(DESIGNER.replace("2027-01-31", due).replace("start: 2026-12-07\n", "\n"))
    assert ("Beside your retainer nothing is booked after" in text) is told


def test_retainers_alone_are_told_beside_the_hours_set() -> None:
    first, _, rest = DESIGNER.partition("    projects/bakery.md")
    retainer = rest[rest.index("    projects/museum.md") : rest.index("    weeks/")]
    assert said(first + retainer).startswith("Your retainer takes 2 h of the 25 h a week you set for clients")


def test_no_form_gives_a_chance_that_rests_on_guesses(tmp_path: Path) -> None:
    coming = forecast(ledger_of(DESIGNER), DAY, runs=40)
    assert coming.too_few
    told = data(coming)
    assert {week["famine"] for week in told["weeks"]} == {week["feast"] for week in told["weeks"]} == {None}
    assert (told["first_famine"], told["stretches"], told["needed"]) == (None, [], None)
    assert set(told["outlook"]["lean"].values()) == {None}
    root = write_ledger(tmp_path, files_of(DESIGNER))
    shown = run(root, "forecast", "--on", str(DAY)).stdout
    assert " %" not in shown
    assert "usual overrun" not in shown
    assert "It is too early to tell which weeks are lean." in shown
    status = json.loads(run(root, "status", "--on", str(DAY), "--json").stdout)["data"]
    assert {week["famine"] for week in status["weeks"]} == {None}
    review = run(root, "review", "--on", str(DAY), "--stdout").stdout
    assert all(row.count("|") == 10 and "%" not in row for row in review.splitlines() if row.startswith("| 2026-W"))


def test_a_promise_is_the_pace_while_no_other_is_known() -> None:
    text = DESIGNER.replace("estimate: 8h", "estimate: 0.5h")
    weeks = forecast(ledger_of(text), DAY, runs=200).weeks
    assert sum(week.committed for week in weeks if week.week.monday > date(2027, 1, 31)) < 6


def test_hours_from_memory_set_no_pace() -> None:
    assert "At your present" not in run_findings(DESIGNER)


def run_findings(text: str) -> str:
    from opsledger.findings.every import findings

    return "\n".join(f"{each.action}. {each.sentence}" for each in findings(measured_on(ledger_of(text), DAY)))


def test_jobs_without_hours_are_told_in_money() -> None:
    jobs = DESIGNER[: DESIGNER.index("    projects/museum.md")].replace("estimate: 50h\n", "\n")
    text = said(jobs.replace("estimate: 45h\n", "\n"))
    assert text.startswith("2 jobs for 11,200 EUR are booked. Write down the hours to see how long that lasts.")


FORTNIGHT = """
    opsledger.yaml
        kept_since: 2026-11-16
        client_hours: 24
        targets: {floor: 4500/month}
    schedule.md
        ## Plan
        - Mon 6h client
        - Tue 6h client
    leads/one.md
        source: referral
        - 2026-11-18 in x
        - 2026-11-18 out y
    leads/two.md
        source: referral
        - 2026-11-24 inquiry
    projects/inn.md
        client: inn
        price: 9800
        estimate: 60h
        due: 2026-12-16
        - 2026-09-15 booked
        - 2026-10-01 paid 2560
        - 2026-10-20 paid 3000
    projects/bikes.md
        client: bikes
        price: 3000
        estimate: 12h
        due: 2026-12-11
        - 2026-10-15 booked
        - 2026-11-02 paid 1000
    weeks/2026-W47.md
        ## Actual
        - Mon 8h inn
        - Tue 8h bikes
    weeks/2026-W48.md
        ## Plan
        - Fri 4h inn
        ## Actual
        - Mon 8h inn
        - Tue 8h inn
"""


def review_of(text: str) -> str:
    return render(build_review(ledger_of(text), DAY))


def test_few_leads_and_payments_make_no_habit() -> None:
    text = review_of(FORTNIGHT)
    assert "You usually answer" not in text
    assert "by referral" not in text
    assert "Not answered yet: [two]" in text
    assert "last year's money" not in text
    assert "missed in" not in text
    assert not re.search(r"\| (?:Dec 2026|Jan 2027) .*%", text)


def test_a_day_of_plan_tells_nothing_of_plans() -> None:
    assert "of your plan, moved" not in review_of(FORTNIGHT)
    planned = FORTNIGHT.replace("- Fri 4h inn", "- Mon 8h inn\n        - Tue 8h inn\n        - Wed 2h inn")
    assert "of your plan, moved" in review_of(planned)


def test_the_schedule_of_a_template_is_nobodys_habit_or_plan() -> None:
    assert "Next week is not planned yet." in review_of(FORTNIGHT)
    assert "usual schedule" not in review_of(FORTNIGHT)
    copied = f"{FORTNIGHT}    weeks/2026-W50.md\n        ## Plan\n        - Mon 6h client\n        - Tue 6h client\n"
    assert "**As schedule.md has it, with no job named yet.**" in review_of(copied)
    named = copied.replace("- Mon 6h client\n        - Tue 6h client\n", "- Mon 6h inn\n", 2).replace(
        "- Mon 6h inn\n    leads", "- Mon 6h client\n    leads"
    )
    assert "no job named" not in review_of(named)


def by_action(text: str, on: date = DAY) -> dict[str, tuple[date | None, str]]:
    from opsledger.findings.every import findings

    return {each.action: (each.by, each.because) for each in findings(measured_on(ledger_of(text), on))}


FRIDAY = date(2026, 11, 27)
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)
STEP = "- 2026-11-04 qualified x\n        - 2026-11-04 next 2026-11-12 send the proposal"


def test_a_step_of_your_own_that_is_late_waits_no_longer_than_the_next_working_day() -> None:
    lead = f"    leads/surgery.md\n        value: 7500\n        {STEP}\n"
    found = by_action(FORTNIGHT + lead, FRIDAY)
    day, because = found["surgery: send the proposal"]
    assert day == MONDAY
    assert because.startswith("your next step is 15 days late")
    ahead = by_action(FORTNIGHT + lead.replace("2026-11-12", "2026-12-01"), FRIDAY)
    assert {day for action, (day, _) in ahead.items() if action.startswith("surgery: send")} <= {TUESDAY}


def test_a_lead_for_next_summer_fills_no_hole_of_december() -> None:
    lead = "    leads/brewery.md\n        value: 2400\n        start: 2027-05-03\n        - 2026-11-20 proposal\n"
    assert not any("brewery" in action for action in by_action(FORTNIGHT + lead, FRIDAY))


INVOICE = """
    projects/brochure.md
        client: carpenter
        - 2026-09-01 started
        - 2026-10-15 delivered
        - 2026-{} invoiced 2300 due 2026-{}
"""


@pytest.mark.parametrize(
    ("sent", "due", "told"), [("10-15", "10-29", True), ("11-06", "11-20", True), ("11-20", "11-29", False)]
)
def test_an_invoice_taken_over_late_is_asked_for_on_the_next_working_day(sent: str, due: str, told: bool) -> None:
    found = by_action(DESIGNER + INVOICE.format(sent, due))
    reminder = {action: day for action, (day, _) in found.items() if action.startswith("Remind Carpenter")}
    assert list(reminder.values()) == ([TUESDAY] if told else [])


def test_who_pays_nothing_is_turned_down() -> None:
    lead = "    leads/friend.md\n        value: 0\n        due: 2026-12-24\n        - 2026-11-25 in wants it free\n"
    row = next(row for row in build_review(ledger_of(DESIGNER + lead), DAY).inflow.leads)
    assert (row.verdict, row.reasons) == ("avoid", ("they pay nothing for it",))
    assert not any(action.startswith("Answer friend") for action in by_action(DESIGNER + lead))
    assert any(action.startswith("Turn down friend") for action in by_action(DESIGNER + lead))


def test_a_first_review_is_short_and_says_what_is_known() -> None:
    text = review_of(DESIGNER + INVOICE.format("10-15", "10-29"))
    assert words_of(text) <= 450
    bakery = "[bakery](../projects/bakery.md) (booked) | 6,400 EUR | 20 h of 50 h | 30 h | Wed 9 Dec | Fri 18 Dec |"
    assert f"| {bakery}" in text
    assert "Projects often run over" not in text
    assert "Holiday this year" not in text
    assert not re.search(r"\| 2027-W\d", text)  # no table of weeks before a week is recorded
    assert words_of(review_of(DESIGNER.replace("kept_since: 2026-11-30", "terms: 14"))) <= 450
    old = review_of(DESIGNER.replace("kept_since: 2026-11-30", "kept_since: 2026-09-01"))
    assert "| 2027-W01 |" in old


@pytest.mark.parametrize(
    ("allowed", "said"),
    [
        (10, "5 of 10 days taken, 3 of the 5 left are planned."),
        (7, "5 of 7 days taken, 2 left, and 3 planned: 1 too many."),
        (5, "5 of 5 days taken, 0 left, and 3 planned: 3 too many."),
    ],
)
def test_more_days_off_planned_than_are_left_are_too_many(allowed: int, said: str) -> None:
    text = (
        f"    opsledger.yaml\n        holiday: {allowed}\n"
        "        time_off: [2026-08-03/2026-08-07, 2026-12-16/2026-12-18]\n"
        "    projects/job.md\n        client: ada\n        estimate: 300h\n        - 2026-02-02 started\n"
        + "".join(f"    weeks/2026-W{week}.md\n        ## Actual\n        - Mon 8h job\n" for week in range(20, 47))
    )
    assert f"Holiday this year: {said}" in render(build_review(ledger_of(text), DAY))


def test_the_page_of_a_first_review_gives_no_chance_and_no_plan_of_its_own() -> None:
    schedule = "    schedule.md\n        ## Plan\n        - Mon 6h client\n"
    review = build_review(ledger_of(DESIGNER + schedule), DAY)
    assert {(week.famine, week.feast) for week in review.stand.weeks} == {(None, None)}
    assert review.outflow.plan.calendar == ()  # neither the template's schedule nor hours from memory
    assert review.outflow.plan.grid == ""
    page = as_read(render(review, ".", PAGE_TEMPLATE))
    for absent in ("chance of a lean week", "Usual week", "What is in the pipeline", "Holiday this year"):
        assert absent not in page
    assert "until about Wed 30 Dec" in page


def test_no_hours_for_clients_or_paused_work_alone_tell_no_day() -> None:
    told = "Too early to tell how long the 83 h booked will last."
    assert told in said(DESIGNER.replace("client_hours: 25", "client_hours: 0"))
    paused = DESIGNER[: DESIGNER.index("    projects/museum.md")].replace(
        "- 2026-11-02 booked", "- 2026-11-02 booked\n        - 2026-11-20 paused"
    )
    assert "the 45 h booked last until about" in said(paused)
    both = paused.replace("- 2026-11-20 booked", "- 2026-11-20 booked\n        - 2026-11-21 paused")
    assert "Too early to tell how long the 95 h booked will last." in said(both)


def test_the_forecast_calls_no_overrun_usual_of_which_no_job_tells(tmp_path: Path) -> None:
    weeks = {
        f"weeks/2026-W{number}.md": f"## Actual\n\n- Mon 6h job\n- Tue 5h {'old' if number < 40 else 'job'}\n"
        for number in range(30, 47)
    }
    job = (
        "---\nname: Job\nclient: Ada\nbilling: fixed\nprice: 9000\nestimate: 300h\n---\n## Log\n- 2026-07-06 started\n"
    )
    done = job.replace("Job", "Old").replace("300h", "60h") + "- 2026-10-02 delivered\n"
    for files, told in (
        ({"projects/job.md": job}, "a built-in guess of what jobs run over"),
        ({"projects/job.md": job, "projects/old.md": done}, "your usual overrun"),
    ):
        known = {path: text.replace("old", "client") for path, text in weeks.items()} if len(files) == 1 else weeks
        ledger = write_ledger(tmp_path / str(len(files)), {**known, **files})
        assert f"and {told}." in run(ledger, "forecast", "--on", "2026-11-20").stdout


def test_what_a_guess_adds_to_the_hours_sold_is_said_by_job_while_few_are_finished() -> None:
    """The few finished jobs beside it kept their estimates, so the reader must see where the difference lies."""
    weeks = "".join(
        f"    weeks/2026-W{number}.md\n        ## Actual\n        - Mon 8h portal\n        - Tue 5h old{number % 3}\n"
        for number in range(20, 47)
    )
    jobs = """
    projects/portal.md
        name: Portal
        client: ada
        estimate: 220h
        - 2026-05-11 started
"""
    jobs += "".join(
        f"    projects/old{number}.md\n        client: ada\n        price: 4500\n        estimate: 45h\n"
        "        - 2026-05-11 started\n        - 2026-11-16 delivered\n"
        for number in range(3)
    )
    text = render(build_review(ledger_of(jobs + weeks), DAY))
    assert re.search(r"Beyond what was sold: \d+ h for Portal; 3 finished projects cannot say what is usual\.", text)
    assert "3 finished projects took 100 % of their estimates (median)" in text
    assert "A typical project" not in text
    owner_said = jobs.replace(
        "220h\n        - 2026-05-11 started", "220h\n        - 2026-05-11 started\n        - 2026-11-16 left 4h"
    )
    assert owner_said != jobs
    assert "Beyond what was sold" not in render(build_review(ledger_of(owner_said + weeks), DAY))


def test_a_headline_that_has_much_to_say_leaves_out_from_when_weeks_can_be_told() -> None:
    short = said(FORTNIGHT)
    assert "Lean weeks can be forecast" in short
    poor = f"{FORTNIGHT}    money.md\n        ## Log\n        - 2026-11-29 balance 300\n"
    poor = poor.replace("client_hours: 24", "client_hours: 24\n        living: 2700/month")
    late = f"{poor}    projects/late.md\n        estimate: 9h\n        due: 2026-11-20\n        - 2026-11-02 started\n"
    text = said(late)
    assert "Your reserve of 300 EUR" in text
    assert "Lean weeks can be forecast" not in text
