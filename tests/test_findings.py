"""Each rule speaks up where its number asks for it, and is silent where all is well.

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
from opsledger.forecast.outlook import Now, Outlook
from opsledger.forecast.result import Forecast, ForecastWeek, Help
from opsledger.loading import load
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from opsledger.models.settings import Settings
from opsledger.values.days import Week
from opsledger.values.written import write_day
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of

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
        - 2026-10-01 started
        - 2026-10-02 call
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
    "dry_spell": [("estimate: 100h", "estimate: 9h", "Booked work does not fill the coming week")],
    "stale_leads": [
        ("next 2026-11-24 call", "next 2026-11-19 call", "1 open lead waits for your next step: answered.")
    ],
    "leads_to_avoid": [("value: 5000", "value: 50", "answered does not fit (budget: 50 EUR is below 1,000 EUR).")],
    "slow_answers": [("2026-10-13 out y", "2026-10-16 out y", "A new lead waits 4 days")],
    "repeated_losses": [
        ("2026-10-17 won", "2026-10-17 lost budget", "2 leads of the last 26 weeks were lost to budget.")
    ],
    "cadence": [("- Mon linkedin win c", "- Mon linkedin work c", "Marketing stayed below its cadence: win 0 of 1.")],
    "unproved_work": [("project: done", "project: running", "The website shows nothing of done")],
    "stale_website": [
        ("2026-11-13 published", "2026-01-13 published", "1 item of the website is due for a look: case.")
    ],
    "overruns": [
        ("estimate: 100h", "estimate: 8.5h", "running has burnt 94 % of the hours sold; 0.5 h are left."),
        ("estimate: 100h", "estimate: 4h", "running has burnt 200 % of the hours sold."),
    ],
    "broken_promises": [
        ("due: 2027-03-31", "due: 2026-11-19", "running was promised for Thu 19 Nov 2026 and is not delivered."),
        (
            "due: 2027-03-31",
            "due: 2026-11-24",
            "running needs 92 h until Tue 24 Nov 2026; there are 9.6 h for clients.",
        ),
        ("due: 2027-03-31", "due: 2026-11-20", "running needs 92 h until Fri 20 Nov 2026; there are 0 h for clients."),
    ],
    "unpaid_scope": [("- 2026-11-16 call", "- 2026-11-16 scope +3h x", "3 h were added to running without pay.")],
    "silent_projects": [
        ("2026-11-16 call", "2026-11-05 call", "No call, mail or meeting for over two weeks on running (15 days)."),
        ("2026-11-16 call", "2026-11-05 note x", "No call, mail or meeting for over two weeks on running (32 days)."),
    ],
    "unhappy_clients": [
        ("health: green", "health: red", "ada stands at red."),
        ("2026-11-16 call", "2026-11-16 complaint", "running: 1 complaint in the period."),
    ],
    "improvements": [
        ("2026-11-16 call", "2026-11-16 improve x", "1 note in the period on what to do better next time.")
    ],
    "unrealistic_plan": [
        (
            "Plan\n        - Mon 8h running\n    reviews",
            "Plan\n        - Mon 18h running\n    reviews",
            "2026-W48 is planned with 18 h",
        ),
    ],
    "unstarted_work": [
        ("lead: became-work", "service: website", "Won more than two weeks ago and without a project: became-work.")
    ],
    "work_to_hand_over": [("rate 999/h", "rate 20/h", "0.6 h a week of design could go to jane: worth")],
    "long_owed": [
        ("2026-10-30 paid 1000", "2026-10-30 paid 400", "600 EUR are owed; the oldest invoice is 31 days old.")
    ],
    "unbilled": [
        ("price: 1000", "price: 1900", "Delivered and not invoiced: 900 EUR of done."),
        (
            "price: 9000\n        estimate: 100h",
            "billing: hourly\n        rate: 999/h\n        estimate: 100h",
            "Worked by the hour and not invoiced for over a month:",
        ),
    ],
    "low_income": [
        (
            "- 2026-10-01 paid 1000",
            "- 2026-08-01 booked",
            "1 of the last 2 complete months brought less than the floor of 500 EUR.",
        )
    ],
    "low_rate": [
        ("price: 1000", "price: 60", "An hour for clients earned 30 EUR (1 project in 52 weeks); the target is 50 EUR.")
    ],
    "low_estimates": [],  # takes four projects: below
    "one_big_client": [
        ("2026-10-30 paid 1000", "2026-10-30 paid 9000", "ada brings 82 % of the money received in 52 weeks.")
    ],
    "overdue_actions": [("due:2026-11-30", "due:2026-11-19", "1 action is overdue: Call the quay.")],
    "tools_to_judge": [("- 2026-11-01 assessed keep", "- 2026-11-01 note x", "Due for a look, or about to renew: pen")],
    "no_coo_time": [
        (
            "running design\n        - Tue 2h done\n        - Wed 1h coo",
            "running",
            "No hour for the COO is recorded in the period.",
        )
    ],
}
CASES = [(rule, *case) for rule, cases in ASKING.items() for case in cases]


def test_every_rule_has_a_case() -> None:
    assert list(ASKING) == [rule.__name__ for rule in RULES if rule not in COMING_RULES]


def week_of_forecast(number: int, p50: float, famine: float, feast: float) -> ForecastWeek:
    return ForecastWeek(Week(2026, number), 24.0, 10.0, p50 - 5, p50, p50 + 5, famine, feast)


def forecast_with(*weeks: ForecastWeek, helps: Help | None = None, leads: int = 0, known: int = 50) -> Forecast:
    first = next((week.week for week in weeks if (week.famine or 0) >= 0.5), None)
    return Forecast(DAY, weeks, first, leads, (), known < 8, known, helps, (), Outlook({}, {}), (), Now(None, ()))


def told_of(forecast: Forecast, text: str = HEALTHY) -> dict[str, str]:
    standing = Standing(ledger_of(text), DAY)
    seen = Measured(standing, measure(standing), forecast)
    return {finding.role: finding.sentence for rule in COMING_RULES for finding in rule(seen)}


def test_a_lean_week_ahead_is_told_to_sales_and_marketing_with_the_last_days() -> None:
    helps = Help("answered", 8.0, DAY + timedelta(days=4), DAY - timedelta(days=3))
    lean = week_of_forecast(50, 10, 0.62, 0)
    told = told_of(forecast_with(week_of_forecast(49, 20, 0.1, 0.1), lean, helps=helps, leads=2))
    assert told == {
        "sales": "From 2026-W50 on (Mon 7 Dec 2026) lean is likely (62 %); what is to be work by then must be won by "
        f"{write_day(DAY + timedelta(days=4))}; answered would move it most.",
        "marketing": "1 new lead came in the period; one for 2026-W50 had to come by "
        f"{write_day(DAY - timedelta(days=3))}, and 2 more would close the gap after.",
    }


def test_an_overloaded_week_ahead_is_told_to_production_and_the_ceo() -> None:
    told = told_of(forecast_with(week_of_forecast(49, 20, 0, 0.1), week_of_forecast(50, 30, 0, 0.7)))
    assert told == {
        "production": "From 2026-W50 on 1 of 2 weeks is likely overloaded (70 %): "
        "about 6 h more than there are for clients.",
        "ceo": "2026-W50 is likely to hold 30 h of work; there are 24 h for clients.",
    }


def test_a_forecast_of_few_weeks_is_not_trusted_with_findings() -> None:
    assert told_of(forecast_with(week_of_forecast(50, 5, 0.9, 0), known=5)) == {}


def test_where_a_forecast_is_trusted_the_booked_work_alone_raises_no_alarm() -> None:
    standing = Standing(ledger_of(HEALTHY.replace("estimate: 100h", "estimate: 9h")), DAY)
    (rule,) = [each for each in RULES if each.__name__ == "dry_spell"]
    assert list(rule(Measured(standing, measure(standing), None)))
    assert not list(rule(Measured(standing, measure(standing), forecast_with(week_of_forecast(50, 20, 0.1, 0.1)))))


def test_a_healthy_business_has_no_findings() -> None:
    assert [finding.sentence for finding in findings(measured(ledger_of(HEALTHY)))] == []


@pytest.mark.parametrize(("rule", "old", "new", "told"), CASES)
def test_a_rule_speaks_up(rule: str, old: str, new: str, told: str) -> None:
    assert old in HEALTHY
    spoken = found(rule, HEALTHY.replace(old, new))
    assert any(told in finding.sentence for finding in spoken), [finding.sentence for finding in spoken]


def test_estimates_that_one_project_in_five_overruns() -> None:
    projects = "".join(
        f"projects/p{number}.md\n    estimate: 4h\n    - 2026-10-01 delivered\n"
        f"weeks/2026-W{40 + number}.md\n    ## Actual\n    - Mon {hours}h p{number}\n"
        for number, hours in enumerate((4, 4, 4, 6))
    )
    (finding,) = found("low_estimates", projects)
    assert finding.sentence == "One project in five takes more than 150 % of its estimate."


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_an_empty_ledger_asks_for_nothing(rule: Callable[[Measured], object]) -> None:
    spoken = list(rule(measured(ledger_of(""))))  # type: ignore[call-overload]
    assert not spoken


def test_work_is_not_handed_over_while_it_runs_out() -> None:
    asking = HEALTHY.replace("rate 999/h", "rate 20/h").replace("estimate: 100h", "estimate: 9h")
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


def test_findings_of_the_sample_are_ordered_by_urgency() -> None:
    found_here = findings(measured(load(SAMPLE)))
    urgencies = [finding.urgency for finding in found_here]
    assert urgencies == sorted(urgencies, reverse=True)
    assert len(set(urgencies)) == 3


def test_of_one_urgency_they_follow_the_order_of_the_rules() -> None:
    text = HEALTHY.replace("health: green", "health: red").replace("due: 2027-03-31", "due: 2026-11-19")
    text = text.replace("estimate: 100h", "estimate: 4h")
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
    (finding,) = found("unrealistic_plan", two + week.format(44))
    assert finding.sentence == (
        "Of the hours planned, 50 % are worked on what they were planned for (median of 3 weeks)."
    )


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


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (3, None),
        (
            5,
            "2026-W48 is planned with 5 h, more than you usually do: usually you do 4 h (1 week seen), there are 40 h.",
        ),
        (41, "2026-W48 is planned with 41 h, more than there are: usually you do 4 h (1 week seen), there are 40 h."),
    ],
)
def test_a_plan_says_which_of_the_two_it_goes_over(hours: int, told: str | None) -> None:
    sheet = f"""
        opsledger.yaml
            hours: 40
        weeks/2026-W46.md
            ## Actual
            - Mon 4h coo
        weeks/2026-W48.md
            ## Plan
            - Mon 1h coo
            - Tue {min(hours, 20) - 1}h coo
            - Wed {max(hours - 20, 0)}h coo
    """.replace("- Wed 0h coo", "")
    assert [finding.sentence for finding in found("unrealistic_plan", sheet)] == ([told] if told else [])


def test_a_plan_by_the_standing_schedule_is_told_as_such() -> None:
    (finding,) = found(
        "unrealistic_plan",
        """
        schedule.md
            ## Plan
            - Mon 9:00-15:00 coo
        weeks/2026-W46.md
            ## Actual
            - Mon 4h coo
        """,
    )
    assert "2026-W48 is planned with 6 h by schedule.md, more than you usually do" in finding.sentence
    assert finding.action == "Write a smaller Plan for 2026-W48 than schedule.md gives"


def test_overdue_actions_of_several_roles_move_no_single_figure() -> None:
    text = HEALTHY.replace("due:2026-11-30", "due:2026-11-10")
    (of_one,) = found("overdue_actions", text)
    (of_two,) = found("overdue_actions", text + "        - [ ] @marketing Write due:2026-11-10\n")
    assert (of_one.is_moved, of_two.is_moved) == (True, False)


def test_a_lead_to_decline_is_not_one_to_write_to() -> None:
    text = HEALTHY.replace("next 2026-11-24 call", "next 2026-11-19 call").replace("value: 5000", "value: 50")
    assert not found("stale_leads", text)
    assert found("leads_to_avoid", text)


def test_tests_answered_by_hand_are_told_as_ones_own_words() -> None:
    text = HEALTHY.replace("value: 5000", "value: 5000\n        budget: no\n        ideal: no")
    (finding,) = found("leads_to_avoid", text)
    assert finding.sentence == "answered does not fit (you wrote no for budget and ideal)."


def test_one_month_is_not_counted_in_the_plural() -> None:
    (finding,) = found(
        "low_income",
        """
        opsledger.yaml
            targets: {floor: 500/month}
        leads/first.md
            - 2026-09-20 in x
        """,
    )
    assert finding.sentence == "The last complete month brought less than the floor of 500 EUR."


def test_a_client_is_not_sent_away_for_a_small_job() -> None:
    text = HEALTHY.replace("value: 5000", "value: 50\n        client: ada")
    (finding,) = found("leads_to_avoid", text)
    assert finding.action == "Raise answered, bundle it with other work, or decline it: they are a client"
    (finding,) = found(
        "leads_to_avoid",
        text.replace("client: ada\n        service", "client: ada\n        ideal: no\n        service"),
    )
    assert finding.action == "Decline answered, kindly, and pass them on"


def test_two_payments_make_no_big_client() -> None:
    text = HEALTHY.replace("2026-10-30 paid 1000", "2026-10-30 paid 9000")
    assert found("one_big_client", text)
    assert not found("one_big_client", text.replace("- 2026-10-01 paid 1000\n", "- 2026-10-01 note x\n"))
