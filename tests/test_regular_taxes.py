"""Taxes that a bank's table shows in one rhythm are written down before they are due."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.loading import load
from tests.cli_support import clock_at, run, write_ledger

CLOCK = clock_at("2026-11-30T12:00")
HEAD = "Booking date;Counterparty;Purpose;Amount;Balance\n"
LAST = "27.11.2026;MARSH HOUSE;Invoice 7;50.00;2127.58\n"


def money_after(folder: Path, *taxes: tuple[str, str]) -> list[tuple[date | None, int]]:
    rows = "".join(f"{day};FINANZAMT;Vorauszahlung;-{amount}.00;5000.00\n" for day, amount in taxes)
    ledger = folder / "ledger"
    if not ledger.exists():
        write_ledger(ledger, {})
    (folder / "bank.csv").write_text(HEAD + rows + LAST, "utf-8")
    result = run(ledger, "import", "all", str(folder / "bank.csv"), "--write", clock=CLOCK)
    assert result.exit_code == 0, result.stderr
    return [(line.promised, int(line.money)) for account in load(ledger).account for line in account.lines("bill")]


QUARTERS = (("10.03.2026", "620"), ("10.06.2026", "620"), ("11.09.2026", "620"))


def test_a_tax_of_each_quarter_is_due_once_more(tmp_path: Path) -> None:
    assert money_after(tmp_path, *QUARTERS) == [(date(2026, 12, 11), 620)]
    assert money_after(tmp_path, *QUARTERS) == [(date(2026, 12, 11), 620)]  # and is written once
    assert run(tmp_path / "ledger", "check", "--strict", "--on", "2026-11-30").exit_code == 0
    shown = run(tmp_path / "ledger", "review", "--stdout", "--on", "2026-11-30", clock=CLOCK).stdout
    assert "To pay: 620 EUR on Fri 11 Dec (Vorauszahlung)" in shown


@pytest.mark.parametrize(
    "taxes",
    [
        QUARTERS[:2],  # too few
        (*QUARTERS[:2], ("10.09.2026", "700")),  # another sum
        (("10.03.2026", "620"), ("10.04.2026", "620"), ("10.09.2026", "620")),  # no rhythm
        (("10.09.2025", "620"), ("10.12.2025", "620"), ("10.03.2026", "620")),  # it ended
        (("30.11.2024", "90"), ("30.11.2025", "90"), ("27.11.2026", "90")),  # a year away
    ],
)
def test_a_tax_without_a_rhythm_is_not_foretold(tmp_path: Path, taxes: tuple[tuple[str, str], ...]) -> None:
    assert money_after(tmp_path, *taxes) == []


def test_a_tax_of_each_month_is_due_on_its_last_day(tmp_path: Path) -> None:
    months = (("31.08.2026", "90"), ("30.09.2026", "90"), ("31.10.2026", "90"))
    assert money_after(tmp_path, *months) == []  # that of November would have been paid today
    assert money_after(tmp_path, *months, ("30.11.2026", "90")) == [(date(2026, 12, 30), 90)]
