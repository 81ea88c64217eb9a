"""What is said of income that ends or hangs on one client, and what is advised when advice was not taken.

The day is Friday, 20 November 2026.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from opsledger.figures.standing import Standing
from opsledger.findings.dependence import dependence_sentence
from opsledger.findings.every import chosen, findings
from opsledger.findings.finding import Finding, Measured
from opsledger.findings.memory import KEPT
from opsledger.findings.retainers import retainer_sentence
from opsledger.findings.stopping import stopping_sentence
from opsledger.measuring.every import measure
from opsledger.models.ledger import Ledger
from tests.ledger_text import DAY, ledger_of

CARE = """
    projects/care.md
        name: Linden care
        client: linden
        billing: retainer
        price: 1440/month
        estimate: 12h
        - 2026-01-01 started
        - ENDS ended
    projects/other.md
        client: quill
        billing: retainer
        price: 600/month
        - 2026-01-01 started
"""


def seen(text: str | Ledger) -> Measured:
    standing = Standing(ledger_of(text) if isinstance(text, str) else text, DAY)
    return Measured(standing, measure(standing))


def found(rule: str, text: str) -> list[Finding]:
    return [each for each in findings(seen(text)) if each.rule == rule]


@pytest.mark.parametrize(
    ("ends", "said", "bold"),
    [
        ("2026-10-29", "it ended on Thu 29 Oct: 1,440 EUR and 12 h a month less. The others bring 600 EUR", "ended on"),
        ("2026-10-01", "it ended on Thu 1 Oct: 1,440 EUR and 12 h a month less. The others bring 600 EUR", ""),
        ("2026-08-01", "", ""),  # months ago
        ("2026-12-31", "it ends on Thu 31 Dec: 1,440 EUR and 12 h a month less. The others bring 600 EUR", "ends on"),
        ("2027-06-30", "", ""),
    ],
)
def test_a_retainer_that_ended_or_will_is_told(ends: str, said: str, bold: str) -> None:
    text = CARE.replace("ENDS", ends)
    assert [each.because for each in found("retainer-ended", text)] == ([said] if said else [])
    sentence = retainer_sentence(seen(text))
    assert bold in sentence
    assert bool(sentence) is bool(bold)


def test_a_review_of_a_past_day_knows_of_no_end_that_came_after_it() -> None:
    text = CARE.replace("ENDS", "2026-12-31") + "    weeks/2026-W49.md\n        ## Actual\n        - Mon 3h care\n"
    assert not found("retainer-ended", text)
    assert not retainer_sentence(seen(text))


def test_a_retainer_that_another_of_its_client_follows_is_not_missed() -> None:
    again = CARE.replace("ENDS", "2026-10-29").replace("client: quill", "client: linden")
    assert not found("retainer-ended", again)


def leaning(prices: tuple[int, int, int]) -> str:
    projects = "".join(
        f"    projects/{name}.md\n        client: {name}\n        price: {price}\n        estimate: 50h\n"
        f"        - 2026-09-01 started\n        - 2026-10-01 paid {price // 10}\n"
        for name, price in zip(("ada", "ben", "cyd"), prices, strict=True)
    )
    leads = "".join(f"    leads/l{n}.md\n        client: ada\n        - 2026-10-0{n} in x\n" for n in range(1, 7))
    return projects + leads


@pytest.mark.parametrize(
    ("prices", "is_told", "is_bold"),
    [((9000, 500, 500), True, True), ((5000, 2500, 2500), True, False), ((3000, 3500, 3500), False, False)],
)
def test_dependence_on_one_client_is_told_and_if_heavy_in_bold(
    prices: tuple[int, int, int], is_told: bool, is_bold: bool
) -> None:
    text = leaning(prices)
    told = found("one-big-client", text)
    assert bool(told) is is_told
    assert bool(dependence_sentence(seen(text))) is is_bold
    if told:
        assert "of what is booked" in told[0].because
        assert told[0].because.endswith("and 100 % of its leads")


def test_a_spoken_yes_without_a_step_ahead_is_to_be_put_in_writing() -> None:
    lead = "    leads/tern.md\n        name: Tern\n        value: 2880\n        - 2026-11-19 verbal\n"
    (finding,) = found("spoken-yes", lead)
    assert finding.action == "Get the yes of Tern in writing, with a first day"
    assert not found("spoken-yes", lead + "        - 2026-11-19 next 2026-11-24 send the contract\n")


REVIEWS = tuple(date(2026, month, day) for month, day in ((8, 28), (9, 11), (9, 25), (10, 9), (10, 23), (11, 6)))
SILENT = """
    leads/tern.md
        name: Tern
        value: 4000
        - 2026-08-01 in x
        - 2026-08-02 out y
"""


def remembered(*steps: bool | None) -> str:
    """What is advised of a silent lead after reviews that said so: with the first advice, the other one, or not."""
    text = SILENT + "".join(f"    reviews/{on}.md\n        ## Decisions\n" for on in REVIEWS)
    ledger = ledger_of(text)
    measured = next(each.finding.measure for each in chosen(seen(ledger)).every if each.finding.about == ("tern",))
    kept = {
        on: [{"rule": "stale-leads", "about": ["tern"], "measure": measured, "said": True, "instead": step}]
        for on, step in zip(REVIEWS[len(REVIEWS) - len(steps) :], steps, strict=True)
        if step is not None
    }
    reviews = tuple(replace(each, frozen={KEPT: kept.get(each.on, [])}) for each in ledger.reviews)
    (row,) = [each for each in chosen(seen(replace(ledger, reviews=reviews))).every if each.finding.about == ("tern",)]
    return row.quiet or row.finding.action


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((False, False), "Contact Tern, or close the lead"),
        ((False, False, False), "Close Tern, or ask them one last time"),
        ((False, False, False, True, True), "Close Tern, or ask them one last time"),
        ((False, False, False, True, True, True), "said"),
    ],
)
def test_advice_that_was_not_taken_three_times_changes(steps: tuple[bool, ...], told: str) -> None:
    assert remembered(*steps) == told


@pytest.mark.parametrize(
    ("line", "is_asked"),
    [
        ("2026-11-12 mail notice: they stop after the move", True),
        ("2026-11-12 call we stop once the shop is sold", True),
        ("2026-11-12 mail I noticed a slip and stopped the press", False),
        ("2026-11-12 call they cancelled the meeting of Friday", False),
        ("2026-08-12 mail notice: they stop after the move", False),  # months ago
        ("2026-11-12 mail notice: they stop\n        - 2026-12-31 ended", False),  # its last day is known
    ],
)
def test_an_end_that_stands_in_words_alone_is_to_be_written_down(line: str, is_asked: bool) -> None:
    text = CARE.replace("- ENDS ended", f"- {line}")
    assert [each.action for each in found("end-in-words", text)] == (
        ["Write down the last day of Linden care, or when it pauses"] if is_asked else []
    )


def test_a_large_retainer_that_stops_in_words_is_said_in_bold_and_comes_first() -> None:
    text = CARE.replace("- ENDS ended", "- 2026-11-12 mail notice: they stop after the move")
    measured = seen(text)
    told = "Linden care is to stop, by a line of 12 Nov, but its 1,440 EUR a month still count here"
    assert stopping_sentence(measured) == told
    assert chosen(measured).this_week[0].finding.rule == "end-in-words"
    assert not found("one-big-client", text)
