"""Contacts, referrals, own chances and goals, each against numbers worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from opsledger.figures.goals import goals_of
from opsledger.figures.standing import Standing
from opsledger.findings.finding import Measured
from opsledger.findings.network import thanks_owed
from opsledger.measuring.every import Measuring
from tests.ledger_text import figures_of, ledger_of, value_of

PEOPLE = """
contacts/anna.md
    every: 4 weeks
    - 2026-10-01 call about the fair
    - 2026-11-19 note likes tea
contacts/bea.md
    every: 28 days
    - 2026-10-01 mail sent the story
contacts/cleo.md
    every: 3 months
contacts/dan.md
    - 2025-01-01 out wrote
weeks/2026-W47.md
    ## Marketing
    - Mon linkedin engage @anna her stand (replies 1)
    - Tue linkedin topic @cleo is only a word here
"""


def test_whoever_was_not_heard_of_for_longer_than_wanted_is_due() -> None:
    figures = figures_of(PEOPLE)
    assert figures["network.due"].value == ["cleo", "bea"]  # never in touch; 28 days after 1 October
    assert figures["network.contacts"].value == {"count": 4, "heard": 1, "due": 2}
    assert figures_of(PEOPLE, date(2026, 10, 29))["network.due"].value == ["cleo"]
    assert figures_of(PEOPLE, date(2026, 10, 30))["network.due"].value == ["cleo", "anna", "bea"]


WORK = """
clients/harbor.md
    since: 2024-02-01
clients/quay.md
leads/first.md
    client: quay
    referred_by: harbor
    - 2026-03-02 in x
    - 2026-03-10 won
leads/second.md
    client: quay
    - 2026-06-01 in again
leads/third.md
    client: harbor
    source: Referral
    - 2026-07-01 in x
leads/fourth.md
    - 2026-08-01 in x
projects/one.md
    client: quay
    lead: first
    price: 3000
    - 2026-03-12 booked
    - 2026-04-01 paid 3000
projects/two.md
    client: quay
    price: 500
    - 2026-09-01 booked
    - 2026-10-01 paid 600
    - 2026-10-02 refunded 100
projects/three.md
    client: harbor
    price: 500
    - 2026-09-01 booked
    - 2026-10-01 paid 500
"""


def test_what_comes_again_and_by_word_of_mouth_is_a_share_of_leads_and_money() -> None:
    figures = figures_of(WORK)
    # again: `second` after `one`, `third` by `since`; of the money all but that of `one`
    assert figures["network.repeat"].value == {
        "leads": 2,
        "of_leads": Fraction(1, 2),
        "received": 1000,
        "of_received": Fraction(1, 4),
    }
    # recommended: `first` and `third`; of the money that of `one`, whose lead was
    assert figures["network.referral"].value == {
        "leads": 2,
        "of_leads": Fraction(1, 2),
        "received": 3000,
        "of_received": Fraction(3, 4),
    }


TENDER = """
leads/tender.md
    value: 10000
    hours: 100h
    chance: 20%
    decision: 2026-12-01
    - 2026-10-01 proposal sent
leads/plain.md
    value: 1000
    - 2026-11-19 proposal sent
"""


def test_an_own_chance_stands_in_for_the_stages() -> None:
    weighted = figures_of(TENDER)["inflow.weighted_value"].value
    assert weighted["mean"] == 10000 * Fraction(1, 5) + 1000 * Fraction(2, 5)


def test_a_lead_waits_for_its_day_of_decision_and_not_for_you() -> None:
    assert figures_of(TENDER)["inflow.stale"].value == []
    assert figures_of(TENDER, date(2026, 12, 1))["inflow.stale"].value == ["plain"]
    assert figures_of(TENDER, date(2026, 12, 2))["inflow.stale"].value == ["plain", "tender"]


GOALS = """
projects/one.md
    billing: retainer
    price: 500/month
    - 2026-01-05 started
projects/two.md
    billing: retainer
    price: 500/month
    - 2026-11-16 started
reviews/2026-11-10.md
    ## Decisions
    - [ ] @sales Three retainers moves:outflow.retainers target:3 due:2026-11-30
    - [ ] @sales Five retainers moves:outflow.retainers target:5 due:2026-11-30
    - [ ] @sales Two retainers moves:outflow.retainers target:2 due:2026-11-30
    - [ ] @sales No retainers moves:outflow.retainers target:0 due:2026-11-30
    - [ ] @sales Nine retainers moves:outflow.retainers target:9 due:2026-11-15
    - [-] @sales Ten retainers moves:outflow.retainers target:10 due:2026-11-30
    - [ ] @sales Earn more moves:outflow.rate target:90 due:2026-11-30
"""


@pytest.mark.parametrize(
    ("number", "state", "expected"),
    [
        (1, "on track", 2),  # from 1 to 3 in 20 days: on the 20th the line stands at 2, and 2 run
        (2, "off track", 3),
        (3, "reached", Fraction(3, 2)),
        (4, "off track", Fraction(1, 2)),
        (5, "missed", 9),
        (7, "unknown", None),
    ],
)
def test_a_goal_is_on_track_by_the_straight_line(number: int, state: str, expected: object) -> None:
    found = figures_of(GOALS, date(2026, 11, 20))[f"actions.goal.2026-11-10-{number}"].value
    assert (found["state"], found["expected"]) == (state, expected)


def test_a_dropped_goal_is_none() -> None:
    standing = Standing(ledger_of(GOALS), date(2026, 11, 20))
    measuring = Measuring(standing)
    assert [goal.action.number for goal in goals_of(standing, measuring, measuring.on)] == [1, 2, 3, 4, 5, 7]


def test_who_is_farthest_beyond_the_goal_comes_first_and_who_sends_work_before_all() -> None:
    text = """
        contacts/feld.md
            every: 90 days
            - 2026-06-01 call x
        contacts/ott.md
            every: 30 days
            - 2026-08-01 call x
        contacts/landau.md
            every: 200 days
            - 2026-04-01 call x
        leads/site.md
            referred_by: landau
            - 2026-05-01 in x
    """
    assert value_of("network.due", text) == ["landau", "ott", "feld"]
    assert value_of("network.due", text.replace("referred_by: landau", "source: site")) == ["ott", "feld", "landau"]


SHARES = """
projects/big.md
    client: ada
    price: 4000
    estimate: 40h
    - 2026-08-01 started
    - 2026-09-01 paid 1000
    - 2026-11-16 paid BIG
projects/small.md
    client: ben
    price: SMALL
    estimate: 40h
    - 2026-08-01 started
    - 2026-10-20 paid 200
    - 2026-11-17 paid 350
reviews/2026-11-10.md
    ## Decisions
    - [ ] @ceo Ada at most 60 % moves:outflow.top_client target:0.6 due:2026-11-30
"""


@pytest.mark.parametrize(
    ("small", "state"),
    [
        (6000, "on track"),  # 40 % of what is booked is for Ada
        (500, "off track"),  # and here most of it
    ],
)
def test_a_goal_for_the_greatest_share_looks_at_what_is_booked_too(small: int, state: str) -> None:
    text = SHARES.replace("BIG", "200").replace("SMALL", str(small))
    found = figures_of(text, date(2026, 11, 20))["actions.goal.2026-11-10-1"].value
    assert found["state"] == state


SENT = """
    contacts/ilse.md
        name: Ilse Kranz
        org: Hafen
        - 2026-06-01 call x
    leads/sea.md
        name: Seaside magazine
        source: referral
        - 2026-11-11 in Frau Kranz sent them
"""


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [
        ("", "", "Thank Ilse Kranz for Seaside magazine, and ask what Hafen needs"),
        ("Frau Kranz sent them", "they found me", None),
        ("source: referral", "source: website", None),
        ("2026-06-01 call x", "2026-11-12 mail thanks", None),
        ("2026-06-01 call x", "2026-11-11 mail sends the Seaside", "Thank Ilse Kranz for Seaside magazine, and ask"),
        ("2026-11-11 in", "2026-09-11 in", None),  # too late for that
        ("org: Hafen", "kind: partner", "Thank Ilse Kranz for Seaside magazine"),
    ],
)
def test_who_sent_a_lead_is_to_be_thanked(was: str, is_now: str, told: str | None) -> None:
    standing = Standing(ledger_of(SENT.replace(was, is_now) if was else SENT), date(2026, 11, 20))
    found = [finding.action for finding in thanks_owed(Measured(standing, Measuring(standing)))]
    assert [action.startswith(told or "") for action in found] == ([True] if told else [])
