"""Questions in SQL are answered over the ledger, and change nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli_support import SAMPLE, run, write_ledger

PROJECT = "---\nname: Harbor\nclient: harbor\nbilling: fixed\nprice: 9000\n---\n## Log\n- 2026-11-02 started\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    paid = "- 2026-11-04 paid 1200.50\n- 2026-11-05 paid 300\n"
    return write_ledger(tmp_path, {"projects/harbor.md": PROJECT + paid})


def test_an_answer_is_a_table(ledger: Path) -> None:
    asked = "SELECT project, sum(amount_cents) / 100.0 AS paid FROM project_events WHERE word = 'paid' GROUP BY project"
    assert run(ledger, "query", asked, "--on", "2026-11-20").stdout == "project     paid\nharbor   1,500.5\n"


def test_an_answer_is_of_the_day_asked_about(ledger: Path) -> None:
    asked = "SELECT count(*) AS paid FROM project_events WHERE word = 'paid'"
    assert run(ledger, "query", asked, "--on", "2026-11-04").stdout == "paid\n   1\n"


def test_programs_get_json_and_csv(ledger: Path) -> None:
    asked = "SELECT id, name, 1.5 AS x, NULL AS unknown FROM projects"
    data = json.loads(run(ledger, "query", asked, "--json", "--on", "2026-11-20").stdout)["data"]
    assert data == [{"id": "harbor", "name": "Harbor", "x": 1.5, "unknown": None}]
    assert run(ledger, "query", asked, "--csv", "--on", "2026-11-20").stdout.split() == [
        "id,name,x,unknown",
        "harbor,Harbor,1.5,",
    ]


def test_columns_of_one_name_are_told_apart(ledger: Path) -> None:
    assert run(ledger, "query", "SELECT id, id FROM projects", "--csv").stdout.split() == ["id,id_2", "harbor,harbor"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("DELETE FROM projects", "a query only reads"),
        ("CREATE TABLE x (y)", "a query only reads"),
        ("ATTACH '/etc/passwd' AS x", "a query only reads"),
        ("PRAGMA writable_schema = 1", "a query only reads"),
        ("SELECT load_extension('x')", "a query only reads"),
        ("SELECT 1; SELECT 2", "one"),
        ("SELECT * FROM leds", "`leds` is not a table\nhint: did you mean `leads`?"),
        ("SELECT nme FROM leads", "`nme` is not a column\nhint: did you mean `name`?"),
        ("SELEC 1", "syntax error"),
        ("", "the query is empty"),
        ("SELECT '\x00", ""),
    ],
)
def test_what_is_not_a_question_is_refused(asked: str, why: str, ledger: Path) -> None:
    result = run(ledger, "query", asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert why in result.stderr


def test_a_question_without_an_end_is_given_up(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsledger.exporting.query.SECONDS", 0)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    assert "no answer after" in run(ledger, "query", endless).stderr


def test_every_view_answers_on_the_sample() -> None:
    for view in ("hours_by_project_and_month", "hours_by_area_and_week", "money_by_month"):
        assert run(SAMPLE, "query", f"SELECT * FROM {view}", "--csv", "--on", "2026-11-20").stdout.count("\n") > 2
