"""The database that is exported, asked in SQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from opsledger.exporting.database import database
from opsledger.exporting.schema import RELATIONS
from opsledger.figures.standing import Standing
from opsledger.loading import load
from tests.cli_support import DAY, SAMPLE, run, run_json, write_ledger
from tests.ledger_text import ledger_of


def opened(data: bytes, folder: Path) -> sqlite3.Connection:
    place = folder / "asked.sqlite"
    place.write_bytes(data)
    return sqlite3.connect(place)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    data = database(Standing(load(SAMPLE), date.fromisoformat(DAY)))
    with closing(opened(data, tmp_path_factory.mktemp("sample"))) as connection:
        yield connection


def asked(connection: sqlite3.Connection, sql: str) -> list[tuple[Any, ...]]:
    return connection.execute(sql).fetchall()


def of_text(text: str, folder: Path, on: date = date(2026, 11, 20)) -> sqlite3.Connection:
    return opened(database(Standing(ledger_of(text), on)), folder)


def test_it_is_sound_and_its_references_hold(sample: sqlite3.Connection) -> None:
    assert asked(sample, "PRAGMA integrity_check") == [("ok",)]
    assert asked(sample, "PRAGMA foreign_key_check") == []
    assert asked(sample, "PRAGMA user_version") == [(1,)]


def test_what_is_sold_by_the_piece_is_a_table_of_its_own(tmp_path: Path) -> None:
    text = "projects/p.md\n    price: 14000 words x 0.16\n    - 2026-09-01 started\n"
    with closing(of_text(text, tmp_path)) as connection:
        (row,) = asked(connection, "SELECT * FROM pieces")
    assert {"p", "price", "words", 14000.0, 0.16} <= set(row)


@pytest.mark.parametrize(
    "relation", [each for each in RELATIONS if each.name != "pieces"], ids=lambda relation: relation.name
)
def test_a_table_has_rows_and_is_not_all_null(sample: sqlite3.Connection, relation: Any) -> None:
    columns = [column.name for column in relation.columns]
    counts = asked(sample, f"SELECT count(*), {', '.join(f'count({name})' for name in columns)} FROM {relation.name}")
    assert counts[0][0] > 0
    assert counts[0][1] == counts[0][0]  # the first column is the record or its day


def test_every_line_is_a_row(tmp_path: Path) -> None:
    ledger = load(SAMPLE)
    with closing(opened(database(Standing(ledger, date(2027, 12, 31))), tmp_path)) as connection:
        for table, records in (("lead_events", ledger.leads), ("project_events", ledger.projects)):
            lines = sum(len(record.log) for record in records)  # type: ignore[attr-defined]
            assert asked(connection, f"SELECT count(*) FROM {table}") == [(lines,)]
        blocks = sum(len(week.plan) + len(week.actual) for week in ledger.weeks)
        assert asked(connection, "SELECT count(*) FROM blocks") == [(blocks,)]


def test_money_adds_up_to_what_the_list_says(sample: sqlite3.Connection) -> None:
    owed = sum(row["outstanding"] for row in run_json(SAMPLE, "projects"))
    assert asked(sample, "SELECT sum(outstanding_cents) FROM projects") == [(owed * 100,)]
    sql = """
        SELECT project, sum(CASE word WHEN 'invoiced' THEN net_cents WHEN 'credited' THEN -net_cents ELSE 0 END)
        FROM project_events GROUP BY project"""
    assert dict(asked(sample, sql)) == dict(asked(sample, "SELECT id, invoiced_cents FROM projects"))


def test_hours_add_up_to_what_the_list_says(sample: sqlite3.Connection) -> None:
    recorded = {row["id"]: row["recorded"] for row in run_json(SAMPLE, "projects")}
    sql = "SELECT project, sum(minutes) / 60.0 FROM blocks WHERE list = 'actual' AND project NOT NULL GROUP BY project"
    assert dict(asked(sample, sql)) == {name: hours for name, hours in recorded.items() if hours}


def test_the_view_of_hours_says_the_same(sample: sqlite3.Connection) -> None:
    sql = "SELECT sum(hours) FROM hours_by_project_and_month WHERE list = 'actual' AND project = 'alder-brand'"
    (row,) = (row for row in run_json(SAMPLE, "projects") if row["id"] == "alder-brand")
    assert asked(sample, sql) == [(row["recorded"],)]


def test_cents_and_rates_are_exact(tmp_path: Path) -> None:
    text = """
    projects/site.md
        billing: hourly
        rate: 95.50/h
        - 2026-11-02 booked
        - 2026-11-03 invoiced 0.10
        - 2026-11-03 invoiced 0.20
        - 2026-11-04 scope +1h30m +199.99
    """
    with closing(of_text(text, tmp_path)) as connection:
        assert asked(connection, "SELECT rate_cents, price_cents FROM projects") == [(9550, None)]
        assert asked(connection, "SELECT sum(amount_cents) FROM project_events WHERE word = 'invoiced'") == [(30,)]
        assert asked(connection, "SELECT minutes, amount_cents FROM project_events WHERE word = 'scope'") == [
            (90, 19999)
        ]


def test_a_reference_that_leads_nowhere_is_null_beside_what_was_written(tmp_path: Path) -> None:
    text = """
    projects/site.md
        client: A plain name
        - 2026-11-02 booked
    weeks/2026-W45.md
        ## Actual
        - Mon 2h site
        - Mon 2h marketing
    """
    with closing(of_text(text, tmp_path)) as connection:
        assert asked(connection, "SELECT client_name, client FROM projects") == [("A plain name", None)]
        assert asked(connection, "SELECT target, project, area FROM blocks ORDER BY line") == [
            ("site", "site", "client"),
            ("marketing", None, "marketing"),
        ]


def test_a_project_that_does_not_exist_yet_is_not_named(tmp_path: Path) -> None:
    text = """
    projects/site.md
        - 2026-11-18 note they asked
    weeks/2026-W47.md
        ## Plan
        - Thu 2h site
    """
    with closing(of_text(text, tmp_path, date(2026, 11, 16))) as connection:
        assert asked(connection, "SELECT target, project FROM blocks") == [("site", None)]


def test_of_two_records_with_one_id_the_first_is_taken(tmp_path: Path) -> None:
    lead = "---\nname: {}\nsource: web\n---\n## Log\n- 2026-11-02 in\n"
    files = {"leads/acme.md": lead.format("First"), "leads/old/acme.md": lead.format("Second")}
    standing = Standing(load(write_ledger(tmp_path / "ledger", files)), date(2026, 11, 20))
    with closing(opened(database(standing), tmp_path)) as connection:
        assert asked(connection, "SELECT name FROM leads") == [("First",)]
        assert asked(connection, "SELECT count(*) FROM lead_events") == [(1,)]


def test_hostile_text_is_text(tmp_path: Path) -> None:
    text = """
    leads/acme.md
        name: "'); DROP TABLE leads; --"
        - 2026-11-02 in x'); DELETE FROM leads; --
    """
    with closing(of_text(text, tmp_path)) as connection:
        assert asked(connection, "SELECT name FROM leads") == [("'); DROP TABLE leads; --",)]
        assert asked(connection, "SELECT text FROM lead_events") == [("x'); DELETE FROM leads; --",)]


def test_the_same_day_gives_the_same_database(tmp_path: Path) -> None:
    standing = Standing(load(SAMPLE), date.fromisoformat(DAY))
    dumps = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        with closing(opened(database(standing), folder)) as connection:
            dumps.append(list(connection.iterdump()))
    assert dumps[0] == dumps[1]


def test_the_command_writes_one_file_and_nothing_beside_it(tmp_path: Path) -> None:
    place = tmp_path / "ledger.sqlite"
    assert run(SAMPLE, "export", "sqlite", str(place), "--on", DAY).exit_code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["ledger.sqlite"]
    with closing(sqlite3.connect(place)) as connection:
        assert asked(connection, "SELECT value FROM about WHERE key = 'on'") == [(DAY,)]


def test_the_queries_of_the_documentation_run(sample: sqlite3.Connection) -> None:
    import re

    page = (Path(__file__).parent.parent / "docs" / "exporting.md").read_text(encoding="utf-8")
    queries = [
        *re.findall(r"^```sql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL),
        *re.findall(r'sqlite3 \S+ "(.*)"', page),
    ]
    assert len(queries) == 3
    for query in queries:
        assert asked(sample, query), query
