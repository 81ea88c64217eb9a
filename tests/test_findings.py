"""Each rule speaks up if its number asks for it, and is silent where all is well.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.coming import COMING_RULES
from opsledger.findings.every import RULES, findings
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.late import promises_sentence
from opsledger.forecast.outlook import Now, Outlook, Stretch
from opsledger.forecast.result import Forecast, ForecastWeek, Help, is_filled
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.settings import Settings
from opsledger.values.days import Week
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of, value_of

# A business in which nothing asks for anything: work for ten weeks, money in, marketing done, tools looked at.
HEALTHY = """
    opsledger.yaml
        targets: {income: 1000/month, floor: 500/month, rate: 50/h}
        ideal_client: {services: [website], budget: 1000, weeks: 2}
        marketing: {work: 1, topic: 1, win: 1, engage: 1}
        tasks: [design]
        famine: 20%
    leads/answered.md
        value: 5000
        service: website
        due: 2027-06-01
        - 2026-11-16 in x
        - 2026-11-17 out y
        - 2026-11-17 next 2026-11-24 call
    leads/became-work.md
        - 2026-10-12 in x
        - 2026-10-13 out y
        - 2026-10-17 won
    leads/lost.md
        - 2026-10-12 in x
        - 2026-10-13 out y
        - 2026-10-17 lost budget
    projects/running.md
        client: ada
        lead: became-work
        price: 9000
        estimate: 100h
        due: 2027-03-31
        - 2026-10-19 started
        - 2026-11-16 call
        - 2026-10-20 invoiced 1000
        - 2026-10-30 paid 1000
    projects/done.md
        client: ben
        price: 1000
        estimate: 10h
        due: 2026-11-30
        - 2026-10-01 booked
        - 2026-10-02 call
        - 2026-11-09 started
        - 2026-10-03 invoiced 1000
        - 2026-10-09 paid 1000
        - 2026-11-12 delivered
    projects/third.md
        client: cyd
        - 2026-10-01 paid 1000
        - 2026-10-02 cancelled
    clients/ada.md
        health: green
    clients/ben.md
    clients/cyd.md
    website/case.md
        type: case-study
        project: done
        - 2026-11-13 published
    tools/pen.md
        - 2026-10-01 cost 9/month
        - 2026-11-01 assessed keep
    team/jane.md
        - 2026-10-01 rate 999/h
    weeks/2026-W46.md
        ## Plan
        - Mon 8h running
        - Tue 2h done
        - Wed 1h coo
        ## Actual
        - Mon 8h running design
        - Tue 2h done
        - Wed 1h coo
        ## Marketing
        - Mon linkedin work a
        - Mon linkedin topic b
        - Mon linkedin win c
        - Mon linkedin engage d
    weeks/2026-W48.md
        ## Plan
        - Mon 8h running
    reviews/2026-11-06.md
        ## Decisions
        - [ ] @sales Call the quay due:2026-11-30
"""


def measured(ledger: Ledger) -> Measured:
    standing = Standing(ledger, DAY)
    return Measured(standing, measure(standing))


def found(rule: str, text: str) -> list[Finding]:
    """What a rule finds in a ledger."""
    (one,) = [each for each in RULES if each.__name__ == rule]
    return list(one(measured(ledger_of(text))))


# A line of the healthy ledger replaced by others, and what the rule is to say then.
ASKING = {
    "dry_spell": [("estimate: 100h", "estimate: 9h", "answered: call: booked work does not fill the coming week")],
    "unanswered_leads": [
        (
            "- 2026-11-17 out y\n        - 2026-11-17 next 2026-11-24 call",
            "- 2026-11-16 hours 40h",
            "Answer answered: they wrote 4 days ago",
        )
    ],
    "spoken_yes": [
        (
            "- 2026-11-17 next 2026-11-24 call",
            "- 2026-11-18 verbal",
            "Get the yes of answered in writing, with a first day: they said yes 2 days ago, and no step",
        )
    ],
    "stale_leads": [
        ("next 2026-11-24 call", "next 2026-11-19 call", "answered: call: your next step is 1 day late, at the")
    ],
    "leads_that_came_back": [
        (
            "- 2026-10-17 lost budget",
            "- 2026-10-17 lost budget\n        - 2026-11-18 in again",
            "they wrote on Wed 18 Nov",
        )
    ],
    "leads_to_avoid": [
        (
            "value: 5000",
            "value: 50",
            "Raise answered, bundle it with other work, or turn it down: it does not fit: 50 EUR is under your",
        )
    ],
    "leads_too_soon": [
        ("due: 2027-06-01", "due: 2026-11-28", "Offer answered a later date: they want it too soon: 8 days")
    ],
    "slow_answers": [("2026-10-13 out y", "2026-10-16 out y", "a new lead waits 4 days")],
    "repeated_losses": [
        (
            "- 2026-10-17 won",
            "- 2026-11-17 lost budget",
            "leads lost to budget said, and change one thing in the offer: 2 leads were lost to budget in 26 weeks",
        )
    ],
    "cadence": [
        (
            "- Mon linkedin win c",
            "- Mon linkedin work c",
            "Post one client success: you did less marketing than you planned: no client success story (goal 1)",
        )
    ],
    "unproved_work": [
        ("project: done", "project: running", "Ask ben for a testimonial: done was finished on Thu 12 Nov")
    ],
    "stale_website": [("2026-11-13 published", "2026-01-13 published", "Refresh case: it needs a refresh")],
    "broken_promises": [
        (
            "due: 2027-03-31",
            "due: 2026-11-19",
            "Give ada a new date for running: it was promised for Thu 19 Nov, 1 day ago",
        ),
        ("due: 2027-03-31", "due: 2026-11-24", "h by Tue 24 Nov. Only 10 h are available for clients"),
        ("due: 2027-03-31", "due: 2026-11-20", "h by Fri 20 Nov. Only 5 h are available for clients"),
    ],
    "overruns": [
        (
            "estimate: 100h",
            "estimate: 8.5h",
            "Finish running within the 0.5 h left of the hours sold, or agree on more: it has used 94 % of its hours",
        ),
        (
            "estimate: 100h",
            "estimate: 4h",
            "Keep about 2 h free for running until Wed 31 Mar: it has used 200 % of its hours, so it earns "
            "910 EUR an hour. Next time estimate about 10 h",
        ),
        (
            "Mon 8h running design\n        - Tue 2h done",
            "Mon 8h running design\n        - Tue 8h running\n        - Wed 8h running\n        - Thu 8h running"
            "\n        - Fri 30h running\n        - Tue 2h done",
            "it has used 62 % of its hours, 19 weeks before its promise",
        ),
    ],
    "unpaid_scope": [("- 2026-11-16 call", "- 2026-11-16 scope +3h x", "3 h were added without pay")],
    "silent_projects": [
        (
            "2026-11-16 call",
            "2026-11-05 complaint slow",
            "Call ada about running: you have not been in touch for 15 days",
        ),
    ],
    "unhappy_clients": [
        ("health: green", "health: red", "Talk with ada about what is wrong: they are marked red"),
    ],
    "clients_to_answer": [
        (
            "2026-11-16 call",
            "2026-11-16 complaint too slow",
            "Answer the complaint of ada: too slow: they complained on Mon 16 Nov, and",
        ),
        (
            "health: green",
            "health: green\n        - 2026-11-17 in where is the draft",
            "Answer ada: where is the draft: they wrote on Tue 17 Nov, and no answer of yours is written down",
        ),
    ],
    "improvements": [("2026-11-16 call", "2026-11-16 improve x", "you wrote a note on what to do better next time")],
    "unrealistic_plan": [
        (
            "Plan\n        - Mon 8h running\n    reviews",
            "Plan\n        - Mon 20h running\n        - Tue 17h running\n    reviews",
            "Take 1 h out of next week's plan: 37 h are planned for next week. Only 36 h are available",
        ),
    ],
    "thin_plan": [
        (
            "due: 2027-03-31",
            "due: 2026-12-18",
            "Plan next week's hours for running: you planned 8 h for clients next week",
        ),
    ],
    "week_to_plan": [
        (
            "    weeks/2026-W48.md\n        ## Plan\n        - Mon 8h running\n",
            "",
            "Plan the week of 23 Nov, in five minutes: next week is not planned yet",
        ),
    ],
    "unstarted_work": [("lead: became-work", "service: website", "Agree on a start with became-work")],
    "work_to_hand_over": [],  # takes full weeks: below
    "unpaid_work": [],  # takes a client who paid nothing for long: see test_doubtful.py
    "unmarked_payments": [],  # takes old data that were imported: see test_unmarked_payments.py
    "long_owed": [
        (
            "- 2026-10-20 invoiced 1000",
            "- 2026-10-06 invoiced 1600",
            "Remind ada of the invoice for running: they owe 600 EUR, due Thu 5 Nov, 15 days ago",
        )
    ],
    "unbilled": [
        ("price: 1000", "price: 1900", "Invoice 900 EUR for done: it is finished and is not invoiced"),
    ],
    "over_billed": [
        (
            "price: 1000\n        estimate: 10h",
            "billing: hourly\n        rate: 60/h\n        estimate: 10h",
            "or was 880 EUR too much charged?: 1,000 EUR were invoiced for 2 h, which bring 120 EUR",
        )
    ],
    "hours_to_invoice": [],  # takes work by the hour: see test_uninvoiced.py
    "planned_invoices": [],  # takes a plan of invoices: see test_uninvoiced.py
    "low_income": [],  # takes a month: below
    "low_rate": [
        (
            "price: 1000",
            "price: 60",
            "Raise the price of the next proposal: you earned 30 EUR per client hour, target 50 EUR. "
            "Most of the gap is the price sold (44 EUR an hour)",
        )
    ],
    "low_estimates": [],  # takes four projects: below
    "overdue_actions": [
        ("due:2026-11-30", "due:2026-11-19", "Do, drop or reschedule: Call the quay: it was due on Thu 19 Nov")
    ],
    "tools_to_judge": [
        (
            "- 2026-10-01 cost 9/month\n        - 2026-11-01 assessed keep",
            "jobs: [deliver]\n        - 2026-10-01 cost 9/month",
            "cancel pen: you never looked at it",
        )
    ],
    "no_coo_time": [
        (
            "running design\n        - Tue 2h done\n        - Wed 1h coo",
            "running\n    weeks/2026-W44.md\n        ## Actual\n        - Tue 1h coo\n    weeks/2026-W45.md",
            "you have logged no COO time since Tue 27 Oct",
        )
    ],
    "below_floor": [],  # take a forecast: in test_money_ahead.py
    "reserve_ends": [],
    "payments_ahead": [],  # take an account: see test_to_pay.py
    "first_payment": [],  # takes a business without a floor: below
    "thanks_owed": [
        (
            "leads/answered.md\n",
            "contacts/zoe.md\n        - 2026-06-01 call x\n    leads/answered.md\n        referred_by: zoe\n",
            "Thank zoe for answered: they sent it on Mon 16 Nov, and no word of yours to them is written down since",
        )
    ],
    "out_of_touch": [
        (
            "    reviews/2026-11-06.md",
            "    contacts/zoe.md\n        every: 4 weeks\n        - 2026-09-01 call x\n    reviews/2026-11-06.md",
            "Get in touch with zoe: you were last in touch 80 days ago, and your goal is every 28 days",
        )
    ],
    "undecided": [
        (
            "leads/answered.md",
            "leads/answered.md\n        decision: 2026-11-18",
            "Ask what became of answered: they meant to decide 2 days ago",
        )
    ],
    "retainer_ended": [
        (
            "    reviews/2026-11-06.md",
            "    projects/care.md\n        client: cyd\n        billing: retainer\n        price: 500/month\n"
            "        - 2026-05-01 started\n        - 2026-11-05 ended\n    reviews/2026-11-06.md",
            "it ended on Thu 5 Nov: 500 EUR a month less. No other retainer runs",
        )
    ],
    "end_in_words": [
        (
            "    reviews/2026-11-06.md",
            "    projects/care.md\n        client: cyd\n        billing: retainer\n        price: 500/month\n"
            "        - 2026-05-01 started\n        - 2026-11-12 mail notice: they stop soon\n"
            "    reviews/2026-11-06.md",
            "of Thu 12 Nov says that care stops: “notice: they stop soon”. Write down its last day: until then "
            "hours and money go on as before",
        )
    ],
    "retainer_overused": [],  # takes months: below
    "fading_work": [],  # takes half a year of hours: in test_fading.py
    "one_big_client": [
        (
            "2026-10-30 paid 1000",
            "2026-10-30 paid 9000",
            "replace ada if they left: they are 100 % of what is booked and 82 % of the money since Oct",
        )
    ],
    "hand_over_now": [],  # takes overloaded weeks: in test_relief.py
    "no_break": [
        (
            "        famine: 20%",
            "        famine: 20%\n        time_off: [2025-12-22/2026-01-02]",
            "no day off is entered from 20 Dec to 6 Jan, and you took some in 2025",
        )
    ],
}
CASES = [(rule, *case) for rule, cases in ASKING.items() for case in cases]


def test_every_rule_has_a_case() -> None:
    assert list(ASKING) == [rule.__name__ for rule in RULES if rule not in COMING_RULES]


def week_of_forecast(number: int, p50: float, famine: float, feast: float, booked: float = 10.0) -> ForecastWeek:
    return ForecastWeek(Week(2026, number), 24.0, booked, p50 - 5, p50, p50 + 5, famine, feast)


def forecast_with(*stretches: Stretch, helps: Help | None = None, known: int = 50, booked: float = 10) -> Forecast:
    weeks = tuple(week_of_forecast(number, 20, 0.1, 0.1, booked) for number in range(48, 53))
    none = dict.fromkeys((4, 8, 12), 0.1)
    return Forecast(DAY, weeks, None, (), known < 8, known, helps, (), Outlook(none, none), stretches, Now(None, ()))


def seen_with(forecast: Forecast, text: str = HEALTHY) -> Measured:
    standing = Standing(ledger_of(text), DAY)
    return Measured(standing, measure(standing), forecast)


def told_of(forecast: Forecast, text: str = HEALTHY) -> dict[str, str]:
    seen = seen_with(forecast, text)
    return {finding.role: f"{finding.action}: {finding.because}" for rule in COMING_RULES for finding in rule(seen)}


LEAN = Stretch("lean", Week(2026, 50), Week(2026, 52), 0.72, 30.0)
FULL = Stretch("overloaded", Week(2026, 49), Week(2026, 50), 0.7, 12.0)


def test_a_lean_stretch_is_told_with_both_ends_and_the_last_day_to_win_work() -> None:
    helps = Help("answered", 8.0, DAY + timedelta(days=4), DAY - timedelta(days=3))
    assert told_of(forecast_with(LEAN, helps=helps)) == {
        "sales": "answered: call: 7 Dec to 27 Dec look lean. Work for then must be won by Tue 24 Nov",
        "marketing": "Write to three past clients, and ask each for an introduction: only 1 new lead came",
    }


def test_an_overloaded_stretch_names_what_to_ask_a_later_date_for() -> None:
    assert told_of(forecast_with(FULL, booked=30)) == {
        "production": "Leave running until after 13 Dec: it is promised for Wed 31 Mar: "
        "30 Nov to 13 Dec look overloaded (70 % likely), by about 12 h",
    }


@pytest.mark.parametrize(
    ("booked", "planned", "is_full"),
    [
        ((30, 30), None, True),
        ((30, 9), None, False),
        ((30, 9), 40, True),
        ((30, 30), 8, True),
        ((9, 9, 72), None, True),
    ],
)
def test_work_that_is_neither_sold_nor_planned_overloads_nobody(
    booked: tuple[int, ...], planned: float | None, is_full: bool
) -> None:
    weeks = [week_of_forecast(number, 20, 0.1, 0.1, hours) for number, hours in enumerate(booked, 48)]
    assert is_filled(weeks, planned) is is_full


NEAR = HEALTHY.replace("due: 2027-03-31", "due: 2026-12-11")
PLANNED = "- Mon 8h running\n    reviews"


@pytest.mark.parametrize(
    ("text", "hours", "action"),
    [
        (NEAR, 12.0, "Ask ada for a later date for running"),
        (NEAR, 4.0, "Offer new work a start after 13 Dec"),  # slightly over
        (NEAR.replace("2026-10-19 started", "2026-11-16 started"), 12.0, "Offer new work a start after 13 Dec"),
        (NEAR.replace("estimate: 100h", "estimate: 24h"), 12.0, "Offer new work a start after 13 Dec"),  # will be kept
        (
            NEAR.replace("value: 5000", "ideal: no").replace(PLANNED, PLANNED.replace("8h running", "3h answered")),
            12.0,
            "Turn down answered, and take the 3 h for it out of next week's plan",
        ),
    ],
)
def test_a_later_date_is_asked_for_only_if_a_promise_breaks(text: str, hours: float, action: str) -> None:
    full = Stretch("overloaded", Week(2026, 49), Week(2026, 50), 0.7, hours)
    assert told_of(forecast_with(full, booked=30), text)["production"].startswith(action)


def test_a_forecast_of_few_weeks_is_not_trusted_with_findings() -> None:
    assert told_of(forecast_with(LEAN, FULL, known=5)) == {}


def test_where_a_forecast_is_trusted_the_booked_work_alone_raises_no_alarm() -> None:
    standing = Standing(ledger_of(HEALTHY.replace("estimate: 100h", "estimate: 9h")), DAY)
    (rule,) = [each for each in RULES if each.__name__ == "dry_spell"]
    assert list(rule(Measured(standing, measure(standing), None)))
    assert not list(rule(Measured(standing, measure(standing), forecast_with())))


def test_a_healthy_business_has_no_findings() -> None:
    assert [finding.sentence for finding in findings(measured(ledger_of(HEALTHY)))] == []


@pytest.mark.parametrize(("rule", "old", "new", "told"), CASES)
def test_a_rule_speaks_up(rule: str, old: str, new: str, told: str) -> None:
    assert old in HEALTHY
    spoken = found(rule, HEALTHY.replace(old, new))
    said = [f"{finding.action}: {finding.because}" for finding in spoken]
    assert any(told in each for each in said), said


@pytest.mark.parametrize(("middle", "told"), [(4, 0), (5, 1)])
def test_estimates_are_too_low_if_a_typical_project_takes_more(middle: int, told: int) -> None:
    projects = "".join(
        f"projects/p{number}.md\n    estimate: 4h\n    - 2026-10-01 delivered\n"
        f"weeks/2026-W{40 + number}.md\n    ## Actual\n    - Mon {hours}h p{number}\n"
        for number, hours in enumerate((4, middle, middle, 6))
    )
    spoken = found("low_estimates", projects)
    assert len(spoken) == told
    if spoken:
        assert (
            spoken[0].because == "a typical project is 25 % over its estimate, and one in five is more than 50 % over"
        )
        assert spoken[0].action == "Add 25 % to the next estimate"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_an_empty_ledger_asks_for_nothing(rule: Callable[[Measured], object]) -> None:
    spoken = list(rule(measured(ledger_of(""))))  # type: ignore[call-overload]
    assert not spoken


FULL_WEEKS = HEALTHY.replace("rate 999/h", "rate 20/h")


def test_work_that_somebody_else_could_do_is_told_while_the_weeks_are_full() -> None:
    (finding,) = found("work_to_hand_over", FULL_WEEKS)
    assert finding.action == "Give jane a small design job as a trial"
    assert finding.because.startswith("it frees 0.6 h a week, worth about ")
    assert not found("work_to_hand_over", FULL_WEEKS.replace("famine: 20%", "famine: 60%"))


def test_a_month_below_the_floor_is_told_if_it_is_the_last_one() -> None:
    text = """
    opsledger.yaml
        targets: {floor: 500/month}
    projects/job.md
        - 2026-07-01 started
        - 2026-08-15 paid 100
        - 2026-09-15 paid 600
        - 2026-10-15 paid 200
    """
    (finding,) = found("low_income", text)
    assert (
        finding.because == "Oct brought 200 EUR, less than your floor of 500 EUR. 2 of the last 3 months were below it"
    )
    assert finding.money == 300
    assert finding.action == "Work out how many months your savings cover"
    assert not found("low_income", text.replace("2026-10-15 paid 200", "2026-10-15 paid 500"))
    better = "2026-10-15 paid 200\n        - 2026-11-12 paid 500"  # the month after is known not to be as thin
    assert not found("low_income", text.replace("2026-10-15 paid 200", better))
    (known,) = found("low_income", text + "money.md\n        ## Log\n        - 2026-11-10 balance 1250\n")
    assert known.action == "Decide what you cut if the next month is as thin"


def test_what_to_bill_sooner_and_to_spend_less_on_is_named() -> None:
    text = """
    opsledger.yaml
        targets: {floor: 500/month}
    projects/shop.md
        client: quay
        billing: fixed
        price: 900
        estimate: 10h
        - 2026-07-01 started
        - 2026-09-15 paid 600
        - 2026-10-15 paid 200
    tools/desk.md
        name: Desk
        - 2026-01-01 cost 40/month
        - 2026-01-01 assessed keep
    """
    (finding,) = found("low_income", text)
    assert finding.instead == "Send the next bill for shop early, and decide whether you still need Desk"
    assert [span.file for span in finding.named_instead] == ["projects/shop.md", "tools/desk.md"]


def test_a_month_before_anything_was_written_down_is_not_told_as_a_poor_one() -> None:
    text = """
    opsledger.yaml
        targets: {floor: 500/month}
    projects/job.md
        - 2026-08-01 started
    weeks/2026-W44.md
        ## Actual
        - Fri 3h job
    """
    assert not found("low_income", text)
    assert found("low_income", text.replace("2026-W44", "2026-W39"))


def test_promises_that_leave_no_room_for_each_other_are_tight_or_need_a_later_date() -> None:
    late = """
    opsledger.yaml
        client_hours: HOURS
    projects/first.md
        estimate: 30h
        due: 2026-12-04
        - 2026-10-01 started
    projects/second.md
        estimate: 40h
        due: 2026-12-11
        - 2026-10-01 started
    """ + "".join(
        f"weeks/2026-W{number}.md\n        ## Actual\n        - Mon 4h first\n        - Tue 4h second\n    "
        for number in (44, 45, 46)
    )
    tight, full = (
        {finding.about[0]: finding for finding in found("broken_promises", late.replace("HOURS", hours))}
        for hours in ("20", "14")
    )
    assert tight["first"].action.startswith("Plan about ")
    assert tight["second"].action == "Keep every client hour until Fri 11 Dec for first and second"
    assert tight["second"].because.startswith("it is tight: they need about ")
    assert tight["second"].because.endswith(" h by Fri 11 Dec, and you have 60 h")
    assert full["second"].action == "Agree with Quay on a later date for second, or on less of it"
    assert full["second"].because.endswith(" for first. Only 42 h are available for clients")


def test_what_a_late_project_puts_at_risk_grows_with_the_days() -> None:
    text = """
    projects/job.md
        price: 1000
        estimate: 10h
        due: DUE
        - 2026-10-01 started
    """
    few, many = (found("broken_promises", text.replace("DUE", due))[0].money for due in ("2026-11-19", "2026-10-19"))
    assert few is not None
    assert many is not None
    assert 0 < few < many == 250


def test_the_surest_of_the_leads_that_start_after_a_lean_stretch_is_asked_to_begin_in_it() -> None:
    text = HEALTHY.replace(
        "leads/answered.md",
        """leads/sure.md
        hours: 40h
        start: 2027-01-11
        - 2026-10-12 in x
        - 2026-11-17 verbal
    leads/unsure.md
        hours: 90h
        start: 2027-01-11
        - 2026-10-12 in x
        - 2026-11-17 proposal
    leads/answered.md""",
    )
    said = [finding for rule in COMING_RULES for finding in rule(seen_with(forecast_with(LEAN), text))]
    (asked,) = [finding for finding in said if finding.rule == "begin-sooner"]
    assert asked.action == "Ask sure to begin on Mon 7 Dec"
    assert asked.because == "they plan to start on Mon 11 Jan, and 7 Dec to 27 Dec look lean"
    assert not [
        finding
        for rule in COMING_RULES
        for finding in rule(seen_with(forecast_with(LEAN), text.replace("2027-01-11", "2026-12-07")))
        if finding.rule == "begin-sooner"
    ]


def test_work_is_not_handed_over_while_it_runs_out() -> None:
    asking = FULL_WEEKS.replace("estimate: 100h", "estimate: 9h")
    assert found("work_to_hand_over", asking) == []


SETTINGS = Settings()


@pytest.mark.parametrize("text", [HEALTHY.replace(old, new) for _, old, new, _ in CASES] + [""])
def test_a_finding_rests_on_a_figure_that_exists_and_is_a_roles(text: str) -> None:
    all_measured = measured(ledger_of(text))
    for finding in findings(all_measured):
        assert finding.figure in all_measured.figures or (finding.figure == "" and finding.sources)
        assert finding.role in SETTINGS.roles
        assert finding.urgency in (1, 2, 3)
        assert finding.sentence.endswith(".")
        assert finding.action
        assert "None" not in finding.sentence + finding.action
        assert finding.sources or finding.rule == "cadence"  # of nothing done there is no line
        assert finding.by is None or finding.by >= DAY


def test_findings_of_the_sample_are_ordered_by_urgency() -> None:
    found_here = findings(measured(load(SAMPLE)))
    urgencies = [finding.urgency for finding in found_here]
    assert urgencies == sorted(urgencies, reverse=True)
    assert len(set(urgencies)) == 3


def test_of_one_urgency_they_follow_the_order_of_the_rules() -> None:
    text = HEALTHY.replace("health: green", "health: red").replace("due: 2027-03-31", "due: 2026-11-19")
    text = text.replace("estimate: 100h", "estimate: 4h").replace(
        "- 2026-10-20 invoiced 1000", "- 2026-10-06 invoiced 1600"
    )
    all_measured = measured(ledger_of(text))
    of_rules = [[finding for finding in rule(all_measured) if finding.urgency == 3] for rule in RULES]
    assert sum(map(bool, of_rules)) > 3
    urgent = [finding for finding in findings(all_measured) if finding.urgency == 3]
    assert urgent == [finding for of_rule in of_rules for finding in of_rule]


def test_sources_stand_in_the_ledgers_files() -> None:
    for finding in findings(measured(load(SAMPLE))):
        assert all((SAMPLE / span.file).is_file() for span in finding.sources)


def test_plans_that_are_seldom_worked_off_take_three_weeks_to_be_told() -> None:
    week = "weeks/2026-W{}.md\n    ## Plan\n    - Mon 8h admin\n    ## Actual\n    - Mon 4h admin\n"
    two = "".join(week.format(number) for number in (45, 46))
    assert found("unrealistic_plan", two) == []
    three, next_week = two + week.format(44), "weeks/2026-W48.md\n    ## Plan\n    - Mon {}h admin\n"
    (finding,) = found("unrealistic_plan", three + next_week.format(8))
    said = "You work 50 % of the hours you plan (median of 3 weeks), and 8 h are planned for next week."
    assert finding.sentence == said
    assert not found("unrealistic_plan", two + next_week.format(8))
    assert not found("unrealistic_plan", three + next_week.format(3))  # less than was usual is no longer too much
    assert not found("unrealistic_plan", three)


def test_work_that_runs_out_is_told_before_a_lead_time_is_known() -> None:
    project = """
    projects/job.md
        client: acme
        billing: fixed
        price: 2000
        estimate: 20h
        ## Log
        - 2026-11-02 started
    weeks/2026-W46.md
        ## Actual
        - Mon 10h job
    """
    (finding,) = found("dry_spell", project)
    assert (finding.role, finding.urgency) == ("sales", 3)
    assert finding.sentence.startswith("Booked work does not fill the coming week")


# What was told wrong once


def test_marketing_below_its_goal_is_told_while_leads_come_no_more_often_than_usual() -> None:
    lines = "".join(
        f"    leads/l{n}.md\n        - 2026-0{n}-10 in x\n        - 2026-0{n}-11 lost price\n" for n in range(2, 8)
    )
    less = HEALTHY.replace("- Mon linkedin win c", "- Mon linkedin work c")
    assert not found("cadence", less + lines)  # three came in eight weeks, where one would be usual
    many = "".join(
        f"    leads/m{n}.md\n        - 2026-08-{n:02d} in x\n        - 2026-08-28 lost price\n" for n in range(1, 21)
    )
    assert found("cadence", less + lines + many)
    sold = "    projects/sold.md\n        price: 20000\n        estimate: 200h\n        - 2026-11-02 booked\n"
    assert not found("cadence", less + sold + lines + many)  # marketing of today brings work after that


WEEKS_WORKED = "".join(f"weeks/2026-W{number}.md\n    ## Actual\n    - Mon 20h job\n" for number in range(41, 47))
JOB = "projects/job.md\n    - 2026-10-01 started\n"


def planned(hours: int) -> str:
    return f"weeks/2026-W48.md\n    ## Plan\n    - Mon 10h job\n    - Tue {hours - 10}h job\n"


@pytest.mark.parametrize(("hours", "told"), [(20, 0), (21, 1)])
def test_a_plan_is_too_much_only_if_none_of_the_last_weeks_held_it(hours: int, told: int) -> None:
    assert len(found("unrealistic_plan", JOB + WEEKS_WORKED + planned(hours))) == told


def test_a_plan_beyond_the_hours_available_is_not_told_to_who_usually_works_more() -> None:
    settings = "opsledger.yaml\n    hours: 18\n    client_hours: 10\n"
    assert not found("unrealistic_plan", settings + JOB + WEEKS_WORKED + planned(20))
    (finding,) = found("unrealistic_plan", settings + JOB + WEEKS_WORKED.replace("20h", "19h") + planned(20))
    assert finding.sentence == "20 h are planned for next week. Only 18 h are available."


def test_under_an_hour_too_much_is_no_reason_to_change_a_plan() -> None:
    plan = "Plan\n        - Mon 20h running\n        - Tue 16.5h running\n    reviews"
    assert not found("unrealistic_plan", HEALTHY.replace("Plan\n        - Mon 8h running\n    reviews", plan))
    assert found(
        "unrealistic_plan", HEALTHY.replace("Plan\n        - Mon 8h running\n    reviews", plan.replace("16.5", "17"))
    )


def test_a_starving_business_is_not_told_to_plan_less() -> None:
    assert not found("unrealistic_plan", JOB + WEEKS_WORKED.replace("20h", "5h") + planned(21))


ASKED_FOR_MORE = """
    leads/ask.md
        client: ada
        value: 2000
        - 2026-09-07 in x
        - 2026-09-14 won
    {projects}
"""
LATER_JOB = "projects/job-{0}.md\n        client: ada\n        {1}\n        - {2} booked\n    "


@pytest.mark.parametrize(
    ("projects", "is_told"),
    [
        ("", True),
        (LATER_JOB.format(1, "", "2026-10-20"), False),
        (LATER_JOB.format(1, "", "2026-08-20"), True),
        (LATER_JOB.format(1, "lead: other", "2026-10-20") + "leads/other.md\n        - 2026-10-01 in x", True),
        (LATER_JOB.format(1, "", "2026-10-20").replace("ada", "ben"), True),
        (LATER_JOB.format(1, "", "2026-10-20") + "leads/two.md\n        client: ada\n        - 2026-09-14 won", True),
    ],
)
def test_a_won_lead_whose_client_has_a_later_project_has_begun(projects: str, is_told: bool) -> None:
    text = ASKED_FOR_MORE.format(projects=projects)
    assert bool(found("unstarted_work", text)) is is_told


CARE = """
    opsledger.yaml
        targets: {rate: 80/h}
    projects/care.md
        client: ada
        billing: retainer
        price: 1000/month
        estimate: 10h/month
        - 2026-05-01 started
    weeks/2026-W38.md
        ## Actual
        - Tue 20h care
    weeks/2026-W42.md
        ## Actual
        - Tue 20h care
    weeks/2026-W46.md
        ## Actual
        - Tue 5h care
"""


def test_a_retainer_that_takes_far_more_than_is_sold_month_after_month_is_told() -> None:
    (finding,) = found("retainer_overused", CARE)
    assert finding.action == "Bring care back to 10 h a month, or agree on about 2,000 EUR for what it takes"
    assert finding.because == (
        "it took about 20 h a month of 10 h sold in Sep and Oct. That earns 50 EUR an hour, and your target is 80 EUR"
    )
    assert (finding.hours, finding.measure) == (20, 2.0)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        ("W42.md\n        ## Actual\n        - Tue 20h", "W42.md\n        ## Actual\n        - Tue 12h"),  # one month
        (
            "- 2026-05-01 started",
            "- 2026-05-01 started\n        - 2026-09-01 scope +10h\n        - 2026-10-01 scope +10h",
        ),
        ("estimate: 10h/month", "estimate: 10h/month\n        rollover: 20h"),
        ("- 2026-05-01 started", "- 2026-05-01 started\n        - 2026-11-10 ended"),
    ],
)
def test_a_retainer_that_took_more_once_or_by_agreement_is_not_told(was: str, is_now: str) -> None:
    assert was in CARE
    assert not found("retainer_overused", CARE.replace(was, is_now))


def test_the_rate_of_overused_retainers_is_mended_by_their_hours_or_price() -> None:
    (finding,) = found("low_rate", CARE)
    assert finding.action == "Bring care back to its hours, or raise its price"


def test_scope_without_pay_is_told_once_it_has_piled_up_whenever_it_came() -> None:
    added = "- 2026-09-01 started\n    - 2026-09-10 scope +{}h x\n"
    text = "projects/job.md\n    price: 9000\n    estimate: 100h\n    " + added
    assert not found("unpaid_scope", text.format(9))
    (finding,) = found("unpaid_scope", text.format(20))
    assert finding.action == "Agree with Quay on a price for the 20 h added to job, or on what to leave out"
    assert finding.because == "20 h were added without pay, worth about 1,000 EUR"


def test_hours_beyond_a_priced_job_say_what_an_hour_earns() -> None:
    text = HEALTHY.replace("estimate: 100h", "estimate: 4h").replace("- 2026-11-16 call", "- 2026-11-16 scope +1h x")
    (finding,) = found("overruns", text)
    assert finding.because.startswith("it has used 200 % of its hours, so it earns")


DONE = """
    clients/ada.md
        {}
    projects/one.md
        name: Small job
        client: ada
        price: 500
        - 2026-10-09 delivered
    projects/two.md
        name: Large job
        client: ben
        price: 900
        - 2026-11-02 delivered
        - 2026-08-01 invoiced 100
    clients/ben.md
    projects/three.md
        client: cyd
        price: 300
        - 2026-11-04 invoiced 300
        - 2026-11-02 delivered
    clients/cyd.md
"""


def test_finished_jobs_without_an_invoice_are_one_thing_to_do_with_its_sum() -> None:
    (finding,) = found("unbilled", DONE.format("health: green"))
    assert finding.action == "Write 2 invoices, 1,300 EUR in all, first for Large job"
    assert finding.because == (
        "2 finished jobs are not invoiced, the oldest since Fri 9 Oct: Large job (800 EUR) and Small job (500 EUR)"
    )
    (finding,) = found("unbilled", DONE.format("- 2026-11-18 in where is the invoice"))
    assert finding.action.endswith("first for Small job")
    assert finding.because.endswith(". ada waits for an answer")
    assert not found("clients_to_answer", DONE.format("- 2026-11-18 in where is the invoice"))  # it is the same matter
    assert found(
        "clients_to_answer",
        DONE.format(
            "- 2026-11-18 in where is the invoice, and could we talk?\n        - 2026-11-19 in when do we meet?"
        ),
    )


def test_a_lead_to_turn_down_is_pressing_if_hours_are_planned_for_it() -> None:
    bad = HEALTHY.replace("value: 5000", "value: 1400\n        hours: 40h\n        ideal: no")
    bad = bad.replace("next 2026-11-24 call", "next 2026-12-24 call")
    planned = bad.replace(PLANNED, PLANNED.replace("8h running", "3h answered"))
    planned = planned.replace("- Tue 2h done\n        - Wed 1h coo\n        ## M", "- Tue 2h answered\n        ## M")
    (calm,), (near,) = found("leads_to_avoid", bad), found("leads_to_avoid", planned)
    assert (calm.urgency, near.urgency) == (2, 3)
    assert calm.because.endswith("ideal. It would earn 35 EUR an hour")
    assert near.because.endswith(
        "It would earn 35 EUR an hour, 2 h went into it already and 3 h are planned for next week"
    )
    soon = bad.replace("next 2026-12-24 call", "next 2026-11-24 call")
    assert [each.urgency for each in found("leads_to_avoid", soon)] == [3]


def jobs(*done: tuple[str, int, int], said: str = "") -> str:
    """Delivered projects, each of a client, for a price and with so many hours."""
    text = "opsledger.yaml\n    targets: {rate: 80/h}\nwebsite/home.md\n    - 2026-10-01 published\n"
    for number, (client, price, worked) in enumerate(done):
        front = f"client: {client}\n    price: {price}\n    estimate: {worked}h"
        text += f"projects/job-{number}.md\n    {front}\n    - 2026-11-{number + 1:02d} delivered\n    {said}\n"
        text += f"weeks/2026-W{30 + number}.md\n    ## Actual\n    - Mon 20h job-{number}\n"
        text += f"    - Tue {worked - 20}h job-{number}\n"
    return text


def test_a_client_whose_hours_make_most_of_the_gap_is_named() -> None:
    (finding,) = found("low_rate", jobs(("ada", 900, 30), ("ben", 1600, 22), ("cyd", 1600, 22)))
    assert finding.action == "Raise the price for Ada, or hand the work back"
    assert finding.because.endswith(
        "Ada took 30 h at 30 EUR an hour; the others bring 73 EUR. That is about 1,500 EUR less than your target"
    )
    assert finding.by == DAY + timedelta(days=14)
    even = found("low_rate", jobs(("ada", 900, 30), ("ben", 700, 22), ("cyd", 700, 22)))
    assert [each.action for each in even] == ["Raise the price of the next proposal"]


def test_of_many_small_jobs_one_voice_is_asked_for_and_of_few_one_a_client() -> None:
    few = [each.about for each in found("unproved_work", jobs(("ada", 900, 21), ("ben", 900, 21), ("ada", 900, 21)))]
    assert few == [("job-2",), ("job-1",)]
    many = [(f"c{number}", 900, 21) for number in range(11)]
    assert not found("unproved_work", jobs(*many))
    praised = found("unproved_work", jobs(*many, said="- 2026-11-15 praise good"))
    assert [each.about for each in praised] == [("job-10",)]


def test_a_red_client_without_work_for_long_is_not_told_of() -> None:
    text = "clients/ada.md\n    health: red\nprojects/old.md\n    client: ada\n    - 2026-03-01 started\n"
    assert found("unhappy_clients", text)
    assert not found("unhappy_clients", text + "    - 2026-05-01 delivered\n")
    lead = "leads/again.md\n    client: ada\n    - 2026-11-10 in x\n"
    assert found("unhappy_clients", text + "    - 2026-05-01 delivered\n" + lead)


SILENT = HEALTHY.replace("2026-11-16 call", "2026-11-01 call").replace("health: green", "health: yellow")


@pytest.mark.parametrize("line", ["booked", "delivered", "invoiced 100", "paid 100", "scope +1h"])
def test_work_and_money_that_pass_between_you_are_contact(line: str) -> None:
    assert not found(
        "silent_projects", f"{SILENT}    projects/second.md\n        client: ada\n        - 2026-11-18 {line}\n"
    )


def test_nobody_who_is_content_and_worked_for_is_called_for_its_own_sake() -> None:
    content = SILENT.replace("health: yellow", "health: green")
    assert not found("silent_projects", content)
    assert found("silent_projects", content.replace("- Mon 8h running design", "- Wed 1h coo"))
    assert found("silent_projects", content.replace("2026-11-01 call", "2026-11-01 complaint slow"))


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("leads/more.md\n        client: ada", "- 2026-11-18 in another idea"),
        ("leads/more.md\n        client: ada", "- 2026-11-18 out an offer"),
        ("projects/second.md\n        client: ada", "- 2026-11-18 meeting x"),
        ("projects/second.md\n        client: ada", "- 2026-11-18 praise x"),
    ],
)
def test_a_client_was_spoken_to_whatever_it_was_about(where: str, line: str) -> None:
    assert found("silent_projects", SILENT)
    assert not found("silent_projects", f"{SILENT}    {where}\n        {line}\n")


def test_nobody_was_silent_before_anything_was_recorded() -> None:
    text = "projects/job.md\n    client: ada\n    - 2026-03-01 started\n"
    text += "weeks/2026-W47.md\n    ## Actual\n    - Mon 2h job\n"
    assert not found("silent_projects", text)
    old = "weeks/2026-W40.md\n    ## Actual\n    - Mon 2h job\n"
    (finding,) = found("silent_projects", text + old)
    assert finding.because == "no contact with Ada is written down yet"


def test_a_retainer_is_not_judged_by_the_floor_for_projects() -> None:
    text = HEALTHY.replace("value: 5000\n        service: website", "value: 50\n        service: retainer")
    text = text.replace("services: [website]", "services: [website, retainer]")
    assert not found("leads_to_avoid", text)
    assert found("leads_to_avoid", text.replace("service: retainer", "service: website"))


def test_a_service_sold_by_the_month_is_a_retainer_too() -> None:
    text = HEALTHY.replace("value: 5000\n        service: website", "value: 50\n        service: care")
    text = text.replace("services: [website]", "services: [website, care]")
    front = "client: cyd\n        billing: retainer\n        service: care"
    sold = f"    projects/care.md\n        {front}\n        - 2026-11-16 started\n"
    assert found("leads_to_avoid", text)
    assert not found("leads_to_avoid", text + sold)


def test_a_big_client_of_the_past_with_nothing_booked_is_no_risk() -> None:
    text = HEALTHY.replace("2026-10-30 paid 1000", "2026-10-30 paid 9000")
    assert found("one_big_client", text)
    assert not found("one_big_client", text.replace("- 2026-11-16 call", "- 2026-11-16 delivered"))
    front = "client: ben\n        price: 30000\n        estimate: 300h"
    other = f"    projects/other.md\n        {front}\n        - 2026-11-10 booked\n"
    assert not found("one_big_client", text + other)


def test_overruns_are_the_gap_of_a_rate_that_was_sold_well() -> None:
    weeks = "    weeks/2026-W45.md\n        ## Actual\n        - Mon 20h done\n"
    (finding,) = found("low_rate", HEALTHY.replace("price: 1000", "price: 600") + weeks)
    assert finding.action == "Add your usual overrun to the next estimate"


SLOW = """
    projects/job.md
        client: ada
        price: 4000
        estimate: 40h
        due: 2026-12-18
        - 2026-10-01 started
        - 2026-11-18 call
"""


def test_a_promise_is_told_before_it_breaks_by_the_pace_of_its_work() -> None:
    weeks = "".join(f"    weeks/2026-W{n}.md\n        ## Actual\n        - Mon 2h job\n" for n in range(40, 47))
    (finding,) = found("broken_promises", SLOW + weeks)
    assert finding.because.startswith("at your present 2 h a week it will be ")
    assert finding.action.startswith("Plan about ")
    fast = weeks.replace("2h job", "7h job").replace(
        "    weeks/2026-W40.md\n        ## Actual\n        - Mon 7h job\n", ""
    )
    assert not found("broken_promises", SLOW.replace("estimate: 40h", "estimate: 55h") + fast)


def test_a_lead_that_does_not_fit_in_time_is_offered_a_later_date_and_not_turned_down() -> None:
    text = HEALTHY.replace("due: 2027-06-01", "due: 2026-12-11\n        hours: 200h")
    assert not found("leads_to_avoid", text)
    assert [finding.action for finding in found("leads_too_soon", text)] == ["Offer answered a later date"]
    by_hand = text.replace("hours: 200h", "hours: 200h\n        timeframe: no")
    assert found("leads_to_avoid", by_hand)


def test_a_lead_that_was_answered_after_it_was_lost_has_not_come_back() -> None:
    lost = "leads/a.md\n    - 2026-09-01 in x\n    - 2026-09-10 lost price\n    - 2026-11-10 in still there?\n"
    assert found("leads_that_came_back", lost)
    assert not found("leads_that_came_back", lost + "    - 2026-11-11 out yes\n")
    assert not found("leads_that_came_back", lost + "    - 2026-11-11 inquiry\n")


@pytest.mark.parametrize("closed", ["lost price", "declined capacity"])
def test_a_lead_reopened_later_begins_anew(closed: str) -> None:
    text = f"""
    leads/a.md
        - 2025-10-01 in x
        - 2025-10-10 {closed}
        - 2026-10-05 in again
        - 2026-10-06 qualified
        - 2026-10-20 won
    projects/a.md
        lead: a
        - 2026-10-26 started
    """
    assert value_of("inflow.lead_time_days", text)["median"] == 21
    assert value_of("inflow.cycle_days", text)["median"] == 15


def test_a_credit_lowers_what_an_hour_earned_unless_it_was_invoiced_again() -> None:
    text = HEALTHY.replace(
        "- 2026-10-03 invoiced 1000", "- 2026-10-03 invoiced 1000\n        - 2026-10-05 credited 400"
    )
    assert value_of("outflow.rate.done", text)["revenue"] == 600
    again = text.replace("- 2026-10-05 credited 400", "- 2026-10-05 credited 1000\n        - 2026-10-06 invoiced 1000")
    assert value_of("outflow.rate.done", again)["revenue"] == 1000


def test_a_plan_by_the_standing_schedule_is_told_as_such() -> None:
    schedule = "schedule.md\n    ## Plan\n    - Mon 9:00-15:00 coo\n"
    weeks = "".join(f"weeks/2026-W{number}.md\n    ## Actual\n    - Mon 4h coo\n" for number in range(43, 47))
    (finding,) = found("unrealistic_plan", schedule + weeks)
    assert (
        finding.because == "6 h are planned for next week (from schedule.md). The fullest of your last 4 weeks held 4 h"
    )
    assert finding.action == "Write a smaller plan for next week than schedule.md gives"


def test_a_lead_to_turn_down_is_not_one_to_write_to() -> None:
    text = HEALTHY.replace("next 2026-11-24 call", "next 2026-11-19 call").replace("value: 5000", "value: 50")
    assert not found("stale_leads", text)
    assert found("leads_to_avoid", text)


def test_tests_answered_by_hand_are_told_as_ones_own_words() -> None:
    text = HEALTHY.replace("value: 5000", "value: 5000\n        budget: no\n        ideal: no")
    (finding,) = found("leads_to_avoid", text)
    assert finding.because == "it does not fit: you answered no to budget and ideal"


def test_a_client_is_not_sent_away_for_a_small_job() -> None:
    text = HEALTHY.replace("value: 5000", "value: 50\n        client: ada")
    (finding,) = found("leads_to_avoid", text)
    assert finding.action == "Raise answered, bundle it with other work, or turn it down"
    (finding,) = found(
        "leads_to_avoid",
        text.replace("client: ada\n        service", "client: ada\n        ideal: no\n        service"),
    )
    assert finding.action == "Turn down answered kindly, and name somebody else"


def test_two_payments_make_no_big_client() -> None:
    text = HEALTHY.replace("2026-10-30 paid 1000", "2026-10-30 paid 9000")
    assert found("one_big_client", text)
    assert not found("one_big_client", text.replace("- 2026-10-01 paid 1000\n", "- 2026-10-01 note x\n"))


def test_a_later_date_takes_away_no_more_hours_than_the_project_has() -> None:
    long = Stretch("overloaded", Week(2026, 49), Week(2026, 50), 0.7, 120.0)
    seen = seen_with(forecast_with(long, booked=30))
    (found,) = [each for each in findings(seen) if each.rule == "overloaded-ahead"]
    assert found.hours is not None
    assert found.hours == 91
    assert seen.stake(found) == f"about {found.hours} h of the 120 h too much"


def test_work_past_its_promise_needs_a_new_date_before_a_talk_of_its_price() -> None:
    text = HEALTHY.replace("estimate: 100h", "estimate: 4h")
    assert found("overruns", text)
    assert not found("overruns", text.replace("due: 2027-03-31", "due: 2026-11-19"))


def test_what_more_hours_cost_is_agreed_already_of_work_by_the_hour() -> None:
    text = HEALTHY.replace(
        "price: 9000\n        estimate: 100h", "billing: hourly\n        rate: 90/h\n        estimate: 4h"
    )
    assert [finding.action for finding in found("overruns", text)] == ["Tell ada how many more hours running will take"]


def test_a_reminder_names_what_is_overdue_and_not_all_that_is_owed() -> None:
    text = HEALTHY.replace(
        "- 2026-10-20 invoiced 1000", "- 2026-10-06 invoiced 1600\n        - 2026-11-19 invoiced 700"
    )
    (finding,) = found("long_owed", text)
    assert finding.because.startswith("they owe 600 EUR, due Thu 5 Nov, 15 days ago")


def test_what_is_overdue_and_more_than_its_hours_bring_is_one_talk() -> None:
    text = """
    opsledger.yaml
        targets: {floor: 9000/month}
    projects/job.md
        client: ada
        billing: hourly
        rate: 50/h
        - 2026-08-03 started
        - 2026-08-31 invoiced 1000
        - 2026-09-01 delivered
    weeks/2026-W33.md
        ## Actual
        - Mon 10h job
    """
    assert found("over_billed", text) == []
    (finding,) = found("long_owed", text)
    assert finding.action == "Compare the invoice for job with its hours before you ask for it"
    assert finding.sentence.endswith("500 EUR of it is more than its hours bring.")
    paid = text.replace("delivered", "delivered\n        - 2026-09-20 paid 1000")
    (finding,) = found("over_billed", paid)
    assert finding.action.endswith("or was 500 EUR too much charged?")


@pytest.mark.parametrize(
    "lines",
    [
        ["2026-11-09 started", "2026-11-10 invoiced 1000"],
        ["2026-11-09 started", "2026-11-10 bill 1000 2026-12-01"],
        ["2026-10-09 started"],  # too late to ask for it at the start
        ["2026-11-09 started", "2026-11-09 due 2026-12-04"],  # soon done
    ],
)
def test_a_first_payment_is_asked_for_of_new_work_without_an_invoice_alone(lines: list[str]) -> None:
    text = "projects/job.md\n    price: 9000\n    due: 2027-03-31\n    estimate: 90h\n"
    (finding,) = found("first_payment", f"{text}    - 2026-11-09 booked\n")
    assert finding.action == "Ask Quay to pay about 3,000 EUR of job at the start"
    assert finding.because == "it is sold for 9,000 EUR, and none of it is to be invoiced until Wed 31 Mar"
    assert not found("first_payment", text + "".join(f"    - {line}\n" for line in lines))
    assert not found("first_payment", f"{text.replace('90h', '9h')}    - 2026-11-09 booked\n")


def test_silence_after_silence_of_your_own_is_told_as_such() -> None:
    lost = "".join(
        f"leads/quiet{number}.md\n    - 2026-10-01 in x\n{answer}    - 2026-11-18 lost silence\n"
        for number, answer in enumerate(("", "    - 2026-10-02 out y\n"))
    )
    (finding,) = found("repeated_losses", lost)
    assert finding.because == ("2 leads were lost to silence in 26 weeks. 1 of them never had an answer from you")
    assert finding.action == "Answer each new lead, and ask again after a week without a word"


def test_estimates_that_are_too_low_are_shown_by_the_projects_that_ran_over() -> None:
    projects = "".join(
        f"projects/p{number}.md\n    estimate: 4h\n    - 2026-10-01 delivered\n"
        f"weeks/2026-W{40 + number}.md\n    ## Actual\n    - Mon {hours}h p{number}\n"
        for number, hours in enumerate((4, 5, 5, 6))
    )
    (finding,) = found("low_estimates", projects)
    assert {span.file for span in finding.sources} == {f"projects/p{number}.md" for number in (1, 2, 3)}


def projects_due(*days: str, hours: int = 40) -> str:
    """A project for each promise, none of them begun."""
    return "".join(
        f"    projects/job-{number}.md\n        client: ada\n        estimate: {hours}h\n        due: {day}\n"
        "        - 2026-10-01 booked\n"
        for number, day in enumerate(days, 1)
    )


def test_projects_past_their_date_are_one_thing_to_do_from_three_on() -> None:
    two = projects_due("2026-11-02", "2026-11-09")
    assert [finding.about for finding in found("broken_promises", two)] == [("job-1",), ("job-2",)]
    (finding,) = found("broken_promises", projects_due("2026-11-02", "2026-11-09", "2026-11-16"))
    assert finding.because == "3 projects are past their date, 3 of them not begun: job-1, job-2 and job-3"
    assert (finding.action, finding.about) == (
        "Give each late project a new date, first job-1",
        ("job-1", "job-2", "job-3"),
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2026-11-09",), "job-1 is 11 days late"),
        (("2026-11-09", "2026-11-02"), "2 projects are past their date"),
        (("2026-11-24",), "job-1 (24 Nov) will likely be late"),
        (("2026-11-09", "2026-11-24"), "job-1 is 11 days late, and job-2 (24 Nov) will likely be late"),
        (("2027-03-31",), ""),
    ],
)
def test_the_headline_tells_promises_that_are_past_or_cannot_be_kept(days: tuple[str, ...], said: str) -> None:
    assert promises_sentence(measured(ledger_of(projects_due(*days, hours=60)))) == said


def test_a_promise_counts_as_worse_the_nearer_it_comes() -> None:
    far, near = (
        found("broken_promises", projects_due(day, hours=300))[0].measure for day in ("2026-12-18", "2026-11-24")
    )
    assert near > far * 1.25


def test_sold_work_that_waits_fills_lean_weeks_before_any_lead() -> None:
    sold = f"{HEALTHY}    projects/sold.md\n        estimate: 61h\n        - 2026-11-18 booked\n"
    said = told_of(forecast_with(LEAN), sold)["production"]
    assert said == "Begin sold on Mon 7 Dec: it is sold and has not begun, and 7 Dec to 27 Dec look lean"


def test_weeks_are_not_called_lean_for_want_of_leads_if_plenty_is_sold() -> None:
    plenty = HEALTHY.replace("estimate: 100h", "estimate: 400h")
    told = told_of(forecast_with(LEAN), plenty)
    assert set(told) == {"production"}
    assert told["production"].startswith(
        "Give the free hours of the coming weeks to running: 7 Dec to 27 Dec look lean"
    )


def test_what_was_billed_to_its_end_is_not_called_uninvoiced() -> None:
    text = "    projects/done.md\n        billing: hourly\n        rate: 50/h\n"
    text += "        - 2026-10-01 started\n        - 2026-11-10 delivered\n        - 2026-11-10 invoiced 100\n"
    text += "    weeks/2026-W45.md\n        ## Actual\n        - Mon 6h done\n"
    (finding,) = found("unbilled", text)
    assert (finding.urgency, finding.action) == (1, "Charge another 200 EUR for done, or write it off")


def test_what_is_late_already_takes_its_hours_before_any_other_promise() -> None:
    alone = projects_due("2026-12-18", hours=40)
    assert not found("broken_promises", alone)
    late = projects_due("2026-12-18", "2026-11-02", hours=40).replace(
        "estimate: 40h\n        due: 2026-11-02", "estimate: 90h\n        due: 2026-11-02"
    )
    said = {finding.about: finding.because for finding in found("broken_promises", late)}
    assert said[("job-1",)].startswith("it likely needs about 49 h by Fri 18 Dec, after about 111 h for job-2")
