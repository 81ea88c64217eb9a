"""What clients said and nobody answered: it is an action, and `status` says that they wait.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

import pytest

from opsledger.figures.asked import unanswered_clients
from opsledger.figures.standing import Standing
from opsledger.findings.every import chosen, findings
from opsledger.findings.finding import Finding, Measured
from opsledger.forecast.recalled import kept_forecast
from opsledger.measuring.every import measure
from opsledger.reporting.status import status_data, status_lines
from opsledger.reviewing.overview import overview_of
from tests.ledger_text import DAY, ledger_of

BUSINESS = """
    clients/ada.md
        name: Ada Lane
        health: green
        {client}
    projects/site.md
        client: ada
        price: 5000
        estimate: 60h
        due: 2027-03-31
        - 2026-09-01 started
        - 2026-10-01 paid 2500
        {project}
    {more}
"""


def seen(client: str = "", project: str = "", more: str = "", health: str = "green") -> Measured:
    text = BUSINESS.format(client=client, project=project, more=more).replace("health: green", f"health: {health}")
    standing = Standing(ledger_of(text), DAY)
    return Measured(standing, measure(standing))


def asked(client: str = "", project: str = "", more: str = "") -> list[str]:
    """What waits for an answer, as it was said."""
    found = unanswered_clients(seen(client, project, more).standing)
    return [line.text for each in found.values() for line in each.lines]


def to_answer(measured: Measured) -> list[Finding]:
    return [each for each in findings(measured) if each.rule == "clients-to-answer"]


ASKS = "- 2026-11-12 in where is the invoice"


@pytest.mark.parametrize(
    ("project", "waits"),
    [
        ("- 2026-11-12 call could I do their ads as well, from January?", True),
        ("- 2026-11-12 mail they want the search by Christmas too", True),
        ("- 2026-11-12 note Frau Lane asked whether I have ideas", True),
        ("- 2026-11-12 mail Ada möchte noch eine Seite", True),
        ("- 2026-11-12 complaint nobody told her", True),
        ("- 2026-11-12 call all is on time", False),
        ("- 2026-11-12 mail asked for August, accounting is new", False),
        ("- 2026-11-12 mail harvest is in; asked for a quote from her", False),
        ("- 2026-11-12 note wants a proper shop one day", False),
        ("- 2026-11-12 meeting new partner wants a fourth round", False),
        ("- 2026-09-12 complaint nobody told her", False),
        ("- 2026-11-20 complaint nobody told her", False),
    ],
)
def test_a_wish_that_the_owner_wrote_down_waits(project: str, waits: bool) -> None:
    assert bool(asked(project=project)) is waits


@pytest.mark.parametrize(
    "answer",
    [
        {"client": ASKS + "\n        - 2026-11-12 out sent it again"},
        {"client": ASKS, "project": "- 2026-11-13 call told her"},
        {"client": ASKS, "project": "- 2026-11-13 scope +3h +300 the ads"},
        {"client": ASKS, "project": "- 2026-11-13 invoiced 2500"},
        {"client": ASKS, "more": "leads/ads.md\n        client: ada\n        - 2026-11-12 inquiry ads"},
        {"client": ASKS, "more": "projects/ads.md\n        client: ada\n        - 2026-11-13 booked"},
    ],
)
def test_a_later_word_of_yours_or_work_agreed_on_since_is_an_answer(answer: dict[str, str]) -> None:
    assert not asked(**answer)


@pytest.mark.parametrize("later", ["- 2026-11-13 praise so fast", "- 2026-11-13 paid 100", "- 2026-11-13 in hello?"])
def test_their_own_later_words_and_money_are_no_answer(later: str) -> None:
    client, project = (f"{ASKS}\n        {later}", "") if " in " in later else (ASKS, later)
    assert "where is the invoice" in asked(client, project)


def test_it_is_the_first_thing_to_do_and_says_what_was_asked() -> None:
    measured = seen(ASKS)
    (finding,) = to_answer(measured)
    assert finding.action == "Answer Ada Lane: where is the invoice"
    assert finding.because == "they wrote on Thu 12 Nov, and no answer of yours is written down"
    assert measured.stake(finding) == ""  # nobody leaves for that; what they paid in a year only ranks it
    assert chosen(measured).this_week[0].finding == finding


def test_who_complained_twice_or_is_not_well_served_already_is_called() -> None:
    twice = "- 2026-10-22 complaint slow\n        - 2026-11-12 complaint slow again"
    (finding,) = to_answer(seen(project=twice))
    assert finding.action == "Call Ada Lane: slow again"
    assert finding.because.startswith("they complained on Thu 22 Oct and Thu 12 Nov, and no answer")
    assert [each.action for each in to_answer(seen(ASKS, health="yellow"))] == ["Call Ada Lane: where is the invoice"]


def test_a_complaint_about_finished_work_stays_open() -> None:
    assert asked(project="- 2026-11-10 delivered\n        - 2026-11-12 complaint links are dead") == ["links are dead"]


def test_no_favour_is_asked_of_a_client_who_waits() -> None:
    page = "website/home.md\n        - 2026-10-01 published"
    done = "- 2026-11-10 delivered"
    rules = [each.rule for each in findings(seen(project=done, more=page))]
    assert "unproved-work" in rules
    for measured in (seen(ASKS, done, page), seen("", f"{done}\n        - 2026-11-11 complaint", page)):
        assert "unproved-work" not in [each.rule for each in findings(measured)]


def test_status_says_that_they_wait() -> None:
    measured = seen(ASKS)
    overview, forecast = overview_of(measured), kept_forecast(measured.standing.whole, DAY)
    text = "\n".join(line.text for line in status_lines(overview, forecast))
    assert "Your move: Ada Lane." in text
    assert "Nothing waits for you" not in text
    waiting = status_data(overview, forecast)["clients_waiting"]
    assert waiting == [{"id": "ada", "file": "clients/ada.md", "name": "Ada Lane", "since": DAY.replace(day=12)}]


def test_status_is_not_at_rest_while_finished_work_is_not_invoiced() -> None:
    sent = "- 2026-09-10 invoiced 2500\n        - 2026-11-10 "
    for word, is_at_rest in (("delivered", False), ("call", True)):
        overview = overview_of(measured := seen(project=sent + word))
        lines = status_lines(overview, kept_forecast(measured.standing.whole, DAY))
        assert any(line.text.startswith("Nothing waits for you") for line in lines) is is_at_rest
