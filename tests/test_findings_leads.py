"""What is advised about a lead: answer who wrote, send what they wait for, ask for a yes only on a proposal.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from opsledger.figures.chances import chance_of
from opsledger.figures.standing import Standing
from opsledger.findings.every import findings
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.lead_steps import at_chance, bring_to_an_answer
from opsledger.forecast.silence import LEAST_ODDS, chance_now
from opsledger.measuring.every import measure
from opsledger.reviewing.build import build_review
from opsledger.values.written import write_share
from tests.ledger_text import DAY, ledger_of


def seen(text: str) -> Measured:
    standing = Standing(ledger_of(text), DAY)
    return Measured(standing, measure(standing))


def about_leads(*lines: str, front: str = "") -> list[Finding]:
    """What is found of one lead, Tern Kayaks, with some lines in its log."""
    log = "".join(f"        - {line}\n" for line in lines)
    rules = ("unanswered-leads", "stale-leads")
    found = findings(seen(f"    leads/tern.md\n        name: Tern Kayaks\n{front}{log}"))
    return [finding for finding in found if finding.rule in rules]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["2026-11-18 in x"], []),  # two days are no delay
        (["2026-11-17 in x"], ["unanswered-leads"]),
        (["2026-11-17 inquiry"], ["unanswered-leads"]),
        (["2026-11-10 out x", "2026-11-16 in y"], []),  # you began it
        (["2026-11-01 in x", "2026-11-02 out y", "2026-11-16 in z"], ["unanswered-leads"]),
        (["2026-11-16 in x", "2026-11-16 qualified"], []),
        (["2026-11-16 in x", "2026-11-17 next 2026-11-25 call"], []),
        (["2026-10-16 in x", "2026-11-17 out y"], []),
        (["2026-10-01 in x", "2026-10-02 out y"], ["stale-leads"]),
        (["2026-10-01 in x", "2026-10-01 proposal"], ["stale-leads"]),
    ],
)
def test_who_wrote_and_has_no_answer_for_days_waits_for_one(lines: list[str], told: list[str]) -> None:
    assert [finding.rule for finding in about_leads(*lines)] == told


@pytest.mark.parametrize(("won_after", "told"), [(80, []), (10, ["stale-leads"])])
def test_a_lead_stands_still_for_long_only_if_those_that_were_won_did_not(won_after: int, told: list[str]) -> None:
    sent = [DAY - timedelta(days=200 + number) for number in range(12)]
    closed = "".join(
        f"    leads/closed-{number}.md\n        - {day} proposal\n        - {day + timedelta(days=days)} {word}\n"
        for number, day in enumerate(sent)
        for word, days in (("won", won_after) if number % 2 else ("lost", 40),)
    )
    lead = f"    leads/tern.md\n        value: 1000\n        - {DAY - timedelta(days=25)} proposal\n"
    found = [finding for finding in findings(seen(closed + lead)) if finding.rule == "stale-leads"]
    assert [finding.rule for finding in found] == told


def test_silence_lowers_what_is_at_stake_and_says_so() -> None:
    measured = seen(
        "    leads/fresh.md\n        value: 1000\n        - 2026-11-19 proposal\n"
        "    leads/tern.md\n        value: 1000\n        - 2026-09-10 proposal\n"
        "    leads/own.md\n        value: 1000\n        chance: 30%\n        - 2026-09-10 proposal\n"
    )
    leads = measured.standing.ledger.lead_by_id
    fresh, silent, own = (chance_now(measured.standing, leads[name]) for name in ("fresh", "tern", "own"))
    stage = chance_of(measured.standing, leads["tern"])
    assert silent < stage / 2 < fresh <= stage
    assert silent >= LEAST_ODDS * stage / 2  # the longest silence leaves a little
    assert own == Fraction(3, 10)
    assert (
        at_chance(measured, leads["tern"])
        == f"({write_share(silent)} likely to be won, {write_share(stage)} when fresh)"
    )
    assert at_chance(measured, leads["fresh"]) == f"({write_share(fresh)} likely to be won)"


def test_an_inquiry_without_an_answer_is_never_to_be_closed() -> None:
    (finding,) = about_leads("2026-09-17 in x")
    assert (finding.action, finding.because) == ("Answer Tern Kayaks", "they wrote 64 days ago")


def test_several_inquiries_without_an_answer_are_one_thing_to_do_the_largest_first() -> None:
    text = """
    leads/small.md
        value: 500
        - 2026-10-01 in x
    leads/hours-only.md
        hours: 300h
        - 2026-11-12 in x
    leads/large.md
        value: 9000
        - 2026-11-16 in x
    """
    (finding,) = [each for each in findings(seen(text)) if each.rule == "unanswered-leads"]
    assert finding.action == "Answer hours-only, then the 2 others who wrote"
    assert finding.because == "they wrote 8 days ago. 2 more inquiries wait, the longest for 50 days"


def test_time_spent_on_a_lead_after_they_wrote_is_an_answer() -> None:
    met = "    weeks/2026-W47.md\n        ## Actual\n        - Tue 2h tern\n"
    assert not [each for each in findings(seen(f"    leads/tern.md\n        - 2026-11-16 in x\n{met}")) if each.about]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["2026-10-10 in x", "2026-11-01 next 2026-11-12 call"], "your next step is 8 days late, at the inquiry stage"),
        # what happened before its day took its place, and its silence counts from then
        (["2026-10-10 in x", "2026-11-01 next 2026-11-12 call", "2026-11-10 out answered"], ""),
        (["2026-10-10 in x", "2026-11-01 next 2026-11-12 call", "2026-11-11 proposal"], ""),
        (
            ["2026-10-10 in x", "2026-10-20 next 2026-11-02 call", "2026-11-01 out y"],
            "nothing happened for 19 days at the inquiry stage",
        ),
    ],
)
def test_a_step_that_was_overtaken_does_not_ring(lines: list[str], said: str) -> None:
    found = about_leads(*lines)
    assert [finding.because for finding in found] == ([said] if said else [])


def test_a_step_ahead_still_stands_after_they_wrote() -> None:
    lead = seen("    leads/tern.md\n        - 2026-11-12 next 2026-11-26 call\n        - 2026-11-16 in x\n")
    step = lead.standing.ledger.leads[0].next_on(DAY)
    assert step is not None
    assert step.text == "call"


@pytest.mark.parametrize(
    ("stage", "settings", "told"),
    [
        ("inquiry", "", "Send a proposal for Tern Kayaks"),
        ("qualified", "", "Send a proposal for Tern Kayaks"),
        ("proposal", "", "Get a yes or no on Tern Kayaks"),
        ("verbal", "", "Get the yes of Tern Kayaks in writing, with a first day"),
        ("talked", "{first: 10%, talked: 20%, quote: 50%, talks: 60%, yes: 90%}", "Send a proposal for Tern Kayaks"),
        ("talks", "{first: 10%, talked: 20%, quote: 50%, talks: 60%, yes: 90%}", "Get a yes or no on Tern Kayaks"),
        ("b", "{a: 10%, b: 20%, c: 50%, d: 90%}", "Send a proposal for Tern Kayaks"),
        ("c", "{a: 10%, b: 20%, c: 50%, d: 90%}", "Get a yes or no on Tern Kayaks"),
    ],
)
def test_a_yes_is_asked_for_on_a_proposal_alone(stage: str, settings: str, told: str) -> None:
    stages = f"    opsledger.yaml\n        stages: {settings}\n" if settings else ""
    lead = f"    leads/tern.md\n        name: Tern Kayaks\n        - 2026-11-01 out x\n        - 2026-11-02 {stage}\n"
    measured = seen(stages + lead)
    assert bring_to_an_answer(measured, measured.standing.ledger.leads[0]) == told


def test_what_cannot_wait_comes_in_its_turn() -> None:
    text = """
    projects/late.md
        client: ada
        price: 300
        estimate: 40h
        due: 2026-11-13
        - 2026-11-02 booked
    projects/done.md
        client: ben
        price: 3000
        estimate: 30h
        - 2026-09-01 started
        - 2026-11-18 delivered
    projects/owed.md
        client: cyd
        price: 9000
        - 2026-08-01 started
        - 2026-09-01 invoiced 9000
        - 2026-09-02 delivered
    leads/large.md
        value: 60000
        - 2026-09-01 in x
        - 2026-09-02 proposal
    """
    rows = build_review(ledger_of(text), DAY).this_week
    assert [row.rule for row in rows] == ["broken-promises", "unbilled", "long-owed"]
    assert [row.stake for row in rows] == ["the price, 300 EUR", "", ""]  # the sentences of the others say the sum


def test_a_proposal_with_ones_own_step_overdue_comes_before_a_smaller_inquiry() -> None:
    text = """
    leads/inquiry.md
        value: 9000
        - 2026-11-13 in x
    leads/offer.md
        value: 12000
        - 2026-10-01 in x
        - 2026-10-05 proposal
        - 2026-10-05 next 2026-11-09 ask again
    """
    rows = build_review(ledger_of(text), DAY).this_week
    assert [row.rule for row in rows] == ["stale-leads", "unanswered-leads"]
    assert rows[0].text == "offer: ask again"


SMALL = """
    opsledger.yaml
        ideal_client: {budget: 4000}
        targets: {floor: FLOOR/month}
    leads/small.md
        value: 3500
        - 2026-11-01 in x
        - 2026-11-02 proposal
"""


@pytest.mark.parametrize(("own", "turned"), [("", False), ("        budget: no\n", True)])
def test_a_rule_of_thumb_alone_turns_no_lead_down(own: str, turned: bool) -> None:
    text = SMALL.replace("FLOOR", "1").replace("        value", f"{own}        value")
    (found,) = [each for each in findings(seen(text)) if each.rule == "leads-to-avoid"]
    assert found.action.startswith("Turn down") is turned


def test_goals_that_nobody_set_are_worth_a_thought_and_no_more() -> None:
    weeks = "    weeks/2026-W40.md\n        ## Actual\n        - Mon 2h admin\n"
    own = "    opsledger.yaml\n        marketing: {work: 2}\n"
    ours, theirs = (
        next(each for each in findings(seen(weeks + settings)) if each.rule == "cadence") for settings in ("", own)
    )
    assert (ours.urgency, ours.by) == (1, None)
    assert theirs.urgency == 2
    assert theirs.by is not None


def late_jobs(*estimates: int) -> str:
    return "    opsledger.yaml\n        client_hours: 20\n" + "".join(
        f"    projects/job-{number}.md\n        client: ada\n        estimate: {estimate}h\n        due: 2026-11-13\n"
        "        - 2026-11-02 booked\n"
        for number, estimate in enumerate(estimates)
    )


@pytest.mark.parametrize(
    ("estimates", "told"),
    [
        ((80,), "Give Ada a new date for job-0"),
        ((8,), "Finish job-0 next week, and tell Ada"),
        ((80, 90, 100), "Give each late project a new date, first job-2"),
        ((80, 4, 6), "Finish job-1 and job-2 next week, and give job-0 a new date"),
        ((80, 90, 6), "Finish job-2 next week, and give the 2 others a new date"),
        ((2, 3, 4), "Finish job-0 and job-1 next week, and give job-2 a new date"),
    ],
)
def test_what_is_late_and_small_is_to_be_finished_before_dates_are_given(estimates: tuple[int, ...], told: str) -> None:
    assert told in [finding.action for finding in findings(seen(late_jobs(*estimates)))]


def test_a_spoken_yes_while_much_is_late_begins_after_what_is_sold() -> None:
    lead = "    leads/tern.md\n        name: Tern\n        - 2026-11-12 verbal\n"
    weeks = "".join(
        f"    weeks/2026-W{week}.md\n        ## Actual\n        - Mon 8h job-0\n        - Tue 8h job-1\n"
        for week in range(40, 47)
    )
    (finding,) = [each for each in findings(seen(late_jobs(180, 190, 100) + lead + weeks)) if each.rule == "spoken-yes"]
    assert finding.action.startswith("Get the yes of Tern in writing, with a start after ")
