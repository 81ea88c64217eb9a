"""Everything as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from opsledger.exporting.tables import TABLES
from opsledger.listing.every import LISTINGS
from opsledger.listing.rows import Listing
from opsledger.loading import load
from opsledger.reporting.tables import as_csv
from tests.cli_support import DAY, SAMPLE, run, run_json, write_ledger

LISTS = ("leads", "projects", "website", "tools", "team")


@cache
def whole(*arguments: str) -> Any:
    return json.loads(run(SAMPLE, "export", "json", *arguments).stdout)


def test_json_is_in_the_one_envelope() -> None:
    data = whole("--on", DAY)
    assert (data["schema"], data["kind"], data["on"]) == (1, "ledger", DAY)


@pytest.mark.parametrize("name", LISTS)
def test_json_has_the_rows_of_the_list_with_their_logs(name: str) -> None:
    rows = whole("--on", DAY)["data"][name]
    assert [{key: value for key, value in row.items() if key != "log"} for row in rows] == run_json(SAMPLE, name)
    records = {record.id: record for record in getattr(load(SAMPLE), name)}
    assert [row["log"][0]["line"] for row in rows] == [records[row["id"]].log[0].span.line for row in rows]


def test_json_has_every_line_of_the_ledger() -> None:
    data, ledger = whole("--on", "2027-12-31")["data"], load(SAMPLE)
    logged = [*LISTS, "clients"]
    assert sum(len(row["log"]) for name in logged for row in data[name]) == sum(
        len(record.log) for name in logged for record in getattr(ledger, name)
    )
    for key in ("plan", "actual", "costs", "marketing"):
        assert sum(len(row[key]) for row in data["weeks"]) == sum(len(getattr(week, key)) for week in ledger.weeks)
    assert sum(len(row["decisions"]) for row in data["reviews"]) == sum(len(one.decisions) for one in ledger.reviews)
    assert len(data["schedule"]) == len(ledger.schedule)


def test_json_has_the_figures_of_the_day() -> None:
    asked = run(SAMPLE, "figures", "--on", DAY, "--json").stdout
    assert whole("--on", DAY)["data"]["figures"] == json.loads(asked)["data"]


def test_what_is_dated_later_is_in_no_form() -> None:
    text = run(SAMPLE, "export", "json", "--on", "2026-01-31").stdout
    days = [line["day"] for row in json.loads(text)["data"]["leads"] for line in row["log"]]
    assert days
    assert max(days) <= "2026-01-31"


def test_csv_is_a_file_for_each_table(tmp_path: Path) -> None:
    result = run(SAMPLE, "export", "csv", str(tmp_path / "tables"), "--on", DAY)
    assert result.exit_code == 0, result.stderr
    assert {place.stem for place in (tmp_path / "tables").iterdir()} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_alone_is_printed(name: str) -> None:
    read = csv.DictReader(io.StringIO(run(SAMPLE, "export", "csv", "--only", name, "--on", DAY).stdout))
    assert bool(list(read)) == (name != "pieces")  # of which the sample has none
    assert set(TABLES[name].keys) <= set(read.fieldnames or ())


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_written_as_its_command_prints_it(name: str) -> None:
    assert (
        run(SAMPLE, "export", "csv", "--only", name, "--on", DAY).stdout
        == run(SAMPLE, name, "--csv", "--on", DAY).stdout
    )


def test_a_formula_in_a_log_is_defused(tmp_path: Path) -> None:
    text = "---\nname: Acme\nsource: web\n---\n## Log\n- 2026-11-02 in =HYPERLINK(1)\n"
    printed = run(write_ledger(tmp_path, {"leads/acme.md": text}), "export", "csv", "--only", "lead_events").stdout
    assert ",'=HYPERLINK(1)," in printed


def test_an_unknown_table_is_met_with_the_one_meant() -> None:
    result = run(SAMPLE, "export", "csv", "--only", "lead_event")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `lead_events`?" in result.stderr


def test_a_folder_or_a_table_is_asked_for() -> None:
    assert run(SAMPLE, "export", "csv").exit_code == 2


def test_what_is_there_is_replaced_only_when_asked(tmp_path: Path) -> None:
    place = tmp_path / "ledger.json"
    place.write_text("mine")
    result = run(SAMPLE, "export", "json", str(place), "--on", DAY)
    assert (result.exit_code, place.read_text()) == (2, "mine")
    assert "--replace" in result.stderr
    assert run(SAMPLE, "export", "json", str(place), "--on", DAY, "--replace").exit_code == 0
    assert place.read_text() == run(SAMPLE, "export", "json", "--on", DAY).stdout


def test_no_file_is_written_where_one_of_them_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "weeks.csv").write_text("mine")
    assert run(SAMPLE, "export", "csv", str(tmp_path)).exit_code == 2
    assert [place.name for place in tmp_path.iterdir()] == ["weeks.csv"]


def test_numbers_below_zero_are_numbers() -> None:
    printed = run(SAMPLE, "export", "csv", "--only", "figures", "--on", DAY).stdout
    rows = {row["name"]: row["value"] for row in csv.DictReader(io.StringIO(printed))}
    assert float(rows["balance.cover"]) < 0


def test_an_empty_ledger_has_empty_tables(tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path, {})
    for name, table in TABLES.items():
        if name != "figures":
            assert run(ledger, "export", "csv", "--only", name).stdout == as_csv(list(table.keys), [])


def test_json_has_the_settings_as_values(tmp_path: Path) -> None:
    settings = 'business: "Inkwell & Co"\nhours: 30.5\nreview: {every: 7}\nstages: {chat: 20%}\n'
    root = write_ledger(tmp_path, {"opsledger.yaml": settings})
    data = json.loads(run(root, "export", "json", "--on", DAY).stdout)["data"]["settings"]
    assert (data["business"], data["hours"], data["stages"]) == ("Inkwell & Co", 30.5, {"chat": "20%"})
    assert (data["review"]["every"], data["time_off"]) == (7, None)


def test_money_is_one_table_by_day_with_client_and_project(tmp_path: Path) -> None:
    project = """---
name: Signs
client: ada
billing: fixed
price: 900
---
## Log
- 2026-11-02 started
- 2026-11-16 cost 40 paint
- 2026-11-18 invoiced 900
"""
    week = """## Costs
- Tue 12 admin stamps
## Marketing
- Wed mail topic letter (reach 9, cost 7.50)
- Thu mail work x
"""
    root = write_ledger(tmp_path, {"projects/signs.md": project, "weeks/2026-W47.md": week})
    printed = run(root, "export", "csv", "--only", "money", "--on", DAY).stdout
    rows = [tuple(row.values()) for row in csv.DictReader(io.StringIO(printed))]
    assert rows == [
        ("2026-11-16", "cost", "40", "ada", "signs", "", "paint", "projects/signs.md", "9", "40", ""),
        ("2026-11-17", "cost", "12", "", "", "admin", "stamps", "weeks/2026-W47.md", "2", "12", ""),
        ("2026-11-18", "invoiced", "900", "ada", "signs", "", "", "projects/signs.md", "10", "900", ""),
        ("2026-11-18", "cost", "7.50", "", "", "marketing", "letter", "weeks/2026-W47.md", "4", "7.50", ""),
    ]


# names of columns

OWN_KEYS = "stage: mine\nstatus: mine\nfirst: mine\nlast: mine\nown.first: twice\n"


@pytest.fixture(scope="module")
def with_own_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose records have keys that the program works out itself."""
    head = f"---\nname: x\n{OWN_KEYS}"
    week = "---\nhours: 20\n---\n## Plan\n- Mon 2h admin\n## Marketing\n- Mon linkedin work a post\n"
    files = {
        "leads/a.md": f"{head}source: web\n---\n## Log\n- 2026-11-02 in\n",
        "projects/b.md": f"{head}billing: fixed\n---\n## Log\n- 2026-11-02 booked\n",
        "clients/c.md": f"{head}---\n",
        "tools/d.md": f"{head}---\n",
        "team/e.md": f"{head}---\n",
        "weeks/2026-W47.md": week,
    }
    return write_ledger(tmp_path_factory.mktemp("own"), files)


@pytest.mark.parametrize("name", TABLES)
def test_no_two_columns_have_one_name(name: str, with_own_keys: Path) -> None:
    for folder in (SAMPLE, with_own_keys):
        printed = run(folder, "export", "csv", "--only", name, "--on", DAY).stdout
        names = next(csv.reader(io.StringIO(printed)))
        assert len({each.casefold() for each in names}) == len(names)


@pytest.mark.parametrize("listing", LISTINGS.values(), ids=LISTINGS)
def test_no_two_columns_that_are_shown_have_one_heading(listing: Listing) -> None:
    headings = [column.heading for column in listing.columns]
    assert len(set(headings)) == len(headings)


def test_a_key_of_ones_own_that_is_also_worked_out_is_kept_beside_it(with_own_keys: Path) -> None:
    (lead,) = run_json(with_own_keys, "leads")
    assert (lead["stage"], lead["own.stage"]) == ("inquiry", "mine")
    assert (lead["first"], lead["own.first"], lead["own.own.first"]) == ("2026-11-02", "mine", "twice")


def test_the_hours_of_a_week_and_of_a_block_have_names_of_their_own(with_own_keys: Path) -> None:
    (block,) = run_json(with_own_keys, "time")
    assert (block["hours"], block["week_hours"]) == (2, 20)


def test_what_is_sold_by_the_piece_has_its_quantity_unit_and_price(tmp_path: Path) -> None:
    root = write_ledger(
        tmp_path,
        {
            "projects/guide.md": "---\nname: Guide\nclient: Marsh\nbilling: fixed\nprice: 14000 words x 0.16\n---\n\n"
            "## Log\n- 2026-11-02 booked\n- 2026-11-05 scope +2000 words\n- 2026-11-09 scope -500 words\n",
            "projects/site.md": "---\nname: Site\nclient: Marsh\nbilling: fixed\nprice: 900\n---\n\n"
            "## Log\n- 2026-11-02 booked\n",
            "leads/menu.md": "---\nname: Menu\nsource: referral\nvalue: 3 workshops x 800\n---\n\n"
            "## Log\n- 2026-11-02 inquiry\n",
        },
    )
    printed = run(root, "export", "csv", "--only", "pieces", "--on", DAY).stdout
    rows = [
        (r["record"], r["line"], r["word"], r["quantity"], r["unit"], r["each"], r["amount"]) for r in _read(printed)
    ]
    assert rows == [
        ("guide", "5", "price", "14000", "words", "0.16", "2240"),
        ("guide", "10", "scope", "2000", "words", "0.16", "320"),
        ("guide", "11", "scope", "-500", "words", "0.16", "-80"),
        ("menu", "4", "value", "3", "workshops", "800", "2400"),
    ]
    sums = "SELECT sum(quantity) AS words, sum(amount_cents) AS cents FROM pieces WHERE unit = 'words'"
    found = run(root, "query", sums, "--csv", "--on", DAY)
    assert [(float(row["words"]), row["cents"]) for row in _read(found.stdout)] == [(15500, "248000")]


def _read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
