"""Work that is counted in pieces, as people tell of it when taking stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from opsledger.capturing.fact_reading import facts_in, read_answer
from opsledger.capturing.facts import Facts, LineContext
from opsledger.capturing.lead_reading import read_lead
from opsledger.capturing.piece_hours import job_at_front, price_replaced, with_piece_hours
from opsledger.capturing.said_pieces import SaidPieces
from opsledger.loading import load
from opsledger.models.projects import Project
from opsledger.values.misread import Misread
from tests.cli_support import clock_at, run, write_ledger

DAY = date(2026, 11, 30)
CLOCK = clock_at("2026-11-30T09:00")
CONTEXT = LineContext("EUR", DAY, 480)
STAGES = ("inquiry", "quote", "verbal")
GUIDE = """---
name: Travel guide Harz, part 2
client: Nordhaus
billing: fixed
price: 9800 words x 0.12
estimate: 28h
---
## Log
- 2026-11-20 booked
"""
HELP = GUIDE.replace("Travel guide Harz, part 2", "Help pages").replace("9800 words x 0.12", "2100 words x 0.09")
FILES = {"projects/guide.md": GUIDE, "projects/help.md": HELP.replace("28h", "6h")}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", FILES)


def taken(ledger: Path, answers: Sequence[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("opsledger.cli.take_stock.asks", lambda: True)
    return run(ledger, "take-stock", clock=CLOCK, given="".join(f"{one}\n" for one in answers)).output


def jobs(ledger: Path) -> dict[str, Project]:
    return {project.id: project for project in load(ledger).projects}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("until 10 Dec, 350 words an hour", SaidPieces(unit="words", pace=Decimal(350))),
        ("350 words/h", SaidPieces(unit="words", pace=Decimal(350))),
        ("about 12 pages per hour, until 10 Dec", SaidPieces(unit="pages", pace=Decimal(12))),
        ("9,800 words left, until 15 January", SaidPieces(Decimal(9800), "words", is_left=True)),
        ("2.100 words to do", SaidPieces(Decimal(2100), "words", is_left=True)),
        ("4000 words", SaidPieces(Decimal(4000), "words")),
    ],
)
def test_a_number_of_pieces_is_no_money(typed: str, said: SaidPieces) -> None:
    found = read_answer(typed, CONTEXT)
    assert (found.pieces, found.amount, found.rate, found.said) == (said, None, None, ())


def test_pieces_with_a_price_are_money_in_the_ledgers_currency() -> None:
    assert facts_in("Leaflet for Medivox, 3000 words x 0.17, until 20 January", CONTEXT).amount == "3000 words x 0.17"
    assert facts_in("Audit, 8 days at 900/day", CONTEXT).rate == "900/day"
    with pytest.raises(Misread, match="USD"):
        facts_in("Leaflet, 3000 words x 0.17 USD", CONTEXT)


@pytest.mark.parametrize(
    ("typed", "left"),
    [("9800 words left", 1680), ("4900 words left, 350 words an hour", 840), ("700 words an hour", 840)],
)
def test_what_is_left_follows_from_the_pieces(ledger: Path, typed: str, left: int) -> None:
    projects = jobs(ledger)
    found = with_piece_hours(read_answer(typed, CONTEXT), list(projects.values()), projects["guide"])
    assert found.hours.left == left


def test_a_new_job_takes_as_long_as_others_with_its_pieces(ledger: Path) -> None:
    new = with_piece_hours(facts_in("Leaflet for Medivox, 3500 words x 0.17", CONTEXT), list(jobs(ledger).values()))
    assert (new.hours.whole, new.hours.left) == (600, 600)
    assert with_piece_hours(facts_in("Leaflet, 3500 words x 0.17", CONTEXT), []).hours.whole is None
    said = with_piece_hours(facts_in("Leaflet, 3500 words x 0.17, 8h", CONTEXT), list(jobs(ledger).values()))
    assert (said.hours.unsaid, said.hours.whole) == (480, None)


@pytest.mark.parametrize("front", ["Travel guide Harz, part 2", "travel guide harz, part 2 for Nordhaus"])
def test_a_name_with_a_comma_is_known(ledger: Path, front: str) -> None:
    found = job_at_front(f"{front}: 9800 words left, until 15 January", list(jobs(ledger).values()))
    assert found is not None
    assert (found.project.id, found.rest) == ("guide", "9800 words left, until 15 January")
    assert job_at_front("Travel guide Harz, part 21: 9800 words left", list(jobs(ledger).values())) is None


def test_a_known_price_is_not_replaced_unless_it_is_another(ledger: Path) -> None:
    job = jobs(ledger)["help"]
    assert price_replaced(job, Facts(amount="350")) == ("2100 words x 0.09", "350")
    assert price_replaced(job, Facts(amount="189")) is None
    assert price_replaced(job, Facts(amount="2100 words x 0.09")) is None
    assert price_replaced(job, Facts(rate="95/h")) == ("2100 words x 0.09", "95/h")


def test_stock_is_taken_of_pieces_and_asks_before_a_price_changes(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [
        "until 10 Dec, 350 words an hour",  # Help pages: until when?
        "350 EUR fixed, until 15 Jan",  # Travel guide: until when?
        "n",  # no, its price stays
        "",
        "Travel guide Harz, part 2: 4900 words left",
        "",
        "",
    ]
    told = taken(ledger, answers, monkeypatch)
    assert "Help pages: 6 h left, due Thu 10 Dec" in told
    assert "Travel guide Harz, part 2 is priced at 9800 words x 0.12. Change it to 350?" in told
    found = jobs(ledger)
    assert set(found) == {"guide", "help"}
    assert (found["guide"].price, str(found["guide"].due)) == (Decimal("1176.00"), "2027-01-15")


def test_a_job_by_the_piece_that_is_named_with_its_comma_is_none_anew(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = taken(ledger, ["until 10 Dec", "until 15 Jan", "Travel guide Harz, part 2: 4900 words left"], monkeypatch)
    assert "Travel guide Harz, part 2: 14 h left" in told
    assert set(jobs(ledger)) == {"guide", "help"}


def test_an_inquiry_in_pieces_is_worth_nothing_until_they_have_a_price() -> None:
    said = read_lead("Museum in Graz, asked 25 Nov for 6,000 words by January, not answered yet", CONTEXT, STAGES)
    assert (said.name, said.value, said.due) == ("Museum in Graz", None, date(2027, 1, 31))
    day, word, text = said.lines[0]
    assert (day, word, text[:30]) == (date(2026, 11, 25), "in", "asked for 6,000 words by Janua")
    assert said.pieces.quantity == 6000
    assert read_lead("Museum, asked 25 Nov, 6000 words x 0.14", CONTEXT, STAGES).value == "6000 words x 0.14"
    with pytest.raises(Misread, match="does not say who asked"):
        read_lead("6000 words x 0.14", CONTEXT, STAGES)
    assert read_lead("6000 words x 0.14", CONTEXT, STAGES, "Museum").name == "Museum"


def test_the_price_that_follows_an_inquiry_is_its_own(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = "Museum in Graz, asked 25 Nov for 6,000 words by January"
    told = taken(ledger, ["until 10 Dec", "until 15 Jan", "", "", asked, "6000 words x 0.14"], monkeypatch)
    assert ("about 17 h" in told, "Museum in Graz: worth 840 EUR" in told) == (True, True)
    (lead,) = load(ledger).leads
    assert (lead.worth, lead.hours) == (Decimal("840.00"), 1020)


def test_a_job_by_the_word_is_asked_for_its_pace(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ledger / "projects/help.md"
    path.write_text(path.read_text("utf-8").replace("estimate: 6h\n", ""), "utf-8")
    told = taken(ledger, ["350 words an hour, until 10 Dec"], monkeypatch)
    assert "the hours left and until when? Such as: 350 words an hour, until 18 Dec" in told
    assert jobs(ledger)["help"].estimate == 360


@pytest.mark.parametrize(
    ("asked", "service"),
    [
        ("Museum in Graz, asked 25 Nov for editing of a catalogue", "editing"),
        ("Museum in Graz, asked 25 Nov for 6,000 words by January", "translation"),
        ("Museum in Graz, asked 25 Nov", None),
    ],
)
def test_an_inquiry_says_for_what_service_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, service: str | None
) -> None:
    settings = "ideal_client: {services: [translation, editing]}\n"
    ledger = write_ledger(tmp_path / "ledger", {**FILES, "opsledger.yaml": settings})
    taken(ledger, ["until 10 Dec", "until 15 Jan", "", "", asked], monkeypatch)
    (lead,) = load(ledger).leads
    assert lead.service == service


def test_undo_asks_the_question_again_whose_answer_is_taken_back(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = taken(ledger, ["until 9 Dec", "undo", "until 10 Dec", "until 15 Jan"], monkeypatch)
    assert told.count("Help pages for Nordhaus: until when?") == 2
    found = jobs(ledger)
    assert (str(found["help"].due), str(found["guide"].due)) == ("2026-12-10", "2027-01-15")
