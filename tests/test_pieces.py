"""Prices by the piece: words, pages, articles, workshops, days."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import pytest

from opsledger.figures.projects import sold_for
from opsledger.findings.measured import measured_on
from opsledger.findings.overruns import overruns
from opsledger.loading import load
from opsledger.values.misread import Misread
from opsledger.values.pieces import Pieces, read_pieces
from tests.cli_support import run, write_ledger
from tests.ledger_text import DAY, figure_of, ledger_of

JOB = """projects/job.md
    price: 14000 words x 0.16
    estimate: 35h
    - 2026-11-09 started
"""


@pytest.mark.parametrize(
    ("text", "amount", "told"),
    [
        ("14000 words x 0.16", "2240.00", "14,000 words at 0.16"),
        ("14_000 words × 0.165", "2310.00", "14,000 words at 0.165"),
        ("7 book pages * 33.33", "233.31", "7 book pages at 33.33"),
        ("1.5 days x 800", "1200.00", "1.5 days at 800"),
        ("12 x 250", "3000.00", "12 pieces at 250"),
        ("3 words x 0.0125", "0.04", "3 words at 0.0125"),  # to the cent, a half goes up
    ],
)
def test_a_price_by_the_piece_is_its_product(text: str, amount: str, told: str) -> None:
    read = read_pieces(text)
    assert (str(read), read.told) == (amount, told)
    again = pickle.loads(pickle.dumps(read))
    assert (again, again.quantity, again.unit, again.each) == (read, read.quantity, read.unit, read.each)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("14.000 words x 0,16", "write `14000 words x 0.16`"),
        ("14,000 words at €0.16", "write `14000 words x 0.16`"),
        ("9000 words @ 0.16/word", "write `9000 words x 0.16`"),
        ("12 articles at 250 EUR each", "write `12 articles x 250`"),
        ("3 workshops x 1.200", "write which it is"),
        ("words x 2", "how many, of what, and the price of each, such as `14000 words x 0.16`"),
    ],
)
def test_what_people_write_otherwise_is_told_how_a_file_has_it(text: str, hint: str) -> None:
    with pytest.raises(Misread) as misread:
        read_pieces(text)
    assert hint in str(misread.value.hint)


@pytest.mark.parametrize(
    ("line", "sold"),
    [
        ("scope +2000 words more pages", 2560),
        ("scope -1000 words", 2080),
        ("scope +2000 words x 0.20 rush", 2640),
        ("scope +4h +2000 words", 2560),
        ("scope +300 layout", 2540),
        ("scope +300 words", 2288),
        ("scope +4h two words more", 2240),
    ],
)
def test_scope_in_pieces_adds_at_the_projects_price(line: str, sold: int) -> None:
    (project,) = ledger_of(JOB + f"    - 2026-11-10 {line}\n").projects
    assert sold_for(project) == sold


def test_what_is_not_sold_by_the_piece_reads_its_scope_as_ever() -> None:
    (project,) = ledger_of(
        JOB.replace("14000 words x 0.16", "2240") + "    - 2026-11-10 scope +500 logo x 2\n"
    ).projects
    assert sold_for(project) == 2740
    assert project.log[-1].text == "logo x 2"


@pytest.mark.parametrize(
    ("line", "worth"),
    [("value 9000 words x 0.16", 1440), ("value 9000 words, about", 9000), ("value 5000 x 2 rooms", 5000)],
)
def test_a_leads_value_may_change_to_one(line: str, worth: int) -> None:
    (lead,) = ledger_of(f"leads/ask.md\n    - 2026-11-10 in x\n    - 2026-11-11 {line}\n").leads
    assert lead.worth == worth
    (project,) = ledger_of(JOB + f"    - 2026-11-10 {line.replace('value', 'price')}\n").projects
    assert sold_for(project) == worth


def test_figures_are_those_of_the_product() -> None:
    weeks = "weeks/2026-W46.md\n    ## Actual\n    - Mon 5h job\n    - Tue 5h job\n"
    plain = JOB.replace("14000 words x 0.16", "2240")
    assert figure_of("outflow.rate.job", JOB + weeks).value == figure_of("outflow.rate.job", plain + weeks).value


def test_the_command_takes_it_as_people_type_it(tmp_path: Path) -> None:
    write_ledger(tmp_path, {"opsledger.yaml": ""})
    words = ("new", "project", "Texts", "--client", "ada", "--billing", "fixed", "--price")
    run(tmp_path, *words, "14.000 words x 0,16", "--estimate", "35h", "--on", "2026-11-20")
    assert "price: 14000 words x 0.16\n" in (tmp_path / "projects" / "texts.md").read_text()
    run(tmp_path, "new", "lead", "Menu", "--source", "web", "--value", "9000 words at 0.16", "--on", "2026-11-20")
    ledger = load(tmp_path)
    assert ledger.problems == ()
    (price, value) = (ledger.projects[0].price, ledger.leads[0].value)
    assert isinstance(price, Pieces)
    assert (price.quantity, price.unit, price.each) == (14000, "words", Decimal("0.16"))
    assert value == 1440


def test_more_hours_of_a_fixed_price_are_talked_about_only_if_the_client_added_work() -> None:
    weeks = (
        "weeks/2026-W46.md\n    ## Actual\n    - Mon 12h job\n    - Tue 12h job\n    - Wed 12h job\n    - Thu 8h job\n"
    )
    due = JOB.replace("35h", "35h\n    due: 2026-12-18")

    def advice(text: str) -> str:
        (found,) = overruns(measured_on(ledger_of(text + weeks), DAY))
        return f"{found.action}: {found.because}"

    said = advice(due)
    assert said.startswith(
        "Keep about 10 h free for job until Fri 18 Dec: it has used 126 % of its hours, so it earns 41"
    )
    assert said.endswith("EUR an hour. Next time estimate about 54 h")
    assert advice(JOB).startswith("Finish job within about 10 h: ")
    assert advice(due + "    - 2026-11-10 scope +2000 words\n").startswith("Keep about ")
    asked = advice(due + "    - 2026-11-10 scope +1h a page more\n")
    assert asked.startswith("Agree with Quay on what more hours of job cost: ")
