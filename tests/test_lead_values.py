"""What a lead may be worth, given by the month, the week or the hour."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsledger.loading import load
from tests.cli_support import clock_at, run, run_json, write_ledger

CLOCK = clock_at("2026-11-29T12:00")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path, {"projects/site.md": "---\nname: Site\nbilling: internal\n---\n"})


def lead(ledger: Path, *options: str) -> tuple[object, object]:
    made = run(ledger, "new", "lead", "Kin", "--source", "referral", *options, clock=CLOCK)
    assert made.exit_code == 0, made.output
    found = load(ledger).lead_by_id["kin"]
    return found.value, found.hours


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("300/month", 831),  # 300 x 12 x 12 weeks of 52
        ("300 EUR a month", 831),
        ("€300/mo", 831),
        ("300 monthly", 831),
        ("1200/mo", 3323),
        ("1.200 € pro Monat", 3323),
        ("150 per week", 1800),
        ("12000/yr", 2769),
        ("4.5k", 4500),
        ("5000 EUR", 5000),
    ],
)
def test_a_value_by_the_month_counts_for_twelve_weeks(ledger: Path, written: str, value: int) -> None:
    assert lead(ledger, "--value", written) == (value, None)


@pytest.mark.parametrize(("written", "value"), [("80/h", 1600), ("80 an hour", 1600), ("500/day", 1250)])
def test_a_value_by_the_hour_counts_for_the_hours_given(ledger: Path, written: str, value: int) -> None:
    assert lead(ledger, "--value", written, "--hours", "20h") == (value, 20 * 60)


def test_hours_by_the_month_count_for_twelve_weeks(ledger: Path) -> None:
    assert lead(ledger, "--value", "300/month", "--hours", "10h/month") == (831, 28 * 60)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("80/h", "add the hours it may take, such as --hours 20h, or give the sum"),
        ("lots", "leave the field out until you know"),
        ("300 USD a month", "is in USD, and this ledger keeps EUR (work out how much it is)"),
        ("30 a", "is not an amount of money"),
        ("3000-5000", "write one: the middle is `4000`"),
        ("80 h", "is not an amount of money"),
    ],
)
def test_a_value_that_cannot_be_known_is_refused_with_what_helps(ledger: Path, written: str, said: str) -> None:
    refused = run(ledger, "new", "lead", "Kin", "--source", "referral", "--value", written, clock=CLOCK)
    assert (refused.exit_code, said in refused.stderr) == (2, True), refused.output
    assert not (ledger / "leads/kin.md").exists()


def test_a_value_by_the_month_in_a_file_is_an_error_that_says_what_to_write(ledger: Path) -> None:
    (ledger / "leads").mkdir()
    text = "---\nname: Q\nsource: x\nvalue: 300/month\nhours: 5h/month\n---\n\n## Log\n- 2026-11-20 inquiry\n"
    (ledger / "leads/q.md").write_text(text, "utf-8")
    told = run(ledger, "check", "--on", "2026-11-29")
    assert (told.exit_code, "write `831`" in told.stdout, "write `14h`" in told.stdout) == (1, True, True)
    run(ledger, "set", "q", "value", "831")
    run(ledger, "set", "q", "hours", "14h")
    assert run(ledger, "check", "--on", "2026-11-29").exit_code == 0


JOB = (
    "---\nname: Job {number}\nclient: Kin\nbilling: fixed\nprice: {price}\n---\n\n"
    "## Log\n- 2026-0{number}-02 booked\n- 2026-0{number}-09 delivered\n"
)
SETTINGS = "ideal_client: {services: [text], budget: 1000, weeks: 1}\n"
SMALL = "---\nname: Small\nsource: x\nservice: text\nvalue: 300\n---\n\n## Log\n- 2026-11-20 inquiry\n"


@pytest.mark.parametrize(
    ("prices", "answer"),
    [((300, 400, 500, 2000), "unknown"), ((300, 400, 2000, 2000), "no"), ((300, 400, 500), "no"), ((), "no")],
)
def test_a_smallest_job_that_most_jobs_were_below_does_not_turn_a_lead_down(
    tmp_path: Path, prices: tuple[int, ...], answer: str
) -> None:
    jobs = {f"projects/j{at}.md": JOB.format(number=at, price=price) for at, price in enumerate(prices, 1)}
    ledger = write_ledger(tmp_path, {"leads/small.md": SMALL, **jobs})
    (ledger / "opsledger.yaml").write_text(SETTINGS, "utf-8")
    found = run_json(ledger, "figures", "inflow.fit.small", "--on", "2026-11-29")["inflow.fit.small"]["value"]
    assert found["budget"] == answer
    said = "300 EUR is under your minimum of 1,000 EUR" + (", but so were 3 of your 4 jobs" * (answer == "unknown"))
    assert f"budget: {answer}, {said}" in found["reasons"]


def test_a_quote_that_went_out_is_your_answer_and_not_yet_the_stage(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {"leads/small.md": SMALL})
    (ledger / "opsledger.yaml").write_text("stages: {inquiry: 20%, quote: 50%, verbal: 90%}\n", "utf-8")
    told = run(ledger, "log", "small", "out", "quote", "for", "3", "pages", "--on", "2026-11-24", clock=CLOCK)
    assert "`opsledger log small quote` takes it to `quote`" in told.stderr
    lead = load(ledger).lead_by_id["small"]
    assert (lead.stage, lead.unanswered, lead.answer and lead.answer.word) == ("inquiry", None, "out")
    told = run(ledger, "log", "small", "out", "two questions", clock=CLOCK)
    assert "takes it to" not in told.stderr
