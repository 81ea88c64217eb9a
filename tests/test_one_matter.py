"""One client is one item: a complaint, an overdue decision and what else there is to say are told together.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

import pytest

from opsledger.figures.naming import names_of
from opsledger.figures.standing import Standing
from opsledger.findings.asking import clients_to_answer
from opsledger.findings.choosing import ChosenFindings
from opsledger.findings.every import chosen
from opsledger.findings.finding import Measured
from opsledger.measuring.every import measure
from tests.ledger_text import DAY, ledger_of

CLIENT = """
clients/fjordhus.md
    name: Fjordhus
    - 2026-11-12 complaint the prices were mixed up
projects/shop.md
    name: Shop texts
    client: fjordhus
    price: 4000
    estimate: 40h
    due: 2027-02-26
    - 2026-10-01 started
    - 2026-11-13 mail Frau Solberg: who else reads the texts?
weeks/2026-W46.md
    ## Actual
    - Mon 6h shop
"""
DECIDED = """
reviews/2026-10-23.md
    ## Decisions
    - [ ] @sales Ring Frau Solberg, not only mail due:2026-10-30
    - [ ] @production A second reading for Fjordhus due:2026-10-30
"""


def shown(text: str) -> ChosenFindings:
    standing = Standing(ledger_of(text), DAY)
    return chosen(Measured(standing, measure(standing)))


def rules(found: ChosenFindings) -> list[str]:
    return [row.finding.rule for row in (*found.this_week, *found.others)]


def named(text: str, ledger: str) -> frozenset[str]:
    return names_of(Standing(ledger_of(ledger), DAY)).named(text)


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("Ring Frau Solberg", True),
        ("Lunch with Solberg", True),
        ("Ring Frau Solbergson", False),
        ("Ring the solberg", False),
    ],
)
def test_a_person_in_a_clients_log_stands_for_the_client(text: str, is_meant: bool) -> None:
    assert ("fjordhus" in named(text, CLIENT)) is is_meant


def test_a_person_of_two_clients_stands_for_neither() -> None:
    other = "clients/hafen.md\n    name: Hafen\n    - 2026-11-02 call Frau Solberg is here now\n"
    assert not named("Ring Frau Solberg", CLIENT + other)


def test_a_contact_of_a_clients_house_is_that_client() -> None:
    person = "contacts/ida.md\n    name: Ida Rehm\n    org: Fjordhus\n"
    names = names_of(Standing(ledger_of(CLIENT + person), DAY))
    assert names.family("ida") == "fjordhus"
    assert names.named("Call Ida Rehm") == {"fjordhus"}
    elsewhere = names_of(Standing(ledger_of(CLIENT + person.replace("org: Fjordhus", "org: Hafen")), DAY))
    assert elsewhere.family("ida") == "ida"


def test_a_complaint_a_question_and_the_overdue_decisions_of_a_client_are_one_item() -> None:
    found = shown(CLIENT + DECIDED)
    first = found.this_week[0].finding
    assert first.action.startswith("Call Fjordhus" if "yellow" in CLIENT else "Answer Fjordhus: Frau Solberg")
    assert "You decided on Fri 23 Oct: “Ring Frau Solberg, not only mail” and “A second reading" in first.because
    assert "overdue-actions" not in rules(found)


def test_a_decision_of_another_matter_is_still_told() -> None:
    found = shown(CLIENT + DECIDED.replace("Ring Frau Solberg, not only mail", "Begin to post again"))
    (late,) = (row for row in found.this_week if row.finding.rule == "overdue-actions")
    assert late.covered_by[0].text == "Begin to post again"


def test_what_else_is_to_be_said_to_the_client_is_said_in_the_same_talk() -> None:
    extra = CLIENT.replace("- 2026-11-13 mail", "- 2026-11-11 scope +20h round three\n    - 2026-11-13 mail")
    found = shown(extra)
    assert "unpaid-scope" not in rules(found)
    assert ". In the same talk: agree on a price for the 20 h added to Shop texts" in found.this_week[0].finding.because
    alone = extra.replace("complaint the prices were mixed up", "call fine").replace("who else reads the texts?", "ok")
    assert "unpaid-scope" in rules(shown(alone))


def test_nobody_is_asked_for_a_testimonial_beside_a_complaint() -> None:
    done = """
projects/old.md
    name: Old texts
    client: fjordhus
    price: 900
    - 2026-10-01 started
    - 2026-11-05 delivered
website/case.md
    type: case-study
    - 2025-01-05 published
"""
    happy = CLIENT.replace("complaint the prices were mixed up", "praise fine").replace("who else reads", "likes")
    happy = happy.replace("the texts?", "the texts")
    assert "unproved-work" in rules(shown(happy + done))
    assert "unproved-work" not in rules(shown(CLIENT + done))


def test_an_invoice_takes_no_clients_place() -> None:
    hourly = CLIENT.replace("price: 4000", "billing: hourly\n    rate: 90/h") + (
        "opsledger.yaml\n    living: 3000/month\nmoney.md\n    ## Log\n    - 2026-11-19 balance 400\n"
    )
    invoiced = hourly.replace("- 2026-10-01 started", "- 2026-10-01 started\n    - 2026-11-02 invoiced 90")
    assert [row.finding.rule for row in shown(invoiced).this_week][:2] == ["hours-to-invoice", "clients-to-answer"]


def test_hours_to_invoice_leave_the_reminder_of_an_older_invoice_its_place() -> None:
    both = """
opsledger.yaml
    terms: 14
projects/portal.md
    name: Portal
    client: Nord
    billing: hourly
    rate: 90/h
    - 2026-09-01 started
    - 2026-10-01 invoiced 900
weeks/2026-W41.md
    ## Actual
    - Mon 8h portal
weeks/2026-W46.md
    ## Actual
    - Mon 9h portal
    - Tue 9h portal
"""
    assert {"long-owed", "unbilled"} <= {row.finding.rule for row in shown(both).this_week}


@pytest.mark.parametrize(
    ("front", "line", "said"),
    [
        ("price: 4000", "2026-11-12 complaint late again", "what is still to come of their work, 4,000 EUR"),
        ("billing: hourly\n    rate: 90/h", "2026-11-12 complaint late again", "what they paid in a year, 900 EUR"),
        ("billing: hourly\n    rate: 90/h", "2026-11-12 call could have ten hours a week more", "900 EUR a week"),
        ("price: 4000", "2026-11-12 mail they would like a walk", ""),  # nobody leaves for that
    ],
)
def test_a_client_is_at_stake_only_if_they_may_leave(front: str, line: str, said: str) -> None:
    text = CLIENT.replace("price: 4000", front).replace("2026-11-12 complaint the prices were mixed up", line)
    text = text.replace("    - 2026-11-13 mail Frau Solberg: who else reads the texts?\n", "") + (
        "projects/old.md\n    client: fjordhus\n    price: 900\n    - 2026-09-01 started\n    - 2026-09-02 delivered\n"
        "    - 2026-09-03 invoiced 900\n    - 2026-09-20 paid 900\n"
    )
    standing = Standing(ledger_of(text), DAY)
    measured = Measured(standing, measure(standing))
    (finding,) = clients_to_answer(measured)
    assert measured.stake(finding) == said
    assert finding.money is not None


def test_of_a_client_who_leaves_the_talk_comes_before_the_ledger() -> None:
    leaves = """
clients/nord.md
    name: Nord
    - 2026-11-19 in offers to recommend me
projects/care.md
    name: Care
    client: nord
    billing: retainer
    price: 1200/month
    - 2026-01-05 started
    - 2026-11-18 mail notice: they stop at the end of December
"""
    found = shown(leaves)
    first = found.this_week[0].finding
    assert first.action == "Answer Nord: offers to recommend me"
    assert "says that Care stops: “notice: they stop at the end of December”" in first.because
    assert "They wrote on Thu 19 Nov" in first.because
    assert "clients-to-answer" not in [row.finding.rule for row in found.others]
