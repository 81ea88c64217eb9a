"""Time from Timewarrior, klog, Watson, and tables of any program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli_support import run
from tests.importing_support import contents, csv_file, errors_in, imported, ledger_in, lines, reasons

ZONE = ("--zone", "Europe/Berlin")


def taken(folder: Path, program: str, text: str, *options: str) -> Any:
    return imported(ledger_in(folder), program, csv_file(folder, text, "times"), *options)


def test_timewarrior_counts_in_utc(tmp_path: Path) -> None:
    items = [
        {"id": 2, "start": "20261102T080000Z", "end": "20261102T093000Z", "tags": ["site", "front page"]},
        {"id": 1, "start": "20260702T080000Z", "end": "20260702T090000Z", "tags": ["brand"], "annotation": "logo"},
        {"id": 0, "start": "20261102T100000Z", "tags": ["site"]},
        {"id": 0, "start": "soon", "end": "later", "tags": ["site"]},
    ]
    text = "[\n" + ",\n".join(map(json.dumps, items)) + "\n]\n"
    data = taken(tmp_path, "timew", text, *ZONE)
    assert lines(data) == ["Thu 10:00-11:00 brand logo", "Mon 9:00-10:30 site front page"]
    assert [(one["place"], one["kind"]) for one in data["skipped"]] == [
        ("times:4", "still running"),
        ("times:5", "cannot be read"),
    ]


def test_timewarriors_own_file_is_read_too(tmp_path: Path) -> None:
    text = 'inc 20261102T080000Z - 20261102T093000Z # site "front page" # "with Kim"\ninc 20261102T100000Z # site\n?\n'
    data = taken(tmp_path, "timew", text, *ZONE)
    assert lines(data) == ["Mon 9:00-10:30 site with Kim"]
    assert reasons(data) == ["it has no end yet: the timer is running", "it is not an interval"]


def test_an_interval_over_the_change_of_the_clock_counts_its_hours(tmp_path: Path) -> None:
    text = json.dumps([{"start": "20261024T230000Z", "end": "20261025T030000Z", "tags": ["site"]}])
    assert lines(taken(tmp_path, "timew", text, *ZONE)) == ["Sun 4h site"]


KLOG = """\
2026-11-02 (8h!)
All of it #site
  9:00am - 12:30pm Front page
    and its footer
  -15m
  2h #brand logo
  <23:00 - 1:00 Deploy
  13:00 - ?

2026/11/03
  -1h
  8:00 - 9:00 #nowhere
  about an hour
"""


def test_klogs_records_are_read_with_their_tags_pauses_and_nights(tmp_path: Path) -> None:
    data = taken(tmp_path, "klog", KLOG)
    assert lines(data) == [
        "Sun 23:00-24:00 site Deploy",
        "Mon 0:00-1:00 site Deploy",
        "Mon 3h15m site Front page and its footer",
        "Mon 2h brand #brand logo",
    ]
    assert [(one["place"], one["kind"]) for one in data["skipped"]] == [
        ("times:8", "still running"),
        ("times:11", "pauses"),
        ("times:12", "no target"),
        ("times:13", "cannot be read"),
    ]
    assert data["hours"] == {
        "total": 435, "written": 435, "there": 0, "before": 0,
        "left_out": {"no target": 60, "pauses": -60}, "rounding": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '[[1793606400, 1793611800, "site", "a1", ["front page"], 1793611801]]',
        '[{"id": "a1", "project": "site", "start": "2026-11-02T09:00:00+01:00", "stop": "2026-11-02T10:30:00+01:00",'
        ' "tags": ["front page"]}]',
        "id,start,stop,project,tags\na1,2026-11-02 09:00:00,2026-11-02 10:30:00,site,front page\n",
    ],
    ids=["frames", "json", "csv"],
)
def test_watsons_frames_are_read_in_each_form(text: str, tmp_path: Path) -> None:
    assert lines(taken(tmp_path, "watson", text, *ZONE)) == ["Mon 9:00-10:30 site front page"]


@pytest.mark.parametrize("program", ["timew", "klog", "watson", "csv"])
@pytest.mark.parametrize("text", ["", "[", "[1, 2", '[["a"]', "{}", "\0\0", "[[[[", "2026-11-02", "a,b\n1,2\n"])
def test_what_is_not_such_a_file_is_told(program: str, text: str, tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", program, csv_file(tmp_path, text, "x"))
    assert result.exit_code in (0, 2)
    assert result.exception is None or isinstance(result.exception, SystemExit)


TABLES = {
    "task,parents,category,start,end,effort,ishabit,tags\nheadline,,site,2026-11-02 09:00,2026-11-02 10:30,,,\n": (
        "Mon 9:00-10:30 site headline"
    ),
    "Project,Started at,Minutes\nsite,2026-11-02T09:00:00+01:00,90\n": "Mon 9:00-10:30 site",
    "Project,Start,End\nsite,2 Nov 2026 9:00 AM,2 Nov 2026 10:30 AM\n": "Mon 9:00-10:30 site",
    "Project,Start,End\nsite,[2026-11-02 Mon 09:00],[2026-11-02 Mon 10:30]\n": "Mon 9:00-10:30 site",
    "Project;Date;Hours\nsite;02.11.2026;1,5\n": "Mon 1h30m site",
    "project_name,date,duration_(seconds)\nsite,2026-11-02,5400\n": "Mon 1h30m site",
}


@pytest.mark.parametrize("text", TABLES)
def test_a_table_is_known_by_the_names_of_its_columns(text: str, tmp_path: Path) -> None:
    assert lines(taken(tmp_path, "csv", text, *ZONE)) == [TABLES[text]]


ODD = "Wann,Wofür,Std.\n02.11.2026,site,1.5\n"
COLUMNS = ("--column", "day=Wann", "--column", "project=Wofür", "--column", "hours=Std.")


def test_columns_are_given_saved_and_used_again(tmp_path: Path) -> None:
    ledger, file = ledger_in(tmp_path), csv_file(tmp_path, ODD)
    assert lines(imported(ledger, "csv", file, *COLUMNS, "--save", "mine", "--write")) == ["Mon 1h30m site"]
    assert contents(ledger)["import-columns.txt"].decode().splitlines()[1:] == [
        "mine day = Wann",
        "mine project = Wofür",
        "mine span = Std.",
    ]
    assert imported(ledger, "csv", file, "--use", "mine")["there"] == 1
    assert errors_in(ledger) == []
    assert run(ledger, "undo").exit_code == 0
    assert "import-columns.txt" not in contents(ledger)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((*COLUMNS[:4], "--column", "hours=Stunden"), "it has no column `Stunden`"),
        (("--column", "wage=Std."), "a column cannot mean `wage`"),
        (("--column", "hours"), "is not a pair"),
        (("--use", "other"), "no columns are saved as `other`"),
        ((*COLUMNS, "--save", "a b"), "cannot be a name"),
    ],
)
def test_columns_that_cannot_be_are_refused(options: tuple[str, ...], told: str, tmp_path: Path) -> None:
    result = run(ledger_in(tmp_path), "import", "csv", csv_file(tmp_path, ODD), *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_a_date_that_may_be_read_either_way_is_never_guessed(tmp_path: Path) -> None:
    file, ledger = csv_file(tmp_path, "Date,Project,Hours\n03/04/2026,site,2\n"), ledger_in(tmp_path)
    assert "--dates dmy or --dates mdy" in run(ledger, "import", "csv", file).stderr
    assert imported(ledger, "csv", file, "--dates", "dmy")["write"][0]["file"] == "weeks/2026-W14.md"
