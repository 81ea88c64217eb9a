"""money.md: what is on the account. The day is Friday, 20 November 2026."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from opsledger.changes.every import changes
from opsledger.figures.standing import Standing
from tests.cli_support import run, write_ledger
from tests.ledger_text import DAY, figures_of, ledger_of

ACCOUNT = """
money.md
    ## Log
    - 2026-10-01 balance 9000
    - 2026-10-01 tax 1900
    - 2026-11-10 balance 14200
    - 2026-11-11 tax 3200 VAT of the quarter
    - 2026-11-12 draw 3000
    - 2026-11-21 balance 1
"""
LIVING = """
opsledger.yaml
    living: 3200/month
tools/desk.md
    - 2026-01-01 cost 100/month
"""


def test_the_reserve_is_the_balance_less_what_is_put_aside_in_months_of_living_and_tools() -> None:
    found = figures_of(ACCOUNT + LIVING)["money.reserve"]
    expected = {"balance": 14200, "put_aside": 3200, "amount": 11000, "months": Fraction(10, 3), "days": 10}
    assert found.value == expected


def test_without_living_or_a_balance_it_says_so() -> None:
    assert figures_of(ACCOUNT)["money.reserve"].note == "too few for months: the settings have no `living`"
    empty = figures_of(LIVING)["money.reserve"]
    assert empty.note == "too few: no `balance` in money.md"
    assert set(empty.value.values()) == {None}  # type: ignore[union-attr]


def test_what_was_taken_is_of_the_period() -> None:
    assert figures_of(ACCOUNT)["money.drawn"].value == 3000


def test_changes_tell_of_the_account() -> None:
    ledger = ledger_of(ACCOUNT)
    found = changes(Standing(ledger, DAY.replace(day=9)), Standing(ledger, DAY))
    words = [change.words for change in found if change.subject == "money"]
    assert words == [
        ": 14,200 EUR (was 9,000 EUR)",
        ": 3,000 EUR taken for yourself",
        ": 3,200 EUR put aside for tax (was 1,900 EUR)",
    ]


def test_the_first_line_makes_the_file(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"opsledger.yaml": "", "leads/money.md": "---\nname: M\nsource: x\n---\n"})
    assert run(root, "log", "money", "balance", "14200", "--on", "2026-11-10").exit_code == 0
    assert run(root, "log", "money", "tax", "3200", "VAT", "--on", "2026-11-11").exit_code == 0
    assert (root / "money.md").read_text() == "## Log\n\n- 2026-11-10 balance 14200\n- 2026-11-11 tax 3200 VAT\n"
    assert run(root, "log", "money", "inquiry", "--on", "2026-11-10").exit_code == 0
    assert "inquiry" in (root / "leads/money.md").read_text()


def test_a_balance_may_be_below_zero_and_a_draw_may_not(tmp_path: Path) -> None:
    root = write_ledger(tmp_path, {"opsledger.yaml": "", "money.md": "## Log\n- 2026-11-10 balance -300\n"})
    assert run(root, "check", "--on", "2026-11-20").exit_code == 0
    assert run(root, "log", "money", "draw", "-5").exit_code != 0
