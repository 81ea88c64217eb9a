"""What happened between two days of a ledger, or between two ledgers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from opsledger.changes.change import TOPICS, Change
from opsledger.changes.every import changes, weightiest
from opsledger.changes.figures import of_the_gap
from opsledger.figures.standing import Standing
from opsledger.loading import load
from opsledger.reviewing.build import build_review
from tests.cli_support import SAMPLE
from tests.ledger_text import DAY, ledger_of

THEN = date(2026, 11, 6)


def found(text: str, before: str | None = None) -> list[Change]:
    """The changes from THEN to DAY in one ledger, or from one ledger to another; figures left out."""
    then, now = ledger_of(before or text), ledger_of(text)
    told = changes(Standing(then, THEN), Standing(now, DAY))
    return [change for change in told if change.topic != "figures"]


def sentences(text: str, before: str | None = None) -> list[str]:
    return [change.sentence for change in found(text, before)]


LEAD = """
    leads/quay.md
        name: Quay
        value: 6000
        - 2026-11-02 inquiry
"""


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("- 2026-11-09 proposal", "Quay moved from inquiry to proposal"),
        ("- 2026-11-09 won", "Quay was won, from inquiry"),
        ("- 2026-11-09 lost price a cousin does it", "Quay was lost, from inquiry: price a cousin does it"),
        ("- 2026-11-09 declined no hour free", "Quay was declined, from inquiry: no hour free"),
        ("- 2026-11-09 value 8000", "Quay is worth 8,000 EUR, was 6,000 EUR"),
        ("- 2026-11-09 hours 60h", "Quay may take 60 h"),
    ],
)
def test_a_lead_is_told_of(lines: str, told: str) -> None:
    assert sentences(f"{LEAD}        {lines}\n") == [told]


def test_a_lead_that_came_in_is_told_of_once_with_what_became_of_it() -> None:
    lead = LEAD.replace("2026-11-02 inquiry", "2026-11-09 inquiry")
    assert sentences(lead) == ["Quay came in (website), worth 6,000 EUR"]
    assert sentences(f"{lead}        - 2026-11-12 won\n") == ["Quay came in (website), worth 6,000 EUR, and was won"]


def test_a_lead_moves_back_too() -> None:
    lead = LEAD.replace("inquiry", "proposal") + "        - 2026-11-09 qualified\n"
    assert sentences(lead) == ["Quay moved back from proposal to qualified"]


PROJECT = """
    projects/site.md
        name: Site
        price: 6000
        estimate: 10h
        due: 2026-12-04
        - 2026-10-01 booked
        - 2026-10-05 started
"""


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("due 2026-12-18 late", "Site slipped by 14 days: promised for Fri 18 Dec 2026, was Fri 4 Dec 2026: late"),
        ("due 2026-12-03", "Site was brought forward by 1 day: promised for Thu 3 Dec 2026, was Fri 4 Dec 2026"),
        ("scope +3h +270 a page", "Site grew by 3 h and +270 EUR: a page"),
        ("scope +3h a favour", "Site grew by 3 h, unpaid: a favour"),
        ("scope -2h", "Site shrank by 2 h"),
        ("invoiced 3000", "Site: 3,000 EUR invoiced"),
        ("paid 1500.50", "Site: 1,500 EUR paid"),
        ("cost 80 proofs", "Site: 80 EUR of costs"),
        ("paused", "Site was paused"),
        ("delivered", "Site was delivered, 25 days before the promised day"),
        ("cancelled", "Site was cancelled"),
        ("complaint too slow", "Site had a complaint: too slow"),
        ("praise lovely", "Site was praised: lovely"),
    ],
)
def test_a_project_is_told_of(line: str, told: str) -> None:
    assert sentences(f"{PROJECT}        - 2026-11-09 {line}\n") == [told]


def test_a_delivery_is_told_against_the_last_promise_and_the_first() -> None:
    text = PROJECT.replace(
        "        - 2026-10-05 started\n", "        - 2026-10-05 started\n        - 2026-10-06 due 2026-11-06\n"
    )
    assert sentences(f"{text}        - 2026-11-09 delivered\n") == [
        "Site was delivered, 3 days after the day promised last (25 days before the one promised first)"
    ]


def test_a_promise_that_passed_is_late() -> None:
    text = PROJECT.replace("due: 2026-12-04", "due: 2026-11-13")
    assert sentences(text) == ["Site is late: it was promised for Fri 13 Nov 2026"]


WORK = """
    weeks/2026-W45.md
        ## Actual
        - Mon 6h site
    weeks/2026-W46.md
        ## Actual
        - Mon 3h site
"""


def test_hours_are_told_of_what_was_sold() -> None:
    assert sentences(PROJECT + WORK) == ["Site took 3 h, now 9 h of 10 h"]


def test_hours_that_are_used_up_are_told_of_once() -> None:
    more = WORK + "    weeks/2026-W47.md\n        ## Actual\n        - Mon 3h site\n"
    assert sentences(PROJECT + more) == ["Site went over its hours: 12 h of 10 h"]
    assert sentences(PROJECT.replace("10h", "5h") + WORK) == ["Site took 3 h, now 9 h of 5 h"]


def test_what_was_rewritten_between_two_ledgers_is_told_of() -> None:
    before = PROJECT + "        - 2026-10-09 invoiced 3000\n"
    after = before.replace("invoiced 3000", "invoiced 2000").replace("10h", "14h").replace("2026-12-04", "2026-12-11")
    assert sentences(after, before) == [
        "Site slipped by 7 days: promised for Fri 11 Dec 2026, was Fri 4 Dec 2026",
        "Site is estimated at 14 h, was 10 h",
        "Site: 1,000 EUR less invoiced than before",
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("price: 900", "price: 1200", "Site is priced at 1,200 EUR, was 900 EUR"),
        ("billing: hourly\n    rate: 80/h", "billing: hourly\n    rate: 95/h", "Site is charged at 95/h, was 80/h"),
    ],
)
def test_a_price_or_rate_written_anew_is_told_of(old: str, new: str, told: str) -> None:
    text = "projects/site.md\n    name: Site\n    {}\n    - 2026-10-01 booked\n"
    assert sentences(text.format(new), text.format(old)) == [told]


def test_a_record_that_is_gone_is_told_of() -> None:
    (change,) = found(PROJECT, PROJECT + LEAD)
    assert (change.sentence, change.span) == ("Quay is no longer in the ledger", None)


def test_clients_the_website_and_decisions_are_told_of() -> None:
    before = """
    clients/quay.md
        name: Quay
        health: green
    website/case.md
        name: Case
        - 2026-11-01 published
    reviews/2026-11-06.md
        ## Decisions
        - [ ] @sales Call Quay due:2026-11-10
        - [ ] @coo Tidy up due:2026-11-10
    """
    after = before.replace("green", "red").replace("[ ] @coo Tidy up", "[x] @coo Tidy up done:2026-11-08")
    after = after.replace("- 2026-11-01 published", "- 2026-11-01 published\n        - 2026-11-12 updated new pictures")
    assert sentences(after, before) == [
        "Quay is red, was green",
        "“Case” was updated: new pictures",
        "@sales “Call Quay” has been overdue since Tue 10 Nov 2026",
        "@coo “Tidy up” was done",
    ]


def test_figures_that_moved_are_told_of_as_they_are_written() -> None:
    ledger = ledger_of(PROJECT + WORK + "    projects/more.md\n        estimate: 20h\n        - 2026-11-09 booked\n")
    told = changes(Standing(ledger, THEN), Standing(ledger, DAY))
    by_name = {change.subject: change.sentence for change in told if change.topic == "figures"}
    assert by_name["balance.backlog_hours"] == "Sold, not yet worked, rose from 4 h to 21 h"


def test_nothing_between_a_day_and_itself() -> None:
    ledger = load(SAMPLE)
    assert changes(Standing(ledger, DAY), Standing(ledger, DAY)) == ()


def test_every_change_of_the_sample_has_a_place_and_stands_by_topic() -> None:
    ledger = load(SAMPLE)
    told = changes(Standing(ledger, date(2026, 5, 6)), Standing(ledger, DAY))
    assert [TOPICS.index(change.topic) for change in told] == sorted(TOPICS.index(change.topic) for change in told)
    assert [change for change in told if change.span is None] == []
    assert {change.topic for change in told} >= {"leads", "projects", "promises", "scope", "money", "figures"}


def test_the_few_that_matter_most_are_chosen_by_weight() -> None:
    ledger = load(SAMPLE)
    then, now = Standing(ledger, date(2026, 5, 6)), Standing(ledger, DAY)
    few, more = weightiest(then, now, 3)
    every = [change.weight for change in changes(then, now) if change.topic not in ("figures", "actions")]
    assert sorted(change.weight for change in few) == sorted(every)[-3:]
    assert more == sum(weight >= 30 for weight in every) - 3


def test_a_review_tells_what_happened_since_the_last_one() -> None:
    review = build_review(load(SAMPLE), DAY)
    follow = review.follow_up
    assert follow.last == date(2026, 11, 6)
    assert len(follow.changes) <= 8
    assert ("Arbor Furniture", " moved from qualified to proposal") in [
        (row.link.text, row.words) for row in follow.changes
    ]


def test_the_first_review_has_no_last_one() -> None:
    follow = build_review(ledger_of(PROJECT + WORK), DAY).follow_up
    assert (follow.last, follow.changes, follow.more) == (None, (), 0)


def test_the_gap_before_new_work_grows_shrinks_and_becomes_a_cushion() -> None:
    """Weeks below zero are a gap, and nobody is to read a minus."""
    told = [of_the_gap(Fraction(was), Fraction(now), "EUR") for was, now in ((-4, -5), (-5, -4), (2, 3), (-4, 2))]
    assert [" ".join(each) for each in told] == [
        "The gap before new work grew from 4 weeks to 5 weeks",
        "The gap before new work shrank from 5 weeks to 4 weeks",
        "The cushion before new work grew from 2 weeks to 3 weeks",
        "The cushion before new work is 2 weeks, after a gap of 4 weeks",
    ]
