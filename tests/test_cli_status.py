from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from opsledger.findings.measured import measured_on
from opsledger.forecast.coming import forecast
from opsledger.loading import load
from opsledger.reporting.status import status_lines
from opsledger.reporting.width import cut, folded, width
from opsledger.reviewing.overview import overview_of
from tests.cli_support import DAY, SAMPLE, run, run_json, write_ledger
from tests.conftest import as_for_users
from tests.ledger_text import ledger_of
from tests.test_review_hostile import HOSTILE, MANY_LINES, ledger


def test_it_says_where_the_business_stands(few_runs: pytest.MonkeyPatch) -> None:
    with as_for_users(few_runs):
        shown = run(SAMPLE, "status", "--on", DAY).stdout.splitlines()
    assert shown[0] == "Northlight Studio, Fri 20 Nov 2026"
    assert shown[1].startswith("Lean now: you worked 18 h of 48 h in the two weeks to 15 Nov. Lean ahead:")
    assert [line[:10] for line in shown if line.startswith("W")][:2] == ["W48 23 Nov", "W49 30 Nov"]
    assert shown[-9:] == [
        "Your move: Meadow Coworking, Velvet Records and Tern Kayaks.",
        "Overdue: Ring Meadow Coworking, do not write again.",
        "Your own steps: Willow Small Animals: ring back, has surgery until… and 2 more.",
        "Owed by clients: 5,460 EUR, the oldest invoice is 21 days old.",
        "Likely below your floor of 6,000 EUR: Feb (64 %) and Mar (56 %).",
        "Reserve: 11,850 EUR, 3.6 months of living costs and tools.",
        "This week: 23.5 h planned, 30.5 h done of 36 working hours.",
        "Next week you planned 29 h. Too little for clients: 14 h, and you need 24 h.",
        "Time off ahead: Thu 24 Dec to Fri 1 Jan (7 days).",
    ]


def test_it_scores_no_forecast_for_what_it_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.reviewing.build.backtest_line", lambda *given: pytest.fail("scored"))
    assert run(SAMPLE, "status", "--on", DAY).stdout.startswith("Northlight Studio")


def test_on_a_monday_the_week_one_is_in_comes_first() -> None:
    shown = run(SAMPLE, "status", "--on", "2026-11-23").stdout.splitlines()
    assert shown[-3:-1] == [
        "This week: 29 h planned, nothing recorded yet. You have 36 working hours.",
        "Next week is not planned yet. schedule.md has 36 h. Realistic.",
    ]


def test_what_rests_on_priors_says_so_and_marks_no_week(tmp_path: Path) -> None:
    made = ledger_of(
        """
        projects/harbour.md
            price: 1200
            estimate: 20h
            - 2026-11-16 started
        weeks/2026-W47.md
            ## Actual
            - Tue 3h harbour
        """,
        tmp_path,
    )
    shown = run(made.root, "status", "--on", DAY).stdout
    assert "None of the 8 weeks needed are recorded" in shown
    assert "lean" not in shown.split("Client hours ahead")[1]


@pytest.mark.parametrize("day", [DAY, "2025-09-01", "2025-10-10", "2026-06-20", "2026-12-20", "2027-06-01"])
def test_it_fits_on_a_small_screen(day: str) -> None:
    lines = run(SAMPLE, "status", "--on", day).stdout.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


def test_however_long_the_names_the_others_are_counted(tmp_path: Path) -> None:
    lead = "---\nname: {}\nsource: mail\n---\n\n## Log\n\n- 2026-09-01 inquiry\n"
    name = "Company of a long name"
    root = write_ledger(tmp_path, {f"leads/{sign}.md": lead.format(f"{name} {sign}") for sign in "abcdef"})
    assert f"Your move: {name} a, {name} b and 4 more.\n" in run(root, "status", "--on", DAY).stdout
    write_ledger(root, {f"leads/{sign}.md": lead.format(sign * 90) for sign in "abcdef"})
    assert f"Your move: {'a' * 56}… and 5 more.\n" in run(root, "status", "--on", DAY).stdout


@pytest.mark.parametrize("columns", [40, 60])
def test_a_narrow_screen_has_more_lines_and_the_same_words(columns: int) -> None:
    made, on = load(SAMPLE), date.fromisoformat(DAY)
    seen, ahead = overview_of(measured_on(made, on)), forecast(made, on)
    lines = [line.text for line in status_lines(seen, ahead, columns)]
    assert max(map(width, lines)) <= columns
    assert len(lines) <= 23 * 80 // columns + 1
    assert seen.verdict in " ".join(lines)
    assert not [line for line in lines if line.endswith("…") and "Overdue" not in line and "Waiting" not in line]


@pytest.mark.parametrize("text", ["x" * 300, "漢字" * 100, " ".join(HOSTILE), " ".join(MANY_LINES)])
def test_no_text_breaks_the_screen(text: str, tmp_path: Path) -> None:
    made = load(ledger(tmp_path, text))
    on = date.fromisoformat(DAY)
    lines = status_lines(overview_of(measured_on(made, on)), forecast(made, on))
    assert len(lines) < 24
    assert max(width(line.text) for line in lines) <= 80
    assert all(line.text.isprintable() for line in lines)


def test_off_a_terminal_and_with_no_colour_it_is_plain() -> None:
    assert "\x1b" not in run(SAMPLE, "status", "--on", DAY).stdout


def test_a_new_ledger_is_told_what_to_write_next(tmp_path: Path) -> None:
    shown = run(write_ledger(tmp_path, {}), "status", "--on", DAY).stdout
    assert "No lead is known: write down who has asked lately" in shown
    assert "Client hours ahead" not in shown
    assert "Nothing waits for you, and nothing is overdue." in shown


def test_what_a_new_ledger_is_told_is_whole(tmp_path: Path) -> None:
    run(tmp_path, "init", "new", "--yes")
    assert "…" not in run(tmp_path / "new", "status", "--on", DAY).stdout


def test_json_says_the_same() -> None:
    data = run_json(SAMPLE, "status")
    assert data["verdict"].startswith("Lean now:")
    assert len(data["this_week"]) == 3
    assert set(data["this_week"][0]) == {"role", "text", "by", "because", "cost", "rule", "decided"}
    assert [week["week"] for week in data["weeks"]][:2] == ["2026-W48", "2026-W49"]
    assert [lead["id"] for lead in data["waiting"]] == ["meadow-coworking", "velvet-records", "tern-kayaks"]
    assert data["overdue"] == [
        {
            "id": "2026-10-23-3",
            "role": "sales",
            "text": "Ring Meadow Coworking, do not write again",
            "due": "2026-11-06",
        }
    ]
    assert (data["late"], data["outstanding"]) == ([], 5460)
    assert data["plan_ahead"] == {"week": "2026-W48", "planned": 29, "feasible": True}


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("漢字", 3, "漢…"), ("a b", 2, "a…"), ("", 0, "")],
)
def test_a_text_is_cut_to_columns(text: str, columns: int, shown: str) -> None:
    assert cut(text, columns) == shown


def test_a_text_is_folded_between_words() -> None:
    assert folded("one two three four", 9, 2) == ["one two", "three fo…"]
    assert folded("one two", 9, 2) == ["one two"]
    assert folded("", 9, 2) == [""]
