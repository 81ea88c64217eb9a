"""A client's timesheet, and the money as a journal."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli_support import SAMPLE, run, write_ledger

PROJECT = (
    "---\nname: Harbor | site\nclient: harbor\nbilling: hourly\nrate: 90/h\n---\n## Log\n- 2026-11-02 started\n"
    "- 2026-11-18 rate 100/h\n- 2026-11-19 invoiced 900 half; of it\n- 2026-11-20 paid 400.50\n- 2026-11-20 cost 20 x\n"
)
WEEK = (
    "## Actual\n- Mon 2h harbor =1+1\n- Mon 9:00-10:30 harbor | a page\n- Wed 1h harbor\n- Wed 2h admin secret\n"
    "## Costs\n- Mon 64 admin stamps\n## Marketing\n- Tue linkedin work x (cost 5)\n"
)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "ledger", {"projects/harbor.md": PROJECT, "weeks/2026-W47.md": WEEK})


def shown(ledger: Path, *arguments: str) -> str:
    result = run(ledger, "export", *arguments, "--on", "2026-11-20")
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_timesheet_shows_the_projects_blocks_and_their_worth_at_each_days_rate(ledger: Path) -> None:
    said = shown(ledger, "timesheet", "harbor")
    assert "| 2026-11-16 | 09:00 | 10:30 | 1.5 |  | \\| a page |" in said
    assert said.endswith("**4.5 hours, 415 EUR**\n")  # 3.5 h at 90 and 1 h at 100
    assert "secret" not in said


def test_a_timesheet_as_csv_runs_no_formula(ledger: Path, tmp_path: Path) -> None:
    shown(ledger, "timesheet", "harbor", str(tmp_path / "x.csv"))
    assert "2026-11-16,,,2,2,,'=1+1\n" in (tmp_path / "x.csv").read_text(encoding="utf-8")


def test_a_timesheet_says_what_is_billed_of_a_tasks_hours_in_the_projects_currency(tmp_path: Path) -> None:
    week = "## Actual\n- Mon 3h harbor travel to the port\n- Wed 1h harbor\n"
    files = {
        "projects/harbor.md": PROJECT.replace("rate: 90/h", "rate: 90/h\ncurrency: GBP"),
        "weeks/2026-W47.md": week,
    }
    files["opsledger.yaml"] = "tasks: {travel: 50%}\nrates: {GBP: 1.2}\n"
    said = shown(write_ledger(tmp_path / "ledger", files), "timesheet", "harbor")
    assert "| 2026-11-16 |  |  | 3 | 1.5 | travel | to the port |" in said
    assert said.endswith("**4 hours, 2.5 billed, 235 GBP**\n")  # 1.5 h at 90 and 1 h at 100


def test_a_timesheet_is_a_page_too(ledger: Path, tmp_path: Path) -> None:
    shown(ledger, "timesheet", "harbor", str(tmp_path / "x.html"))
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "<h1>Harbor | site</h1>" in page
    assert "415 EUR" in page


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("harbr",), "there is no project `harbr`\nhint: did you mean `harbor`?"),
        (("harbor", "--month", "2026-13"), "`2026-13` is not a month"),
        (("harbor", "--month", "november"), "`november` is not a month"),
    ],
)
def test_what_no_timesheet_can_be_made_of_is_refused(arguments: tuple[str, ...], why: str, ledger: Path) -> None:
    result = run(ledger, "export", "timesheet", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_a_month_without_hours_says_so(ledger: Path) -> None:
    result = run(ledger, "export", "timesheet", "harbor", "--month", "2026-02")
    assert "no hours on harbor from 2026-02-01 to 2026-02-28" in result.stderr


def test_each_line_of_money_is_a_transaction(ledger: Path) -> None:
    said = shown(ledger, "hledger")
    assert "2026-11-19 Harbor | site | invoiced, half, of it  ; projects/harbor.md:10\n" in said
    assert "    assets:bank  400.50 EUR\n    assets:receivable:harbor  -400.50 EUR\n" in said
    assert "    expenses:admin  64 EUR\n" in said
    assert "    expenses:marketing  5 EUR\n" in said


@pytest.mark.skipif(shutil.which("hledger") is None, reason="hledger is not installed")
def test_hledger_finds_what_clients_owe(tmp_path: Path) -> None:
    place = tmp_path / "money.journal"
    run(SAMPLE, "export", "hledger", str(place), "--on", "2026-11-20")
    asked = ["hledger", "-f", str(place), "balance", "assets:receivable", "--depth", "2", "-O", "csv"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    owed = run(SAMPLE, "figures", "money.outstanding", "--on", "2026-11-20", "--json").stdout
    assert '"amount": 5460' in owed
    assert '"assets:receivable","5460.00 EUR"' in told
