from __future__ import annotations

from datetime import date

import pytest

from opsledger.language.cards import card
from opsledger.language.view import View
from opsledger.loading import load
from tests.cli_support import SAMPLE
from tests.language_support import hovered
from tests.ledger_text import DAY, files_of, ledger_of

LEDGER = """
    opsledger.yaml
        stale_after: 7
        targets: {rate: 90/h}
        ideal_client: {services: [branding], budget: 5000, weeks: 3}
    leads/arbor.md
        name: Arbor *Furniture*
        source: conference
        service: branding
        value: 9800
        hours: 105h
        - 2026-11-02 inquiry
        - 2026-11-09 proposal
        - 2026-11-09 next 2026-11-16 ring Magda
    projects/quay-site.md
        name: Quay site
        client: quay
        price: 6000
        estimate: 60h
        due: 2026-12-04
        - 2026-11-02 started
        - 2026-11-03 invoiced 3000
        - 2026-11-05 due 2026-12-11 photographs are late
    clients/quay.md
        name: Quay Bakery
        health: green
        - 2025-11-02 note met
    team/jane-doe.md
        tasks: [writing, design]
        - 2025-11-02 rate 40/h
        - 2026-01-02 assessed 4 clean
    tools/sketchpad.md
        jobs: [deliver, sell]
        renews: 2026-12-01
        - 2025-11-02 cost 12/month
        - 2026-11-10 assessed keep 1h/week draws
    website/home.md
        - 2026-01-02 published
    weeks/2026-W46.md
        ## Actual
        - Mon 30h quay-site
    reviews/2026-11-06.md
        ## Decisions
        - [ ] @ceo Ring Magda
    """
WEEK = "weeks/2026-W47.md"


def test_a_lead_tells_its_state() -> None:
    assert hovered(LEDGER, WEEK, "## Plan\n- Mon 2h arb|or") is None  # typed, and not yet read
    assert hovered(LEDGER, WEEK, "[[arb|or]]") == (
        "**Arbor \\*Furniture\\*** · lead, **proposal** for 11 days\n\n"
        "- worth 9,800 EUR, 105 h\n"
        "- next: Mon 16 Nov 2026, 4 days ago (**overdue**): ring Magda\n"
        "- fit: **clarify** (scope unknown, timeframe unknown, budget yes, ideal yes)\n"
        "- source: conference\n"
        "- last line: 2026-11-09 next 2026-11-16 ring Magda\n"
    )


def test_a_project_tells_its_burn_its_promise_and_its_money() -> None:
    assert hovered(LEDGER, "notes.md", "[[projects/qu|ay-site.md#Log|the site]]") == (
        "**Quay site** · project, **started** on Mon 2 Nov 2026\n\n"
        "- for quay\n"
        "- 30 h of 60 h spent (50 %), 30 h left\n"
        "- promised for Fri 11 Dec 2026, in 21 days (first promised Fri 4 Dec 2026)\n"
        "- fixed, 6,000 EUR\n"
        "- invoiced 3,000 EUR, 3,000 EUR still owed\n"
        "- an hour on it earns 100 EUR\n"
        "- last line: 2026-11-05 due 2026-12-11 photographs are late\n"
    )


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ("quay", ["client, health green", "1 project; open: quay-site"]),
        ("jane-doe", ["can take over: writing and design", "takes 40/h", "mark 4 of 5 (1 assessment)"]),
        (
            "sketchpad",
            ["costs 12 EUR a month", "saves about 378 EUR a month", "**keep**, 10 days ago", "renews Tue 1 Dec"],
        ),
        ("home", ["page, live", "last published or updated Fri 2 Jan 2026, 322 days ago"]),
        ("2026-W46", ["week from Mon 9 Nov 2026", "30 h recorded"]),
        ("2026-11-06", ["1 decision, 1 still open"]),
    ],
)
def test_every_kind_of_record_has_something_to_tell(link: str, told: list[str]) -> None:
    text = hovered(LEDGER, "notes.md", f"[[|{link}]]")
    assert text is not None
    assert [part for part in told if part not in text] == []


def test_a_record_tells_its_state_at_its_own_top() -> None:
    text = ledger_of(LEDGER).leads[0].document.text
    shown = hovered(LEDGER, "leads/arbor.md", text.replace("Arbor *F", "Arbor |*F"))
    assert shown is not None
    assert "lead, **proposal**" in shown


def test_a_name_that_two_records_have_shows_both() -> None:
    text = hovered(
        "leads/quay.md\n    - 2026-11-02 inquiry\nclients/quay.md\n    - 2026-11-02 note", "a.md", "[[q|uay]]"
    )
    assert text is not None
    assert ("lead, **inquiry**" in text, "\n---\n" in text, "client" in text) == (True, True, True)


def test_a_figure_tells_its_definition_and_its_value() -> None:
    assert hovered(LEDGER, "reviews/2026-11-20.md", "## Decisions\n- [ ] @ceo Do moves:balance.back|log_hours") == (
        "**balance.backlog_hours** · figure\n\n"
        "The hours you sold and have not worked yet.\n\n"
        "What is left of open client projects, a booked or running retainer's month, and the last stated hours of "
        "leads won\nwithin 60 days that have no project yet. Those without hours are counted apart. A project past its "
        "estimate has\nnothing left of what was sold; what it will likely still take is in the forecast's booked "
        "hours.\n\n"
        "(n = 1)\n\n- hours: 30\n- without_estimate: 0\n"
    )


CONTACTS = """
    contacts/kim-doran.md
        name: Kim Doran
        every: 8 weeks
        - 2026-10-01 call hi
    weeks/2026-W46.md
        ## Marketing
        - Tue linkedin engage @kim-doran hi
    """


def test_a_contact_behind_its_sign_tells_who_it_is() -> None:
    text = files_of(CONTACTS)["weeks/2026-W46.md"].replace("@kim", "@k|im")
    assert "Kim Doran" in (hovered(CONTACTS, "weeks/2026-W46.md", text) or "")


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        ("projects/quay-site.md", "## Log\n- 2026-11-20 invoiced 100 gr|oss", "includes VAT"),
        ("weeks/2026-W47.md", "## Costs\n- Mon 119 gr|oss admin", "includes VAT"),
        ("weeks/2026-W47.md", "## Plan\n- Mon off si|ck", "kind of time off"),
        ("reviews/2026-11-20.md", "## Decisions\n- [ ] @ceo Grow moves:outflow.retainers tar|get:2", "a goal"),
    ],
)
def test_what_stands_behind_a_value_tells_what_it_says(path: str, text: str, told: str) -> None:
    assert told in (hovered(LEDGER, path, text) or "")


def test_a_word_of_a_log_tells_what_it_carries() -> None:
    assert hovered(LEDGER, "projects/quay-site.md", "## Log\n- 2026-11-20 sc|ope +10h") == (
        "**scope** · `scope +10h +1500 TEXT`\n\n"
        "Hours added (or taken away, with a minus), and money if it is paid for.\n"
    )


def test_a_stage_tells_its_prior_chance() -> None:
    text = hovered(LEDGER, "leads/arbor.md", "## Log\n- 2026-11-20 prop|osal sent")
    assert text is not None
    assert "Your prior chance of winning from it: 40%." in text


def test_a_key_tells_what_its_field_takes() -> None:
    assert hovered(LEDGER, "projects/quay-site.md", "---\nesti|mate: 60h\n---\n") == (
        "**estimate** · duration\n\nThe hours first sold; for a retainer, per month.\n\n"
        "Written `80h` or `10d`; for a retainer `10h/month`.\n"
    )


def test_a_setting_tells_its_default_and_what_is_in_force() -> None:
    text = hovered(LEDGER, "opsledger.yaml", "stale_af|ter: 7")
    assert text is not None
    assert ("Default: `10`" in text, "In force: `7`" in text) == (True, True)


@pytest.mark.parametrize(
    "text", ["free te|xt", "|", "## Log\n- |", "[[nobo|dy]]", "---\n|---\n", "moves:out|flow.nothing"]
)
def test_what_means_nothing_shows_nothing(text: str) -> None:
    assert hovered(LEDGER, "leads/arbor.md", text) is None


@pytest.mark.parametrize("day", [date(2025, 10, 1), DAY, date(2027, 6, 1)])
def test_every_record_of_the_sample_has_a_card_on_any_day(day: date) -> None:
    view = View(load(SAMPLE), day)
    for record in view.ledger.records():
        assert card(view, record).startswith("**"), record.file
