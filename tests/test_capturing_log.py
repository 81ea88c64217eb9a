"""Values of a log's line as people type them at the desk, made exact before they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.values.misread import Misread
from opsledger.values.money import read_money
from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-29T12:00")  # a Sunday
PROJECT = "---\nname: Shop\nclient: Hug\nbilling: fixed\nprice: 9000\n---\n\n## Log\n- 2026-11-02 started\n"
LEAD = "---\nname: Quay\nsource: web\n---\n\n## Log\n- 2026-11-01 in\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {"opsledger.yaml": "currency: CHF\n", "projects/shop.md": PROJECT, "leads/quay.md": LEAD}
    return write_ledger(tmp_path, files)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("shop paid 5'800.– second part", "2026-11-29 paid 5800 second part"),
        ("shop paid CHF 1'200.50", "2026-11-29 paid 1200.50"),
        ("shop expense Fr. 86.40 train, 5'800 m up", "2026-11-29 expense 86.40 train, 5'800 m up"),
        ("shop invoiced 6’500.- due 20.12.2026 no 7", "2026-11-29 invoiced 6500 due 2026-12-20 no 7"),
        ("shop bill 1'200.- 20.12.2026 rest", "2026-11-29 bill 1200 2026-12-20 rest"),
        ("shop due Fri", "2026-11-29 due 2026-12-04"),
        ("quay next Tue call them", "2026-11-29 next 2026-12-01 call them"),
        ("quay next tomorrow call", "2026-11-29 next 2026-11-30 call"),
        ("quay 20.11.2026 out on 3.12. again", "2026-11-20 out on 3.12. again"),
        ("quay note 5'800.- is too much", "2026-11-29 note 5'800.- is too much"),
    ],
)
def test_values_are_understood_as_they_are_typed(typed: str, line: str, ledger: Path) -> None:
    done = run(ledger, "log", *typed.split(), clock=CLOCK)
    assert done.exit_code == 0, done.stderr
    assert f"- {line}\n" in "".join(path.read_text() for path in ledger.glob("*/*.md"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("5'800", "5_800"), ("5’800.–", "5_800"), ("6'500.-", "6_500"), ("1'200.50", "1_200.50"), ("200.--", "200")],
)
def test_a_file_is_told_the_amount_to_write(typed: str, meant: str) -> None:
    with pytest.raises(Misread) as fault:
        read_money(typed)
    assert str(fault.value.hint) == f"write `{meant}`"


def test_the_same_line_logged_twice_is_told(ledger: Path) -> None:
    line = ("log", "quay", "out", "sent", "the", "offer")
    assert "the same line" not in run(ledger, *line, clock=CLOCK).stderr
    assert "the same line is in the file already" in run(ledger, *line, clock=CLOCK).stderr


def test_the_same_hours_tracked_twice_are_told(ledger: Path) -> None:
    line = ("track", "2h", "quay", "first", "draft")
    run(ledger, "plan", "Fri", "2h", "quay", "first", "draft", clock=CLOCK)  # a plan is another list
    assert "the same line" not in run(ledger, *line, clock=CLOCK).stderr
    assert "the same line is in the file already" in run(ledger, *line, clock=CLOCK).stderr


def test_a_day_whose_year_is_not_clear_is_asked_for_it(ledger: Path) -> None:
    refused = run(ledger, "log", "quay", "won", "--on", "2.12.", clock=CLOCK)
    assert (refused.exit_code, "may be in 2025 or 2026" in refused.stderr) == (2, True)
    assert "2026-06-02" in run(ledger, "log", "quay", "note", "x", "--on", "2.6.", clock=CLOCK).stdout


@pytest.mark.parametrize("words", ["Fri nachmittag off", "Fri off afternoon", "tomorrow morning off"])
def test_a_part_of_a_day_is_not_taken_as_a_day_off(words: str, ledger: Path) -> None:
    refused = run(ledger, "plan", *words.split(), clock=CLOCK)
    assert refused.exit_code == 2
    command = refused.stderr.partition("write `opsledger ")[2].partition("`")[0]
    assert run(ledger, *command.split(), clock=CLOCK).exit_code == 0
